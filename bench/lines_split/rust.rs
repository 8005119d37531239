// SPDX-License-Identifier: BSL-1.0
//
// BufRead::read_until into a buffer that is used again.
#[path = "../harness.rs"]
mod harness;

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

// That of files.hpp.
struct Dice(u64);
impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E3779B97F4A7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D049BB133111EB);
        mixed ^ (mixed >> 31)
    }
}

fn weight(line: &[u8]) -> i64 {
    line.first().map_or(0, |&first| line.len() as i64 + first as i64)
}

/// A file of lines that is gone when it is dropped, and what its first n lines add up to.
struct Lines {
    path: PathBuf,
    upto: Vec<i64>,
}

impl Lines {
    fn new(mean: u64) -> Lines {
        let (mut dice, mut content, mut upto) = (Dice(mean), Vec::new(), vec![0]);
        while content.len() < 4 << 20 {
            let length = (mean / 2 + dice.roll() % mean) as usize;
            let first = b'a' + (dice.roll() % 26) as u8;
            let mut line = vec![b'x'; length];
            if let Some(byte) = line.first_mut() {
                *byte = first;
            }
            upto.push(upto[upto.len() - 1] + weight(&line));
            line.push(b'\n');
            content.extend(line);
        }
        let place = ["BENCH_FILES", "TMPDIR"].iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
        let name = format!("rondo_bench_rust_{}_{}", std::process::id(), mean);
        let path = Path::new(&place.unwrap_or("/var/tmp".into())).join(name);
        let mut file = File::create_new(&path).unwrap();
        file.write_all(&content).unwrap();
        file.sync_all().unwrap();
        Lines { path, upto }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn add_up(path: &Path, many: i64, line: &mut Vec<u8>) -> i64 {
    let mut from = BufReader::with_capacity(128 << 10, File::open(path).unwrap());
    let mut sum = 0;
    for _ in 0..many {
        line.clear();
        from.read_until(b'\n', line).unwrap();
        sum += weight(&line[..line.len() - 1]);
    }
    sum
}

fn main() {
    for mean in [20, 100, 1000] {
        let of = Lines::new(mean);
        let many = of.upto.len() as i64 - 1;
        let body = |n: i64| {
            let mut line = Vec::new();
            harness::begin_lap();
            let (mut sum, mut left) = (0, n);
            while left != 0 {
                let here = left.min(many);
                sum += add_up(&of.path, here, &mut line);
                left -= here;
            }
            harness::end_lap();
            sum
        };
        harness::measure(&mean.to_string(), "ns/line", body, |n| {
            n / many * of.upto[many as usize] + of.upto[(n % many) as usize]
        });
    }
}
