// SPDX-License-Identifier: BSL-1.0
//
// The harness for peers in Rust: what harness.hpp does, by the same options.
use std::collections::HashMap;

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}

const THREAD_CPU_TIME: i32 = 3;

fn thread_nanoseconds() -> f64 {
    let mut now = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(THREAD_CPU_TIME, &mut now) };
    now.seconds as f64 * 1e9 + now.nanoseconds as f64
}

/// `body(n)` does n operations and gives an answer; `truth(n)` is what that must be.
pub fn measure(name: &str, unit: &str, body: impl Fn(i64) -> i64, truth: impl Fn(i64) -> i64) {
    let mut given: HashMap<String, String> = HashMap::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = if word == "--check" { "1".to_string() } else { words.next().unwrap_or_default() };
        given.insert(word.trim_start_matches('-').to_string(), value);
    }
    if given.get("case").map_or(false, |only| only != name) {
        return;
    }
    let number = |option: &str, otherwise: f64| given.get(option).map_or(otherwise, |text| text.parse().unwrap());
    let enough = number("milliseconds", 10.0) * 1e6;
    let run = |n: i64| {
        let begin = thread_nanoseconds();
        let answer = body(std::hint::black_box(n));
        let taken = thread_nanoseconds() - begin;
        if answer != truth(n) {
            eprintln!("{} of {} gave {}, and the truth is {}", name, n, answer, truth(n));
            std::process::exit(1);
        }
        taken
    };
    if given.contains_key("check") {
        for n in [1, 2, 3, 10, 1000] {
            run(n);
        }
        return;
    }
    let mut n = 64;
    let mut taken = run(n);
    while taken < enough / 2.0 && n < 1 << 40 {
        n *= 2;
        taken = run(n);
    }
    n = std::cmp::max(1, (n as f64 * enough / taken) as i64);
    let samples: Vec<String> = (0..number("runs", 9.0) as usize).map(|_| format!("{:.4}", run(n) / n as f64)).collect();
    println!(
        "{{\"case\": \"{}\", \"unit\": \"{}\", \"version\": \"{}\", \"samples\": [{}]}}",
        name,
        unit,
        option_env!("BENCH_VERSION").unwrap_or("-"),
        samples.join(", ")
    );
}
