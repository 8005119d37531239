// SPDX-License-Identifier: BSL-1.0
//
// readline over a stream of the file, as its manual has it. It reads ahead of what is taken: whole files are measured.
const fs = require('fs');
const readline = require('readline');
const {measure, beginLap, endLap} = require('../harness.js');

// Those of files.hpp.
const dice = (state) => () => {
    state = BigInt.asUintN(64, state + 0x9E3779B97F4A7C15n);
    let mixed = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xBF58476D1CE4E5B9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94D049BB133111EBn);
    return mixed ^ (mixed >> 31n);
};

const weight = (line) => line.length === 0 ? 0 : line.length + line.charCodeAt(0);

function made(mean) {
    const roll = dice(BigInt(mean)), lines = [], upto = [0];
    for (let size = 0; size < 4 << 20;) {
        const length = (mean >> 1) + Number(roll() % BigInt(mean));
        const first = String.fromCharCode(97 + Number(roll() % 26n));
        lines.push(length === 0 ? '' : first + 'x'.repeat(length - 1));
        upto.push(upto[upto.length - 1] + weight(lines[lines.length - 1]));
        size += length + 1;
    }
    const place = process.env.BENCH_FILES || process.env.TMPDIR || '/var/tmp';
    const path = fs.mkdtempSync(`${place}/rondo_bench_`);
    process.on('exit', () => fs.rmSync(path, {recursive: true}));
    fs.writeFileSync(`${path}/lines`, `${lines.join('\n')}\n`);
    return {path: `${path}/lines`, upto};
}

async function addUp(path, left) {
    let sum = 0;
    const from = fs.createReadStream(path, {encoding: 'latin1', highWaterMark: 128 << 10});
    for await (const line of readline.createInterface({input: from})) {
        sum += weight(line);
        if (--left === 0) break;
    }
    from.destroy();
    return sum;
}

for (const mean of [20, 100, 1000]) {
    const {path, upto} = made(mean), many = upto.length - 1;
    measure(String(mean), 'ns/line', async (n) => {
        beginLap();
        let sum = 0;
        for (let left = n; left !== 0;) {
            const here = Math.min(left, many);
            sum += await addUp(path, here);
            left -= here;
        }
        endLap();
        return sum;
    }, (n) => Math.floor(n / many) * upto[many] + upto[n % many], many);
}
