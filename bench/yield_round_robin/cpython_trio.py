# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import begin_lap, checking, end_lap, measure, size


class Shared:
    def __init__(self, tasks, wanted):
        self.missing, self.wanted, self.yields = tasks, wanted, -1 << 60
        self.most = 0


async def give_way(to):
    to.missing -= 1
    if to.missing == 0:
        to.yields = 0
        begin_lap()
    mine = 0
    while to.yields < to.wanted:
        await trio.lowlevel.checkpoint()
        mine += 1
        to.yields += 1
        if to.yields == to.wanted:
            end_lap()
    to.most = max(to.most, mine)


async def go_round(tasks, wanted):
    to = Shared(tasks, wanted)
    async with trio.open_nursery() as nursery:
        for _ in range(tasks):
            nursery.start_soon(give_way, to)
    if checking() and to.most > 100 + wanted // tasks:  # whether they take turns, more or less
        return -1
    return wanted


for name, many in (("1", 1), ("1e3", 1000), ("1e5", 100_000), ("1e6", 1_000_000)):
    most = size(many)
    measure(name, "ns/yield", lambda n, most=most: trio.run(go_round, min(n, most), n), lambda n: n, most)
