#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Every bench program that is built gives the right answers, says what it measures, and refuses what it does not know."""
import argparse
import json
import pathlib
import subprocess
import sys

WANTED = {"scenario", "case", "peer", "version", "unit", "min", "median", "runs", "machine", "compiler", "samples"}


def call(*words):
    return subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)


def problems(program):
    for size in ([], ["--most", 10]):  # as many tasks as operations; ten, which go round and round
        ended = call(program, "--check", *size)
        if ended.returncode:
            yield f"--check {size} ended with {ended.returncode}: {ended.stderr.strip()}"
            return
    # At most three runs: what takes long, as on a busy machine, is run less often.
    ended = call(program, "--json", "-", "--runs", 3, "--milliseconds", 0.05, "--most", 300)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    if not lines:
        yield "measures nothing"
    for line in lines:
        if set(line) != WANTED:
            yield f"its JSON has other fields: {sorted(set(line) ^ WANTED)}"
        elif (line["scenario"], line["peer"]) != program.parts[-2:]:
            yield f"calls itself {line['scenario']}/{line['peer']}"
        elif not 1 <= line["runs"] == len(line["samples"]) <= (1 if line["unit"].startswith("bytes") else 3) or not 0 < line["min"] <= line["median"] or line["min"] != min(line["samples"]):
            yield f"does not say the truth about its samples: {line}"
    for words in (["--case", "no_such_case"], ["--no-such-option", "1"], ["--runs"]):
        if call(program, *words).returncode != 2:
            yield f"takes {' '.join(words)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    folder = parser.parse_args().build / "bench"
    programs = [path for path in sorted(folder.glob("*/*")) if path.is_file() and path.stat().st_mode & 0o100
                and path.parent.name not in ("CMakeFiles", "log_pipeline")]
    passed = failed = 0
    for program in programs:
        found = list(problems(program))
        for sentence in found:
            print(f"{program.parent.name}/{program.name}: {sentence}")
        passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
