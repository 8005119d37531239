# SPDX-License-Identifier: BSL-1.0
"""A gas station: cars take fuel from a tank, and a tanker is called when it runs low."""
import random
import simpy

CAR_TANK = 50


def say(env, text):
    print(f"{env.now:6.1f} {text}")


def total(numbers):
    """From left to right: newer Pythons' sum() compensates for rounding."""
    result = 0.0
    for number in numbers:
        result += number
    return result


def car(env, name, pumps, tank, log):
    level = random.randint(5, 25)
    came = env.now
    with pumps.request() as request:
        yield request
        needed = CAR_TANK - level
        yield tank.get(needed)
        yield env.timeout(needed / 2)
        say(env, f"{name} took {needed} in {env.now - came:.1f}; the tank holds {tank.level:g}")
        log.append(env.now - came)


def control(env, tank):
    while True:
        if tank.level / tank.capacity * 100 < 25:
            say(env, f"the tanker is called at {tank.level:g}")
            yield env.process(tanker(env, tank))
        yield env.timeout(10)


def tanker(env, tank):
    yield env.timeout(300)
    amount = tank.capacity - tank.level
    say(env, f"the tanker brings {amount:g}")
    yield tank.put(amount)


def arrivals(env, pumps, tank, log):
    number = 0
    while True:
        yield env.timeout(random.randint(30, 300))
        env.process(car(env, f"car {number}", pumps, tank, log))
        number += 1


random.seed(7)
env = simpy.Environment()
pumps = simpy.Resource(env, 2)
tank = simpy.Container(env, 200, init=200)
log = []
env.process(control(env, tank))
env.process(arrivals(env, pumps, tank, log))
env.run(until=6000)
say(env, f"{len(log)} cars, {total(log) / len(log):.6f} on average")
