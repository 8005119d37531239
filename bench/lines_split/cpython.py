# SPDX-License-Identifier: BSL-1.0
from itertools import accumulate

from files import dice, file_of_run
from harness import begin_lap, end_lap, measure


def weight(line):
    return len(line) + line[0] if line else 0


def split(mean):
    roll, lines, size = dice(mean), [], 0
    while size < 4 << 20:
        length, first = mean // 2 + roll() % mean, ord("a") + roll() % 26
        lines.append(bytes([first]) + b"x" * (length - 1) if length else b"")
        size += length + 1
    upto = [0, *accumulate(map(weight, lines))]
    path, many = file_of_run(b"\n".join(lines) + b"\n"), len(lines)

    def add_up(n):
        begin_lap()
        total = 0
        while n:
            left = min(n, many)
            n -= left
            with open(path, "rb") as file:
                for line in file:
                    total += weight(line[:-1])
                    left -= 1
                    if not left:
                        break
        end_lap()
        return total

    measure(str(mean), "ns/line", add_up, lambda n: n // many * upto[-1] + upto[n % many])


for lines_of in (20, 100, 1000):
    split(lines_of)
