# SPDX-License-Identifier: BSL-1.0
"""A member that fails makes the condition fail, at once; one that fails when all is over is nobody's but its own."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def breaks(env, delay, why):
    yield env.timeout(delay)
    raise ValueError(why)


def main(env):
    slow = env.timeout(5, value="slow")
    try:
        yield slow & env.process(breaks(env, 1, "early"))
        say(env, "not reached")
    except ValueError as error:
        say(env, f"and: {error}")
    try:
        yield slow | env.process(breaks(env, 1, "or"))
        say(env, "not reached")
    except ValueError as error:
        say(env, f"or: {error}")
    got = yield slow | env.timeout(1, value="quick")
    say(env, f"{' '.join(got.values())}")
    # The condition is over before its other member fails.
    late = env.process(breaks(env, 2, "late"))
    got = yield env.timeout(1, value="done") | late
    say(env, f"{' '.join(got.values())} while the other still runs: {late.is_alive}")
    try:
        yield late
    except ValueError as error:
        say(env, f"late: {error}")
    # A failure that has been processed already.
    try:
        yield env.all_of([env.timeout(1), late])
    except ValueError as error:
        say(env, f"processed failure: {error}")
    # Both fail at the same time: the first is heard by the condition, the second by nobody.
    try:
        yield env.process(breaks(env, 1, "one")) & env.process(breaks(env, 1, "two"))
    except ValueError as error:
        say(env, f"both: {error}")
    yield env.timeout(1)
    say(env, "main ends")


env = simpy.Environment()
env.process(main(env))
try:
    env.run()
except ValueError as error:
    say(env, f"run() ends with: {error}")
env.run()
say(env, "end")
