# SPDX-License-Identifier: BSL-1.0
from files import dice, file_of_run
from harness import measure

MARK = b" ERROR: "
roll, rows, total, size = dice(106), [], 0, 0
while size < 8 << 20:
    is_error, length = roll() % 10 == 0, 48 + roll() % 60
    mark = MARK if is_error else b" INFO: " if roll() % 2 == 0 else b" DEBUG: "
    rows.append(b"2026-11-23 22:24:02.123" + mark + bytes([ord("a") + roll() % 26]) * length)
    total += length + 1 if is_error else 0
    size += len(rows[-1]) + 1
path, lines = file_of_run(b"\n".join(rows) + b"\n"), len(rows)
del rows


def add_up(n):
    answer = 0
    for _ in range(-(-n // lines)):
        with open(path, "rb") as file:
            matching = (line for line in file if MARK in line)
            answer += sum(len(line) - line.index(MARK) - len(MARK) for line in matching)
    return answer


measure("106", "ns/line", add_up, lambda n: -(-n // lines) * total, lines)
