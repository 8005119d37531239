# SPDX-License-Identifier: BSL-1.0
# needs: simpy
import simpy

import sim_models


def hold(env, bits, each, total):
    for _ in range(each):
        yield env.timeout(bits.exponential())
        total[0] += int(env.now)


def holds(many, each):
    env, total = simpy.Environment(), [0]
    for i in range(many):
        env.process(hold(env, sim_models.Lcg(i + 1), each, total))
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.hold(holds)
