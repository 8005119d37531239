# SPDX-License-Identifier: BSL-1.0
# needs: trio
import trio

from harness import begin_lap, end_lap, measure, size


class Shared:
    def __init__(self, tasks, wanted):
        self.missing, self.wanted, self.yields = tasks, wanted, -1 << 60


async def give_way(to):
    to.missing -= 1
    if to.missing == 0:
        to.yields = 0
        begin_lap()
    while to.yields < to.wanted:
        await trio.lowlevel.checkpoint()
        to.yields += 1
        if to.yields == to.wanted:
            end_lap()


async def go_round(tasks, wanted):
    to = Shared(tasks, wanted)
    async with trio.open_nursery() as nursery:
        for _ in range(tasks):
            nursery.start_soon(give_way, to)
    return to.wanted - to.missing


for name, many in (("1", 1), ("1e3", 1000)):
    most = size(many)
    measure(name, "ns/yield", lambda n, most=most: trio.run(go_round, min(n, most), n), lambda n: n, most)
