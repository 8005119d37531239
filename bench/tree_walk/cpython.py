# SPDX-License-Identifier: BSL-1.0
import os

from files import tree_of_run
from harness import by_wall_clock, checking, measure, size

by_wall_clock()
root, paths = tree_of_run(250 if checking() else size(20000))
entries = len(paths) + -(-len(paths) // 100)


def count(n):
    answer = 0
    for _ in range(-(-n // entries)):
        for _, directories, files in os.walk(root):
            answer += len(directories) + len(files)
    return answer


measure("20000", "ns/entry", count, lambda n: -(-n // entries) * entries, entries)
