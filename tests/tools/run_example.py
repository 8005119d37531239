#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs an example in an empty directory and compares its standard output with the file beside its source.

<stem>.out is the exact output; <stem>.norm the same with addresses written 0xADDR; <stem>.in is given as input.
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def expected_output(source: pathlib.Path) -> "tuple[pathlib.Path, bool]":
    for suffix, normalised in ((".norm", True), (".out", False)):
        path = source.with_suffix(suffix)
        if path.exists():
            return path, normalised
    sys.exit(f"{source.name}: no expected output beside it: write {source.stem}.out")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    options = parser.parse_args()
    path, normalised = expected_output(options.source)
    given = options.source.with_suffix(".in")
    with tempfile.TemporaryDirectory() as directory, open(given if given.exists() else os.devnull, "rb") as stdin:
        ended = subprocess.run([options.program], stdin=stdin, stdout=subprocess.PIPE, cwd=directory, check=False)
    got = ended.stdout
    if normalised:
        got = re.sub(rb"0x[0-9a-fA-F]+", b"0xADDR", got)
    want = path.read_bytes()
    if ended.returncode != 0:
        print(f"{options.source.name} ended with exit code {ended.returncode}")
    if got != want:
        sys.stdout.writelines(difflib.unified_diff(
            want.decode(errors="backslashreplace").splitlines(keepends=True),
            got.decode(errors="backslashreplace").splitlines(keepends=True),
            path.name, "what the program printed"))
    return 0 if got == want and ended.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
