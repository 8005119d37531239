// SPDX-License-Identifier: BSL-1.0
const {measure, size, checking, beginLap, endLap} = require('../harness.js');

async function giveWay(rounds, first) {
    await null;
    if (first) beginLap();
    for (let i = 0; i < rounds; ++i) await null;
    if (first) endLap();
    return rounds;
}

// Sees whether they take turns: between two steps of the first all others make one.
async function watched(rounds, first, seen, tasks) {
    await null;
    if (first) seen.steps = 0;
    for (let i = 0; i < rounds; ++i) {
        ++seen.steps;
        await null;
    }
    return first && seen.steps !== rounds * tasks ? -1 : rounds;
}

async function goRound(tasks, rounds) {
    const all = [], seen = {steps: 0};
    for (let i = 0; i < tasks; ++i)
        all.push(checking ? watched(rounds, i === 0, seen, tasks) : giveWay(rounds, i === 0));
    let yields = 0;
    for (const each of all) yields += await each;
    return yields;
}

for (const [name, tasks] of [['1', 1], ['1e3', 1e3], ['1e5', 1e5], ['1e6', 1e6]]) {
    const full = size(tasks);
    measure(name, 'ns/yield', (n) => goRound(Math.min(n, full), Math.floor(n / Math.min(n, full))), (n) => n, full);
}
