# SPDX-License-Identifier: BSL-1.0
from harness import measure


def count_four(first):
    i = first
    while i < first + 4:
        yield i
        i += 1


def add_up(n):
    total = 0
    for k in range(n):
        for value in count_four(k):
            total += value
    return total


measure("four", "ns/generator", add_up, lambda n: 2 * n * (n - 1) + 6 * n)
