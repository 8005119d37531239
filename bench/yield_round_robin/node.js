// SPDX-License-Identifier: BSL-1.0
const {measure, size, beginLap, endLap} = require('../harness.js');

async function giveWay(rounds, first) {
    await null;
    if (first) beginLap();
    for (let i = 0; i < rounds; ++i) await null;
    if (first) endLap();
    return rounds;
}

async function goRound(tasks, rounds) {
    const all = [];
    for (let i = 0; i < tasks; ++i) all.push(giveWay(rounds, i === 0));
    let yields = 0;
    for (const each of all) yields += await each;
    return yields;
}

for (const [name, tasks] of [['1', 1], ['1e3', 1e3], ['1e5', 1e5], ['1e6', 1e6]]) {
    const full = size(tasks);
    measure(name, 'ns/yield', (n) => goRound(Math.min(n, full), Math.floor(n / Math.min(n, full))), (n) => n, full);
}
