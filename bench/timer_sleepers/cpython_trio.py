# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

import cpython_asyncio  # for its cases
from harness import checking


async def sleeper(i, seconds, into):
    await trio.sleep(seconds)
    into[i] = i


async def watched(i, seconds, into):
    into[i] = await cpython_asyncio.watched(i, seconds, trio.sleep)


async def sleep_all(sleeps):
    run = watched if checking() else sleeper
    numbers = [0] * len(sleeps)
    async with trio.open_nursery() as nursery:
        for i, seconds in enumerate(sleeps):
            nursery.start_soon(run, i, seconds, numbers)
    return sum(numbers)


cpython_asyncio.main(lambda sleeps: trio.run(sleep_all, sleeps), [("1e5", 100_000)])
