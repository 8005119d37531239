# SPDX-License-Identifier: BSL-1.0
# needs: simpy
import simpy

import sim_models
from harness import all_alive


def clock(env, each, total):
    for _ in range(each):
        yield env.timeout(1)
    total[0] += int(env.now)


def clocks(many, each):
    env, total = simpy.Environment(), [0]
    for _ in range(many):
        env.process(clock(env, each, total))
    env.run()
    return total[0]


def hold(many):
    env, total = simpy.Environment(), [0]
    for _ in range(many):
        env.process(clock(env, 1, total))
    env.run(0.5)
    all_alive()
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.clock(clocks, hold)
