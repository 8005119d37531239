# SPDX-License-Identifier: BSL-1.0
"""A job shop whose times come from every law of Python's random: one after the other, so that the stream is shared."""
import random
import simpy


def say(env, text):
    print(f"{env.now:12.6f} {text}")


def total(numbers):
    """From left to right: newer Pythons' sum() compensates for rounding."""
    result = 0.0
    for number in numbers:
        result += number
    return result


def machine(env, name, draw, store, after, log):
    while True:
        job = yield store.get()
        time = draw()
        yield env.timeout(time)
        log.append((name, time))
        if after is not None:
            yield after.put(job)
        else:
            say(env, f"job {job} leaves")


def source(env, store, jobs):
    order = list(range(jobs))
    random.shuffle(order)
    for job in order:
        yield env.timeout(random.expovariate(0.5))
        yield store.put(job)


random.seed("a job shop")
env = simpy.Environment()
stores = [simpy.Store(env, 3) for _ in range(8)]
log = []
laws = (("uniform", lambda: random.uniform(0.5, 2)), ("triangular", lambda: random.triangular(0.5, 3, 1)),
        ("gauss", lambda: abs(random.gauss(1.5, 0.5))), ("normal", lambda: abs(random.normalvariate(1, 0.2))),
        ("beta", lambda: 2 * random.betavariate(2, 3)), ("gamma", lambda: random.gammavariate(2.5, 0.5)),
        ("small gamma", lambda: random.gammavariate(0.5, 1)), ("integers", lambda: random.randrange(1, 8, 3) / 4))
for number, (name, draw) in enumerate(laws):
    after = stores[number + 1] if number + 1 < len(stores) else None
    env.process(machine(env, name, draw, stores[number], after, log))
env.process(source(env, stores[0], 30))
env.run()
for name, _ in laws:
    times = [time for law, time in log if law == name]
    say(env, f"{name}: {len(times)} times, {total(times):.12f} in all")
chosen = random.sample(range(1000), 8)
say(env, " ".join(str(number) for number in chosen))
say(env, " ".join(str(random.choice(chosen)) for _ in range(12)))
say(env, f"{random.getrandbits(40)} {random.random():.17f} {random.randint(-5, 5)}")
