// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use std::hint::black_box;

async fn child(i: i64) -> i64 {
    black_box(i)
}

async fn parent(n: i64) -> i64 {
    let mut sum = 0;
    for i in 0..n {
        sum += child(i).await;
    }
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    harness::measure("child", "ns/await", |n| runtime.block_on(parent(n)), |n| n * (n - 1) / 2);
}
