# SPDX-License-Identifier: BSL-1.0
"""A failure climbs from process to process until one handles it; each may turn it into another, or into a value."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def leaf(env, depth):
    yield env.timeout(depth)
    raise KeyError(depth)


def middle(env, depth):
    try:
        yield env.process(leaf(env, depth))
    finally:
        say(env, f"middle {depth} cleans up")


def turns(env, depth):
    try:
        yield env.process(middle(env, depth))
    except KeyError as error:
        raise ValueError(f"from {error.args[0]}") from error


def root_of(error):
    """Who waits gets a copy of what a process failed with, whose cause is that."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def saves(env, depth):
    try:
        yield env.process(turns(env, depth))
    except ValueError as error:
        root = root_of(error)
        say(env, f"saved: {error}; at the root {type(root) is KeyError} {root.args[0]}")
        return depth * 10
    return 0


def main(env):
    total = 0
    for depth in (1, 2):
        total += yield env.process(saves(env, depth))
    say(env, f"total {total}")
    shared = env.process(leaf(env, 3))
    heard = []

    def listener(name):
        try:
            yield shared
        except KeyError as error:
            heard.append(f"{name}:{error.args[0]}")
    yield env.process(listener("x")) & env.process(listener("y"))
    say(env, f"both hear it: {' '.join(heard)}")
    try:
        yield env.process(middle(env, 4)) | env.timeout(9)
    except KeyError as error:
        say(env, f"through a condition: {error.args[0]}")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end")
