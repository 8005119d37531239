# SPDX-License-Identifier: BSL-1.0
"""What a process is seen to be doing: is it alive, what does it wait for, who is active."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def worker(env, events):
    say(env, f"active is the worker: {env.active_process is events['worker']}")
    yield events["first"]
    yield events["second"]


def watcher(env, events):
    process = events["worker"]
    for _ in range(4):
        names = [name for name in ("first", "second") if process.target is events[name]]
        say(env, f"alive {process.is_alive} triggered {process.triggered} "
                 f"waits for {' '.join(names) or 'something else'}")
        yield env.timeout(1)
    say(env, f"at last alive {process.is_alive} processed {process.processed}")


def short(env):
    yield env.timeout(0.5)


env = simpy.Environment()
events = {"first": env.timeout(1.5), "second": env.event()}
events["worker"] = env.process(worker(env, events))
say(env, f"before it starts, alive {events['worker'].is_alive}")
env.process(watcher(env, events))
opener = env.timeout(2.5)
opener.callbacks.append(lambda _: events["second"].succeed())
brief = env.process(short(env))
say(env, f"nobody is active: {env.active_process is None}")
env.run(until=1)
say(env, f"brief alive {brief.is_alive}")
env.run()
