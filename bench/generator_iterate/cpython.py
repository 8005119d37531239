# SPDX-License-Identifier: BSL-1.0
from harness import measure


def count_to(n):
    i = 0
    while i < n:
        yield i
        i += 1


def add_up(n):
    total = 0
    for value in count_to(n):
        total += value
    return total


measure("ints", "ns/item", add_up, lambda n: n * (n - 1) // 2)
