// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

function* runningTotal() {
    for (let total = 0;;) total += yield total;
}

function addUp(n) {
    const total = runningTotal();
    let answer = total.next().value;
    for (let i = 0; i < n; ++i) answer = total.next(i).value;
    return answer;
}

measure('total', 'ns/round trip', addUp, (n) => n * (n - 1) / 2);
