// SPDX-License-Identifier: BSL-1.0
//
// Iterators, which the compiler sees through.
#[path = "../harness.rs"]
mod harness;

fn main() {
    let add_up = |n: i64| (0..n).map(|x| 3 * x + 1).filter(|y| y % 2 != 0).sum();
    harness::measure("sum", "ns/item", add_up, |n| {
        let m = (n + 1) / 2;
        3 * m * (m - 1) + m
    });
}
