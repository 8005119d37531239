// SPDX-License-Identifier: BSL-1.0
// needs: genawaiter
//
// Stable Rust has no generators; the crate genawaiter makes them of async blocks. rc: boxed, as a returned one must be.
#[path = "../harness.rs"]
mod harness;

use genawaiter::rc::Gen;

#[inline(never)]
fn count_to(n: i64) -> impl Iterator<Item = i64> {
    Gen::new(|co| async move {
        for i in 0..n {
            co.yield_(i).await;
        }
    })
    .into_iter()
}

fn main() {
    let add_up = |n: i64| {
        let mut sum = 0;
        for value in count_to(n) {
            sum += value;
        }
        sum
    };
    harness::measure("ints", "ns/item", add_up, |n| n * (n - 1) / 2);
}
