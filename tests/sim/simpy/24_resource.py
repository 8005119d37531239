# SPDX-License-Identifier: BSL-1.0
"""A resource of two: first come, first served; its numbers as they change; the next one is granted by a release."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def user(env, name, resource, arrives, stays):
    yield env.timeout(arrives)
    with resource.request() as request:
        say(env, f"{name} asks; granted at once: {request.triggered}; {resource.count} of {resource.capacity} used, "
                 f"{len(resource.queue)} wait")
        yield request
        say(env, f"{name} has it; {resource.count} used, {len(resource.queue)} wait")
        yield env.timeout(stays)
    say(env, f"{name} has left; {resource.count} used, {len(resource.queue)} wait")


def by_hand(env, resource):
    yield env.timeout(1)
    request = resource.request()
    yield request
    say(env, "by hand: got it")
    yield env.timeout(2)
    release = resource.release(request)
    say(env, f"by hand: released; triggered {release.triggered}; {resource.count} used")
    yield release
    say(env, f"by hand: done; {resource.count} used")
    yield resource.release(request)
    say(env, "by hand: released twice, which does nothing")


env = simpy.Environment()
desk = simpy.Resource(env, capacity=2)
for name, arrives, stays in (("a", 0, 3), ("b", 0, 2), ("c", 1, 2), ("d", 1, 1), ("e", 4, 1), ("f", 4, 0)):
    env.process(user(env, name, desk, arrives, stays))
env.process(by_hand(env, desk))
env.run()
say(env, f"end; {desk.count} used")
for capacity in (0, -1):
    try:
        simpy.Resource(env, capacity)
    except ValueError:
        say(env, f"a capacity of {capacity}: refused")
