# SPDX-License-Identifier: BSL-1.0
"""Nobody interrupts himself, or the dead; one who has only just been made can be, before his first step."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def narcissus(env):
    try:
        env.active_process.interrupt("me")
    except RuntimeError:
        say(env, "oneself: refused")
    yield env.timeout(1)
    say(env, "narcissus is unharmed")


def mortal(env):
    yield env.timeout(2)


def killer(env, victim):
    yield env.timeout(2)
    say(env, f"victim alive {victim.is_alive}")
    try:
        victim.interrupt()
        say(env, "interrupted")
    except RuntimeError:
        say(env, "the dead: refused")


def newborn(env):
    say(env, "newborn starts")
    try:
        yield env.timeout(5)
    except simpy.Interrupt as interrupt:
        say(env, f"newborn is interrupted by {interrupt.cause}")
    return 3


def midwife(env):
    yield env.timeout(4)
    child = env.process(newborn(env))
    child.interrupt("the world")
    say(env, f"midwife gets {(yield child)}")


env = simpy.Environment()
env.process(narcissus(env))
env.process(killer(env, env.process(mortal(env))))
env.process(midwife(env))
env.run()
say(env, "end")
