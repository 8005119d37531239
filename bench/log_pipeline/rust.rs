// SPDX-License-Identifier: BSL-1.0
//
// BufReader::lines, as one writes it.
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

fn main() -> std::io::Result<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let mut out = BufWriter::new(File::create(&paths[1])?);
    for line in BufReader::new(File::open(&paths[0])?).lines() {
        let line = line?;
        if let Some((_, message)) = line.split_once(" ERROR: ") {
            writeln!(out, "{}", message)?;
        }
    }
    out.flush()
}
