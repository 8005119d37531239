# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import measure


async def produce(messages, to):
    async with to:
        for i in range(messages):
            await to.send(i)


async def pass_on(messages, capacity):
    to, from_ = trio.open_memory_channel(capacity)
    total = expected = 0
    async with trio.open_nursery() as nursery:
        nursery.start_soon(produce, messages, to)
        async for got in from_:
            if got != expected:
                return -1
            expected += 1
            total += got
    return total


for size_of_buffer in (0, 1, 16, 128, 1024):
    measure(str(size_of_buffer), "ns/message", lambda n, room=size_of_buffer: trio.run(pass_on, n, room),
            lambda n: n * (n - 1) // 2)
