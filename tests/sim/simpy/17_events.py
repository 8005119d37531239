# SPDX-License-Identifier: BSL-1.0
"""An event succeeds or fails once; it has a value only then; a failure that was defused harms nobody."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def waiter(env, name, event):
    try:
        say(env, f"{name} gets {(yield event)}")
    except LookupError as error:
        say(env, f"{name} gets an error: {error}")


def main(env):
    event = env.event()
    say(env, f"triggered {event.triggered} processed {event.processed}")
    try:
        print(event.value)
    except AttributeError:
        say(env, "no value yet")
    for name in ("a", "b"):
        env.process(waiter(env, name, event))
    yield env.timeout(1)
    event.succeed(5)
    say(env, f"triggered {event.triggered} processed {event.processed} ok {event.ok} value {event.value}")
    for again in (lambda: event.succeed(6), lambda: event.fail(LookupError("no"))):
        try:
            again()
        except RuntimeError:
            say(env, "twice: refused")
    yield event
    say(env, f"triggered {event.triggered} processed {event.processed}")

    bad = env.event()
    for name in ("c", "d"):
        env.process(waiter(env, name, bad))
    yield env.timeout(1)
    bad.fail(LookupError("lost"))
    say(env, f"ok {bad.ok}")
    yield env.timeout(1)
    say(env, f"defused by who awaited it: {bad.defused}")
    try:
        yield bad
    except LookupError as error:
        say(env, f"and again: {error}")

    ignored = env.event()
    ignored.defused = True
    ignored.fail(LookupError("nobody cares"))
    yield env.timeout(1)
    say(env, f"ignored is processed: {ignored.processed}")
    try:
        env.event().fail("not an error")
    except TypeError:
        say(env, "a failure that is no exception: refused")
    except ValueError:
        say(env, "a failure that is no exception: refused")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end")
