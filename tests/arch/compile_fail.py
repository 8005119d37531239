#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a file does not compile, and that each compiler says why in our words.

In the file, `// expect: TEXT` names a text that every compiler's message must contain (`// expect-clang:` and
`// expect-gcc:` one compiler's), `// flags: …` adds flags. What is under `#ifdef RONDO_MUST_COMPILE` is the same use
made right: with that macro the file must compile, which proves that nothing else in it is wrong.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys


def tags(text: str, name: str):
    return re.findall(rf"^// {name}: *(.+?)\s*$", text, re.MULTILINE)


def kind_of(compiler: str) -> str:
    said = subprocess.run([compiler, "--version"], stdout=subprocess.PIPE, check=True).stdout
    return "clang" if b"clang" in said else "gcc"


def problems(compiler: str, include, source: pathlib.Path):
    text = source.read_text()
    kind = kind_of(compiler)
    expected = tags(text, "expect") + tags(text, f"expect-{kind}")
    if not expected:
        yield f"has no line '// expect: TEXT' for {kind}"
    command = [compiler, "-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-fsyntax-only", *include,
               *" ".join(tags(text, "flags")).split(), str(source)]

    def compile_with(*more):
        return subprocess.run([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**os.environ, "LC_ALL": "C"}, check=False)

    ended = compile_with()
    said = ended.stdout.decode(errors="replace")
    if ended.returncode == 0:
        yield f"compiles by {compiler}, and must not"
        return
    # A message is wrapped and quoted as each compiler likes.
    flat = " ".join(said.split())
    for wanted in expected:
        if " ".join(wanted.split()) not in flat:
            yield f"is refused by {compiler} without saying '{wanted}':\n{said}"
    if "RONDO_MUST_COMPILE" in text:
        ended = compile_with("-DRONDO_MUST_COMPILE")
        if ended.returncode != 0:
            yield f"does not compile by {compiler} when made right:\n{ended.stdout.decode(errors='replace')}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", action="append", required=True)
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--self-test", action="store_true", help="the files are wrong, in the way their name says")
    parser.add_argument("source", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    include = [f"-I{folder}" for folder in options.include]
    passed = failed = 0
    for source in options.source:
        for compiler in options.compiler:
            found = list(problems(compiler, include, source))
            if options.self_test:
                wanted = {"compiles": "and must not", "other_words": "without saying", "never_right": "when made right",
                          "expects_nothing": "has no line"}[source.stem]
                found = [] if any(wanted in sentence for sentence in found) else [f"was not caught: {found}"]
            for sentence in found:
                print(f"{source.name}: {sentence}")
            passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
