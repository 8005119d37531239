// SPDX-License-Identifier: BSL-1.0
const {measure} = require('../harness.js');

async function ready(i) {
    return i;
}

async function yields(i) {
    await null;
    return i;
}

async function limited(promise, milliseconds) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('late')), milliseconds);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

const limitAll = (what) => async (n) => {
    let sum = 0;
    for (let i = 0; i < n; ++i) sum += await limited(what(i), 1000);
    return sum;
};

const truth = (n) => n * (n - 1) / 2;
measure('ready', 'ns/timeout', limitAll(ready), truth);
measure('yields', 'ns/timeout', limitAll(yields), truth);
