#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Adds up what ctest wrote by --output-junit: prints `N passed, N failed`, alone, and exits 1 on any failure or on nothing.

A test that prints a line `N passed, N failed` counts as it says (its last such line), any other as one. A test that
failed without saying so, by a crash or a timeout, adds one failure: nothing is lost in silence.
"""
import re
import sys
import xml.etree.ElementTree as xml

LINE = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def count(case: "xml.Element") -> "tuple[int, int]":
    status = case.get("status")
    if status in ("disabled", "notrun") and case.find("skipped") is not None and status == "disabled":
        return 0, 0
    lines = LINE.findall(case.findtext("system-out") or "")
    passed, failed = (int(n) for n in lines[-1]) if lines else (0, 0)
    if status == "run":
        return (passed, failed) if lines else (1, 0)
    return passed, max(failed, 1)


def main(paths: "list[str]") -> int:
    passed = failed = 0
    for path in paths:
        for case in xml.parse(path).getroot().iter("testcase"):
            more_passed, more_failed = count(case)
            if more_failed:
                print(f"FAILED {case.get('name')}", file=sys.stderr)
            passed += more_passed
            failed += more_failed
    if not passed + failed:
        print("nothing ran: a filter is part of the name of a test case, or of a test of ctest", file=sys.stderr)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
