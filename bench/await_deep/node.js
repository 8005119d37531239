// SPDX-License-Identifier: BSL-1.0
const {measure, size} = require('../harness.js');

async function descend(depth) {
    if (depth === 1) {
        await null;
        return 1;
    }
    return await descend(depth - 1) + 1;
}

const full = size(1000);

async function descendAll(n) {
    let levels = 0;
    for (let i = Math.max(1, Math.floor(n / full)); i > 0; --i) levels += await descend(Math.min(n, full));
    return levels;
}

measure('1e3', 'ns/level', descendAll, (n) => n, full);
