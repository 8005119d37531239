#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles every public header alone: headers_alone.py --compiler CXX --include DIR… [--root DIR]; ends with a count."""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fsyntax-only", "-x", "c++", "-"]
    include = [f"-I{options.root / 'include'}", *(f"-I{folder}" for folder in options.include)]
    headers = sorted(path.relative_to(options.root / "include").as_posix()
                     for path in (options.root / "include").rglob("*.hpp"))

    def compile_alone(header):
        # Twice: #pragma once must hold too.
        source = f"#include <{header}>\n#include <{header}>\nint main() {{}}\n"
        return header, subprocess.run([options.compiler, *include, *flags], input=source.encode(),
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, ended in pool.map(compile_alone, headers):
            if ended.returncode == 0:
                passed += 1
                continue
            failed += 1
            print(f"{header} does not compile alone:\n{ended.stdout.decode(errors='replace')}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
