# SPDX-License-Identifier: BSL-1.0
"""Two clocks and a lock step of many: who ticks at the same time ticks in a fixed order."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def clock(env, name, tick):
    while True:
        say(env, name)
        yield env.timeout(tick)


def member(env, number, log):
    for _ in range(20):
        log.append(number)
        yield env.timeout(1 if (number + len(log)) % 3 else 0)


env = simpy.Environment()
env.process(clock(env, "fast", 0.5))
env.process(clock(env, "slow", 1))
env.process(clock(env, "odd", 0.75))
env.run(until=3)

env = simpy.Environment()
log = []
for number in range(50):
    env.process(member(env, number, log))
env.run()
digest = 0
for number in log:
    digest = (digest * 31 + number + 1) % 1000000007
say(env, f"{len(log)} ticks in an order with the number {digest}")
say(env, " ".join(str(number) for number in log[:40]))
