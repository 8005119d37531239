# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import measure


async def pong(rounds, from_, to):
    for _ in range(rounds):
        await to.send(await from_.receive() + 1)


async def play(rounds, capacity):
    there, at_there = trio.open_memory_channel(capacity)
    back, at_back = trio.open_memory_channel(capacity)
    total = 0
    async with trio.open_nursery() as nursery:
        nursery.start_soon(pong, rounds, at_there, back)
        for i in range(rounds):
            await there.send(i)
            total += await at_back.receive()
    return total


for size_of_buffer in (0, 1):
    measure(str(size_of_buffer), "ns/round", lambda n, room=size_of_buffer: trio.run(play, n, room), lambda n: n * (n + 1) // 2)
