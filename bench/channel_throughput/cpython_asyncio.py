# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure


async def produce(messages, to):
    for i in range(messages):
        await to.put(i)


async def consume(messages, from_):
    total = 0
    for i in range(messages):
        got = await from_.get()
        if got != i:
            return -1
        total += got
    return total


async def pass_on(messages, capacity):
    between = asyncio.Queue(capacity)
    async with asyncio.TaskGroup() as both:
        both.create_task(produce(messages, between))
        taking = both.create_task(consume(messages, between))
    return taking.result()


def main(loop):
    for capacity in (1, 16, 128, 1024):
        def body(n, capacity=capacity):
            return loop.run_until_complete(pass_on(n, capacity))

        measure(str(capacity), "ns/message", body, lambda n: n * (n - 1) // 2)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
