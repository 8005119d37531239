# SPDX-License-Identifier: BSL-1.0
from harness import measure

FETCH, STORE = range(2)


def fetch_and_store(pairs):
    for i in range(pairs):
        number = yield FETCH, i
        yield STORE, number


def drive(pairs):
    total = 0
    asks = fetch_and_store(pairs)
    send = asks.send
    reply = None
    try:
        while True:
            what, argument = send(reply)
            if what == FETCH:
                reply = 2 * argument + 1
            else:
                total += argument
                reply = None
    except StopIteration:
        return total


def half(n):
    return (n + 1) // 2


measure("requests", "ns/round trip", lambda n: drive(half(n)), lambda n: half(n) ** 2, 2)
