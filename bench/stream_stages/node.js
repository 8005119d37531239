// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

async function* countUpTo(n) {
    for (let i = 0; i < n; ++i) yield i;
}

async function* even(items) {
    for await (const i of items)
        if (i % 2 === 0) yield i;
}

async function* triple(items) {
    for await (const i of items) yield 3 * i;
}

async function* soFar(items) {
    let total = 0;
    for await (const i of items) yield total += i;
}

async function addUp(n) {
    let sum = 0;
    for await (const i of soFar(triple(even(countUpTo(n))))) sum += i;
    return sum;
}

function truth(n) {
    let total = 0, sum = 0;
    for (let i = 0; i < n; i += 2) sum += total += 3 * i;
    return sum;
}

measure('three', 'ns/item', addUp, truth);
