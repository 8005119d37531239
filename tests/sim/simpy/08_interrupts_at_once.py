# SPDX-License-Identifier: BSL-1.0
"""Several interrupts at the same time arrive one by one; what comes when the process has ended is dropped."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def tough(env, name, lives):
    for life in range(lives):
        try:
            yield env.timeout(100)
        except simpy.Interrupt as interrupt:
            say(env, f"{name} takes {interrupt.cause}, {lives - life - 1} left")
    say(env, f"{name} ends")
    return lives


def attacker(env, name, victims, delay):
    yield env.timeout(delay)
    for victim in victims:
        for blow in ("one", "two", "three"):
            victim.interrupt(f"{name} {blow}")
    say(env, f"{name} has struck")


env = simpy.Environment()
strong = env.process(tough(env, "strong", 5))
weak = env.process(tough(env, "weak", 1))
env.process(attacker(env, "first", [strong, weak], 2))
env.process(attacker(env, "second", [strong], 2))
env.run()
say(env, f"end {strong.value} {weak.value}")
