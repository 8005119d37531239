// SPDX-License-Identifier: BSL-1.0
//
// readline over a stream, by its events, which cost less than its async iterator.
const fs = require('fs');
const readline = require('readline');

const out = fs.createWriteStream(process.argv[3]);
const lines = readline.createInterface({input: fs.createReadStream(process.argv[2], {highWaterMark: 1 << 18})});
const mark = ' ERROR: ';
lines.on('line', (line) => {
    const at = line.indexOf(mark);
    if (at >= 0) out.write(line.slice(at + mark.length) + '\n');
});
lines.on('close', () => out.end());
