# SPDX-License-Identifier: BSL-1.0
"""Who is interrupted while he queues has to leave the queue himself, or the resource is granted to one who is gone."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def careful(env, name, desk):
    with desk.request() as request:
        try:
            yield request
            say(env, f"{name} has it")
            yield env.timeout(2)
        except simpy.Interrupt as interrupt:
            say(env, f"{name} is called {interrupt.cause}; granted {request.triggered}")
    say(env, f"{name} is out; {desk.count} used, {len(desk.queue)} wait")


def careless(env, name, desk):
    request = desk.request()
    try:
        yield request
        say(env, f"{name} has it")
    except simpy.Interrupt:
        say(env, f"{name} walks away, still in the queue: {request in desk.queue}")
        yield env.timeout(4)
        say(env, f"{name} was granted it meanwhile: {request.triggered}; {desk.count} used")
        yield desk.release(request)
        say(env, f"{name} gives it back; {desk.count} used")


def steadfast(env, name, desk):
    request = desk.request()
    while True:
        try:
            yield request
            break
        except simpy.Interrupt:
            say(env, f"{name} is disturbed, and goes on waiting")
    say(env, f"{name} has it")
    yield desk.release(request)


def disturber(env, victims):
    yield env.timeout(1)
    for victim in victims:
        victim.interrupt("away")


env = simpy.Environment()
desk = simpy.Resource(env, capacity=1)
env.process(careful(env, "a", desk))
victims = [env.process(careful(env, "b", desk)), env.process(careless(env, "c", desk)),
           env.process(steadfast(env, "d", desk))]
env.process(careful(env, "e", desk))
env.process(disturber(env, victims))
env.run()
say(env, f"end; {desk.count} used, {len(desk.queue)} wait")
