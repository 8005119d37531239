# SPDX-License-Identifier: BSL-1.0
import asyncio

from harness import begin_lap, checking, end_lap, measure, size


async def give_way(rounds, first):
    await asyncio.sleep(0)
    if first:
        begin_lap()
    for _ in range(rounds):
        await asyncio.sleep(0)
    if first:
        end_lap()
    return rounds


async def watched(rounds, first, steps, tasks):
    """Sees whether they take turns: between two steps of the first all others make one."""
    await asyncio.sleep(0)
    if first:
        steps.clear()
    for _ in range(rounds):
        steps.append(first)
        await asyncio.sleep(0)
    return -1 if first and len(steps) != rounds * tasks else rounds


async def go_round(tasks, rounds):
    steps = []
    if checking():
        every = [asyncio.create_task(watched(rounds, i == 0, steps, tasks)) for i in range(tasks)]
    else:
        every = [asyncio.create_task(give_way(rounds, i == 0)) for i in range(tasks)]
    yields = 0
    for task in every:
        yields += await task
    return yields


def main(loop):
    for name, tasks in (("1", 1), ("1e3", 1000), ("1e5", 100_000), ("1e6", 1_000_000)):
        full = size(tasks)

        def body(n, full=full):
            return loop.run_until_complete(go_round(min(n, full), n // min(n, full)))

        measure(name, "ns/yield", body, lambda n: n, full)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
