# SPDX-License-Identifier: BSL-1.0
"""The gate: instructions an operation, counted by callgrind, against their budgets. A count does not depend on the load of
the machine, so it can fail a build. A program runs at two N, and the difference is what the operations took alone.

A line of budgets.txt: SCENARIO CASE PEER COMPILER LIMIT, where the compiler is clang, gcc or any, and the limit is a number
of instructions, or a ratio to another program by the same compiler in the same run: `1.7 x coroutine`.
"""
import functools
import pathlib
import re
import shutil
import subprocess
import tempfile

import peers


def parse(text):
    """Yields (scenario, case, peer, compiler, limit, floor or None)."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) not in (5, 7) or (len(words) == 7 and words[5] != "x"):
            raise SystemExit(f"bench: budgets, line {number}: SCENARIO CASE PEER COMPILER LIMIT [x FLOOR] is wanted")
        yield *words[:4], float(words[4]), words[6] if len(words) == 7 else None


def total(text: str) -> int:
    """Instructions of a whole run, from callgrind's file."""
    return int(re.search(r"^(?:summary|totals): (\d+)", text, re.MULTILINE)[1])


@functools.lru_cache(maxsize=None)
def count(program: str, case: str, n: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "out")
        ended = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={file}", program, "--case", case,
                                "--count", str(n)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if ended.returncode or not file.exists():
            raise SystemExit(f"bench: {program} failed under callgrind:\n{ended.stdout}")
        return total(file.read_text())


def per_operation(tree, scenario, peer, case) -> float:
    program = tree / "bench" / scenario / peer
    if not program.exists():
        raise SystemExit(f"bench: {program} is not built, and the gate needs it")
    few, many = 5000, 25000
    return (count(str(program), case, many) - count(str(program), case, few)) / (many - few)


def judge(budgets, compiler, counted):
    """Yields (holds, sentence) of each budget for a compiler; counted(scenario, peer, case) gives instructions."""
    for scenario, case, peer, wanted, limit, floor in budgets:
        if wanted not in ("any", compiler.split()[0]):
            continue
        took = counted(scenario, peer, case)
        what = f"{scenario} {case}, {compiler}: {peer} takes {took:.1f} instructions"
        if floor is None:
            yield took <= limit, f"{what}; at most {limit:g}"
        else:
            base = counted(scenario, floor, case)
            yield took <= limit * base, f"{what}, {took / base:.2f} x {floor}'s {base:.1f}; at most {limit:g} x"


def run(trees, budgets_file) -> int:
    if not shutil.which("valgrind"):
        print("bench: the gate needs valgrind (package valgrind)")
        return 2
    budgets = list(parse(budgets_file.read_text()))
    passed = failed = 0
    for tree in trees:
        for holds, sentence in judge(budgets, peers.compiler_of(tree), functools.partial(per_operation, tree)):
            print("ok     " if holds else "EXCEEDS", sentence, flush=True)
            passed, failed = passed + holds, failed + (not holds)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
