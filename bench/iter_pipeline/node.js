// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

function* range(n) {
    for (let x = 0; x < n; ++x) yield x;
}

function* tripled(numbers) {
    for (const x of numbers) yield 3 * x + 1;
}

function* odd(numbers) {
    for (const y of numbers) {
        if (y % 2 !== 0) yield y;
    }
}

function addUp(n) {
    let sum = 0;
    for (const y of odd(tripled(range(n)))) sum += y;
    return sum;
}

measure('sum', 'ns/item', addUp, (n) => {
    const m = Math.floor((n + 1) / 2);
    return 3 * m * (m - 1) + m;
});
