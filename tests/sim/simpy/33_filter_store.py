# SPDX-License-Identifier: BSL-1.0
"""A filter store: each takes the first thing that suits, and nobody waits for one who is harder to please."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def taker(env, name, store, arrives, suits):
    yield env.timeout(arrives)
    item = yield store.get(suits)
    say(env, f"{name} takes {item}; left: {' '.join(map(str, store.items)) or 'nothing'}")


def bringer(env, store, items):
    for item in items:
        yield env.timeout(1)
        yield store.put(item)
        say(env, f"put {item}; {len(store.get_queue)} wait")


env = simpy.Environment()
store = simpy.FilterStore(env, capacity=4)
env.process(taker(env, "even", store, 0, lambda item: item % 2 == 0))
env.process(taker(env, "big", store, 0, lambda item: item > 50))
env.process(taker(env, "any", store, 0, lambda item: True))
env.process(taker(env, "three", store, 2.5, lambda item: item % 3 == 0))
env.process(taker(env, "big2", store, 2.5, lambda item: item > 50))
env.process(taker(env, "seven", store, 3, lambda item: item == 7))
env.process(taker(env, "last", store, 20, lambda item: True))
env.process(bringer(env, store, [1, 3, 5, 8, 9, 11, 60, 7, 13, 70, 15, 17]))
env.run()
say(env, f"end; left: {' '.join(map(str, store.items))}; {len(store.put_queue)} put, {len(store.get_queue)} get")
