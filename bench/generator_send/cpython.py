# SPDX-License-Identifier: BSL-1.0
from harness import measure


def running_total():
    total = 0
    while True:
        total += yield total


def add_up(n):
    total = running_total()
    answer = next(total)
    send = total.send
    for i in range(n):
        answer = send(i)
    return answer


measure("total", "ns/round trip", add_up, lambda n: n * (n - 1) // 2)
