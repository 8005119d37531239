# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import measure, size


class Shared:
    def __init__(self):
        self.guard, self.counter = trio.Lock(), 0


async def add(rounds, gives_way, to):
    for _ in range(rounds):
        async with to.guard:
            before = to.counter
            if gives_way:
                await trio.lowlevel.checkpoint()
            to.counter = before + 1


async def count(tasks, rounds, gives_way):
    to = Shared()
    async with trio.open_nursery() as nursery:
        for _ in range(tasks):
            nursery.start_soon(add, rounds, gives_way, to)
    return to.counter


def main():
    for tasks in (1, 10, 1000):
        full = size(tasks)

        def body(n, full=full, gives_way=tasks != 1):
            return trio.run(count, min(n, full), n // min(n, full), gives_way)

        measure(str(tasks), "ns/acquisition", body, lambda n: n, full)


if __name__ == "__main__":
    main()
