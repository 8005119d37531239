// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

async function child(i) {
    return i;
}

async function parent(n) {
    let sum = 0;
    for (let i = 0; i < n; ++i) sum += await child(i);
    return sum;
}

measure('child', 'ns/await', parent, (n) => n * (n - 1) / 2);
