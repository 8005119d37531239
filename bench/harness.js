// SPDX-License-Identifier: BSL-1.0
//
// The harness for peers in JavaScript: what harness.hpp does, by the same options. CPU time is the process's, since Node has
// none for a thread; what its other threads do for the program (garbage, compilation) is in it.
'use strict';

const fs = require('node:fs');

const given = {runs: '9', milliseconds: '10', case: '', count: '0', most: '1e18'};
for (let i = 2; i < process.argv.length; ++i) {
    const name = process.argv[i].replace(/^--/, '');
    given[name] = name === 'check' ? '1' : process.argv[++i];
}

const current = {begun: null, counted: 0, laps: false, resident: 0};

// How big to make what should be `wanted` big.
exports.size = (wanted) => Math.min(wanted, Number(given.most));

// Whether answers are compared and nothing is measured, so that a body may look closely.
exports.checking = given.check === '1';

// From beginLap() to endLap() a body counts; a body that says neither counts as a whole.
exports.beginLap = () => {
    current.laps = true;
    current.begun = process.cpuUsage();
};
exports.endLap = () => {
    const taken = process.cpuUsage(current.begun);
    current.counted += (taken.user + taken.system) * 1000;
};

const resident = () => Number(fs.readFileSync('/proc/self/statm', 'ascii').split(' ')[1]) * 4096;

// What a body whose memory is measured says when all is there.
exports.allAlive = () => { current.resident = resident(); };

const whole = (n, grain) => Math.max(1, Math.floor(n / grain)) * grain;

const measured = async (name, unit, body, truth, grain, samplesOf) => {
    if (given.case && given.case !== name) return;
    const run = async (n) => {
        Object.assign(current, {counted: 0, laps: false});
        const begin = process.cpuUsage();
        let answer = body(n);
        if (answer instanceof Promise) answer = await answer;
        const taken = process.cpuUsage(begin);
        if (answer !== truth(n)) {
            console.error(`${name} of ${n} gave ${answer}, and the truth is ${truth(n)}`);
            process.exit(1);
        }
        return current.laps ? current.counted : (taken.user + taken.system) * 1000;
    };
    if (given.check) {
        for (const n of [1, 2, 3, 10, 1000]) await run(n < grain ? n : whole(n, grain));
        return;
    }
    console.log(JSON.stringify({case: name, unit, version: process.version.slice(1), samples: await samplesOf(run)}));
};

let last = Promise.resolve();
const queue = (...all) => { last = last.then(() => measured(...all)); };

// body(n) does n operations and gives an answer, or a promise of one; truth(n) is what that must be. Operations that come only
// by the grain are measured in multiples of it. Cases run one after the other, in the order in which they are named.
exports.measure = (name, unit, body, truth, grain = 1) => queue(name, unit, body, truth, grain, async (run) => {
    const enough = Number(given.milliseconds) * 1e6, began = process.hrtime.bigint();
    let n = Math.max(grain, whole(64, grain)), taken = await run(n);
    while (taken < enough / 2) taken = await run(n *= 2);
    const spent = () => Number(process.hrtime.bigint() - began) / enough;
    const samples = spent() > 1000 ? [taken / n] : []; // what takes long is run less often
    n = whole(n * enough / taken, grain);
    while (samples.length < Number(given.runs) && (samples.length === 0 || spent() < (samples.length < 3 ? 1000 : 200)))
        samples.push(await run(n) / n);
    return samples;
});

// How much the memory of the process grows until body(many) calls allAlive(), for each of them; once a process.
exports.measureBytes = (name, unit, body, truth, many) => queue(name, unit, body, truth, many, async (run) => {
    const before = resident();
    await run(many);
    return [Math.max(1, current.resident - before) / many];
});
