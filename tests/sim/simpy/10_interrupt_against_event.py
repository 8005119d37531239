# SPDX-License-Identifier: BSL-1.0
"""An interrupt and the awaited event at the same time: urgent comes first, and nothing is lost."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def waiter(env, name, event):
    got = []
    for _ in range(2):
        try:
            got.append((yield event))
        except simpy.Interrupt as interrupt:
            got.append(interrupt.cause)
    say(env, f"{name} got {' then '.join(got)}")


def both(env, name, interrupt_first):
    event = env.event()
    victim = env.process(waiter(env, name, event))
    yield env.timeout(1)
    if interrupt_first:
        victim.interrupt("interrupt")
        event.succeed("event")
    else:
        event.succeed("event")
        victim.interrupt("interrupt")


def by_timer(env, name, order):
    """The timeout fires at the time at which someone, who is woken before or after it, interrupts."""
    if order == "before":
        alarm = env.timeout(2)
        event = env.timeout(2, value="event")
    else:
        event = env.timeout(2, value="event")
        alarm = env.timeout(2)
    victim = env.process(waiter(env, name, event))
    yield alarm
    if victim.is_alive:
        victim.interrupt("interrupt")
    yield env.timeout(0)


env = simpy.Environment()
env.process(both(env, "a", True))
env.process(both(env, "b", False))
env.process(by_timer(env, "c", "before"))
env.process(by_timer(env, "d", "after"))
env.run()
say(env, "end")
