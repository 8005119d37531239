# SPDX-License-Identifier: BSL-1.0
"""step() processes one event, peek() tells the time of the next; when there is none, step() says so."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def walker(env):
    say(env, "walker starts")
    yield env.timeout(1.5)
    say(env, "walker half way")
    yield env.timeout(0)
    say(env, "walker hops")
    yield env.timeout(2)
    say(env, "walker ends")


env = simpy.Environment()
say(env, f"nothing is due: {env.peek() == float('inf')}")
process = env.process(walker(env))
env.timeout(1)
steps = 0
while env.peek() < float("inf"):
    say(env, f"next at {env.peek():.4f}")
    env.step()
    steps += 1
say(env, f"{steps} steps; alive {process.is_alive}")
try:
    env.step()
except simpy.core.EmptySchedule:
    say(env, "an empty schedule")
