# SPDX-License-Identifier: BSL-1.0
"""run(until=time) stops ahead of what is due at that time, save what is urgent; run() goes on where it stopped."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def ticker(env):
    while True:
        say(env, "tick")
        yield env.timeout(1)


def late_starter(env):
    yield env.timeout(2)
    say(env, "makes a process")
    env.process(child(env))


def child(env):
    say(env, "child starts")
    yield env.timeout(0)
    say(env, "child hops")


env = simpy.Environment()
env.process(ticker(env))
env.process(late_starter(env))
for stop in (0.5, 2, 2.5, 4):
    env.run(until=stop)
    say(env, f"stopped at {stop:g}; next is at {env.peek():.4f}")
for past in (3, 4):
    try:
        env.run(until=past)
        say(env, "went back")
    except ValueError:
        say(env, f"until {past}, which is not ahead: refused")
env.process(child(env))
env.run(until=4.0625)
say(env, "end")

empty = simpy.Environment(5)
empty.run(until=8)
say(empty, "time passes without events")
empty.run()
say(empty, "and stands still")
