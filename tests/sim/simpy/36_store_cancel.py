# SPDX-License-Identifier: BSL-1.0
"""Puts and gets of stores that are withdrawn; a thing that was handed over but not looked at is gone."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def taker(env, name, store, patience):
    with store.get() as request:
        result = yield request | env.timeout(patience)
        if request in result:
            say(env, f"{name} has {result[request]}")
        else:
            say(env, f"{name} gives up; triggered {request.triggered}; {len(store.get_queue)} in line")


def bringer(env, name, store, arrives, patience):
    yield env.timeout(arrives)
    with store.put(name) as offer:
        yield offer | env.timeout(patience)
        say(env, f"{name} is in: {offer.triggered}; {' '.join(store.items)}")


env = simpy.Environment()
store = simpy.Store(env, capacity=2)
for name, patience in (("p", 2), ("q", 9), ("r", 3)):
    env.process(taker(env, name, store, patience))
for name, arrives, patience in (("a", 3, 1), ("b", 4, 1), ("c", 4, 1), ("d", 4, 1), ("e", 5, 1), ("f", 6, 1)):
    env.process(bringer(env, name, store, arrives, patience))
env.run()
say(env, f"left: {' '.join(store.items)}; {len(store.get_queue)} get, {len(store.put_queue)} put")
env.process(taker(env, "s", store, 1))
env.process(taker(env, "t", store, 1))
env.run()
say(env, f"end; left: {' '.join(store.items) or 'nothing'}")
