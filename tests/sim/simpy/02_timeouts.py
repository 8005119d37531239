# SPDX-License-Identifier: BSL-1.0
"""Timeouts: values, delays of zero, made early and awaited late, awaited twice, awaited after they have passed."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def values(env):
    got = yield env.timeout(1, value=42)
    say(env, f"value {got}")
    got = yield env.timeout(0, value=43)
    say(env, f"value {got} after no time")
    got = yield env.timeout(0.25)
    say(env, f"value is none: {got is None}")


def early(env):
    first = env.timeout(3, value=1)
    second = env.timeout(2, value=2)
    say(env, f"triggered from birth: {first.triggered} {second.triggered}; processed: {first.processed}")
    say(env, f"first {(yield first)}")
    say(env, f"second, long over, {(yield second)}")
    say(env, f"first again {(yield first)}")


def shared(env, name, timeout):
    got = yield timeout
    say(env, f"{name} shares {got}")


def zeroes(env, name):
    for hop in range(3):
        yield env.timeout(0)
        say(env, f"{name} hop {hop}")


env = simpy.Environment(initial_time=10)
env.process(values(env))
env.process(early(env))
common = env.timeout(2.5, value=99)
env.process(shared(env, "a", common))
env.process(shared(env, "b", common))
env.process(zeroes(env, "x"))
env.process(zeroes(env, "y"))
try:
    env.timeout(-1)
except ValueError:
    say(env, "a negative delay is refused")
env.run()
say(env, "end")
