# SPDX-License-Identifier: BSL-1.0
"""M/M/1: the wait of 2,000 customers, the queue over time, and how many events it took."""
import random
import simpy


def total(numbers):
    """From left to right: newer Pythons' sum() compensates for rounding."""
    result = 0.0
    for number in numbers:
        result += number
    return result


def customer(env, server, waits):
    came = env.now
    with server.request() as request:
        yield request
        waits.append(env.now - came)
        yield env.timeout(random.expovariate(1.0))


def source(env, server, waits, number):
    for _ in range(number):
        yield env.timeout(random.expovariate(0.8))
        env.process(customer(env, server, waits))


def observer(env, server, lengths):
    while True:
        yield env.timeout(10)
        lengths.append(len(server.queue))


random.seed(314159)
env = simpy.Environment()
server = simpy.Resource(env, capacity=1)
waits, lengths = [], []
done = env.process(source(env, server, waits, 2000))
env.process(observer(env, server, lengths))
for _ in range(500):
    env.step()
print(f"{env.now:.9f} after 500 steps; {len(waits)} were served, {len(server.queue)} queue")
env.run(until=done)
print(f"{env.now:.9f} all have come; {len(waits)} were served, {len(server.queue)} queue")
env.run(until=env.now + 100)
print(f"{env.now:.9f} mean wait {total(waits) / len(waits):.9f}, longest {max(waits):.9f}, "
      f"without waiting {sum(wait == 0 for wait in waits)}")
print(" ".join(str(length) for length in lengths[:100]))
