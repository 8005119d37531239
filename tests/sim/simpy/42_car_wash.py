# SPDX-License-Identifier: BSL-1.0
"""A car wash with two machines; some cars wait before it opens, the others come at random."""
import random
import simpy


def say(env, text):
    print(f"{env.now:7.3f} {text}")


class Carwash:
    def __init__(self, env, machines, minutes):
        self.env, self.machines, self.minutes = env, simpy.Resource(env, machines), minutes

    def wash(self, car):
        yield self.env.timeout(self.minutes)
        say(self.env, f"{car} has lost {random.randint(50, 99)} % of its dirt")


def car(env, name, wash):
    say(env, f"{name} comes")
    with wash.machines.request() as request:
        yield request
        say(env, f"{name} goes in")
        yield env.process(wash.wash(name))
        say(env, f"{name} drives off")


def arrivals(env, wash, waiting, interval):
    number = 0
    for number in range(waiting):
        env.process(car(env, f"car {number}", wash))
    while True:
        yield env.timeout(random.randint(interval - 2, interval + 2))
        number += 1
        env.process(car(env, f"car {number}", wash))


random.seed(42)
env = simpy.Environment()
env.process(arrivals(env, Carwash(env, 2, 5), 4, 7))
env.run(until=60)
say(env, "the wash closes")
