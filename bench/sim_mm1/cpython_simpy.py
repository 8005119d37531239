# SPDX-License-Identifier: BSL-1.0
# needs: simpy
import simpy

import sim_models


def customer(env, desk, time, total):
    with desk.request() as mine:
        yield mine
        yield env.timeout(time)
    total[0] += int(env.now)


def source(env, desk, n, total):
    gaps, services = sim_models.Lcg(1), sim_models.Lcg(2)
    for _ in range(n):
        yield env.timeout(gaps.exponential())
        env.process(customer(env, desk, services.service(), total))


def customers(n):
    env, total = simpy.Environment(), [0]
    env.process(source(env, simpy.Resource(env, 1), n, total))
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.mm1(customers)
