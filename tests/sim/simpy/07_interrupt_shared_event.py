# SPDX-License-Identifier: BSL-1.0
"""Two wait for the same event; one is interrupted: the event lives on for the other, and for anyone who comes later."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def waiter(env, name, bell):
    try:
        tone = yield bell
        say(env, f"{name} hears {tone}")
    except simpy.Interrupt as interrupt:
        say(env, f"{name} is called away: {interrupt.cause}")
        yield env.timeout(3)
        say(env, f"{name} is back; the bell has rung: {bell.processed}")
        tone = yield bell
        say(env, f"{name} learns that it was {tone}")


def ringer(env, bell, victim):
    yield env.timeout(1)
    victim.interrupt("telephone")
    yield env.timeout(1)
    bell.succeed("ding")
    say(env, f"rung: {bell.triggered} {bell.processed}")


env = simpy.Environment()
bell = env.event()
env.process(waiter(env, "anna", bell))
victim = env.process(waiter(env, "bert", bell))
env.process(waiter(env, "carl", bell))
env.process(ringer(env, bell, victim))
env.run()
say(env, "end")
