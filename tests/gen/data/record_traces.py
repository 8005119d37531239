#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What CPython does with random programs of generators: the reference for tests/gen/generator_model_test.cpp.

record_traces.py [--count N] > traces.inc    a hash of each program's trace, seed by seed
record_traces.py --show SEED                 one trace, to compare with what the test prints

A program is a few generator bodies, each a list of statements (yield, delegate, raise, return, use another generator),
and a driver that sends, throws and closes. Program and driver come from the seed, by the same arithmetic here and in
C++. Needs Python 3.13 or newer, whose close() gives what the generator returned. Nothing is ever collected before the
trace is complete: that a dropped generator is closed is the one thing in which C++ differs on purpose.
"""
import argparse
import sys

YIELD, FRESH, SHARED, SPAN, RANGE, FOREIGN, LEAVE, POKE = range(8)
KINDS = [YIELD] * 4 + [FRESH] * 4 + [SHARED] * 3 + [SPAN, RANGE, FOREIGN, LEAVE, POKE]
NEXT, SEND, THROW, THROW_BASE, THROW_EXIT, CLOSE, DROP = range(7)
ACTIONS = [NEXT] * 6 + [SEND] * 4 + [THROW] * 2 + [THROW_BASE, THROW_EXIT, CLOSE, DROP]
SHARED_COUNT, STEPS = 3, 20


class Oops(Exception):
    pass


class Base(BaseException):
    pass


class Random:
    def __init__(self, seed):
        self.x = (seed * 2654435761 + 12345) & 0xFFFFFFFF or 1

    def below(self, n):
        x = self.x
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        self.x = x
        return (x >> 8) % n


class Statement:
    def __init__(self, random):
        self.kind = KINDS[random.below(len(KINDS))]
        self.arg = random.below(1000)
        self.handler = random.below(6)  # 0, 1: none; 2, 3: Exception; 4, 5: everything
        self.after = random.below(6)    # 0, 1: go on; 2: yield; 3: return; 4: raise it again; 5: raise another


class Machine:
    def __init__(self, seed):
        self.random = Random(seed)
        self.trace, self.kept, self.started, self.over = [], [], 0, False
        self.bodies = []
        for _ in range(2 + self.random.below(4)):
            self.bodies.append([Statement(self.random) for _ in range(1 + self.random.below(5))])
        self.shared = [self.make(self.random.below(len(self.bodies))) for _ in range(SHARED_COUNT)]
        self.root = self.make(0)

    def make(self, index):
        made = body(self, index)
        self.kept.append(made)
        return made

    def say(self, text):
        if not self.over:
            self.trace.append(text)

    def run(self):
        for _ in range(STEPS):
            target = self.random.below(SHARED_COUNT + 4)
            action = ACTIONS[self.random.below(len(ACTIONS))]
            value = self.random.below(100)
            to_root = target >= SHARED_COUNT
            if to_root and (self.root is None or self.root.gi_frame is None):
                self.root = self.make(0)
                self.say(f"new root {act(self.root, NEXT, 0)}")
            elif to_root and action == DROP:
                self.root = None
                self.say("root dropped")
            else:
                g = self.root if to_root else self.shared[target]
                self.say(f"{'root' if to_root else target} {act(g, action, value)}")
        self.over = True


def name(error):
    kind = type(error).__name__
    if kind == "Oops":
        return f"oops {error.args[0]}"
    if kind in ("RuntimeError", "ValueError", "TypeError"):
        return f"{kind}: {error}"
    return kind


def act(g, action, value):
    try:
        if action == SEND:
            return f"-> {g.send(value)}"
        if action == THROW:
            return f"-> {g.throw(Oops(value))}"
        if action == THROW_BASE:
            return f"-> {g.throw(Base())}"
        if action == THROW_EXIT:
            return f"-> {g.throw(GeneratorExit())}"
        if action == CLOSE:
            return f"closed {g.close()}"
        return f"-> {next(g)}"
    except StopIteration as stop:
        return f"stop {stop.value}"
    except BaseException as error:
        return f"raises {name(error)}"


class Foreign:
    """A hand-written iterator with some of send, throw and close."""

    def __init__(self, machine, me, arg):
        self.machine, self.me, self.left = machine, me, 1 + arg // 8 % 3
        self.on_throw, self.close_raises = arg // 24 % 3, arg // 72 % 3 == 0
        if arg & 1:
            self.send = self.do_send
        if arg & 2:
            self.throw = self.do_throw
        if arg & 4:
            self.close = self.do_close

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration(60)
        self.left -= 1
        return 400 + self.left

    def do_send(self, value):
        self.machine.say(f"{self.me} foreign send {value}")
        return next(self)

    def do_throw(self, error):
        self.machine.say(f"{self.me} foreign throw {name(error)}")
        if self.on_throw == 0:
            raise error
        if self.on_throw == 1:
            return 500
        self.left = 0
        raise StopIteration(60)

    def do_close(self):
        self.machine.say(f"{self.me} foreign close")
        if self.close_raises:
            raise Oops(900)


def body(machine, index):
    me = machine.started
    machine.started += 1
    for s in machine.bodies[index]:
        caught = None
        try:
            if s.kind == FRESH and index + 1 < len(machine.bodies):
                sub = machine.make(index + 1 + s.arg % (len(machine.bodies) - index - 1))
                machine.say(f"{me} result {(yield from sub)}")
            elif s.kind == SHARED:
                machine.say(f"{me} shared {(yield from machine.shared[s.arg % SHARED_COUNT])}")
            elif s.kind in (SPAN, RANGE):
                yield from [300 + i for i in range(s.arg % 4)]
            elif s.kind == FOREIGN:
                machine.say(f"{me} foreign {(yield from Foreign(machine, me, s.arg))}")
            elif s.kind == LEAVE:
                if s.arg % 4 == 0:
                    raise Oops(s.arg)
                if s.arg % 4 == 1:
                    return s.arg
                if s.arg % 4 == 2:
                    raise StopIteration
                raise Base
            elif s.kind == POKE:
                machine.say(f"{me} pokes {act(machine.shared[s.arg % SHARED_COUNT], s.arg // 2 % DROP, s.arg)}")
            else:
                machine.say(f"{me} got {(yield s.arg)}")
        except Exception as error:
            if s.handler < 2:
                raise
            caught = error
        except BaseException as error:
            if s.handler < 4:
                raise
            caught = error
        if caught is not None:
            machine.say(f"{me} caught {name(caught)}")
            if s.after == 2:
                machine.say(f"{me} then got {(yield 2000 + s.arg)}")
            elif s.after == 3:
                return 3000 + s.arg
            elif s.after == 4:
                raise caught
            elif s.after == 5:
                raise Oops(4000 + s.arg)
    return 100 * index + me


def fnv(lines):
    h = 2166136261
    for byte in "\n".join(lines).encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    return h


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--show", type=int)
    options = parser.parse_args()
    if sys.version_info < (3, 13):
        parser.error("needs Python 3.13 or newer")
    sys.unraisablehook = lambda _: None
    if options.show is not None:
        machine = Machine(options.show)
        machine.run()
        print("\n".join(machine.trace))
        return
    print("// SPDX-License-Identifier: BSL-1.0")
    print(f"// By record_traces.py, CPython {sys.version.split()[0]}: FNV-1a of each trace, seeds from 0.")
    hashes = []
    for seed in range(options.count):
        machine = Machine(seed)
        machine.run()
        hashes.append(f"0x{fnv(machine.trace):08x},")
    for i in range(0, len(hashes), 9):
        print(" ".join(hashes[i:i + 9]))


if __name__ == "__main__":
    main()
