// SPDX-License-Identifier: BSL-1.0
const {setTimeout, setImmediate} = require('node:timers/promises');
const {measure, size, checking, beginLap, endLap} = require('../harness.js');

// The numbers 0 … n - 1 in a pseudo-random order: what i becomes.
function shuffled(i, n) {
    let bits = 1;
    while (2 ** bits < n) ++bits;
    const mask = 2 ** bits - 1;
    do {
        i = Math.imul(i, 0x9e3779b1) & mask;
        i ^= i >> ((bits + 1) >> 1);
        i = Math.imul(i, 0x85ebca6b) & mask;
        i ^= i >> ((bits + 1) >> 1);
    } while (i >= n);
    return i;
}

async function watched(i, milliseconds) {
    const began = performance.now();
    await setTimeout(milliseconds);
    return performance.now() - began < milliseconds - 1 ? -1e12 : i;
}

async function sleeper(i, milliseconds) {
    await setTimeout(milliseconds);
    return i;
}

async function sleepAll(sleeps) {
    const run = checking ? watched : sleeper;
    let sum = 0;
    for (const each of await Promise.all(sleeps.map((milliseconds, i) => run(i, milliseconds)))) sum += each;
    return sum;
}

for (const [name, wanted] of [['1e5', 1e5], ['1e6', 1e6]]) {
    const full = size(wanted);
    const body = async (n) => {
        const many = Math.min(n, full);
        // By the millisecond, rounded up; one more, since the time that it counts from is rounded down.
        const shortest = checking ? 5e6 : 500 * many;
        const sleeps = Array.from({length: many}, (_, i) => Math.ceil((shortest + 100 * shuffled(i, many)) * 1e-6) + 1);
        let sum = 0;
        for (let done = 0; done < n; done += many) {
            await setImmediate(); // the loop's own time is the one at which its turn began
            beginLap();
            sum += await sleepAll(sleeps);
            endLap();
        }
        return sum;
    };
    const truth = (n) => {
        const many = Math.min(n, full);
        return Math.floor(n / many) * (many * (many - 1) / 2);
    };
    measure(name, 'ns/sleeper', body, truth, full);
}
