# SPDX-License-Identifier: BSL-1.0
"""Generator expressions, one for each part."""
from harness import measure


def add_up(n):
    tripled = (3 * x + 1 for x in range(n))
    return sum(y for y in tripled if y % 2)


def truth(n):
    m = (n + 1) // 2
    return 3 * m * (m - 1) + m


measure("sum", "ns/item", add_up, truth)
