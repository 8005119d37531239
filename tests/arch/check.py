#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What ./dev check runs: format, the house rules, the coroutine lint, clang-tidy. check.py --build DIR [PART…]"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COUNT = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)
OURS = ("include", "runtime", "examples", "tests", "bench")


def ours(*suffixes: str):
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "planted" not in path.relative_to(ROOT).parts:
                yield path


def call(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          cwd=ROOT, check=False)


def one_by_one(options, files, command, advice):
    """Runs a command over files, in parallel; a file passes when the command ends with 0."""
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, ended in zip(files, pool.map(lambda file: call(*command, file), files)):
            if ended.returncode == 0:
                passed += 1
                continue
            failed += 1
            print("\n".join(line for line in ended.stdout.splitlines()
                            if not re.match(r"\d+ warnings? |Suppressed |Use -header", line)))
    if failed:
        print(advice)
    return passed, failed


def format_(options):
    return one_by_one(options, list(ours(".cpp", ".hpp")), ("clang-format-19", "--dry-run", "-Werror"),
                      "clang-format-19 -i FILE mends a file")


def law(_):
    passed = failed = 0
    sys.path.insert(0, str(HERE))
    import law as rules
    for name, found in rules.run(ROOT, None):
        for sentence in found:
            print(f"{name}: {sentence}")
        passed, failed = passed + (not found), failed + bool(found)
    return passed, failed


def counted(*command):
    ended = call(*command)
    lines = COUNT.findall(ended.stdout)
    passed, failed = (int(n) for n in lines[-1]) if lines else (0, 1)
    if failed or ended.returncode:
        print(ended.stdout)
    return passed, max(failed, int(ended.returncode != 0))


def planted(_):
    return counted(sys.executable, HERE / "planted.py")


def lint(options):
    return counted(sys.executable, HERE / "lint/lint.py", "--build", options.build, "--jobs", options.jobs)


def tidy(options):
    """clang-tidy over the library and the examples, and the headers as these use them."""
    known = {pathlib.Path(entry["file"]) for entry in json.loads((options.build / "compile_commands.json").read_text())}
    files = [path for path in ours(".cpp") if path in known and path.relative_to(ROOT).parts[0] in ("runtime", "examples")]
    return one_by_one(options, files, ("clang-tidy-19", "--quiet", "-p", options.build), "./.clang-tidy holds the rules")


PARTS = {"format": format_, "law": law, "planted": planted, "lint": lint, "tidy": tidy}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("part", nargs="*", choices=[[], *PARTS])
    options = parser.parse_args()
    options.build = options.build.resolve()
    passed = failed = 0
    for name in options.part or PARTS:
        began = time.monotonic()
        more_passed, more_failed = PARTS[name](options)
        print(f"{name}: {more_passed} fine, {more_failed} not, in {time.monotonic() - began:.1f} s", flush=True)
        passed, failed = passed + more_passed, failed + more_failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
