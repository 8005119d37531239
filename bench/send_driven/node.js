// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

const FETCH = 0, STORE = 1;

function* fetchAndStore(pairs) {
    for (let i = 0; i < pairs; ++i) {
        const number = yield {what: FETCH, argument: i};
        yield {what: STORE, argument: number};
    }
}

function drive(pairs) {
    let total = 0;
    const asks = fetchAndStore(pairs);
    for (let step = asks.next(); !step.done;) {
        const {what, argument} = step.value;
        if (what === FETCH) {
            step = asks.next(2 * argument + 1);
        } else {
            total += argument;
            step = asks.next();
        }
    }
    return total;
}

const pairs = (n) => Math.floor((n + 1) / 2);
measure('requests', 'ns/round trip', (n) => drive(pairs(n)), (n) => pairs(n) ** 2, 2);
