# SPDX-License-Identifier: BSL-1.0
"""One counter sells tickets for three films; when a film is sold out, all who queue for it leave."""
import random
import simpy

FILMS = ("Rondo", "Fugue", "Canon")


def say(env, text):
    print(f"{env.now:8.4f} {text}")


class Theater:
    def __init__(self, env):
        self.counter = simpy.Resource(env, capacity=1)
        self.available = {film: 30 for film in FILMS}
        self.sold_out = {film: env.event() for film in FILMS}
        self.when = {film: None for film in FILMS}
        self.reneged = {film: 0 for film in FILMS}


def moviegoer(env, film, tickets, theater):
    with theater.counter.request() as turn:
        got = yield turn | theater.sold_out[film]
        if turn not in got:
            theater.reneged[film] += 1
            return
        if theater.available[film] < tickets:
            yield env.timeout(0.5)
            return
        theater.available[film] -= tickets
        if theater.available[film] < 2 and not theater.sold_out[film].triggered:
            theater.sold_out[film].succeed()
            theater.when[film] = env.now
            theater.available[film] = 0
            say(env, f"{film} is sold out; {len(theater.counter.queue)} queue")
        yield env.timeout(1)


def customers(env, theater):
    while True:
        yield env.timeout(random.expovariate(1 / 0.5))
        film = random.choice(FILMS)
        tickets = random.randint(1, 6)
        if theater.available[film]:
            env.process(moviegoer(env, film, tickets, theater))


random.seed(1)
env = simpy.Environment()
theater = Theater(env)
env.process(customers(env, theater))
env.run(until=120)
for film in FILMS:
    if theater.when[film] is None:
        say(env, f"{film}: {theater.available[film]} seats are left")
    else:
        say(env, f"{film}: sold out at {theater.when[film]:.6f}, {theater.reneged[film]} left the queue")
