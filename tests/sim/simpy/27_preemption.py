# SPDX-License-Identifier: BSL-1.0
"""Who is more important takes it from who has it; the victim learns by whom, and since when it had it."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def user(env, name, machine, arrives, priority, stays, preempt=True):
    yield env.timeout(arrives)
    with machine.request(priority=priority, preempt=preempt) as request:
        yield request
        say(env, f"{name} has it, priority {priority}")
        try:
            yield env.timeout(stays)
            say(env, f"{name} is done")
        except simpy.Interrupt as interrupt:
            cause = interrupt.cause
            say(env, f"{name} is preempted by {names[cause.by]}, had it since {cause.usage_since:.2f}; "
                     f"it is the machine: {cause.resource is machine}; {machine.count} used")


env = simpy.Environment()
machine = simpy.PreemptiveResource(env, capacity=1)
names = {}
for plan in (("low", 0, 3, 10), ("same", 1, 3, 1), ("high", 2, 1, 3), ("polite", 3, 0, 1, False), ("top", 4, -1, 2),
             ("later", 4.5, 2, 1), ("last", 20, 5, 1), ("after", 20, 5, 1), ("best", 20.5, 4, 0.25)):
    names[env.process(user(env, plan[0], machine, *plan[1:]))] = plan[0]
names[env.process(user(env, "end", machine, 40, 0, 1))] = "end"
env.run()
say(env, f"end; {machine.count} used")
