# SPDX-License-Identifier: BSL-1.0
import os

from files import file_kib, file_of_run
from harness import begin_lap, by_wall_clock, end_lap, measure

by_wall_clock()
kib, path = file_kib(), file_of_run()
PIECE = b"x" * 999 + b"\n"


def pieces(kibibytes):
    return kibibytes * 1024 // len(PIECE)


def export(n):
    answer = 0
    while n:
        here = min(n, kib)
        n -= here
        if os.path.exists(path):
            os.unlink(path)
        begin_lap()
        with open(path, "wb", buffering=256 << 10) as file:
            for _ in range(pieces(here)):
                file.write(PIECE)
            file.flush()
            os.fsync(file.fileno())
        end_lap()
        answer += os.stat(path).st_size
    return answer


measure("64MiB", "ns/KiB", export, lambda n: (n // kib * pieces(kib) + pieces(n % kib)) * len(PIECE), kib)
