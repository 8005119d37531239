# SPDX-License-Identifier: BSL-1.0
"""An interrupt is thrown into the process where it waits, with its cause, ahead of all that happens at that time."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def worker(env):
    while True:
        try:
            yield env.timeout(10)
            say(env, "worker slept its fill")
            return "rested"
        except simpy.Interrupt as interrupt:
            cause = interrupt.cause
            say(env, f"worker is interrupted by {'nothing' if cause is None else cause}")


def boss(env, victim):
    yield env.timeout(1)
    victim.interrupt("a meeting")
    say(env, "boss has interrupted, and goes on first")
    yield env.timeout(2)
    victim.interrupt()
    yield env.timeout(1)
    victim.interrupt(17)


env = simpy.Environment()
victim = env.process(worker(env))
env.process(boss(env, victim))
env.run()
say(env, f"end: {victim.value}")
