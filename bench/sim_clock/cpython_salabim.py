# SPDX-License-Identifier: BSL-1.0
# needs: salabim
import salabim

import sim_models
from harness import all_alive

salabim.yieldless(False)


class Clock(salabim.Component):
    def setup(self, each, total):
        self.each, self.total = each, total

    def process(self):
        for _ in range(self.each):
            yield self.hold(1)
        self.total[0] += int(self.env.now())


def world(many, each):
    env, total = salabim.Environment(trace=False), [0]
    for _ in range(many):
        Clock(env=env, each=each, total=total)
    return env, total


def clocks(many, each):
    env, total = world(many, each)
    env.run()
    return total[0]


def hold(many):
    env, total = world(many, 1)
    env.run(0.5)
    all_alive()
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.clock(clocks, hold)
