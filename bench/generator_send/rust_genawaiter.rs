// SPDX-License-Identifier: BSL-1.0
// needs: genawaiter
#[path = "../harness.rs"]
mod harness;

use genawaiter::{rc::Gen, GeneratorState};

#[inline(never)]
fn add_up(n: i64) -> i64 {
    let mut total = Gen::new(|co| async move {
        let mut sum = 0i64;
        loop {
            let sent: i64 = co.yield_(sum).await;
            sum += sent;
        }
    });
    let mut answer = 0;
    total.resume_with(0);
    for i in 0..n {
        let step: GeneratorState<i64, ()> = total.resume_with(i);
        if let GeneratorState::Yielded(value) = step {
            answer = value;
        }
    }
    answer
}

fn main() {
    harness::measure("total", "ns/round trip", add_up, |n| n * (n - 1) / 2);
}
