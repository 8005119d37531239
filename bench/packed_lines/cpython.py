# SPDX-License-Identifier: BSL-1.0
import gzip

from files import dice, file_of_run
from harness import by_wall_clock, checking, measure, size

by_wall_clock()
roll, rows, total = dice(9), [], 0
wanted = 100_000 if checking() else size(32 << 10) << 10
while total < wanted:
    second = 10 + roll() % 50
    what = "ERROR db: lost connection" if roll() % 10 == 0 else "INFO web: served request"
    rows.append(f"2026-11-23 22:24:{second} {what} {roll() % 1000000} to client {roll() % 1000}\n")
    total += len(rows[-1])
path, lines = file_of_run(gzip.compress("".join(rows).encode(), 6)), len(rows)
del rows


def count(n):
    answer = 0
    for _ in range(-(-n // lines)):
        with gzip.open(path, "rb") as file:
            answer += sum(1 for _ in file)
    return answer


measure("gzip", "ns/line", count, lambda n: -(-n // lines) * lines, lines)
