# SPDX-License-Identifier: BSL-1.0
"""Callbacks run once, in their order, when the event is processed; the list is gone afterwards."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def note(env, name):
    def callback(event):
        say(env, f"{name}: ok {event.ok} value {event.value} processed {event.processed}")
    return callback


def waiter(env, name, event):
    value = yield event
    say(env, f"{name} wakes with {value}")


env = simpy.Environment()
bell = env.event()
bell.callbacks.append(note(env, "first"))
env.process(waiter(env, "w1", bell))
early = env.timeout(0)
early.callbacks.append(lambda _: bell.callbacks.append(note(env, "third, behind w1")))
rung = env.timeout(2)
rung.callbacks.append(lambda _: bell.succeed(8))
rung.callbacks.append(lambda _: say(env, f"rung; bell triggered {bell.triggered}"))
chained = env.event()
chained.callbacks.append(note(env, "chained"))
bell.callbacks.append(chained.trigger)
removed = note(env, "removed")
bell.callbacks.append(removed)
bell.callbacks.remove(removed)
env.run()
say(env, f"no list any more: {bell.callbacks is None}")
broken = env.event()
heir = env.event()
heir.callbacks.append(lambda event: setattr(event, "defused", True))
heir.callbacks.append(note_failure := lambda event: say(env, f"heir: ok {event.ok} error {event.value}"))
broken.callbacks.append(heir.trigger)
broken.callbacks.append(lambda event: setattr(event, "defused", True))
broken.fail(KeyError(3))
env.run()
say(env, "end")
