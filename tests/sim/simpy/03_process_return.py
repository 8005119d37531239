# SPDX-License-Identifier: BSL-1.0
"""A process is an event: its return value goes to whoever awaits it, also when it ended long ago."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def square(env, number):
    yield env.timeout(number)
    return number * number


def nothing(env):
    yield env.timeout(1)


def at_once(env):
    return 5
    yield  # makes it a generator


def parent(env):
    children = [env.process(square(env, n)) for n in (3, 1, 2)]
    for child in children:
        value = yield child
        say(env, f"a child gave {value}")
    say(env, f"again {(yield children[0])}")
    none = yield env.process(nothing(env))
    say(env, f"nothing is none: {none is None}")
    value = yield env.process(at_once(env))
    say(env, f"at once {value}")
    total = 0
    for n in range(1, 4):
        total += yield env.process(square(env, n))
    say(env, f"one after the other {total}")
    return total


def watcher(env, name, process):
    value = yield process
    say(env, f"{name} sees the parent end with {value}")


env = simpy.Environment()
main = env.process(parent(env))
env.process(watcher(env, "w1", main))
env.process(watcher(env, "w2", main))
env.run()
say(env, f"end, {main.value}")
