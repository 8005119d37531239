# SPDX-License-Identifier: BSL-1.0
import sys

from harness import measure

sys.setrecursionlimit(10000)


def descend(n, depth):
    if depth > 1:
        yield from descend(n, depth - 1)
    else:
        i = 0
        while i < n:
            yield i
            i += 1


def walk(low, high):
    middle = low + (high - low) // 2
    if low < middle:
        yield from walk(low, middle)
    yield middle
    if middle + 1 < high:
        yield from walk(middle + 1, high)


def add_up(depth):
    def body(n):
        total = 0
        for value in descend(n, depth):
            total += value
        return total
    return body


def walk_all(n):
    total = expected = 0
    for value in walk(0, n):
        if value != expected:
            return -1
        expected += 1
        total += value
    return total


def truth(n):
    return n * (n - 1) // 2


for levels in (1, 10, 100, 1000):
    measure(f"depth_{levels}", "ns/item", add_up(levels), truth)
measure("tree", "ns/node", walk_all, truth)
