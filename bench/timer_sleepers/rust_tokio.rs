// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use std::time::{Duration, Instant};

/// The numbers 0 … n - 1 in a pseudo-random order: what i becomes.
fn shuffled(mut i: u32, n: u32) -> u32 {
    let mut bits = 1;
    while (1u64 << bits) < n as u64 {
        bits += 1;
    }
    let mask = (1u32 << bits) - 1;
    loop {
        i = i.wrapping_mul(0x9e3779b1) & mask;
        i ^= i >> ((bits + 1) / 2);
        i = i.wrapping_mul(0x85ebca6b) & mask;
        i ^= i >> ((bits + 1) / 2);
        if i < n {
            return i;
        }
    }
}

async fn sleeper(i: i64, time: Duration) -> i64 {
    tokio::time::sleep(time).await;
    i
}

async fn sleep_all(sleeps: &[Duration]) -> i64 {
    let handles: Vec<_> = sleeps.iter().enumerate().map(|(i, time)| tokio::spawn(sleeper(i as i64, *time))).collect();
    let mut sum = 0;
    for handle in handles {
        sum += handle.await.unwrap();
    }
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for (name, wanted) in [("1e5", 100_000), ("1e6", 1_000_000)] {
        let full = harness::size(wanted);
        let body = |n: i64| {
            let many = std::cmp::min(n, full);
            let time = |i| Duration::from_nanos(500 * many as u64 + 100 * shuffled(i, many as u32) as u64);
            let sleeps: Vec<Duration> = (0..many as u32).map(time).collect();
            let mut sum = 0;
            for _ in 0..n / many {
                let began = Instant::now();
                harness::begin_lap();
                sum += runtime.block_on(sleep_all(&sleeps));
                harness::end_lap();
                if began.elapsed() < Duration::from_nanos(600 * many as u64 - 100) {
                    return -1;
                }
            }
            sum
        };
        let truth = |n: i64| {
            let many = std::cmp::min(n, full);
            n / many * (many * (many - 1) / 2)
        };
        harness::measure_by(full, name, "ns/sleeper", body, truth);
    }
}
