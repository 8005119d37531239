# SPDX-License-Identifier: BSL-1.0
"""Who waits too long goes: the request is withdrawn, or given back when it was granted in the same moment."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def customer(env, name, counter, patience, service):
    arrived = env.now
    with counter.request() as request:
        result = yield request | env.timeout(patience)
        if request in result:
            say(env, f"{name} is served after {env.now - arrived:.2f}")
            yield env.timeout(service)
            say(env, f"{name} is done")
        else:
            say(env, f"{name} reneges after {env.now - arrived:.2f}; granted {request.triggered}")
    say(env, f"{name} has left; {counter.count} used, {len(counter.queue)} wait")


def impatient(env, counter):
    """Cancels by hand."""
    yield env.timeout(1)
    request = counter.request()
    yield request | env.timeout(0.5)
    if not request.triggered:
        request.cancel()
        say(env, f"impatient cancels; {len(counter.queue)} wait")


env = simpy.Environment()
counter = simpy.Resource(env, capacity=1)
plan = (("a", 1, 4), ("b", 2, 1), ("c", 4, 3), ("d", 9, 1), ("e", 7, 2), ("f", 3, 1))
for name, patience, service in plan:
    env.process(customer(env, name, counter, patience, service))
env.process(impatient(env, counter))
env.run()
# The counter is freed, and the patience ends, at the same time: granted, but not yet seen to be.
other = simpy.Resource(env, capacity=1)
start = env.now


def arrives(env, name, after, patience, service):
    yield env.timeout(after)
    yield env.process(customer(env, name, other, patience, service))


env.process(arrives(env, "x", 0, 1, 2))
env.process(arrives(env, "y", 1, 1, 5))
env.process(arrives(env, "z", 1.5, 9, 1))
env.run()
say(env, f"end, {env.now - start:.2f} later")
