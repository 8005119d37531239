# SPDX-License-Identifier: BSL-1.0
# needs: simpy
import simpy

import sim_models


def carry(env, to, message, delay):
    yield env.timeout(delay)
    yield to.put(message)


def send(env, boxes, bits, left):
    delay = bits.exponential()
    env.process(carry(env, boxes[bits.target()], (bits, left), delay))


def station(env, boxes, own, total):
    while True:
        bits, left = yield own.get()
        total[0] += int(env.now)
        if left != 1:
            send(env, boxes, bits, left - 1)


def hops(many, each):
    env, total = simpy.Environment(), [0]
    boxes = [simpy.Store(env) for _ in range(sim_models.STATIONS)]
    for own in boxes:
        env.process(station(env, boxes, own, total))
    for i in range(many):
        send(env, boxes, sim_models.Lcg(i + 1), each)
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.phold(hops)
