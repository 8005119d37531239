# SPDX-License-Identifier: BSL-1.0
"""A condition with a rule of the user's: two of three, and a sum that is large enough."""
import simpy
from simpy.events import Condition


def say(env, text):
    print(f"{env.now:.4f} {text}")


def shown(result):
    return " ".join(str(value) for value in result.values()) or "nothing"


def at_least(number):
    return lambda events, count: count >= number


def sum_reaches(goal):
    return lambda events, count: sum(event.value for event in events if event.processed) >= goal


def main(env):
    votes = [env.timeout(delay, value=f"v{delay}") for delay in (4, 1, 3, 2, 5)]
    got = yield Condition(env, at_least(3), votes)
    say(env, f"three of five: {shown(got)}")
    got = yield Condition(env, at_least(1), votes)
    say(env, f"one of five, three are past: {shown(got)}")
    coins = [env.timeout(delay, value=coin) for delay, coin in ((1, 5), (2, 10), (3, 1), (4, 50), (5, 2))]
    got = yield Condition(env, sum_reaches(60), coins)
    say(env, f"enough money: {shown(got)}")
    got = yield Condition(env, at_least(2), [env.timeout(1, value="a") & env.timeout(2, value="b"),
                                             env.timeout(1, value="c") | env.timeout(9, value="d"),
                                             env.timeout(7, value="e")])
    say(env, f"of conditions: {shown(got)}")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end")
