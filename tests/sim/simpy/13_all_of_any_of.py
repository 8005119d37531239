# SPDX-License-Identifier: BSL-1.0
"""all_of and any_of of lists: of many, of one, of none, and of the same twice."""
import simpy


def say(env, text):
    print(f"{env.now:.4f} {text}")


def shown(result):
    return " ".join(str(value) for value in result.values()) or "nothing"


def job(env, delay):
    yield env.timeout(delay)
    return delay * 10


def main(env):
    jobs = [env.process(job(env, delay)) for delay in (3, 1, 2)]
    got = yield env.any_of(jobs)
    say(env, f"any: {shown(got)}; how many: {len(got.todict())}")
    got = yield env.all_of(jobs)
    say(env, f"all: {shown(got)}; sum {sum(got.values())}; how many: {len(got.todict())}")
    say(env, f"of none, all: {shown((yield env.all_of([])))}")
    say(env, f"of none, any: {shown((yield env.any_of([])))}")
    say(env, f"of one, all: {shown((yield env.all_of([env.timeout(1, value='x')])))}")
    say(env, f"of one, any: {shown((yield env.any_of([env.timeout(1, value='y')])))}")
    many = [env.timeout(1 + n % 3, value=n) for n in range(12)]
    say(env, f"of twelve, any: {shown((yield env.any_of(many)))}")
    say(env, f"of twelve, all: {shown((yield env.all_of(many)))}")
    twice = env.timeout(1, value="twice")
    say(env, f"the same twice: {shown((yield env.all_of([twice, twice])))}")


env = simpy.Environment()
env.process(main(env))
env.run()
say(env, "end")
