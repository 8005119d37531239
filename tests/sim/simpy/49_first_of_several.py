# SPDX-License-Identifier: BSL-1.0
"""Queues at several counters at once, takes the first that is free, withdraws from or gives back the others."""
import random
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def customer(env, name, counters, arrives, service):
    yield env.timeout(arrives)
    requests = [counter.request() for counter in counters]
    got = yield env.any_of(requests)
    chosen = next(number for number, request in enumerate(requests) if request in got)
    held = sum(request.triggered for request in requests)
    for number, request in enumerate(requests):
        if number == chosen:
            continue
        if request.triggered:
            counters[number].release(request)
        else:
            request.cancel()
    say(env, f"{name} waited {env.now - arrives:.2f} for counter {chosen}; had {held} of them for a moment")
    yield env.timeout(service)
    counters[chosen].release(requests[chosen])


def needs_all(env, counters):
    yield env.timeout(3)
    requests = [counter.request() for counter in counters]
    yield env.all_of(requests)
    say(env, "the inspector has all counters")
    yield env.timeout(2)
    for counter, request in zip(counters, requests):
        yield counter.release(request)
    say(env, "the inspector is done")


random.seed(5)
env = simpy.Environment()
counters = [simpy.Resource(env, 1) for _ in range(3)]
for number in range(14):
    env.process(customer(env, f"customer {number}", counters, number * 0.5, random.randrange(4, 13) / 4))
env.process(needs_all(env, counters))
env.run()
say(env, f"end; used {' '.join(str(counter.count) for counter in counters)}")
