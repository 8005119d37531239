# SPDX-License-Identifier: BSL-1.0
import subprocess

from harness import by_wall_clock, checking, measure

by_wall_clock()


def few(n):
    return min(n, 10) if checking() else n


def run_true(n):
    return sum(subprocess.run(["true"], check=False).returncode == 0 for _ in range(few(n)))


def run_echo(n):
    return sum(len(subprocess.run(["echo", "x"], check=True, stdout=subprocess.PIPE).stdout) for _ in range(few(n)))


measure("true", "ns/process", run_true, few)
measure("output", "ns/process", run_echo, lambda n: 2 * few(n))
