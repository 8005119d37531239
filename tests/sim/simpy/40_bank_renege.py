# SPDX-License-Identifier: BSL-1.0
"""A bank with one counter; customers come at random, and go when they have waited too long."""
import random
import simpy


def say(env, text):
    print(f"{env.now:7.4f} {text}")


def source(env, number, interval, counter, totals):
    for index in range(number):
        env.process(customer(env, f"customer {index:02d}", counter, totals, 12.0))
        yield env.timeout(random.expovariate(1.0 / interval))


def customer(env, name, counter, totals, mean_service):
    arrived = env.now
    say(env, f"{name} comes")
    with counter.request() as request:
        patience = random.uniform(1, 10)
        got = yield request | env.timeout(patience)
        waited = env.now - arrived
        totals["waited"] += waited
        if request in got:
            say(env, f"{name} waited {waited:6.3f}")
            yield env.timeout(random.expovariate(1.0 / mean_service))
            say(env, f"{name} is done")
            totals["served"] += 1
        else:
            say(env, f"{name} reneges after {waited:6.3f}")
            totals["reneged"] += 1


random.seed(20231)
env = simpy.Environment()
totals = {"served": 0, "reneged": 0, "waited": 0.0}
env.process(source(env, 25, 8.0, simpy.Resource(env, capacity=1), totals))
env.run()
say(env, f"served {totals['served']}, reneged {totals['reneged']}, waited {totals['waited']:.6f} in all")
