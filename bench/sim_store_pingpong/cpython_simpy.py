# SPDX-License-Identifier: BSL-1.0
# needs: simpy
import simpy

import sim_models


def ping(there, back, n, total):
    for i in range(n):
        yield there.put(i)
        total[0] += yield back.get()


def pong(there, back, n):
    for _ in range(n):
        got = yield there.get()
        yield back.put(got + 1)


def rounds(n):
    env, total = simpy.Environment(), [0]
    there, back = simpy.Store(env), simpy.Store(env)
    env.process(ping(there, back, n, total))
    env.process(pong(there, back, n))
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.store(rounds)
