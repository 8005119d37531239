# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import all_alive, measure, measure_bytes, size


class Shared:
    def __init__(self, tasks):
        self.sum, self.missing = 0, tasks


async def add(i, to):
    to.sum += i


async def add_later(i, to):
    to.missing -= 1
    if to.missing == 0:
        all_alive()
    await trio.lowlevel.checkpoint()
    to.sum += i


async def group(tasks, what=add):
    to = Shared(tasks)
    async with trio.open_nursery() as nursery:
        for i in range(tasks):
            nursery.start_soon(what, i, to)
    return to.sum


full = size(1_000_000)


def batches(what):
    return lambda n: sum(trio.run(group, min(n, full), what) for _ in range(n // min(n, full)))


def truth(n):
    tasks = min(n, full)
    return n // tasks * (tasks * (tasks - 1) // 2)


measure_bytes("bytes", "bytes/task", batches(add_later), truth, full)
measure("group", "ns/task", batches(add), truth, full)
