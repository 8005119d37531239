// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use std::{cmp::min, hint::black_box, sync::Arc};
use tokio::sync::Mutex;

async fn add(rounds: i64, gives_way: bool, to: Arc<Mutex<i64>>) {
    for _ in 0..rounds {
        let mut counter = to.lock().await;
        let before = black_box(*counter);
        if gives_way {
            tokio::task::yield_now().await;
        }
        *counter = before + 1;
    }
}

async fn count(tasks: i64, rounds: i64, gives_way: bool) -> i64 {
    let counter = Arc::new(Mutex::new(0));
    let all: Vec<_> = (0..tasks).map(|_| tokio::spawn(add(rounds, gives_way, counter.clone()))).collect();
    for each in all {
        each.await.unwrap();
    }
    let end = *counter.lock().await;
    end
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for tasks in [1, 10, 1000] {
        let full = harness::size(tasks);
        let body = |n| runtime.block_on(count(min(n, full), n / min(n, full), tasks != 1));
        harness::measure_by(full, &tasks.to_string(), "ns/acquisition", body, |n| n);
    }
}
