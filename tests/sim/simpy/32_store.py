# SPDX-License-Identifier: BSL-1.0
"""A store: things leave in the order in which they came; who finds it full or empty waits."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def producer(env, name, store, pause, count):
    for number in range(count):
        yield env.timeout(pause)
        yield store.put(f"{name}{number}")
        say(env, f"{name} has put {number}; {len(store.items)} in store")


def consumer(env, name, store, pause, count):
    for _ in range(count):
        item = yield store.get()
        say(env, f"{name} gets {item}; {len(store.items)} in store, {len(store.put_queue)} put, "
                 f"{len(store.get_queue)} get")
        yield env.timeout(pause)


env = simpy.Environment()
store = simpy.Store(env, capacity=3)
env.process(producer(env, "a", store, 1, 6))
env.process(producer(env, "b", store, 1.5, 4))
env.process(consumer(env, "x", store, 2, 5))
env.process(consumer(env, "y", store, 4, 5))
env.run()
say(env, f"end; {len(store.items)} in store")
first = store.put("p")
second = store.get()
third = store.get()
say(env, f"done at once: {first.triggered} {second.triggered} {third.triggered}")
store.put("q")
env.run()
say(env, f"and later: {third.triggered} {third.value}")
try:
    simpy.Store(env, 0)
except ValueError:
    say(env, "a capacity of 0: refused")
