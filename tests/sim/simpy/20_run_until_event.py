# SPDX-License-Identifier: BSL-1.0
"""run(until=event) ends when the event is processed, and gives its value, or throws its failure."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def work(env, delay, value):
    yield env.timeout(delay)
    return value


def fails(env):
    yield env.timeout(1)
    raise OSError("broken")


def neighbour(env, delay):
    yield env.timeout(delay)
    say(env, "neighbour was here")


env = simpy.Environment()
env.process(neighbour(env, 3))
job = env.process(work(env, 3, 11))
env.process(neighbour(env, 3))
say(env, f"job {env.run(until=job)}")
say(env, f"job again, of the past {env.run(until=job)}")
say(env, f"timeout {env.run(until=env.timeout(2, value=7))}")
try:
    env.run(until=env.process(fails(env)))
except OSError as error:
    say(env, f"failed: {error}")
both = env.timeout(1, value=1) & env.process(work(env, 2, 2))
say(env, f"condition {sum(env.run(until=both).values())}")
try:
    env.run(until=env.event())
except RuntimeError:
    say(env, "nobody triggers it: an error")
gate = env.event()
opener = env.timeout(4)
opener.callbacks.append(lambda _: gate.succeed("open"))
env.process(neighbour(env, 4))
say(env, f"gate {env.run(until=gate)}")
env.run()
say(env, "end")
