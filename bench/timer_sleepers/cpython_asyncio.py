# SPDX-License-Identifier: BSL-1.0
import asyncio
import time

from harness import begin_lap, checking, end_lap, measure, size

EARLY = 1e-6


def shuffled(i, n):
    """The numbers 0 … n - 1 in a pseudo-random order: what i becomes."""
    bits = max(1, (n - 1).bit_length())
    while True:
        i = i * 0x9e3779b1 % (1 << bits)
        i ^= i >> ((bits + 1) // 2)
        i = i * 0x85ebca6b % (1 << bits)
        i ^= i >> ((bits + 1) // 2)
        if i < n:
            return i


async def sleeper(i, seconds):
    await asyncio.sleep(seconds)
    return i


async def watched(i, seconds, sleep=asyncio.sleep):
    began = time.monotonic()
    await sleep(seconds)
    return i if time.monotonic() - began > seconds - EARLY else -1 << 40


async def sleep_all(sleeps):
    run = watched if checking() else sleeper
    every = [asyncio.create_task(run(i, seconds)) for i, seconds in enumerate(sleeps)]
    total = 0
    for task in every:
        total += await task
    return total


def main(run, cases):
    """run(sleeps) runs a sleeper for each; cases are names and how many."""
    for name, wanted in cases:
        full = size(wanted)
        known = {}

        def body(n, full=full, known=known):
            many = min(n, full)
            if many not in known:
                known.clear()
                shortest = 5_000_000 if checking() else 500 * many
                known[many] = [(shortest + 100 * shuffled(i, many)) * 1e-9 for i in range(many)]
            total = 0
            for _ in range(n // many):
                begin_lap()
                total += run(known[many])
                end_lap()
            return total

        def truth(n, full=full):
            many = min(n, full)
            return n // many * (many * (many - 1) // 2)

        measure(name, "ns/sleeper", body, truth, full)


def run_by(loop):
    main(lambda sleeps: loop.run_until_complete(sleep_all(sleeps)), (("1e5", 100_000), ("1e6", 1_000_000)))


if __name__ == "__main__":
    run_by(asyncio.new_event_loop())
