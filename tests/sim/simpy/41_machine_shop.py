# SPDX-License-Identifier: BSL-1.0
"""Machines break at random, in the middle of a part; one repairman mends them before he does his other jobs."""
import random
import simpy

WEEK = 7 * 24 * 60


def say(env, text):
    print(f"{env.now:9.3f} {text}")


class Machine:
    def __init__(self, env, name, repairman):
        self.env, self.name, self.parts, self.broken, self.breakdowns = env, name, 0, False, 0
        self.process = env.process(self.working(repairman))
        env.process(self.breaking())

    def working(self, repairman):
        while True:
            left = max(0.0, random.normalvariate(10.0, 2.0))
            while left > 0:
                began = self.env.now
                try:
                    yield self.env.timeout(left)
                    left = 0
                except simpy.Interrupt:
                    self.broken = True
                    left -= self.env.now - began
                    with repairman.request(priority=1) as request:
                        yield request
                        yield self.env.timeout(30.0)
                    self.broken = False
            self.parts += 1

    def breaking(self):
        while True:
            yield self.env.timeout(random.expovariate(1 / 300.0))
            if not self.broken:
                self.breakdowns += 1
                self.process.interrupt()


def other_jobs(env, repairman, finished):
    while True:
        left = 30.0
        while left > 0:
            with repairman.request(priority=2) as request:
                yield request
                began = env.now
                try:
                    yield env.timeout(left)
                    left = 0
                except simpy.Interrupt:
                    left -= env.now - began
        finished.append(env.now)


random.seed(42)
env = simpy.Environment()
repairman = simpy.PreemptiveResource(env, capacity=1)
machines = [Machine(env, f"machine {number}", repairman) for number in range(10)]
finished = []
env.process(other_jobs(env, repairman, finished))
env.run(until=WEEK)
for machine in machines:
    say(env, f"{machine.name}: {machine.parts} parts, {machine.breakdowns} breakdowns, broken now: {machine.broken}")
say(env, f"{len(finished)} other jobs, the last at {finished[-1]:.6f}")
