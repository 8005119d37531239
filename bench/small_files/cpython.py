# SPDX-License-Identifier: BSL-1.0
import os

from files import tree_of_run
from harness import begin_lap, by_wall_clock, checking, end_lap, measure, size

by_wall_clock()
root, paths = tree_of_run(250 if checking() else size(20000))


def add_up(cold):
    def body(n):
        answer = 0
        while n:
            here = min(n, len(paths))
            n -= here
            if cold:
                for path in paths:
                    with open(path, "rb") as file:
                        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            begin_lap()
            for path in paths[:here]:
                with open(path, "rb", buffering=0) as file:
                    answer += file.read(4097)[0]
            end_lap()
        return answer
    return body


def truth(n):
    return sum(ord("a") + i % len(paths) % 26 for i in range(n))


measure("cached", "ns/file", add_up(False), truth, len(paths))
measure("cold", "ns/file", add_up(True), truth, len(paths))
