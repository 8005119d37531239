#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the programs NN_*.py with SimPy itself, and records what they print in NN_*.out, or proves the records honest.

    record.py [NAME…]            writes the .out of each program (of all when none is named)
    record.py --check [NAME…]    compares instead; a difference is shown, and the last line is `N passed, N failed`

SimPy is the version below. Where the Python that runs this has not got it, pip fetches it into an environment of its
own, in a temporary folder, or in --venv DIR, where it is found again. Each program is run twice, with two seeds of
Python's hashes: what hangs on them, or on addresses, is no record. Sums of doubles are written out in the programs,
since sum() rounds differently from Python 3.12 on; random's streams and laws are those of CPython 3.11.
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile
import venv

VERSION = "4.1.1"
HERE = pathlib.Path(__file__).resolve().parent
FOUND = "import importlib.metadata; print(importlib.metadata.version('simpy'))"


def has_simpy(python) -> bool:
    ended = subprocess.run([python, "-c", FOUND], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                           check=False)
    return ended.stdout.strip() == VERSION


def python_with_simpy(folder: pathlib.Path) -> str:
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if not has_simpy(python):
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"simpy=={VERSION}"],
                       check=True)
    return str(python)


def output_of(python: str, program: pathlib.Path) -> bytes:
    """What the program prints. Throws: ValueError, when it fails, or prints something else a second time."""
    outputs = []
    for seed in ("0", "1"):
        environment = dict(os.environ, PYTHONHASHSEED=seed, PYTHONIOENCODING="utf-8", PYTHONDONTWRITEBYTECODE="1")
        ended = subprocess.run([python, str(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                               cwd=HERE, timeout=120, check=False)
        if ended.returncode != 0:
            raise ValueError(f"{program.name} ended with {ended.returncode}:\n{ended.stderr.decode()}")
        outputs.append(ended.stdout)
    if outputs[0] != outputs[1]:
        raise ValueError(f"{program.name} does not print the same twice")
    return outputs[0]


def check(program: pathlib.Path, got: bytes) -> bool:
    record = program.with_suffix(".out")
    if not record.exists():
        print(f"{record.name} is missing: write it by record.py {program.stem}")
        return False
    want = record.read_bytes()
    if got != want:
        sys.stdout.writelines(difflib.unified_diff(want.decode().splitlines(keepends=True),
                                                   got.decode().splitlines(keepends=True), record.name, "SimPy prints"))
    return got == want


def run(python: str, programs, checking: bool) -> int:
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for program, job in [(program, pool.submit(output_of, python, program)) for program in programs]:
            try:
                got = job.result()
                if not checking:
                    program.with_suffix(".out").write_bytes(got)
                good = not checking or check(program, got)
            except ValueError as error:
                print(error)
                good = False
            passed, failed = passed + good, failed + (not good)
    for record in sorted(HERE.glob("*.out")):
        if not record.with_suffix(".py").exists():
            print(f"{record.name} has no program")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the records, and write nothing")
    parser.add_argument("--venv", type=pathlib.Path, metavar="DIR", help="keep SimPy there")
    parser.add_argument("name", nargs="*", help="the beginning of a program's name, such as 07")
    options = parser.parse_args()
    programs = [path for path in sorted(HERE.glob("[0-9][0-9]_*.py"))
                if not options.name or any(path.name.startswith(name) for name in options.name)]
    if has_simpy(sys.executable):
        return run(sys.executable, programs, options.check)
    if options.venv:
        return run(python_with_simpy(options.venv.resolve()), programs, options.check)
    with tempfile.TemporaryDirectory() as folder:
        return run(python_with_simpy(pathlib.Path(folder)), programs, options.check)


if __name__ == "__main__":
    sys.exit(main())
