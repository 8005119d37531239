// SPDX-License-Identifier: BSL-1.0
//
// readline over a stream, as Node's documentation has it.
const fs = require('fs');
const readline = require('readline');

async function main() {
    const out = fs.createWriteStream(process.argv[3]);
    const lines = readline.createInterface({input: fs.createReadStream(process.argv[2], {highWaterMark: 1 << 18})});
    const mark = ' ERROR: ';
    for await (const line of lines) {
        const at = line.indexOf(mark);
        if (at < 0) continue;
        if (!out.write(line.slice(at + mark.length) + '\n')) await new Promise((ready) => out.once('drain', ready));
    }
    out.end();
}

main();
