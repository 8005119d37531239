# SPDX-License-Identifier: BSL-1.0
"""Conditions of conditions: values are flattened, in the order in which they stand."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def shown(result):
    return " ".join(str(value) for value in result.values()) or "nothing"


def main(env):
    def t(delay, name):
        return env.timeout(delay, value=name)
    say(env, shown((yield (t(1, "a") & t(2, "b")) | t(5, "c"))))
    say(env, shown((yield (t(1, "a") | t(2, "b")) & t(3, "c"))))
    say(env, shown((yield (t(3, "a") & t(4, "b")) | (t(1, "c") & t(2, "d")))))
    say(env, shown((yield (t(1, "a") | t(9, "b")) & (t(9, "c") | t(2, "d")))))
    say(env, shown((yield t(1, "a") & t(2, "b") & t(3, "c") & t(0, "d"))))
    say(env, shown((yield t(4, "a") | t(3, "b") & t(1, "c"))))
    inner = t(2, "x") | t(1, "y")
    outer = inner & t(1.5, "z")
    say(env, f"inner {shown((yield inner))}")
    say(env, f"outer {shown((yield outer))}")
    say(env, f"inner again {shown((yield inner))}")
    deep = t(1, 0)
    for n in range(1, 6):
        deep = deep & t(1 - 0.1 * n, n)
    say(env, f"deep {shown((yield deep))}")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end")
