// SPDX-License-Identifier: BSL-1.0
// needs: tokio tokio-stream
#[path = "../harness.rs"]
mod harness;

use tokio_stream::{Stream, StreamExt};

fn count_up_to(n: i64) -> impl Stream<Item = i64> + Unpin {
    tokio_stream::iter(0..n)
}

async fn add_up(n: i64) -> i64 {
    let mut so_far = 0i64;
    let mut sums = count_up_to(n).filter(|i| i % 2 == 0).map(|i| 3 * i).map(move |i| {
        so_far = so_far.wrapping_add(i);
        so_far
    });
    let mut sum = 0i64;
    while let Some(i) = sums.next().await {
        sum = sum.wrapping_add(i);
    }
    sum
}

fn truth(n: i64) -> i64 {
    let (mut so_far, mut sum) = (0i64, 0i64);
    for i in (0..n).step_by(2) {
        so_far = so_far.wrapping_add(3 * i);
        sum = sum.wrapping_add(so_far);
    }
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    harness::measure("three", "ns/item", |n| runtime.block_on(add_up(n)), truth);
}
