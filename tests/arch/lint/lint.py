#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The coroutine lint: looks for what g++ 12 miscompiles, by clang-query-19, in library, examples, tests and benches.

lint.py --build DIR [--self-test] [FILE…]. The headers are looked at in one unit that includes them all, and in whatever
uses them. C++ in docs comes from these files, and is not looked at twice (law.py's check `docs`).
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ADVICE = {
    "G1": "co_await or co_yield in a condition, in a body without a declaration, never runs by g++ 12: "
          "await into a local first",
    "G2": "a lambda that captures something owning, inside the expression, is destroyed twice by g++ 12: name it first",
    "G3": "an aggregate that owns something, inside the expression, is destroyed twice by g++ 12: name it first, or give "
          "it a constructor",
    "G4": "co_await or co_yield inside the initialiser of an aggregate is destroyed twice by g++ 12: await into a local",
    "G5": "?: of class type, in or around the expression, is destroyed twice by g++ 12: use if and else, or name it first",
    "G6": "a braced list inside the expression is refused by g++ 12: name a vector first",
}
FOUND = re.compile(r'^(.+?):(\d+):\d+: note: "(G\d)" binds here', re.MULTILINE)


def flags(build: pathlib.Path):
    places = [ROOT / "include", build / "include", ROOT / "examples", ROOT / "bench", ROOT / "tests"]
    return ["-std=c++20", "-w", "-ferror-limit=3", *(f"-I{place}" for place in places)]


def look_at(source: pathlib.Path, more):
    """({(file, line, id)}, what clang-query could not do)."""
    ended = subprocess.run(["clang-query-19", "-f", str(HERE / "coroutines.query"), str(source), "--", *more],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    found = set()
    for file, line, name in FOUND.findall(ended.stdout):
        path = pathlib.Path(os.path.normpath(os.path.join(os.getcwd(), file)))
        if ROOT in path.parents:
            found.add((path.relative_to(ROOT).as_posix(), int(line), name))
    errors = [line for line in ended.stdout.splitlines() if ": error: " in line or line.startswith("Error")]
    if ended.returncode != 0 or errors:
        return found, "\n".join(errors) or f"clang-query-19 ended with {ended.returncode}:\n{ended.stdout[-2000:]}"
    return found, ""


def self_test(build: pathlib.Path) -> "tuple[int, int]":
    source = HERE / "selftest.cpp"
    wanted = set()
    for number, line in enumerate(source.read_text().splitlines(), 1):
        match = re.search(r"// (G\d)$", line)
        if match:
            wanted.add((source.relative_to(ROOT).as_posix(), number, match[1]))
    found, error = look_at(source, flags(build))
    for where, number, name in sorted(wanted - found):
        print(f"{where}:{number}: the lint does not find this {name}")
    for where, number, name in sorted(found - wanted):
        print(f"{where}:{number}: the lint takes this for a {name}")
    if error:
        print(error)
    wrong = len(wanted ^ found) + bool(error)
    return len(wanted & found), wrong


def sources():
    for folder in ("runtime", "examples", "tests", "bench"):
        for path in sorted((ROOT / folder).rglob("*.cpp")):
            if not {"arch", "planted"} & set(path.relative_to(ROOT).parts) and not peers_alone(path):
                yield path


def peers_alone(path: pathlib.Path) -> bool:
    """A bench's peer that needs a library which may be missing; our own files there need none."""
    return path.is_relative_to(ROOT / "bench") and re.search(r"^// needs: ", path.read_text(), re.MULTILINE) is not None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--self-test", action="store_true", help="only prove that the lint finds what it must")
    parser.add_argument("file", type=pathlib.Path, nargs="*")
    options = parser.parse_args()
    passed, failed = self_test(options.build)
    if options.self_test:
        print(f"{passed} passed, {failed} failed")
        return 1 if failed else 0
    with tempfile.TemporaryDirectory() as directory:
        unity = pathlib.Path(directory, "all_headers.cpp")
        headers = sorted((ROOT / "include").rglob("*.hpp"))
        unity.write_text("".join(f"#include <{path.relative_to(ROOT / 'include').as_posix()}>\n" for path in headers))
        todo = [path.resolve() for path in options.file] or [unity, *sources()]
        found = set()
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for source, (more, error) in zip(todo, pool.map(lambda path: look_at(path, flags(options.build)), todo)):
                found |= more
                passed, failed = passed + (not more and not error), failed + bool(error)
                if error:
                    print(f"{source}: cannot be looked at:\n{error}")
    for where, number, name in sorted(found):
        print(f"{where}:{number}: {name}: {ADVICE[name]}")
    failed += len(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
