# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import begin_lap, end_lap, measure, size


async def give_way(rounds, first):
    await asyncio.sleep(0)
    if first:
        begin_lap()
    for _ in range(rounds):
        await asyncio.sleep(0)
    if first:
        end_lap()
    return rounds


async def go_round(tasks, rounds):
    every = [asyncio.create_task(give_way(rounds, i == 0)) for i in range(tasks)]
    yields = 0
    for task in every:
        yields += await task
    return yields


def main(loop):
    for name, tasks in (("1e3", 1000), ("2e4", 20_000)):
        full = size(tasks)

        def body(n, full=full):
            return loop.run_until_complete(go_round(min(n, full), n // min(n, full)))

        measure(name, "ns/yield", body, lambda n: n, full)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
