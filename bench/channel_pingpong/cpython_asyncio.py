# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure


async def pong(rounds, from_, to):
    for _ in range(rounds):
        await to.put(await from_.get() + 1)


async def ping(rounds, to, from_):
    total = 0
    for i in range(rounds):
        await to.put(i)
        total += await from_.get()
    return total


async def play(rounds):
    there, back = asyncio.Queue(1), asyncio.Queue(1)
    async with asyncio.TaskGroup() as both:
        both.create_task(pong(rounds, there, back))
        asking = both.create_task(ping(rounds, there, back))
    return asking.result()


def main(loop):
    measure("1", "ns/round", lambda n: loop.run_until_complete(play(n)), lambda n: n * (n + 1) // 2)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
