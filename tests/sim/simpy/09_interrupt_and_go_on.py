# SPDX-License-Identifier: BSL-1.0
"""An interrupt leaves the awaited event alive: the process goes on waiting for the same one, and loses no time."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def reader(env):
    page = env.timeout(5, value="page 1")
    pauses = 0
    while True:
        try:
            text = yield page
            say(env, f"has read {text} with {pauses} pauses")
            break
        except simpy.Interrupt as interrupt:
            pauses += 1
            say(env, f"looks up: {interrupt.cause}; its page is done: {page.processed}")
    late = env.timeout(1, value="page 2")
    try:
        yield late
    except simpy.Interrupt:
        yield env.timeout(4)
        say(env, "was away for long")
        say(env, f"still gets {(yield late)}")


def friend(env, victim):
    for delay in (1, 2, 2.5):
        yield env.timeout(delay)
        victim.interrupt(f"knock at {env.now:.2f}")


env = simpy.Environment()
env.process(friend(env, env.process(reader(env))))
env.run()
say(env, "end")
