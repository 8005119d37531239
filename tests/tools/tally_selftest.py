#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the tally: nothing that failed, crashed or ran out of time may be lost in the sum."""
import sys
import unittest
import xml.etree.ElementTree as xml

import tally


def case(status: str, said: str) -> "tuple[int, int]":
    element = xml.fromstring(f'<testcase name="x" status="{status}"><system-out/></testcase>')
    element.find("system-out").text = said
    return tally.count(element)


class Tally(unittest.TestCase):
    def test_a_test_without_a_count_is_one(self):
        self.assertEqual(case("run", "fine"), (1, 0))
        self.assertEqual(case("fail", "broken"), (0, 1))

    def test_a_count_is_believed_and_the_last_one_holds(self):
        self.assertEqual(case("run", "1 passed, 0 failed\nmore\n7 passed, 0 failed\n"), (7, 0))
        self.assertEqual(case("fail", "7 passed, 2 failed\n"), (7, 2))

    def test_a_count_inside_a_line_is_none(self):
        self.assertEqual(case("run", "said: 7 passed, 2 failed\n"), (1, 0))

    def test_a_failure_that_did_not_count_itself_is_added(self):
        self.assertEqual(case("fail", "7 passed, 0 failed\nAddressSanitizer: leak\n"), (7, 1))

    def test_a_test_that_could_not_run_has_failed(self):
        self.assertEqual(case("notrun", ""), (0, 1))

    def test_nothing_matched_counts_nothing(self):
        self.assertEqual(case("run", "0 passed, 0 failed\n"), (0, 0))


if __name__ == "__main__":
    program = unittest.main(exit=False)
    result = program.result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed", flush=True)
    sys.exit(1 if bad else 0)
