// SPDX-License-Identifier: BSL-1.0
// needs: tokio
//
// A frame a child from the heap, and a call that the compiler does not see through.
#[path = "../harness.rs"]
mod harness;

use std::{future::Future, hint::black_box, pin::Pin};

#[inline(never)]
fn child(i: i64) -> Pin<Box<dyn Future<Output = i64> + Send>> {
    Box::pin(async move { black_box(i) })
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
