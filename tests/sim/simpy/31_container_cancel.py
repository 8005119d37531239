# SPDX-License-Identifier: BSL-1.0
"""A request that is withdrawn makes way for those behind it, but only when something else happens to the container."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def greedy(env, tank):
    with tank.get(100) as request:
        result = yield request | env.timeout(3)
        say(env, f"greedy got it: {request in result}")


def modest(env, name, tank, amount):
    yield env.timeout(1)
    asked = env.now
    yield tank.get(amount)
    say(env, f"{name} got {amount:g} after {env.now - asked:.2f}")


def generous(env, tank):
    with tank.put(1000) as offer:
        yield offer | env.timeout(2)
        say(env, f"generous was heard: {offer.triggered}")


def drip(env, tank):
    for _ in range(4):
        yield env.timeout(1.5)
        yield tank.put(2)
        say(env, f"drip; level {tank.level:g}; {len(tank.get_queue)} take, {len(tank.put_queue)} bring")


def late(env, tank):
    yield env.timeout(5)
    say(env, f"late; {len(tank.get_queue)} take, {len(tank.put_queue)} bring")
    yield tank.put(1)
    say(env, f"late is done; level {tank.level:g}")


env = simpy.Environment()
tank = simpy.Container(env, capacity=100, init=5)
env.process(greedy(env, tank))
env.process(modest(env, "m1", tank, 4))
env.process(modest(env, "m2", tank, 4))
env.process(generous(env, tank))
env.process(drip(env, tank))
env.process(late(env, tank))
env.run()
say(env, f"end; level {tank.level:g}")
