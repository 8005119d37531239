# SPDX-License-Identifier: BSL-1.0
"""What the peers in Python of bench/sim_* have in common: what sim.hpp is for those in C++."""
import math

from harness import measure, measure_bytes, size

_DELAYS = [1 + int(-1000 * math.log((i + 0.5) / 1024)) for i in range(1024)]
STATIONS = 1000
EACH = 10  # events of a process, at least: what starting one costs is not asked


class Lcg:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    def next(self):
        self.x = (self.x * 1103515245 + 12345) & 0x7fffffff
        return self.x >> 8

    def exponential(self):
        return _DELAYS[self.next() & 1023]

    def service(self):
        return self.exponential() * 4 // 5 + 1

    def target(self):
        return self.next() % STATIONS


def clock(clocks, hold):
    measure_bytes("bytes", "bytes/process", hold, lambda n: n, size(100_000))  # first: nothing was given back yet
    for name, wanted in (("1", 1), ("1e3", 1000), ("1e5", 100_000)):
        full = size(wanted)
        measure(name, "ns/event", lambda n, full=full: clocks(min(n, full), n // min(n, full)),
                lambda n, full=full: n // min(n, full) * min(n, full), full * EACH)


def hold(holds):
    def truth(n, full):
        many, total = min(n, full), 0
        for i in range(many):
            bits, now = Lcg(i + 1), 0
            for _ in range(n // many):
                now += bits.exponential()
                total += now
        return total

    for name, wanted in (("1e3", 1000), ("1e5", 100_000)):
        full = size(wanted)
        measure(name, "ns/event", lambda n, full=full: holds(min(n, full), n // min(n, full)),
                lambda n, full=full: truth(n, full), full * EACH)


def mm1(customers):
    def truth(n):
        gaps, services, now, free, total = Lcg(1), Lcg(2), 0, 0, 0
        for _ in range(n):
            now += gaps.exponential()
            free = max(now, free) + services.service()
            total += free
        return total

    measure("1e6", "ns/customer", customers, truth, size(1_000_000))


def store(rounds):
    measure("rounds", "ns/round", rounds, lambda n: n * (n + 1) // 2)


def phold(hops):
    def truth(n):
        many, total = min(n, STATIONS), 0
        for i in range(many):
            bits, now = Lcg(i + 1), 0
            for _ in range(n // many):
                now += bits.exponential()
                total += now
                bits.target()
        return total

    measure("1e3", "ns/hop", lambda n: hops(min(n, STATIONS), n // min(n, STATIONS)), truth, STATIONS)
