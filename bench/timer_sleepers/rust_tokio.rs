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

async fn watched(i: i64, time: Duration) -> i64 {
    let began = Instant::now();
    sleeper(i, time).await;
    if began.elapsed() < time { i64::MIN / 2 } else { i }
}

async fn sleep_all(sleeps: &[Duration]) -> i64 {
    let every = sleeps.iter().enumerate().map(|(i, time)| (i as i64, *time));
    let handles: Vec<_> = if harness::checking() {
        every.map(|(i, time)| tokio::spawn(watched(i, time))).collect()
    } else {
        every.map(|(i, time)| tokio::spawn(sleeper(i, time))).collect()
    };
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
            let shortest = if harness::checking() { 5_000_000 } else { 500 * many as u64 };
            let time = |i| Duration::from_nanos(shortest + 100 * shuffled(i, many as u32) as u64);
            let sleeps: Vec<Duration> = (0..many as u32).map(time).collect();
            let mut sum = 0;
            for _ in 0..n / many {
                harness::begin_lap();
                sum += runtime.block_on(sleep_all(&sleeps));
                harness::end_lap();
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
