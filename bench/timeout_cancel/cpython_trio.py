# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import measure


async def ready(i):
    return i


async def yields(i):
    await trio.lowlevel.checkpoint()
    return i


async def limit_all(what, n):
    total = 0
    for i in range(n):
        with trio.fail_after(1):
            total += await what(i)
    return total


for each in (ready, yields):
    measure(each.__name__, "ns/timeout", lambda n, what=each: trio.run(limit_all, what, n), lambda n: n * (n - 1) // 2)
