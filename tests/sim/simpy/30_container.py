# SPDX-License-Identifier: BSL-1.0
"""A container: who asks for more than there is waits, and all behind him; the same for who brings more than fits."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def taker(env, name, tank, arrives, amount):
    yield env.timeout(arrives)
    yield tank.get(amount)
    say(env, f"{name} takes {amount:g}; level {tank.level:g}")


def bringer(env, name, tank, arrives, amount):
    yield env.timeout(arrives)
    yield tank.put(amount)
    say(env, f"{name} brings {amount:g}; level {tank.level:g}")


def watcher(env, tank):
    for _ in range(9):
        yield env.timeout(1)
        say(env, f"level {tank.level:g}; {len(tank.get_queue)} take, {len(tank.put_queue)} bring")


env = simpy.Environment()
tank = simpy.Container(env, capacity=10, init=4)
for name, arrives, amount in (("a", 0, 3), ("b", 0.5, 5), ("c", 0.75, 1), ("d", 3, 2.5), ("e", 7, 1)):
    env.process(taker(env, name, tank, arrives, amount))
for name, arrives, amount in (("u", 2, 2), ("v", 2, 6), ("w", 4, 9), ("x", 4.5, 1), ("y", 6, 0.5)):
    env.process(bringer(env, name, tank, arrives, amount))
env.process(watcher(env, tank))
env.run(until=12)
say(env, f"end; level {tank.level:g}; {len(tank.get_queue)} take, {len(tank.put_queue)} bring")
for wrong in (lambda: simpy.Container(env, 0), lambda: simpy.Container(env, 5, -1), lambda: simpy.Container(env, 5, 6),
              lambda: tank.put(0), lambda: tank.get(-1)):
    try:
        wrong()
        say(env, "accepted")
    except ValueError:
        say(env, "refused")
