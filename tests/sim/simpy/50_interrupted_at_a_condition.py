# SPDX-License-Identifier: BSL-1.0
"""An interrupt at a condition: the condition lives on, and can be awaited again; environments do not mix."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def shown(result):
    return " ".join(str(value) for value in result.values()) or "nothing"


def waiter(env, name, condition):
    while True:
        try:
            got = yield condition
            say(env, f"{name} has {shown(got)}")
            return
        except simpy.Interrupt as interrupt:
            say(env, f"{name} is interrupted by {interrupt.cause}; triggered {condition.triggered}")
            yield env.timeout(interrupt.cause)


def main(env):
    def t(delay, name):
        return env.timeout(delay, value=name)
    both = t(2, "a") & t(4, "b")
    first = env.process(waiter(env, "first", both))
    second = env.process(waiter(env, "second", both))
    either = t(3, "c") | t(5, "d")
    third = env.process(waiter(env, "third", either))
    yield env.timeout(1)
    first.interrupt(1)
    third.interrupt(6)
    yield env.timeout(2)
    first.interrupt(0.5)
    second.interrupt(2)
    yield first & second & third
    say(env, f"all have ended; values {shown((yield both))} and {shown((yield either))}")


env = simpy.Environment()
other = simpy.Environment()
env.process(main(env))
env.run()
try:
    env.timeout(1) & other.timeout(1)
    say(env, "mixed")
except ValueError:
    say(env, "events of two environments: refused")
env.run()
say(env, "end")
