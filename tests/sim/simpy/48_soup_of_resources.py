# SPDX-License-Identifier: BSL-1.0
"""Clients that do whatever a die says with resources and stores of every kind, and are interrupted at it."""
import random
import simpy


class Soup:
    def __init__(self, env):
        self.env, self.lines, self.digest = env, 0, 0
        self.plain = simpy.Resource(env, 2)
        self.priority = simpy.PriorityResource(env, 2)
        self.preemptive = simpy.PreemptiveResource(env, 2)
        self.tank = simpy.Container(env, 20, 10)
        self.store = simpy.Store(env, 4)
        self.filter = simpy.FilterStore(env, 6)
        self.heap = simpy.PriorityStore(env, 5)

    def say(self, text):
        line = f"{self.env.now:.3f} {text}"
        self.lines += 1
        for letter in line:
            self.digest = (self.digest * 131 + ord(letter)) % 2305843009213693951
        if self.lines <= 60 or self.lines % 100 == 0:
            print(line)


def client(soup, number):
    env = soup.env
    while True:
        die = random.randrange(9)
        stay = random.randrange(1, 5) / 4
        try:
            if die == 0:
                with soup.plain.request() as request:
                    got = yield request | env.timeout(stay)
                    soup.say(f"{number} plain {request in got}; {len(soup.plain.queue)} wait")
                    yield env.timeout(0.25)
            elif die == 1:
                urgency = random.randrange(3)
                with soup.priority.request(priority=urgency) as request:
                    yield request
                    soup.say(f"{number} priority {urgency}; {len(soup.priority.queue)} wait")
                    yield env.timeout(stay)
            elif die == 2:
                urgency, rude = random.randrange(4), random.randrange(3) > 0
                with soup.preemptive.request(priority=urgency, preempt=rude) as request:
                    yield request
                    soup.say(f"{number} preemptive {urgency}; {len(soup.preemptive.queue)} wait")
                    yield env.timeout(stay)
                    soup.say(f"{number} kept it")
            elif die == 3:
                with soup.tank.get(random.randrange(1, 8)) as request:
                    got = yield request | env.timeout(stay)
                    soup.say(f"{number} drinks {request in got}; level {soup.tank.level:g}")
            elif die == 4:
                with soup.tank.put(random.randrange(1, 8)) as request:
                    got = yield request | env.timeout(stay)
                    soup.say(f"{number} pours {request in got}; level {soup.tank.level:g}")
            elif die == 5:
                yield soup.store.put(number) | env.timeout(stay)
                soup.say(f"{number} stored; {len(soup.store.items)} in store")
                with soup.store.get() as request:
                    got = yield request | env.timeout(2)
                    soup.say(f"{number} fetched {got[request] if request in got else 'none'}")
            elif die == 6:
                thing = random.randrange(100)
                with soup.filter.put(thing) as request:
                    got = yield (request & env.timeout(0)) | env.timeout(stay)
                    soup.say(f"{number} put {thing}: {request in got}")
                wanted = random.randrange(4)
                with soup.filter.get(lambda item, wanted=wanted: item % 4 == wanted) as request:
                    got = yield request | env.timeout(stay)
                    soup.say(f"{number} filters {wanted}: {got[request] if request in got else 'none'}")
            elif die == 7:
                if len(soup.heap.items) < 5:
                    yield soup.heap.put(simpy.PriorityItem(random.randrange(3), number))
                with soup.heap.get() as request:
                    got = yield request | env.timeout(stay)
                    if request in got:
                        soup.say(f"{number} heap {got[request].priority} of {got[request].item}")
            else:
                yield env.timeout(stay)
        except simpy.Interrupt as interrupt:
            cause = interrupt.cause
            if isinstance(cause, int):
                soup.say(f"{number} is disturbed {cause}")
            else:
                soup.say(f"{number} is preempted, had it since {cause.usage_since:.3f}")


def disturber(soup, clients):
    for number in range(80):
        yield soup.env.timeout(random.randrange(1, 8) / 4)
        clients[random.randrange(len(clients))].interrupt(number)


random.seed(7)
env = simpy.Environment()
soup = Soup(env)
clients = [env.process(client(soup, number)) for number in range(10)]
env.process(disturber(soup, clients))
env.run(until=150)
print(f"{env.now:.3f} {soup.lines} lines, digest {soup.digest}; used {soup.plain.count} {soup.priority.count} "
      f"{soup.preemptive.count}, level {soup.tank.level:g}, "
      f"stored {len(soup.store.items)} {len(soup.filter.items)} {len(soup.heap.items)}")
