# SPDX-License-Identifier: BSL-1.0
"""Processes that do whatever a die says: sleep, make others, wait for each other, interrupt, fail, and end."""
import random
import simpy


class Soup:
    def __init__(self, env):
        self.env, self.members, self.lines, self.digest = env, [], 0, 0

    def say(self, text):
        line = f"{self.env.now:.3f} {text}"
        self.lines += 1
        for letter in line:
            self.digest = (self.digest * 131 + ord(letter)) % 2305843009213693951
        if self.lines <= 60 or self.lines % 100 == 0:
            print(line)


def member(soup, number, depth):
    env = soup.env
    while True:
        die = random.randrange(10)
        try:
            if die < 3:
                yield env.timeout(random.randrange(4) / 4)
                soup.say(f"{number} slept")
            elif die == 3 and depth < 4 and len(soup.members) < 150:
                child = len(soup.members)
                soup.members.append(env.process(member(soup, child, depth + 1)))
                soup.say(f"{number} made {child}")
                got = yield soup.members[child]
                soup.say(f"{number} got {got} of {child}")
            elif die == 4:
                other = random.randrange(len(soup.members))
                if other != number:
                    first = soup.members[other] | env.timeout(0.5, value=-1)
                    got = yield first
                    soup.say(f"{number} waited for {other}: {' '.join(str(v) for v in got.values())}")
            elif die == 5:
                other = random.randrange(len(soup.members))
                if other != number and soup.members[other].is_alive:
                    soup.members[other].interrupt(number)
                    soup.say(f"{number} interrupts {other}")
            elif die == 6:
                both = env.timeout(0.25, value=1) & env.timeout(random.randrange(3) / 4, value=2)
                got = yield both
                soup.say(f"{number} has both {sum(got.values())}")
            elif die == 7 and random.randrange(6) == 0:
                soup.say(f"{number} ends")
                return number * 10
            elif die == 8 and random.randrange(8) == 0:
                soup.say(f"{number} fails")
                raise ValueError(str(number))
            else:
                yield env.timeout(0.25)
        except simpy.Interrupt as interrupt:
            soup.say(f"{number} is interrupted by {interrupt.cause}")
        except ValueError as error:
            if str(error) == str(number):
                raise
            soup.say(f"{number} hears that {error} failed")


random.seed(99)
env = simpy.Environment()
soup = Soup(env)
for number in range(12):
    soup.members.append(env.process(member(soup, number, 0)))
failures = 0
while True:
    try:
        env.run(until=60)
        break
    except ValueError as error:
        failures += 1
        soup.say(f"nobody awaited {error}")
print(f"{env.now:.3f} {soup.lines} lines, {len(soup.members)} processes, {failures} failures of nobody, "
      f"digest {soup.digest}")
