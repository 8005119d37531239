// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use std::{hint::black_box, time::Duration};
use tokio::{task::yield_now, time::timeout};

const SECOND: Duration = Duration::from_secs(1);

async fn ready(i: i64) -> i64 {
    black_box(i)
}

async fn yields(i: i64) -> i64 {
    yield_now().await;
    i
}

async fn limit_ready(n: i64) -> i64 {
    let mut sum = 0;
    for i in 0..n {
        sum += timeout(SECOND, ready(i)).await.unwrap();
    }
    sum
}

async fn limit_yields(n: i64) -> i64 {
    let mut sum = 0;
    for i in 0..n {
        sum += timeout(SECOND, yields(i)).await.unwrap();
    }
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let truth = |n: i64| n * (n - 1) / 2;
    // In a task, as most of a program runs, and not in block_on itself, which is polled in a way of its own.
    let ready = |n| runtime.block_on(async move { tokio::spawn(limit_ready(n)).await.unwrap() });
    let yields = |n| runtime.block_on(async move { tokio::spawn(limit_yields(n)).await.unwrap() });
    harness::measure("ready", "ns/timeout", ready, truth);
    harness::measure("yields", "ns/timeout", yields, truth);
}
