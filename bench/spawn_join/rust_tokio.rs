// SPDX-License-Identifier: BSL-1.0
// needs: tokio tokio-util
#[path = "../harness.rs"]
mod harness;

use std::{cell::Cell, cmp::min, future::Future};
use tokio_util::task::TaskTracker;

thread_local! {
    static SUM: Cell<i64> = const { Cell::new(0) };
    static MISSING: Cell<i64> = const { Cell::new(0) };
}

async fn add(i: i64) {
    SUM.set(SUM.get() + i);
}

async fn give(i: i64) -> i64 {
    i
}

async fn add_later(i: i64) {
    MISSING.set(MISSING.get() - 1);
    if MISSING.get() == 0 {
        harness::all_alive();
    }
    tokio::task::yield_now().await;
    SUM.set(SUM.get() + i);
}

async fn group(tasks: i64) -> i64 {
    SUM.set(0);
    let tracker = TaskTracker::new();
    for i in 0..tasks {
        tracker.spawn(add(i));
    }
    tracker.close();
    tracker.wait().await;
    SUM.get()
}

async fn handles(tasks: i64) -> i64 {
    let all: Vec<_> = (0..tasks).map(|i| tokio::spawn(give(i))).collect();
    let mut sum = 0;
    for handle in all {
        sum += handle.await.unwrap();
    }
    sum
}

async fn bytes(tasks: i64) -> i64 {
    SUM.set(0);
    MISSING.set(tasks);
    let tracker = TaskTracker::new();
    for i in 0..tasks {
        tracker.spawn(add_later(i));
    }
    tracker.close();
    tracker.wait().await;
    SUM.get()
}

async fn batches<Batch: Future<Output = i64>>(n: i64, full: i64, batch: impl Fn(i64) -> Batch) -> i64 {
    let mut sum = 0;
    for _ in 0..n / min(n, full) {
        sum += batch(min(n, full)).await;
    }
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let full = harness::size(1_000_000);
    let truth = |n: i64| n / min(n, full) * (min(n, full) * (min(n, full) - 1) / 2);
    harness::measure_bytes("bytes", "bytes/task", |n| runtime.block_on(batches(n, full, bytes)), truth, full);
    harness::measure_by(full, "group", "ns/task", |n| runtime.block_on(batches(n, full, group)), truth);
    harness::measure_by(full, "handles", "ns/task", |n| runtime.block_on(batches(n, full, handles)), truth);
}
