# SPDX-License-Identifier: BSL-1.0
"""a & b waits for both, a | b for one; the value holds what has happened, in the order of the condition."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def shown(result):
    return " ".join(str(value) for value in result.values()) or "nothing"


def main(env):
    slow, fast = env.timeout(3, value="slow"), env.timeout(1, value="fast")
    got = yield slow | fast
    say(env, f"or: {shown(got)}; slow in it: {slow in got}; fast in it: {fast in got}")
    got = yield slow & fast
    say(env, f"and: {shown(got)}; its first: {got[slow]}")
    one, two = env.timeout(1, value="one"), env.timeout(1, value="two")
    got = yield one | two
    say(env, f"or of a tie: {shown(got)}")
    yield env.timeout(0)
    say(env, f"a moment later both are over: {one.processed} {two.processed}; the value is still {shown(got)}")
    last, first = env.timeout(2, value="last"), env.timeout(1, value="first")
    got = yield last & first
    say(env, f"in the order of the condition: {shown(got)}")
    got = yield env.timeout(2, value=1) | env.timeout(5, value=2) | env.timeout(2, value=3)
    say(env, f"of three: {shown(got)}")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end: the losers ran on")
