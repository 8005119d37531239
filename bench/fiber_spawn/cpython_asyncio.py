# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import all_alive, measure, measure_bytes, size


class Shared:
    def __init__(self, tasks):
        self.sum, self.missing = 0, tasks


async def add(i, to):
    to.sum += i


async def give(i):
    return i


async def add_later(i, to):
    to.missing -= 1
    if to.missing == 0:
        all_alive()
    await asyncio.sleep(0)
    to.sum += i


async def group(tasks, what=add):
    to = Shared(tasks)
    async with asyncio.TaskGroup() as all_of_them:
        for i in range(tasks):
            all_of_them.create_task(what(i, to))
    return to.sum


async def handles(tasks):
    every = [asyncio.create_task(give(i)) for i in range(tasks)]
    total = 0
    for task in every:
        total += await task
    return total


def main(loop):
    full = size(10_000)

    def batches(batch):
        return lambda n: sum(loop.run_until_complete(batch(min(n, full))) for _ in range(n // min(n, full)))

    def truth(n):
        tasks = min(n, full)
        return n // tasks * (tasks * (tasks - 1) // 2)

    measure_bytes("bytes", "bytes/fiber", batches(lambda tasks: group(tasks, add_later)), truth, full)
    measure("group", "ns/fiber", batches(group), truth, full)
    measure("handles", "ns/fiber", batches(handles), truth, full)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
