# SPDX-License-Identifier: BSL-1.0
"""A job that is preempted goes on later with what is left of it, however often."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def job(env, name, machine, arrives, priority, work):
    yield env.timeout(arrives)
    left, turns = work, 0
    while left > 0:
        with machine.request(priority=priority) as request:
            yield request
            turns += 1
            began = env.now
            try:
                yield env.timeout(left)
                left = 0
            except simpy.Interrupt:
                left -= env.now - began
                say(env, f"{name} is stopped with {left:.4f} left")
    say(env, f"{name} is done in {turns} turns, {env.now - arrives:.4f} after it came")


env = simpy.Environment()
machine = simpy.PreemptiveResource(env, capacity=2)
for plan in (("a", 0, 9, 20), ("b", 0, 8, 15), ("c", 1, 5, 6), ("d", 2.5, 4, 4), ("e", 3, 3, 3.25), ("f", 4, 9, 1),
             ("g", 10, 1, 1), ("h", 10, 1, 1), ("i", 10, 1, 1)):
    env.process(job(env, plan[0], machine, *plan[1:]))
env.run()
say(env, "end")
