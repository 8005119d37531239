# SPDX-License-Identifier: BSL-1.0
"""What happens at the same time happens in the order in which it was scheduled; starts of processes come first."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def sleeper(env, name, delay):
    say(env, f"{name} starts")
    yield env.timeout(delay)
    say(env, f"{name} wakes")
    yield env.timeout(0)
    say(env, f"{name} is here after a hop")


def spawner(env):
    yield env.timeout(2)
    say(env, "spawner makes two processes and an event")
    gate = env.event()
    gate.callbacks.append(lambda event: say(env, f"gate opens with {event.value}"))
    gate.succeed(7)
    env.process(sleeper(env, "late-1", 1))
    env.process(sleeper(env, "late-2", 1))
    say(env, "spawner goes on before anything that it made")


env = simpy.Environment()
for number in range(1, 4):
    env.process(sleeper(env, f"early-{number}", 2))
env.process(spawner(env))
env.process(sleeper(env, "same-end-as-late", 3))
env.process(sleeper(env, "half", 1.5))
env.run()
say(env, "end")
