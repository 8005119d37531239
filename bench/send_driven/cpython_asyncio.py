# SPDX-License-Identifier: BSL-1.0
"""A request is given to the loop with a future for its reply."""
import asyncio

from harness import measure

FETCH, STORE = range(2)


class Server:
    def __init__(self, loop):
        self.loop, self.total = loop, 0

    def ask(self, what, argument):
        future = self.loop.create_future()
        self.loop.call_soon(self.perform, what, argument, future)
        return future

    def perform(self, what, argument, future):
        if what == FETCH:
            future.set_result(2 * argument + 1)
        else:
            self.total += argument
            future.set_result(None)


async def fetch_and_store(pairs, server):
    for i in range(pairs):
        number = await server.ask(FETCH, i)
        await server.ask(STORE, number)
    return server.total


def half(n):
    return (n + 1) // 2


def main(loop):
    measure("requests", "ns/round trip", lambda n: loop.run_until_complete(fetch_and_store(half(n), Server(loop))),
            lambda n: half(n) ** 2, 2)


if __name__ == "__main__":
    main(asyncio.new_event_loop())
