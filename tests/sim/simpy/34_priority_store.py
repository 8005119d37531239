# SPDX-License-Identifier: BSL-1.0
"""A priority store gives the least first; equal things leave in the order of a binary heap, not of their coming."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def fill(env, store, things):
    for priority, name in things:
        yield store.put(simpy.PriorityItem(priority, name))


def drain(env, store, count):
    names = []
    for _ in range(count):
        thing = yield store.get()
        names.append(f"{thing.priority}{thing.item}")
    say(env, " ".join(names))


def main(env):
    store = simpy.PriorityStore(env)
    ties = [(1, letter) for letter in "abcdefghijklm"]
    yield env.process(fill(env, store, ties))
    say(env, f"as it lies: {' '.join(thing.item for thing in store.items)}")
    yield env.process(drain(env, store, len(ties)))
    mixed = [(number * 7 % 5, chr(ord("a") + number)) for number in range(20)]
    yield env.process(fill(env, store, mixed))
    say(env, f"as it lies: {' '.join(str(thing.priority) + thing.item for thing in store.items)}")
    yield env.process(drain(env, store, 8))
    yield env.process(fill(env, store, [(0, "x"), (2, "y"), (4, "z")]))
    yield env.process(drain(env, store, 15))


def numbers(env):
    store = simpy.PriorityStore(env, capacity=3)
    env.process(putter(env, store))
    yield env.timeout(5)
    for _ in range(6):
        say(env, f"number {(yield store.get())}; {len(store.items)} in store, {len(store.put_queue)} wait")


def putter(env, store):
    for number in (5, 3, 9, 1, 7, 2):
        yield store.put(number)
        say(env, f"put {number}")


env = simpy.Environment()
env.process(main(env))
env.run()
env.process(numbers(env))
env.run()
say(env, "end")
