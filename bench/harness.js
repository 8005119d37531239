// SPDX-License-Identifier: BSL-1.0
//
// The harness for peers in JavaScript: what harness.hpp does, by the same options. CPU time is the process's, since Node has
// none for a thread; what its other threads do for the program (garbage, compilation) is in it.
'use strict';

const given = {runs: '9', milliseconds: '10', case: '', count: '0'};
for (let i = 2; i < process.argv.length; ++i) {
    const name = process.argv[i].replace(/^--/, '');
    given[name] = name === 'check' ? '1' : process.argv[++i];
}

// body(n) does n operations and gives an answer; truth(n) is what that must be.
exports.measure = (name, unit, body, truth) => {
    if (given.case && given.case !== name) return;
    const enough = Number(given.milliseconds) * 1e6;
    const run = (n) => {
        const begin = process.cpuUsage();
        const answer = body(n);
        const taken = process.cpuUsage(begin);
        if (answer !== truth(n)) {
            console.error(`${name} of ${n} gave ${answer}, and the truth is ${truth(n)}`);
            process.exit(1);
        }
        return (taken.user + taken.system) * 1000;
    };
    if (given.check) {
        for (const n of [1, 2, 3, 10, 1000]) run(n);
        return;
    }
    let n = 64, taken = run(n);
    while (taken < enough / 2) taken = run(n *= 2);
    n = Math.max(1, Math.floor(n * enough / taken));
    const samples = [];
    while (samples.length < Number(given.runs)) samples.push(run(n) / n);
    console.log(JSON.stringify({case: name, unit, version: process.version.slice(1), samples}));
};
