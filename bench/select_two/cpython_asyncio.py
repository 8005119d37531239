# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure


async def produce(first, count, to):
    for i in range(count):
        await to.put(first + 2 * i)


async def choose(count, queues):
    waits = [asyncio.create_task(queue.get()) for queue in queues]
    expected, total, taken = [0, 1], 0, 0
    while taken < count:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for i, queue in enumerate(queues):
            if not waits[i].done():
                continue
            got = waits[i].result()
            if got != expected[i]:
                return -1
            expected[i] += 2
            total += got
            taken += 1
            waits[i] = asyncio.create_task(queue.get())
    for wait in waits:
        wait.cancel()
    return total


async def take(n):
    queues = asyncio.Queue(16), asyncio.Queue(16)
    async with asyncio.TaskGroup() as everybody:
        everybody.create_task(produce(0, n - n // 2, queues[0]))
        everybody.create_task(produce(1, n // 2, queues[1]))
        taking = everybody.create_task(choose(n, queues))
    return taking.result()


def main(loop):
    measure("16", "ns/message", lambda n: loop.run_until_complete(take(n)), lambda n: n * (n - 1) // 2)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
