#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The arithmetic of bench/: budgets are judged, ratios and their intervals are right, every peer is found in its place."""
import pathlib
import random
import sys
import unittest

BENCH = pathlib.Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))
sys.dont_write_bytecode = True
import figures  # noqa: E402
import gate  # noqa: E402
import peers  # noqa: E402


def starts(center, seed):
    draw = random.Random(seed)
    return [[draw.gauss(center, center / 50) for _ in range(5)] for _ in range(5)]


def row(peer, center, compiler="clang 19.1", **more):
    samples = starts(center, peer)
    return {"scenario": "s", "case": "c", "peer": peer, "compiler": compiler, "version": "1", "unit": "ns/item",
            "min": min(figures.flat(samples)), "median": center, "machine": "m", "starts": samples, **more}


class Gate(unittest.TestCase):
    COUNTED = {"rondo": 30.0, "coroutine": 19.0}

    def judged(self, text, compiler="clang 19.1"):
        return [holds for holds, _ in gate.judge(gate.parse(text), compiler, lambda _, peer, __: self.COUNTED[peer])]

    def test_a_ratio_is_taken_to_the_floor(self):
        self.assertEqual(self.judged("s c rondo any 1.7 x coroutine"), [True])
        self.assertEqual(self.judged("s c rondo any 1.5 x coroutine"), [False])

    def test_a_number_is_a_number_of_instructions(self):
        self.assertEqual(self.judged("s c rondo any 30\ns c rondo any 29.9"), [True, False])

    def test_a_budget_is_for_its_compiler(self):
        self.assertEqual(self.judged("s c rondo gcc 1"), [])
        self.assertEqual(self.judged("s c rondo gcc 1", "gcc 12.2"), [False])

    def test_comments_and_empty_lines_are_no_budgets(self):
        self.assertEqual(self.judged("# nothing\n\ns c rondo any 31 # thirty-one\n"), [True])

    def test_a_line_that_is_no_budget_is_refused(self):
        for text in ("s c rondo any", "s c rondo any 1 coroutine", "s c rondo any 1 of coroutine"):
            with self.assertRaises(SystemExit):
                list(gate.parse(text))

    def test_the_total_of_a_callgrind_file(self):
        self.assertEqual(gate.total("version: 1\nevents: Ir\nsummary: 5\nfn=1\n"), 5)
        self.assertEqual(gate.total("events: Ir\nfn=1\ntotals: 123\n"), 123)

    def test_the_budgets_of_the_tree_name_what_is_there(self):
        for scenario, _, peer, compiler, _, floor in gate.parse((BENCH / "budgets.txt").read_text()):
            self.assertIn(compiler, ("any", "clang", "gcc"))
            for name in filter(None, (peer, floor)):
                self.assertTrue((BENCH / scenario / f"{name}.cpp").exists(), f"{scenario}/{name}")


class Figures(unittest.TestCase):
    def test_the_interval_holds_the_ratio_and_not_much_more(self):
        low, high = figures.bootstrap(starts(20, 1), starts(10, 2))
        self.assertLess(low, 2.0)
        self.assertGreater(high, 2.0)
        self.assertLess(high - low, 0.2)

    def test_starts_that_differ_widen_the_interval(self):
        even = [[10.0, 10.1]] * 5
        uneven = [[value, value + 0.1] for value in (8.0, 9.0, 10.0, 11.0, 12.0)]
        low, high = figures.bootstrap(uneven, even)
        self.assertGreater(high - low, 0.1)

    def test_a_row_is_compared_with_rondo_by_the_same_compiler(self):
        rows = [row("rondo", 2.0), row("rondo", 4.0, "gcc 12.2"), row("boost", 8.0, "gcc 12.2"), row("cpython", 40.0, "-")]
        self.assertTrue(figures.ratio(rows, rows[2]).startswith("2 ["))
        self.assertTrue(figures.ratio(rows, rows[3]).startswith("20 ["))
        self.assertEqual(figures.ratio(rows, rows[0]), "1")
        self.assertEqual(figures.ratio(rows[3:], rows[3]), "-")

    def test_a_table_has_a_line_a_row(self):
        text = figures.table([row("rondo", 2.0), row("cpython", 40.0, "-")])
        lines = [line for line in text.splitlines() if line.startswith("|")]
        self.assertEqual(len(lines), 4)
        self.assertEqual({len(line) for line in lines}, {len(lines[0])})

    def test_a_goal_is_judged_by_its_interval(self):
        uneven = [[1.8, 1.9], [1.95, 2.0], [2.0, 2.05], [2.1, 2.2]]
        rows = [{**row("rondo", 2.0), "starts": uneven}, row("call", 1.0), row("rondo", 8.0, case="deep")]
        answer = {goal[2]: goal[5] for goal in figures.goals(
            rows, "s c rondo 1.7 x call\ns c rondo 2.1 x call\ns c rondo 1.99 x call\ns deep rondo 1.1 x rondo@c\ns c rondo 1 x nobody")}
        self.assertEqual(answer, {"rondo <= 1.7 x call": "NO", "rondo <= 2.1 x call": "yes",
                                  "rondo <= 1.99 x call": "within noise", "rondo <= 1.1 x rondo of c": "NO"})

    def test_the_goals_of_the_tree_name_what_is_there(self):
        for scenario, _, peer, _, other, _ in figures.parse_goals((BENCH / "goals.txt").read_text()):
            self.assertLessEqual({peer, other}, set(peers.names(scenario)))


class Peers(unittest.TestCase):
    def test_every_scenario_has_rondo_a_floor_and_a_peer(self):
        folders = {path.parent.name for path in peers.HERE.glob("*/*") if path.suffix in peers.LANGUAGES}
        self.assertEqual(set(peers.scenarios()), folders)
        self.assertGreater(len(folders), 20)
        for scenario in peers.scenarios():
            names = list(peers.names(scenario))
            self.assertIn("rondo", names)
            self.assertTrue(any(name.startswith("cpython") for name in names), scenario)
            self.assertTrue({"call", "coroutine", "fused", "ring", "calendar", "floor", "read", "write", "read_write"} & set(names), scenario)

    def test_a_command_that_is_not_there_is_named_with_its_package(self):
        with self.assertRaisesRegex(peers.Skipped, r"no-such-command is not there \(package no-such-command\)"):
            peers.find("no-such-command")

    def test_needs_are_read_from_the_comment(self):
        self.assertEqual(peers.needs(BENCH / "generator_iterate/boost_coroutine2.cpp"), ["boost_context"])
        self.assertEqual(peers.needs(BENCH / "log_pipeline/rg_cut.sh"), ["rg", "cut"])
        self.assertEqual(peers.needs(BENCH / "generator_iterate/rondo.cpp"), [])


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
