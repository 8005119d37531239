// SPDX-License-Identifier: BSL-1.0
//
// The harness for peers in Rust: what harness.hpp does, by the same options. A peer uses what it needs of it.
#![allow(dead_code)]

use std::cell::Cell;
use std::collections::HashMap;
use std::time::Instant;

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

fn resident_bytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<f64>().unwrap() * 4096.0
}

thread_local! {
    // What a body says about itself while it runs: begun, counted, whether it has laps, resident memory.
    static CURRENT: Cell<(f64, f64, bool, f64)> = const { Cell::new((0.0, 0.0, false, 0.0)) };
}

/// From here to end_lap() a body counts; a body that says neither counts as a whole.
pub fn begin_lap() {
    let (_, counted, _, resident) = CURRENT.get();
    CURRENT.set((thread_nanoseconds(), counted, true, resident));
}

pub fn end_lap() {
    let now = thread_nanoseconds();
    let (begun, counted, laps, resident) = CURRENT.get();
    CURRENT.set((begun, counted + now - begun, laps, resident));
}

/// What a body whose memory is measured says when all is there.
pub fn all_alive() {
    let (begun, counted, laps, _) = CURRENT.get();
    CURRENT.set((begun, counted, laps, resident_bytes()));
}

fn options() -> HashMap<String, String> {
    let mut given: HashMap<String, String> = HashMap::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = if word == "--check" { "1".to_string() } else { words.next().unwrap_or_default() };
        given.insert(word.trim_start_matches('-').to_string(), value);
    }
    given
}

fn number(option: &str, otherwise: f64) -> f64 {
    options().get(option).map_or(otherwise, |text| text.parse().unwrap())
}

/// How big to make what should be `wanted` big.
pub fn size(wanted: i64) -> i64 {
    std::cmp::min(wanted, number("most", 1e18) as i64)
}

/// Whether answers are compared and nothing is measured, so that a body may look closely.
pub fn checking() -> bool {
    options().contains_key("check")
}

fn whole(n: i64, grain: i64) -> i64 {
    std::cmp::max(1, n / grain) * grain
}

fn taken_by(name: &str, n: i64, body: &impl Fn(i64) -> i64, truth: &impl Fn(i64) -> i64) -> f64 {
    CURRENT.set((0.0, 0.0, false, 0.0));
    let begin = thread_nanoseconds();
    let answer = body(std::hint::black_box(n));
    let taken = thread_nanoseconds() - begin;
    if answer != truth(n) {
        eprintln!("{} of {} gave {}, and the truth is {}", name, n, answer, truth(n));
        std::process::exit(1);
    }
    let (_, counted, laps, _) = CURRENT.get();
    if laps { counted } else { taken }
}

fn done_without_measuring(name: &str, grain: i64, body: &impl Fn(i64) -> i64, truth: &impl Fn(i64) -> i64) -> bool {
    let given = options();
    if given.get("case").map_or(false, |only| only != name) {
        return true;
    }
    if given.contains_key("check") {
        for n in [1, 2, 3, 10, 1000] {
            taken_by(name, if n < grain { n } else { whole(n, grain) }, body, truth);
        }
    }
    given.contains_key("check")
}

fn report(name: &str, unit: &str, samples: &[f64]) {
    let samples: Vec<String> = samples.iter().map(|sample| format!("{:.4}", sample)).collect();
    println!(
        "{{\"case\": \"{}\", \"unit\": \"{}\", \"version\": \"{}\", \"samples\": [{}]}}",
        name,
        unit,
        option_env!("BENCH_VERSION").unwrap_or("-"),
        samples.join(", ")
    );
}

/// `body(n)` does n operations and gives an answer; `truth(n)` is what that must be.
pub fn measure(name: &str, unit: &str, body: impl Fn(i64) -> i64, truth: impl Fn(i64) -> i64) {
    measure_by(1, name, unit, body, truth);
}

/// Operations that come only by the grain, measured in multiples of it.
pub fn measure_by(grain: i64, name: &str, unit: &str, body: impl Fn(i64) -> i64, truth: impl Fn(i64) -> i64) {
    if done_without_measuring(name, grain, &body, &truth) {
        return;
    }
    let enough = number("milliseconds", 10.0) * 1e6;
    let began = Instant::now();
    let mut n = std::cmp::max(grain, whole(64, grain));
    let mut taken = taken_by(name, n, &body, &truth);
    while taken < enough / 2.0 && n < 1 << 40 {
        n *= 2;
        taken = taken_by(name, n, &body, &truth);
    }
    let spent = || began.elapsed().as_nanos() as f64 / enough;
    let runs = number("runs", 9.0) as usize;
    let mut samples = Vec::new();
    if spent() > 1000.0 {
        samples.push(taken / n as f64); // what takes long is run less often
    }
    n = whole((n as f64 * enough / taken) as i64, grain);
    while samples.len() < runs && (samples.is_empty() || spent() < if samples.len() < 3 { 1000.0 } else { 200.0 }) {
        samples.push(taken_by(name, n, &body, &truth) / n as f64);
    }
    report(name, unit, &samples);
}

/// How much the memory of the process grows until body(many) calls all_alive(), for each of them; once a process.
pub fn measure_bytes(name: &str, unit: &str, body: impl Fn(i64) -> i64, truth: impl Fn(i64) -> i64, many: i64) {
    if done_without_measuring(name, many, &body, &truth) {
        return;
    }
    let before = resident_bytes();
    taken_by(name, many, &body, &truth);
    let (_, _, _, resident) = CURRENT.get();
    report(name, unit, &[f64::max(1.0, resident - before) / many as f64]);
}
