// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

function* descend(n, depth) {
    if (depth > 1) {
        yield* descend(n, depth - 1);
    } else {
        for (let i = 0; i < n; ++i) yield i;
    }
}

function* walk(low, high) {
    const middle = low + ((high - low) >> 1);
    if (low < middle) yield* walk(low, middle);
    yield middle;
    if (middle + 1 < high) yield* walk(middle + 1, high);
}

const addUp = (depth) => (n) => {
    let sum = 0;
    for (const value of descend(n, depth)) sum += value;
    return sum;
};

function walkAll(n) {
    let sum = 0, expected = 0;
    for (const value of walk(0, n)) {
        if (value !== expected++) return -1;
        sum += value;
    }
    return sum;
}

const truth = (n) => n * (n - 1) / 2;
for (const depth of [1, 10, 100, 1000]) measure(`depth_${depth}`, 'ns/item', addUp(depth), truth);
measure('tree', 'ns/node', walkAll, truth);
