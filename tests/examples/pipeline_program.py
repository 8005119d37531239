#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
#
# What the tests of the program `pipeline` share: how it is started, and how the outcome is told.
import ctypes
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest


PROGRAM = ""
WITH_ASAN = False
LESSON = b"INFO: System started\nERROR: Connection timeout\nINFO: User logged in\nERROR: File not found\n"
CLEAN, REJECTS, USAGE, IO, INTERRUPTED = 0, 1, 2, 3, 130


def deny_syscalls(numbers, code):
    """A function for preexec_fn: the kernel answers these system calls with the error."""
    def apply():
        libc = ctypes.CDLL(None, use_errno=True)
        rows = [struct.pack("HBBI", 0x20, 0, 0, 0)]  # load the number of the call
        for i, number in enumerate(numbers):
            rows.append(struct.pack("HBBI", 0x15, len(numbers) - i, 0, number))
        rows.append(struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000))  # allow
        rows.append(struct.pack("HBBI", 0x06, 0, 0, 0x00050000 | code))
        code_bytes = ctypes.create_string_buffer(b"".join(rows))
        program = struct.pack("HxxxxxxQ", len(rows), ctypes.addressof(code_bytes))
        if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, program, 0, 0) != 0:
            os._exit(77)
    return apply


IO_URING_SETUP, IO_URING_ENTER = 425, 426


class Result:
    def __init__(self, code, out, err, summary):
        self.code, self.out, self.err, self.summary = code, out, err.decode("utf-8", "replace"), summary


class Case(unittest.TestCase):
    driver = None  # RONDO_DRIVER

    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="pipeline-test-")
        self.addCleanup(shutil.rmtree, self.place, True)

        def late(*_):
            raise TimeoutError("the program did not do what the test waits for")
        signal.signal(signal.SIGALRM, late)  # a test that hangs is a test that fails
        signal.alarm(90)
        self.addCleanup(signal.alarm, 0)

    def path(self, name):
        return os.path.join(self.place, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def environment(self, **more):
        env = dict(os.environ, **more)
        env.pop("RONDO_DRIVER", None)
        if "RONDO_DRIVER" in more:
            env["RONDO_DRIVER"] = more["RONDO_DRIVER"]
        elif self.driver:
            env["RONDO_DRIVER"] = self.driver
        return env

    def start(self, *args, env=None, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        child = subprocess.Popen([PROGRAM, *args], env=self.environment(**(env or {})), **more)
        self.addCleanup(self.end, child)
        return child

    @staticmethod
    def end(child):
        if child.poll() is None:
            child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream:
                stream.close()

    def run_it(self, *args, input=None, env=None, **more):
        """Runs to the end; the JSON summary is read where there is one."""
        summary_path = self.path("summary.json")
        asked = () if "--summary-json" in args or "--make-log" in args else ("--summary-json", summary_path)
        if input is not None:
            more["stdin"] = subprocess.PIPE
        child = self.start(*asked, *args, env=env, **more)
        out, err = child.communicate(input, timeout=120)
        summary = None
        if asked and os.path.exists(summary_path) and os.path.getsize(summary_path):
            with open(summary_path, encoding="utf-8") as file:
                summary = json.load(file)
        return Result(child.returncode, out, err or b"", summary)


def main():
    global PROGRAM, WITH_ASAN
    if "--bin" not in sys.argv or sys.argv[-1] == "--bin":
        sys.exit("usage: %s --bin DIR" % sys.argv[0])
    at = sys.argv.index("--bin")
    PROGRAM = os.path.abspath(os.path.join(sys.argv[at + 1], "pipeline"))
    del sys.argv[at:at + 2]
    with open(PROGRAM, "rb") as file:
        WITH_ASAN = b"__asan_init" in file.read()
    outcome = unittest.main("__main__", exit=False, verbosity=1).result
    bad = len(outcome.failures) + len(outcome.errors)
    for test, why in outcome.skipped:
        print("skipped: %s: %s" % (test, why))
    print("%d passed, %d failed" % (outcome.testsRun - bad - len(outcome.skipped), bad))
    sys.exit(1 if bad else 0)
