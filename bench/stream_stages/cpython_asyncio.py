# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure


async def count_up_to(n):
    for i in range(n):
        yield i


async def even(items):
    async for i in items:
        if i % 2 == 0:
            yield i


async def triple(items):
    async for i in items:
        yield 3 * i


async def so_far(items):
    total = 0
    async for i in items:
        total += i
        yield total


async def add_up(n):
    total = 0
    async for i in so_far(triple(even(count_up_to(n)))):
        total += i
    return total % 2**64


def truth(n):
    total = so_far = 0
    for i in range(0, n, 2):
        so_far += 3 * i
        total += so_far
    return total % 2**64


loop = asyncio.new_event_loop()
measure("three", "ns/item", lambda n: loop.run_until_complete(add_up(n)), truth)
