// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use std::cell::Cell;

thread_local! {
    // Tasks that have not begun yet, yields that are wanted, yields since all have begun.
    static MISSING: Cell<i64> = const { Cell::new(0) };
    static WANTED: Cell<i64> = const { Cell::new(0) };
    static YIELDS: Cell<i64> = const { Cell::new(0) };
}

/// Gives the number of its own yields.
async fn give_way() -> i64 {
    let mut mine = 0;
    MISSING.set(MISSING.get() - 1);
    if MISSING.get() == 0 {
        YIELDS.set(0);
        harness::begin_lap();
    }
    while YIELDS.get() < WANTED.get() {
        tokio::task::yield_now().await;
        mine += 1;
        YIELDS.set(YIELDS.get() + 1);
        if YIELDS.get() == WANTED.get() {
            harness::end_lap();
        }
    }
    mine
}

async fn go_round(tasks: i64, wanted: i64) -> i64 {
    MISSING.set(tasks);
    WANTED.set(wanted);
    YIELDS.set(i64::MIN);
    let handles: Vec<_> = (0..tasks).map(|_| tokio::spawn(give_way())).collect();
    let mut most = 0;
    for handle in handles {
        most = std::cmp::max(most, handle.await.unwrap());
    }
    // Whether they take turns, more or less.
    if harness::checking() && most > 100 + wanted / tasks { -1 } else { wanted }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (name, tasks) in [("1", 1), ("1e3", 1_000), ("1e5", 100_000), ("1e6", 1_000_000)] {
        let full = harness::size(tasks);
        let body = |n| runtime.block_on(go_round(std::cmp::min(n, full), n));
        harness::measure_by(full, name, "ns/yield", body, |n| n);
    }
}
