# SPDX-License-Identifier: BSL-1.0
"""The harness for peers in Python: what harness.hpp does, by the same options, with one JSON object a case as output."""
import json
import platform
import sys
import time


def _options():
    given = {"runs": "9", "milliseconds": "10", "case": "", "count": "0"}
    words = iter(sys.argv[1:])
    for word in words:
        given[word.lstrip("-")] = "1" if word == "--check" else next(words)
    return given


def measure(case, unit, body, truth):
    """body(n) does n operations and gives an answer; truth(n) is what that must be."""
    given = _options()
    if given["case"] and given["case"] != case:
        return
    enough = float(given["milliseconds"]) * 1e6

    def run(n):
        begin = time.thread_time_ns()
        answer = body(n)
        taken = time.thread_time_ns() - begin
        if answer != truth(n):
            sys.exit(f"{case} of {n} gave {answer}, and the truth is {truth(n)}")
        return taken

    if "check" in given:
        for n in (1, 2, 3, 10, 1000):
            run(n)
        return
    n, taken = 64, run(64)
    while taken < enough / 2:
        n *= 2
        taken = run(n)
    n = max(1, int(n * enough / taken))
    samples = [run(n) / n for _ in range(int(given["runs"]))]
    print(json.dumps({"case": case, "unit": unit, "version": platform.python_version(), "samples": samples}))
