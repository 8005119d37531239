# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import measure, size


class Shared:
    def __init__(self):
        self.guard, self.counter = asyncio.Lock(), 0


async def add(rounds, gives_way, to):
    for _ in range(rounds):
        async with to.guard:
            before = to.counter
            if gives_way:
                await asyncio.sleep(0)
            to.counter = before + 1


async def count(tasks, rounds, gives_way):
    to = Shared()
    async with asyncio.TaskGroup() as all_of_them:
        for _ in range(tasks):
            all_of_them.create_task(add(rounds, gives_way, to))
    return to.counter


def main(loop):
    for tasks in (1, 10, 1000):
        full = size(tasks)

        def body(n, full=full, gives_way=tasks != 1):
            return loop.run_until_complete(count(min(n, full), n // min(n, full), gives_way))

        measure(str(tasks), "ns/acquisition", body, lambda n: n, full)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
