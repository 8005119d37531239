# SPDX-License-Identifier: BSL-1.0
import atexit
import gzip
import os
import re
import shutil
import tempfile

from files import dice
from harness import by_wall_clock, checking, measure, size

by_wall_clock()
WANTED = re.compile(rb"ERROR db: .*7[0-9][0-9] to client [0-9]+$")
place = os.environ.get("BENCH_FILES") or os.environ.get("TMPDIR") or "/var/tmp"
root = tempfile.mkdtemp(prefix="rondo_logs_", dir=place)
atexit.register(shutil.rmtree, root, ignore_errors=True)
roll, lines, fitting = dice(64), 0, 0
bytes_each = 20_000 if checking() else size(512) << 10
for i in range(64):
    os.makedirs(f"{root}/{i // 8}", exist_ok=True)
    rows, total = [], 0
    while total < bytes_each:
        bad, what, second = roll() % 100 == 0, roll() % 1000, 10 + roll() % 50
        word = "ERROR db: lost connection" if bad else "INFO web: served request"
        rows.append(f"2026-11-23 22:24:{second} {word} {what + 1000} to client {roll() % 1000}\n")
        total += len(rows[-1])
        fitting += bad and what // 100 == 7
    lines += len(rows)
    text = "".join(rows).encode()
    with open(f"{root}/{i // 8}/{i}.log" + (".gz" if i % 2 else ""), "wb") as file:
        file.write(gzip.compress(text, 6) if i % 2 else text)


def count(n):
    answer = 0
    for _ in range(-(-n // lines)):
        for directory, _, names in os.walk(root):
            for name in names:
                path = os.path.join(directory, name)
                with gzip.open(path, "rb") if name.endswith(".gz") else open(path, "rb") as file:
                    answer += sum(1 for line in file if WANTED.search(line))
    return answer


measure("64", "ns/line", count, lambda n: -(-n // lines) * fitting, lines)
