# SPDX-License-Identifier: BSL-1.0
"""A failure that nobody awaits ends run() with itself; what is left can be run on."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def breaks(env, delay, why):
    yield env.timeout(delay)
    say(env, f"breaks: {why}")
    raise ArithmeticError(why)


def steady(env):
    for _ in range(5):
        yield env.timeout(1)
        say(env, "steady")


def too_late(env, victim):
    yield env.timeout(3.5)
    try:
        yield victim
    except ArithmeticError as error:
        say(env, f"awaited after the fact: {error}")


env = simpy.Environment()
env.process(steady(env))
first = env.process(breaks(env, 2, "first"))
env.process(breaks(env, 2, "second"))
env.process(too_late(env, first))
event = env.event()
alarm = env.timeout(4)
alarm.callbacks.append(lambda _: event.fail(ArithmeticError("an event")))
stops = 0
while True:
    try:
        env.run()
        break
    except ArithmeticError as error:
        stops += 1
        say(env, f"run() ended with: {error}")
say(env, f"end after {stops} failures; first is alive {first.is_alive}, ok {first.ok}")
