// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

function* countFour(first) {
    for (let i = first; i < first + 4; ++i) yield i;
}

function addUp(n) {
    let sum = 0;
    for (let k = 0; k < n; ++k) {
        for (const value of countFour(k)) sum += value;
    }
    return sum;
}

measure('four', 'ns/generator', addUp, (n) => 2 * n * (n - 1) + 6 * n);
