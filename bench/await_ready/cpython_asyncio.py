# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure


async def child(i):
    return i


async def parent(n):
    total = 0
    for i in range(n):
        total += await child(i)
    return total


loop = asyncio.new_event_loop()
measure("child", "ns/await", lambda n: loop.run_until_complete(parent(n)), lambda n: n * (n - 1) // 2)
