#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What CPython's random draws: the reference for tests/sim/python_random_test.cpp.

record_python_random.py > python_random.inc    record with this interpreter
record_python_random.py --check                run again, and say whether python_random.inc is what comes out

A record is a seed, a call, the first three results (as hex floats, or whole numbers), and the FNV-1a of 500: of the bits
of a float, of a whole number modulo 2^64. Needs CPython 3.11; other versions draw the same, but where --check names calls.
"""
import argparse
import pathlib
import random
import struct
import sys

SEEDS = ["0", "1", "42", "-7", str(2**31), str(2**32 - 1), str(2**32), str(2**63), str(2**64 - 1), str(2**64 + 12345),
         str(10**40), str(-3**500), "''", "'a'", "'hello world'", "'grüße, 世界'", "'x' * 111", "'x' * 112", "'x' * 1000", "chr(0) * 9 + 'a'"]
# Whose first random() is at most 1e-7, just above it, and on either side of 0.9999999: gammavariate draws again, or not.
RARE = ["8115501", "2032802", "585832", "2292156"]
FULL = ["42", "'hello world'", str(10**40)]
WEIGHTS = "[5, 0, 2.5, 1]"
CALLS = """
random() ; uniform(2, 5) ; uniform(-1e-3, 1e10) ; triangular() ; triangular(1, 6) ; triangular(1, 6, 2) ; triangular(3.0, 3.0, 3.0)
normalvariate() ; normalvariate(10, 2.5) ; gauss() ; gauss(10, 2.5) ; lognormvariate(0.5, 0.25)
expovariate(0.2) ; expovariate(-3) ; gammavariate(0.3, 2) ; gammavariate(1, 3) ; gammavariate(2.5, 0.5)
gammavariate(100, 1) ; betavariate(2, 3) ; betavariate(0.5, 0.5) ; betavariate(1, 4) ; vonmisesvariate(1, 0)
vonmisesvariate(0.5, 2) ; vonmisesvariate(6, 50) ; paretovariate(1.5) ; weibullvariate(2, 0.8)
getrandbits(0) ; getrandbits(1) ; getrandbits(31) ; getrandbits(32) ; getrandbits(33) ; getrandbits(53) ; getrandbits(64)
randint(1, 6) ; randint(-1000000007, 1000000007) ; randint(5, 5) ; randint(-2**63, 2**63 - 1) ; randint(-2**63, 5)
randrange(1) ; randrange(10) ; randrange(2**32) ; randrange(2**63 - 1) ; randrange(-5, 17) ; randrange(0, 100, 7)
randrange(100, 0, -7) ; randrange(-2**63, 2**63 - 1, 3) ; randrange(2**63 - 1, -2**63, -2**63)
""".replace("\n", " ; ").split(" ; ")
CALLS = [call for call in CALLS if call]
LISTS = ["shuffle(10)", "shuffle(1)", "shuffle(100)", "choice(7)", "choice(1)", "sample(21, 5)", "sample(22, 5)", "sample(20, 20)",
         "sample(85, 6)", "sample(86, 6)", "sample(1000, 50)", "sample(1000, 400)", "sample(5, 0)",
         "choices(10, 5)", f"choices({WEIGHTS}, 6)", "choices([5e-324, 0.0], 6)"]


def results(r, call):
    """The results of one call, as a list."""
    name, arguments = call[:-1].split("(", 1)
    arguments = eval(f"[{arguments}]")
    if call == "mixed()":
        return [r.gauss(0, 1), r.random(), r.expovariate(1), r.randint(1, 6), r.gauss(0, 1), r.gauss(3, 2), r.normalvariate(0, 1)]
    if name == "shuffle":
        items = list(range(arguments[0]))
        r.shuffle(items)
        return items
    if name == "choice":
        return [r.choice(range(arguments[0]))]
    if name == "sample":
        return r.sample(range(arguments[0]), arguments[1])
    if name == "choices":
        n, k = arguments
        return r.choices(range(len(n)), n, k=k) if isinstance(n, list) else r.choices(range(n), k=k)
    return [getattr(r, name)(*arguments)]


def word(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0] if isinstance(x, float) else x % 2**64


def text(x):
    if isinstance(x, float):
        return x.hex() if x not in (float("inf"),) else "infinity"
    return f"double({x})" if abs(x) < 2**53 else f"double({float(x).hex()})"


def record(seed, call):
    r = random.Random(eval(seed))
    digest, first = 0xcbf29ce484222325, []
    count = 50 if call in LISTS else 500
    for _ in range(count):
        for x in results(r, call):
            digest = (digest ^ word(x)) * 0x100000001b3 % 2**64
            if len(first) < 3:
                first.append(text(x))
    return f'{{"{seed}", "{call}", {{{", ".join(first)}}}, 0x{digest:016x}U}},'


def records():
    for seed in SEEDS:
        for call in ["random()", "getrandbits(32)", "mixed()"] if seed not in FULL else CALLS + LISTS + ["mixed()"]:
            yield record(seed, call)
    for seed in RARE:
        yield record(seed, "gammavariate(2.5, 0.5)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.check:
        print(f"// By record_python_random.py, CPython {sys.version.split()[0]}: seed, call, first results, FNV-1a of all.")
        print("\n".join(records()))
        return 0
    path = pathlib.Path(__file__).with_name("python_random.inc")
    kept = path.read_text(encoding="utf-8").splitlines()[1:]
    differ = [(new, old) for new, old in zip(records(), kept) if new != old]
    for new, old in differ:
        print(f"recorded {old}\ndrawn    {new}")
    missing = abs(sum(1 for _ in records()) - len(kept))
    print(f"CPython {sys.version.split()[0]}: {len(kept) - len(differ)} of {len(kept)} records are what it draws")
    return 1 if differ or missing else 0


if __name__ == "__main__":
    sys.exit(main())
