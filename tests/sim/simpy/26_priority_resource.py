# SPDX-License-Identifier: BSL-1.0
"""Smaller numbers come first; equal ones in the order of their coming; who has it keeps it."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def patient(env, name, doctor, arrives, priority, stays=2):
    yield env.timeout(arrives)
    with doctor.request(priority=priority) as request:
        yield request
        waiting = " ".join(str(r.priority) for r in doctor.queue) or "nobody"
        say(env, f"{name} priority {priority} waited {env.now - arrives:.2f}; waiting: {waiting}")
        yield env.timeout(stays)


env = simpy.Environment()
doctor = simpy.PriorityResource(env, capacity=1)
for name, arrives, priority in (("a", 0, 5), ("b", 0.5, 2), ("c", 0.5, 1), ("d", 1, 2), ("e", 1, 0), ("f", 2, -1),
                                ("g", 3, 2), ("h", 3, 5), ("i", 8, 9), ("j", 8, 0), ("k", 30, 1)):
    env.process(patient(env, name, doctor, arrives, priority))
env.run()
say(env, "end")
