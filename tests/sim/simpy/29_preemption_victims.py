# SPDX-License-Identifier: BSL-1.0
"""Of several users the least important goes; among equals the one that asked last, of those one that does not preempt."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def holder(env, name, pool, arrives, priority, preempt):
    yield env.timeout(arrives)
    with pool.request(priority=priority, preempt=preempt) as request:
        yield request
        say(env, f"{name} holds")
        try:
            yield env.timeout(50 - env.now)
            say(env, f"{name} held to the end")
        except simpy.Interrupt as interrupt:
            say(env, f"{name} loses it; had it since {interrupt.cause.usage_since:.2f}")


def waiting_victim(env, pool):
    """Is preempted while it does something else than to use what it holds: the interrupt finds it there."""
    request = pool.request(priority=8)
    yield request
    try:
        yield env.event()
    except simpy.Interrupt as interrupt:
        say(env, f"the idle one loses it; had it since {interrupt.cause.usage_since:.2f}")
    say(env, f"its request is still triggered: {request.triggered}; among the users: {request in pool.users}")


env = simpy.Environment()
pool = simpy.PreemptiveResource(env, capacity=4)
env.process(waiting_victim(env, pool))
for plan in (("a", 0, 5, True), ("b", 0, 5, False), ("c", 1, 5, True), ("d", 2, 1, True), ("e", 3, 1, True),
             ("f", 4, 5, True), ("g", 5, 0, True), ("h", 6, 0, False), ("i", 7, 0, True), ("j", 8, -1, True)):
    env.process(holder(env, plan[0], pool, *plan[1:]))
env.run()
say(env, f"end; {pool.count} used, {len(pool.queue)} wait")
