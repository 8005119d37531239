# SPDX-License-Identifier: BSL-1.0
"""The harness for peers in Python: what harness.hpp does, by the same options, with one JSON object a case as output."""
import json
import os
import platform
import sys
import time

_current = {}
_now = time.thread_time_ns


def by_wall_clock():
    """From now on what passes on the wall is measured, and not CPU time: for what waits for a disk."""
    global _now
    _now = time.monotonic_ns


def _options():
    given = {"runs": "9", "milliseconds": "10", "case": "", "count": "0", "most": "1e18"}
    words = iter(sys.argv[1:])
    for word in words:
        given[word.lstrip("-")] = "1" if word == "--check" else next(words)
    return given


def size(wanted):
    """How big to make what should be `wanted` big."""
    return min(wanted, int(float(_options()["most"])))


def checking():
    """Whether answers are compared and nothing is measured, so that a body may look closely."""
    return "check" in _options()


def begin_lap():
    """From here to end_lap() a body counts; a body that says neither counts as a whole."""
    _current["begun"] = _now()


def end_lap():
    _current["counted"] = _current.get("counted", 0) + _now() - _current["begun"]


def _resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def all_alive():
    """What a body whose memory is measured says when all is there."""
    _current["resident"] = _resident()


def _whole(n, grain):
    return max(1, int(n) // grain) * grain


def _measure(case, unit, body, truth, grain, samples_of):
    given = _options()
    if given["case"] and given["case"] != case:
        return

    def run(n):
        _current.clear()
        begin = _now()
        answer = body(n)
        taken = _now() - begin
        if answer != truth(n):
            sys.exit(f"{case} of {n} gave {answer}, and the truth is {truth(n)}")
        return _current.get("counted", taken)

    if "check" in given:
        for n in (1, 2, 3, 10, 1000):
            run(n if n < grain else _whole(n, grain))
        return
    print(json.dumps({"case": case, "unit": unit, "version": platform.python_version(), "samples": samples_of(given, run)}),
          flush=True)


def measure(case, unit, body, truth, grain=1):
    """body(n) does n operations and gives an answer; truth(n) is what that must be. Operations that come only by the grain
    are measured in multiples of it."""
    def samples_of(given, run):
        enough = float(given["milliseconds"]) * 1e6
        began = time.monotonic_ns()
        n = max(grain, _whole(64, grain))
        taken = run(n)
        while taken < enough / 2:
            n *= 2
            taken = run(n)
        spent = lambda: (time.monotonic_ns() - began) / enough
        samples = [taken / n] if spent() > 1000 else []  # what takes long is run less often
        n = _whole(n * enough / taken, grain)
        while len(samples) < int(given["runs"]) and (not samples or spent() < (1000 if len(samples) < 3 else 200)):
            samples.append(run(n) / n)
        return samples

    _measure(case, unit, body, truth, grain, samples_of)


def measure_bytes(case, unit, body, truth, many):
    """How much the memory of the process grows until body(many) calls all_alive(), for each of them; once a process."""
    def samples_of(_, run):
        before = _resident()
        run(many)
        return [max(1, _current["resident"] - before) / many]

    _measure(case, unit, body, truth, many, samples_of)
