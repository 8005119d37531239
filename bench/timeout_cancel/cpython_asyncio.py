# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure


async def ready(i):
    return i


async def yields(i):
    await asyncio.sleep(0)
    return i


async def limit_all(what, n):
    total = 0
    for i in range(n):
        async with asyncio.timeout(1):
            total += await what(i)
    return total


def main(loop):
    for what in (ready, yields):
        measure(what.__name__, "ns/timeout", lambda n, what=what: loop.run_until_complete(limit_all(what, n)),
                lambda n: n * (n - 1) // 2)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
