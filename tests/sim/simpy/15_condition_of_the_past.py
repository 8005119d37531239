# SPDX-License-Identifier: BSL-1.0
"""Members that have been processed already count; a condition that they fulfil is triggered from birth."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def shown(result):
    return " ".join(str(value) for value in result.values()) or "nothing"


def main(env):
    past, older = env.timeout(2, value="past"), env.timeout(1, value="older")
    yield env.timeout(3)
    both = past & older
    say(env, f"triggered {both.triggered} processed {both.processed}")
    say(env, f"both of the past: {shown((yield both))}")
    one = past | env.timeout(4, value="future")
    say(env, f"triggered {one.triggered}")
    say(env, f"one of the past: {shown((yield one))}")
    say(env, f"past and future: {shown((yield past & env.timeout(1, value='future')))}")
    say(env, f"all of the past: {shown((yield env.all_of([older, past, both])))}")
    triggered = env.event().succeed("triggered")
    say(env, f"triggered, not processed: {triggered.triggered} {triggered.processed}")
    say(env, f"with it: {shown((yield triggered | env.event()))}")
    say(env, f"with it and the past: {shown((yield env.any_of([env.event(), past, triggered])))}")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end")
