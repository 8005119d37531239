// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use std::{future::Future, pin::Pin};

fn descend(depth: i64) -> Pin<Box<dyn Future<Output = i64>>> {
    Box::pin(async move {
        if depth == 1 {
            tokio::task::yield_now().await;
            return 1;
        }
        descend(depth - 1).await + 1
    })
}

async fn descend_all(chains: i64, depth: i64) -> i64 {
    let mut levels = 0;
    for _ in 0..chains {
        levels += descend(depth).await;
    }
    levels
}

fn measure() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (name, depth) in [("1e3", 1_000), ("1e4", 10_000), ("1e5", 100_000), ("1e6", 1_000_000)] {
        let full = harness::size(depth);
        let body = |n| runtime.block_on(descend_all(std::cmp::max(1, n / full), std::cmp::min(n, full)));
        harness::measure_by(full, name, "ns/level", body, |n| n);
    }
}

fn main() {
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(measure).unwrap();
    thread.join().unwrap();
}
