// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

function* countTo(n) {
    for (let i = 0; i < n; ++i) yield i;
}

function addUp(n) {
    let sum = 0;
    for (const value of countTo(n)) sum += value;
    return sum;
}

measure('ints', 'ns/item', addUp, (n) => n * (n - 1) / 2);
