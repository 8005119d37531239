#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Proves that each check of law.py can fail: planted/<name>/ is a tree with a violation in it.

Its file `.expect` names the check, and below the texts that its sentences must contain. The tree `clean` keeps every rule
and passes every check; a check without a planted violation is a failure itself.
"""
import pathlib
import sys

import law


def verdict(case: pathlib.Path) -> str:
    name, *texts = (case / ".expect").read_text().splitlines()
    said = [sentence for _, found in law.run(case, None if name == "all" else [name]) for sentence in found]
    if not texts:
        return "\n".join(f"a rule is said to be broken: {sentence}" for sentence in said)
    return "\n".join(f"not found: {text}\n  said: {said}" for text in texts if not any(text in s for s in said))


def main() -> int:
    passed = failed = 0
    seen = set()
    for case in sorted(pathlib.Path(__file__).with_name("planted").iterdir()):
        seen.add((case / ".expect").read_text().split("\n")[0])
        wrong = verdict(case)
        print(f"{case.name}: {wrong or 'as expected'}")
        passed, failed = passed + (not wrong), failed + bool(wrong)
    for name in sorted(set(law.CHECKS) - seen):
        print(f"{name}: no violation is planted for this check")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
