// SPDX-License-Identifier: BSL-1.0
// needs: genawaiter
#[path = "../harness.rs"]
mod harness;

use genawaiter::rc::Gen;

#[inline(never)]
fn count_four(first: i64) -> impl Iterator<Item = i64> {
    Gen::new(|co| async move {
        for i in first..first + 4 {
            co.yield_(i).await;
        }
    })
    .into_iter()
}

fn main() {
    let add_up = |n: i64| {
        let mut sum = 0;
        for k in 0..n {
            for value in count_four(k) {
                sum += value;
            }
        }
        sum
    };
    harness::measure("four", "ns/generator", add_up, |n| 2 * n * (n - 1) + 6 * n);
}
