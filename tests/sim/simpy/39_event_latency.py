# SPDX-License-Identifier: BSL-1.0
"""Messages through a cable: each is under way for a while, several at once, and they arrive in the order of sending."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


class Cable:
    def __init__(self, env, delay):
        self.env, self.delay, self.store = env, delay, simpy.Store(env)

    def latency(self, value):
        yield self.env.timeout(self.delay)
        yield self.store.put(value)

    def put(self, value):
        self.env.process(self.latency(value))

    def get(self):
        return self.store.get()


def sender(env, cable, pause, name):
    number = 0
    while True:
        yield env.timeout(pause)
        number += 1
        cable.put((env.now, f"{name}{number}"))


def receiver(env, cable):
    while True:
        sent, text = yield cable.get()
        say(env, f"{text} was under way for {env.now - sent:.2f}; {len(cable.store.items)} more are here")


env = simpy.Environment()
cable = Cable(env, 10)
env.process(sender(env, cable, 5, "a"))
env.process(sender(env, cable, 7.5, "b"))
env.process(receiver(env, cable))
env.run(until=60)
say(env, "end")
