// SPDX-License-Identifier: BSL-1.0
const {measure, measureBytes, size, allAlive} = require('../harness.js');

async function give(i) {
    await null;
    return i;
}

async function add(i, to) {
    await null;
    to.sum += i;
}

async function addLater(i, to) {
    if (--to.missing === 0) allAlive();
    await null;
    to.sum += i;
}

// Who awaits all at once.
async function group(tasks, what = add) {
    const to = {sum: 0, missing: tasks}, all = [];
    for (let i = 0; i < tasks; ++i) all.push(what(i, to));
    await Promise.all(all);
    return to.sum;
}

async function handles(tasks) {
    const all = [];
    for (let i = 0; i < tasks; ++i) all.push(give(i));
    let sum = 0;
    for (const each of all) sum += await each;
    return sum;
}

const full = size(1e6);
const batches = (batch) => async (n) => {
    let sum = 0;
    for (let i = Math.floor(n / Math.min(n, full)); i > 0; --i) sum += await batch(Math.min(n, full));
    return sum;
};
const truth = (n) => {
    const tasks = Math.min(n, full);
    return Math.floor(n / tasks) * (tasks * (tasks - 1) / 2);
};
measureBytes('bytes', 'bytes/task', batches((tasks) => group(tasks, addLater)), truth, full);
measure('group', 'ns/task', batches(group), truth, full);
measure('handles', 'ns/task', batches(handles), truth, full);
