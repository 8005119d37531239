# SPDX-License-Identifier: BSL-1.0
import asyncio
import sys
import threading

from harness import measure, size


async def descend(depth):
    if depth == 1:
        await asyncio.sleep(0)
        return 1
    return await descend(depth - 1) + 1


async def descend_all(chains, depth):
    levels = 0
    for _ in range(chains):
        levels += await descend(depth)
    return levels


def main():
    loop = asyncio.new_event_loop()
    for name, depth in (("1e3", 1000), ("1e4", 10_000), ("1e5", 100_000), ("1e6", 1_000_000)):
        full = size(depth)

        def body(n, full=full):
            return loop.run_until_complete(descend_all(max(1, n // full), min(n, full)))

        measure(name, "ns/level", body, lambda n: n, full)


def guarded():
    try:
        main()
    except BaseException as why:  # a wrong answer, too: it is not to stay in the thread
        failed.append(why)


failed = []
sys.setrecursionlimit(10_000_000)
threading.stack_size(4 << 30)
thread = threading.Thread(target=guarded)
thread.start()
thread.join()
if failed:
    raise failed[0]
