# SPDX-License-Identifier: BSL-1.0
"""One speaks, many listen: each listener has a pipe of its own; messages carry the time at which they were sent."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


class Broadcast:
    def __init__(self, env):
        self.env, self.pipes = env, []

    def listen(self, capacity):
        pipe = simpy.Store(self.env, capacity)
        self.pipes.append(pipe)
        return pipe

    def send(self, message):
        return self.env.all_of([pipe.put(message) for pipe in self.pipes])


def speaker(env, name, channel, pauses):
    for number, pause in enumerate(pauses):
        yield env.timeout(pause)
        said = env.now
        yield channel.send((said, f"{name}{number}"))
        say(env, f"{name} has said {number}, which took {env.now - said:.2f}")


def listener(env, name, pipe, pause, count):
    for _ in range(count):
        sent, text = yield pipe.get()
        late = "late" if sent < env.now else "in time"
        say(env, f"{name} hears {text} of {sent:.2f} {late}")
        yield env.timeout(pause)


env = simpy.Environment()
channel = Broadcast(env)
env.process(listener(env, "quick", channel.listen(10), 0.5, 7))
env.process(listener(env, "slow", channel.listen(1), 3, 7))
env.process(speaker(env, "x", channel, (1, 2, 1, 2)))
env.process(speaker(env, "y", channel, (2.5, 2.5, 3)))
env.run()
say(env, "end")
