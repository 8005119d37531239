#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
#
# The program `pipeline` from outside: every edge that docs/pipeline.md names, by io_uring and by plain read.
# python3 pipeline_test.py --bin DIR; the last line is `N passed, N failed`.
import ctypes
import errno
import fcntl
import hashlib
import json
import os
import pty
import random
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
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


class Stages:
    """What holds however the bytes are read: run once a driver."""

    def test_the_lesson_with_its_errors_kept_and_messages_extracted(self):
        got = self.run_it("--level", "ERROR", self.write("app.log", LESSON))
        self.assertEqual(got.out, b"Connection timeout\nFile not found\n")
        self.assertEqual(got.code, CLEAN)
        self.assertEqual((got.summary["lines"], got.summary["bytes"], got.summary["exported"]), (4, len(LESSON), 2))
        self.assertEqual(got.summary["levels"]["INFO"], 2)
        self.assertEqual(got.summary["levels"]["ERROR"], 2)
        self.assertEqual(got.summary["read_by"].split(" (")[0], "plain read" if self.driver == "epoll" else "io_uring")

    def test_malformed_lines_are_counted_and_written_with_their_numbers(self):
        path = self.write("app.log", b"INFO: a\nnonsense\tx\n\nERROR: b\nINFO no colon\n")
        got = self.run_it("--rejects", self.path("bad"), path)
        self.assertEqual((got.code, got.out), (REJECTS, b"a\nb\n"))
        self.assertEqual((got.summary["malformed"], got.summary["rejects"]), (3, 3))
        where = path.encode()
        self.assertEqual(self.read("bad"), where + b":2\tno level\tnonsense\tx\n" + where + b":3\tblank line\t\n" +
                         where + b":5\tno level\tINFO no colon\n")

    def test_filters_by_level_and_by_text(self):
        path = self.write("app.log", b"TRACE: a x\nDEBUG: b\nWARNING: c x\nFATAL: d\nERROR: e x\n")
        self.assertEqual(self.run_it("--level=warn", path).out, b"c x\nd\ne x\n")
        self.assertEqual(self.run_it("--level", "WARN", "--grep", "x", path).out, b"c x\ne x\n")
        self.assertEqual(self.run_it("--grep", "FATAL", path).out, b"d\n")
        self.assertEqual(self.run_it("--grep", "nowhere", path).out, b"")

    def test_tsv_has_four_fields_whatever_the_message_holds(self):
        path = self.write("app.log", b"2026-11-22 20:46:42 WARN: a\tb\\c\rd\nINFO: x\n")
        got = self.run_it("--output", "tsv", path)
        self.assertEqual(got.out, b"2026-11-22 20:46:42\tWARN\t\ta\\tb\\\\c\\rd\n\tINFO\t\tx\n")

    def test_jsonl_is_json_whatever_the_message_holds(self):
        texts = ["plain", 'a "quote" and \\ and \t and \x01', "Käse 日本 😀", "", "x" * 70000]
        path = self.write("app.log", b"".join(b"INFO: " + t.encode() + b"\n" for t in texts))
        rows = [json.loads(row) for row in self.run_it("--output", "jsonl", path).out.splitlines()]
        self.assertEqual([row["message"] for row in rows], texts)
        self.assertEqual([row["level"] for row in rows], ["INFO"] * len(texts))
        self.assertIsNone(rows[0]["time"])

    def test_invalid_utf8_passes_through_as_bytes_and_is_replaced_and_counted_in_json(self):
        path = self.write("app.log", b"INFO: a\xff\xfeb\xc3\nINFO: \xed\xa0\x80\nINFO: ok\n")
        got = self.run_it(path)
        self.assertEqual((got.code, got.out), (CLEAN, b"a\xff\xfeb\xc3\n\xed\xa0\x80\nok\n"))
        got = self.run_it("--output", "jsonl", path)
        rows = [json.loads(row)["message"] for row in got.out.splitlines()]
        self.assertEqual(rows, ["a\ufffd\ufffdb\ufffd", "\ufffd\ufffd\ufffd", "ok"])
        self.assertEqual(got.summary["replaced_utf8"], 6)
        self.assertIn("replaced  6", got.err)

    def test_nul_bytes_are_bytes_of_the_message_and_malformed_elsewhere(self):
        path = self.write("app.log", b"INFO: a\0b\nIN\0FO: c\nINFO: d\n")
        got = self.run_it(path)
        self.assertEqual((got.code, got.out), (REJECTS, b"a\0b\nd\n"))
        self.assertEqual(json.loads(self.run_it("--output=jsonl", path).out.splitlines()[0])["message"], "a\0b")

    def test_crlf_ends_a_line_as_newline_does(self):
        got = self.run_it(self.write("app.log", b"INFO: a\r\nERROR: b\r\nINFO: lone \r inside\nINFO: last\r"))
        self.assertEqual((got.code, got.out), (CLEAN, b"a\nb\nlone \r inside\nlast\n"))

    def test_a_last_line_without_newline_counts(self):
        got = self.run_it(self.write("app.log", b"INFO: a\nERROR: last"))
        self.assertEqual((got.code, got.out, got.summary["lines"]), (CLEAN, b"a\nlast\n", 2))

    def test_an_empty_file_is_clean(self):
        got = self.run_it(self.write("app.log", b""))
        self.assertEqual((got.code, got.out, got.summary["lines"], got.summary["bytes"]), (CLEAN, b"", 0, 0))
        self.assertEqual((got.summary["files"][0]["format"], got.summary["files"][0]["recognised"]), ("lesson", False))

    def test_no_such_file(self):
        got = self.run_it(self.path("missing.log"))
        self.assertEqual((got.code, got.out), (IO, b""))
        self.assertIn("cannot open " + self.path("missing.log") + ": No such file or directory; check the path", got.err)

    def test_a_file_that_fails_does_not_stop_the_others(self):
        a, b = self.write("a.log", b"INFO: a\n"), self.write("b.log", b"nonsense\n")
        got = self.run_it(a, self.path("missing.log"), b)
        self.assertEqual((got.code, got.out, got.summary["lines"], got.summary["rejects"]), (IO, b"a\n", 2, 1))
        self.assertEqual([f["lines"] for f in got.summary["files"]], [1, 0, 1])

    def test_a_directory(self):
        got = self.run_it(self.place)
        self.assertEqual(got.code, IO)
        self.assertIn("Is a directory; name the files in it", got.err)

    def test_a_read_that_fails_on_the_way(self):
        got = self.run_it("/proc/self/mem")  # opens, and answers the first read with an error
        self.assertEqual((got.code, got.out), (IO, b""))
        self.assertIn("cannot read /proc/self/mem: Input/output error; what came before was processed", got.err)

    def test_a_closed_standard_output_is_an_error_and_harms_no_other_file(self):
        path = self.write("app.log", b"nonsense\n" + LESSON)
        got = self.run_it("--rejects", self.path("bad"), path, preexec_fn=lambda: os.close(1))
        self.assertEqual(got.code, IO)
        self.assertIn("cannot write (standard output): Bad file descriptor", got.err)
        self.assertEqual(self.read("bad"), path.encode() + b":1\tno level\tnonsense\n")
        self.assertEqual(self.run_it("-", preexec_fn=lambda: os.close(0)).code, IO)

    def test_a_100_mib_line_is_skipped_and_counted_with_its_place(self):
        with open(self.path("app.log"), "wb") as file:
            file.write(b"INFO: before\n")
            for _ in range(100):
                file.write(b"x" * (1 << 20))
            file.write(b"\nERROR: after\n")
        got = self.run_it("--rejects", self.path("bad"), self.path("app.log"))
        self.assertEqual((got.code, got.out), (REJECTS, b"before\nafter\n"))
        place = {"file": self.path("app.log"), "line": 2, "offset": 13, "bytes": 100 << 20}
        self.assertEqual((got.summary["too_long"], got.summary["too_long_at"]), (1, [place]))
        self.assertIn("2: 104857600 bytes at offset 13", got.err)
        self.assertIn(b":2\ttoo long: 104857600 bytes at offset 13\t", self.read("bad"))
        if not WITH_ASAN:
            self.assertLess(got.summary["peak_memory_bytes"], 16 << 20)

    def test_the_limit_of_a_line_is_exact(self):
        def with_line(length, ending):
            return self.write("app.log", b"INFO: " + b"x" * (length - 6) + ending + b"INFO: end\n")
        for ending in (b"\n", b"\r\n"):
            self.assertEqual(self.run_it(with_line(1 << 20, ending)).summary["too_long"], 0)
            self.assertEqual(self.run_it(with_line((1 << 20) + 1, ending)).summary["too_long"], 1)
            self.assertEqual(self.run_it("--max-line=20", with_line(20, ending)).summary["too_long"], 0)
            self.assertEqual(self.run_it("--max-line=20", with_line(21, ending)).summary["too_long"], 1)
        self.assertEqual(len(self.run_it("--max-line", "3M", with_line(2 << 20, b"\n")).out), (2 << 20) - 6 + 1 + 4)

    def test_the_list_of_places_is_bounded_but_the_count_is_not(self):
        got = self.run_it("--max-line=10", self.write("app.log", b"INFO: longer than ten\n" * 100))
        self.assertEqual((got.summary["too_long"], len(got.summary["too_long_at"])), (100, 16))
        self.assertIn("and 84 more", got.err)

    def test_lines_across_the_ends_of_blocks(self):
        seed = random.randrange(1 << 32)
        dice = random.Random(seed)
        lines, data, offset, expected, long_ones = [], bytearray(), 0, bytearray(), []
        for number in range(1, 9001):
            length = dice.choice([0, 1, 7, 40, 100, 200, 999, 1000, 1001, 1002, 5000, 300000 if number % 900 == 0 else 60])
            text = (b"INFO: " if dice.random() < 0.9 else b"") + bytes(dice.choices(b"abc: \r", k=length))
            text = text.rstrip(b"\r") if number != 9000 else b"INFO: end"
            ending = dice.choice([b"\n", b"\r\n"]) if number != 9000 else b""
            if len(text) > 1000:
                long_ones.append((number, offset))
            elif text.startswith(b"INFO:"):
                expected += text[5:].strip(b" \t\r\v\f") + b"\n"
            data += text + ending
            offset += len(text + ending)
        got = self.run_it("--format=lesson", "--max-line=1000", "--rejects", self.path("bad"), self.write("app.log", bytes(data)))
        self.assertEqual(hashlib.sha256(got.out).digest(), hashlib.sha256(expected).digest(), "seed %d" % seed)
        self.assertEqual((got.summary["lines"], got.summary["bytes"]), (9000, len(data)), "seed %d" % seed)
        self.assertEqual(got.summary["too_long"], len(long_ones), "seed %d" % seed)
        self.assertEqual([(p["line"], p["offset"]) for p in got.summary["too_long_at"]], long_ones[:16], "seed %d" % seed)
        self.assertEqual(self.read("bad").count(b"\ttoo long: "), len(long_ones))
        self.assertEqual(sum(got.summary["levels"].values()) + got.summary["rejects"], 9000)

    def test_standard_input_by_name_and_by_silence(self):
        for args in (["-"], [], ["--", "-"]):
            got = self.run_it(*args, input=LESSON)
            self.assertEqual((got.code, got.out.count(b"\n"), got.summary["files"][0]["file"]), (CLEAN, 4, "(standard input)"))

    def test_a_redirected_file_is_read_from_where_it_stands(self):
        with open(self.write("app.log", LESSON), "rb", buffering=0) as file:
            file.seek(21)
            got = self.run_it("-", stdin=file)
        self.assertEqual(got.out, b"Connection timeout\nUser logged in\nFile not found\n")
        self.assertEqual(got.summary["notes"], [])

    def test_a_pipe_that_gives_a_byte_at_a_time(self):
        child = self.start("-", "--output=tsv", "--quiet", stdin=subprocess.PIPE, bufsize=0)
        for byte in b"2026-11-22 20:46:42 status installed a 1\n2026-11-22 20:46:42 install b 2":
            child.stdin.write(bytes([byte]))
            while self.held_by(child.stdin) != 0:  # until it has been read, so that no two come together
                os.sched_yield()
        child.stdin.close()
        child.stdin = None
        self.assertEqual(child.communicate(timeout=60)[0],
                         b"2026-11-22 20:46:42\tINFO\tdpkg\tstatus installed a 1\n2026-11-22 20:46:42\tINFO\tdpkg\tinstall b 2\n")
        self.assertEqual(child.returncode, CLEAN)

    def test_what_a_pipe_has_given_is_exported_before_it_gives_more(self):
        child = self.start("-", "--quiet", stdin=subprocess.PIPE, bufsize=0)
        for text in (b"one", b"two", b"three"):
            child.stdin.write(b"INFO: " + text + b"\n")
            self.assertEqual(child.stdout.read(len(text) + 1), text + b"\n")
        child.stdin.close()
        self.assertEqual(child.wait(60), CLEAN)

    def test_a_nonblocking_pipe_is_waited_for(self):
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        child = self.start("-", "--quiet", stdin=reading)
        os.close(reading)
        os.write(writing, b"INFO: a\n")
        self.assertEqual(child.stdout.read(2), b"a\n")
        self.wait_for_sleep(child)
        os.write(writing, b"INFO: b\n")
        os.close(writing)
        self.assertEqual(child.stdout.read(), b"b\n")
        self.assertEqual(child.wait(60), CLEAN)

    def test_a_fifo_and_a_file_of_proc(self):
        os.mkfifo(self.path("fifo"))
        child = self.start("--quiet", self.path("fifo"))
        with open(self.path("fifo"), "wb") as file:
            file.write(LESSON * 500)  # its output fits into a pipe: nobody reads it yet
        out = child.communicate(timeout=60)[0]
        self.assertEqual((child.returncode, out.count(b"\n")), (CLEAN, 2000))
        got = self.run_it("/proc/self/status")
        self.assertEqual(got.code, REJECTS)
        self.assertGreater(got.summary["lines"], 20)
        self.assertEqual(got.summary["notes"], [])

    def test_a_file_that_shrinks_while_it_is_read(self):
        line = b"INFO: " + b"x" * 93 + b"\n"
        path = self.write("app.log", line * 100000)
        child = self.start("--summary-json", self.path("s"), path)
        self.wait_until_full(child)
        os.truncate(path, 5000050)
        out, err = child.communicate(timeout=60)
        summary = json.loads(self.read("s"))
        self.assertEqual(child.returncode, CLEAN)
        self.assertEqual((summary["lines"], summary["bytes"]), (50001, 5000050))
        self.assertEqual(out.count(b"\n"), 50001)
        self.assertIn("shrank while it was read: 5000050 of 10000000 bytes were there", summary["notes"][0])
        self.assertIn(b"shrank while it was read", err)

    @staticmethod
    def held_by(pipe):
        return struct.unpack("i", fcntl.ioctl(pipe.fileno(), 0x541B, b"\0" * 4))[0]  # FIONREAD

    def wait_until_full(self, child):
        """Until the program waits for us to read its output: the pipe holds all that it can."""
        size = fcntl.fcntl(child.stdout.fileno(), 1032)  # F_GETPIPE_SZ
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.held_by(child.stdout) >= size - 4096:
                return
            os.sched_yield()
        self.fail("the pipe did not fill")

    def test_a_closed_output_ends_quietly(self):
        path = self.write("app.log", b"nonsense\n" + LESSON * 200000)  # 0 all the same: nobody is left to mind
        child = self.start("--summary-json", self.path("s"), path)
        self.assertEqual(child.stdout.readline(), b"System started\n")
        child.stdout.close()
        err = child.stderr.read().decode()
        self.assertEqual(child.wait(60), CLEAN)
        self.assertNotIn("pipeline:", err)
        self.assertIn("the reader of the output has gone", err)
        summary = json.loads(self.read("s"))
        self.assertTrue(summary["output_closed"])
        self.assertLess(summary["lines"], 800000)

    def test_a_full_disk(self):
        got = self.run_it("--out", "/dev/full", self.write("app.log", LESSON))
        self.assertEqual((got.code, got.summary["exported"], got.summary["exit_code"]), (IO, 0, IO))
        self.assertIn("cannot write /dev/full: No space left on device; 0 whole lines are in it; make room", got.err)
        got = self.run_it("--rejects", "/dev/full", self.write("app.log", b"nonsense\nINFO: a\n"))
        self.assertEqual((got.code, got.out), (IO, b"a\n"))
        self.assertIn("cannot write /dev/full", got.err)

    def test_a_disk_that_fills_up_keeps_whole_lines(self):
        os.mkdir(self.path("small"))
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", self.path("small")],
                                               stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("only root can mount a small disk")
        self.addCleanup(subprocess.run, ["umount", self.path("small")])
        path = self.write("app.log", b"".join(b"INFO: line %d\n" % i for i in range(100000)))
        got = self.run_it("--out", self.path("small/out"), path)
        kept = self.read("small/out")
        self.assertEqual(got.code, IO)
        self.assertTrue(kept.endswith(b"\n"))
        self.assertEqual(kept, b"".join(b"line %d\n" % i for i in range(kept.count(b"\n"))))
        self.assertEqual(got.summary["exported"], kept.count(b"\n"))
        self.assertIn("%d whole lines are in it" % kept.count(b"\n"), got.err)

    def test_an_interruption_keeps_what_was_exported(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            child = self.start("-", "--out", self.path("out"), "--summary-json", self.path("s"), stdin=subprocess.PIPE, bufsize=0)
            child.stdin.write(b"INFO: one\nINFO: two\nINFO: half")
            while not os.path.exists(self.path("out")) or os.path.getsize(self.path("out")) != 8:
                self.assertIsNone(child.poll())
                os.sched_yield()
            child.send_signal(number)
            self.assertEqual(child.wait(60), INTERRUPTED)
            self.assertIn("interrupted", child.stderr.read().decode())
            self.assertEqual(self.read("out")[:8], b"one\ntwo\n")
            summary = json.loads(self.read("s"))
            self.assertEqual((summary["interrupted"], summary["exit_code"]), (True, INTERRUPTED))
            self.assertEqual(summary["exported"], self.read("out").count(b"\n"))
            os.unlink(self.path("out"))

    def test_an_interruption_while_the_output_is_stuck(self):
        path = self.write("app.log", LESSON * 100000)
        child = self.start("--summary-json", self.path("s"), path)
        self.wait_until_full(child)
        child.send_signal(signal.SIGINT)
        out = child.communicate(timeout=60)[0]
        summary = json.loads(self.read("s"))
        self.assertEqual(child.returncode, INTERRUPTED)
        self.assertTrue(out.endswith(b"\n"))
        self.assertEqual(out.count(b"\n"), summary["exported"])
        self.assertLess(summary["lines"], 400000)

    def test_an_interruption_while_a_fifo_has_no_writer(self):
        os.mkfifo(self.path("fifo"))
        child = self.start(self.path("fifo"))
        self.wait_for_sleep(child)
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(60), INTERRUPTED)
        self.assertNotIn("cannot", child.stderr.read().decode())
        child = self.start("-", "--out", self.path("fifo"))
        self.wait_for_sleep(child)
        child.send_signal(signal.SIGTERM)
        self.assertEqual(child.wait(60), INTERRUPTED)

    def wait_for_sleep(self, child):
        """Until it catches SIGINT and sleeps in the kernel."""
        while True:
            self.assertIsNone(child.poll())
            with open("/proc/%d/status" % child.pid, encoding="ascii") as file:
                status = dict(row.split(":\t", 1) for row in file.read().splitlines() if ":\t" in row)
            if int(status["SigCgt"].strip(), 16) & 2 and status["State"].startswith("S"):
                return
            os.sched_yield()


class ByUring(Stages, Case):
    driver = "uring"

    def setUp(self):
        super().setUp()
        if self.run_it("-", input=b"").code != CLEAN:
            self.skipTest("io_uring is refused here")


class ByPlainRead(Stages, Case):
    driver = "epoll"


class ReadPath(Case):
    def test_where_io_uring_is_forbidden_plain_read_takes_over_and_says_so(self):
        path = self.write("app.log", LESSON)
        for call in (IO_URING_SETUP, IO_URING_ENTER):
            for code in (errno.EPERM, errno.ENOSYS, errno.EACCES):
                got = self.run_it(path, preexec_fn=deny_syscalls([call], code))
                if got.code == 77:
                    self.skipTest("seccomp is refused here")
                self.assertEqual((got.code, got.out.count(b"\n")), (CLEAN, 4))
                self.assertEqual(got.summary["read_by"], "plain read (io_uring is refused: %s)" % os.strerror(code))
                self.assertIn("read by   plain read", got.err)

    def test_forced_and_forbidden_is_an_error(self):
        got = self.run_it(self.write("app.log", LESSON), env={"RONDO_DRIVER": "uring"},
                          preexec_fn=deny_syscalls([IO_URING_SETUP], errno.EPERM))
        if got.code == 77:
            self.skipTest("seccomp is refused here")
        self.assertEqual((got.code, got.out), (IO, b""))
        self.assertIn("cannot set up io_uring: Operation not permitted; unset RONDO_DRIVER or set RONDO_DRIVER=epoll", got.err)

    def test_another_driver_is_a_usage_error(self):
        got = self.run_it("-", input=b"", env={"RONDO_DRIVER": "kqueue"})
        self.assertEqual(got.code, USAGE)
        self.assertIn("RONDO_DRIVER is 'kqueue'; set it to uring or epoll", got.err)


class CommandLine(Case):
    def test_help_goes_to_standard_output(self):
        for flag in ("--help", "-h"):
            got = self.run_it(flag)
            self.assertEqual((got.code, got.err), (CLEAN, ""))
            self.assertIn(b"usage: pipeline", got.out)

    def test_what_cannot_be_meant_is_refused_by_name(self):
        path = self.write("app.log", LESSON)
        for args, said in ((["--colour"], "option --colour is not known"), (["-x"], "option -x is not known"),
                           (["--level", "LOUD"], "--level 'LOUD' is not known; choose from TRACE"),
                           (["--format=xml"], "--format 'xml' is not known"), (["--output=xml"], "--output 'xml'"),
                           (["--max-line=1X"], "--max-line '1X' is no number of bytes"), (["--max-line=-1"], "no number"),
                           (["--max-line=99999999999G"], "no number"), (["--seed=x"], "--seed 'x' is no number"),
                           (["--quiet=1"], "--quiet takes no value"), (["--out="], "--out needs a value"),
                           (["--main-job"], "one word too many")):
            got = self.run_it(*args, path)
            self.assertEqual((got.code, got.out), (USAGE, b""), args)
            self.assertIn(said, got.err)
        self.assertIn("--out needs a value", self.run_it(path, "--out").err)

    def test_no_file_on_a_terminal_is_a_usage_error(self):
        outer, inner = pty.openpty()
        got = self.run_it(stdin=inner)
        os.close(outer), os.close(inner)
        self.assertEqual(got.code, USAGE)
        self.assertIn("no FILE given", got.err)

    def test_quiet_says_nothing(self):
        self.assertEqual(self.run_it("--quiet", self.write("app.log", b"nonsense\n")).err, "")

    def test_a_name_that_looks_like_an_option_stands_behind_two_dashes(self):
        self.write("--level", LESSON)
        self.assertEqual(self.run_it("--", "--level", cwd=self.place).summary["lines"], 4)

    def test_formats_are_recognised_or_asked_for(self):
        for name, line in (("lesson", b"INFO: x"), ("syslog", b"Nov 22 20:46:42 box a[1]: x"),
                           ("dpkg", b"2026-11-22 20:46:42 status installed a 1"),
                           ("combined", b'::1 - - [22/Nov/2026:20:46:42 +0100] "GET /" 200 0')):
            path = self.write("app.log", line + b"\n")
            got = self.run_it(path)
            self.assertEqual((got.code, got.summary["files"][0]["format"]), (CLEAN, name))
            self.assertIn("format %s (recognised)" % name, got.err)
            got = self.run_it("--format", name, path)
            self.assertEqual(got.code, CLEAN)
            self.assertIn("format %s (as asked)" % name, got.err)
        self.assertEqual(self.run_it("--format=dpkg", self.write("app.log", LESSON)).summary["malformed"], 4)
        self.assertIn("not recognised", self.run_it(self.write("app.log", b"neither\n")).err)

    def test_each_file_has_a_format_of_its_own(self):
        a, b = self.write("a", b"INFO: x\n"), self.write("b", b"2026-11-22 20:46:42 install b 2\n")
        got = self.run_it(a, b)
        self.assertEqual((got.code, [f["format"] for f in got.summary["files"]]), (CLEAN, ["lesson", "dpkg"]))

    def test_an_output_that_is_an_input_is_refused_and_unharmed(self):
        path = self.write("app.log", LESSON)
        os.link(path, self.path("link"))
        os.symlink(path, self.path("symlink"))
        for args in (["--out", path], ["--out", self.path("link")], ["--rejects", self.path("symlink")],
                     ["--summary-json", path]):
            got = self.run_it(path, *args)
            self.assertEqual(got.code, USAGE)
            self.assertIn("is the same file as the input", got.err)
            self.assertEqual(self.read("app.log"), LESSON)
        with open(path, "ab") as file:
            self.assertEqual(self.run_it(path, stdout=file).code, USAGE)
        with open(path, "rb") as file:
            self.assertEqual(self.run_it("-", "--out", path, stdin=file).code, USAGE)
        self.assertEqual(self.read("app.log"), LESSON)
        got = self.run_it(path, "--out", self.path("o"), "--rejects", self.path("o"))
        self.assertEqual(got.code, USAGE)
        self.assertIn("is the same file as --out", got.err)

    def test_an_output_that_cannot_be_opened(self):
        got = self.run_it(self.write("app.log", LESSON), "--out", self.path("no/such/place"))
        self.assertEqual(got.code, IO)
        self.assertIn("cannot open " + self.path("no/such/place") + ": No such file or directory", got.err)

    def test_without_permission(self):
        path = self.write("app.log", LESSON)
        os.chmod(path, 0)
        os.chmod(self.place, 0o755)
        command = []
        if os.geteuid() == 0:
            shutil.copy(PROGRAM, self.path("pipeline"))
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", self.path("pipeline")]
            try:
                able = subprocess.run([*command, "--help"], capture_output=True).returncode == 0
            except OSError:
                able = False
            if not able:
                self.skipTest("no way to run as an ordinary user")
        got = subprocess.run([*(command or [PROGRAM]), path], capture_output=True)
        self.assertEqual((got.returncode, got.stdout), (IO, b""))
        self.assertIn(b"Permission denied; ask its owner for permission, or use sudo", got.stderr)

    def test_a_terminal_sees_a_bar_and_nothing_else_does(self):
        path = self.write("app.log", LESSON * 50000)
        outer, inner = pty.openpty()
        child = self.start("--out", self.path("out"), path, stderr=inner)
        os.close(inner)
        seen = b""
        try:
            while piece := os.read(outer, 65536):
                seen += piece
        except OSError:
            pass  # Linux says the end of a terminal with EIO
        os.close(outer)
        self.assertEqual(child.wait(60), CLEAN)
        self.assertRegex(seen.decode(), r"\r\[#*\.*\] +\d+ %  \d+ MB/s")
        self.assertIn(b"\r\x1b[K", seen)
        self.assertIn(b"exported  200000", seen)
        self.assertNotIn("\r", self.run_it("--out", self.path("out"), path).err)

    def test_an_existing_output_is_replaced(self):
        self.write("out", b"old and longer than the new text\n" * 100)
        self.run_it("--out", self.path("out"), self.write("app.log", LESSON), "--level=error")
        self.assertEqual(self.read("out"), b"Connection timeout\nFile not found\n")


class MadeUpLog(Case):
    def test_the_same_seed_gives_the_same_bytes_everywhere(self):
        for seed, digest in MADE_UP.items():
            self.assertEqual(self.run_it("--make-log", self.path("log"), "--bytes=1M", "--seed", str(seed)).code, CLEAN)
            data = self.read("log")
            self.assertEqual((len(data), hashlib.sha256(data).hexdigest()), (1 << 20, digest))

    def test_it_has_exactly_the_size_asked_for(self):
        for size in (64, 65, 511, 512, 513, 600, 1000, 123457):
            self.run_it("--make-log", self.path("log"), "--bytes", str(size))
            data = self.read("log")
            self.assertEqual((len(data), data[-1:]), (size, b"\n"))
        self.assertEqual(self.run_it("--make-log", self.path("log"), "--bytes=63").code, USAGE)

    def test_it_is_realistic_and_read_in_constant_memory(self):
        self.run_it("--make-log", self.path("log"), "--bytes", "16M" if WITH_ASAN else "128M")
        got = self.run_it("--out", self.path("out"), self.path("log"))
        levels = got.summary["levels"]
        self.assertTrue(all(levels.values()), levels)
        self.assertEqual(got.code, REJECTS)
        self.assertLess(got.summary["rejects"], got.summary["lines"] / 5000)
        self.assertEqual(sum(levels.values()) + got.summary["rejects"], got.summary["lines"])
        if not WITH_ASAN:
            self.assertLess(got.summary["peak_memory_bytes"], 16 << 20)

    def test_a_failure_leaves_nothing_behind(self):
        got = self.run_it("--make-log", self.path("no/log"))
        self.assertEqual(got.code, IO)
        os.mkdir(self.path("log"))
        self.assertEqual(self.run_it("--make-log", self.path("log"), "--bytes=1M").code, IO)
        self.assertEqual(os.listdir(self.place), ["log"])

    def test_an_interruption_leaves_nothing_behind(self):
        child = self.start("--make-log", self.path("log"), "--bytes=50G")
        while not os.listdir(self.place):
            os.sched_yield()
        child.send_signal(signal.SIGINT)
        self.assertEqual((child.wait(60), os.listdir(self.place)), (INTERRUPTED, []))

    def test_the_main_job_makes_it_once_and_exports_the_errors(self):
        data = self.path("data")
        args = ["--main-job", "--bytes=4M", "--seed=5"]
        got = self.run_it(*args, env={"RONDO_DATA_DIR": data})
        self.assertEqual(got.code, CLEAN, got.err)
        self.assertIn(b"from seed 5, once", got.out)
        log = os.path.join(data, "log-1-%d-5.log" % (4 << 20))
        self.assertEqual(os.stat(log).st_size, 4 << 20)
        self.assertEqual(self.read("data/errors.txt").count(b"\n"), got.summary["exported"])
        self.assertEqual(got.summary["exported"], got.summary["levels"]["ERROR"] + got.summary["levels"]["FATAL"])
        made = os.stat(log).st_mtime_ns
        again = self.run_it(*args, env={"RONDO_DATA_DIR": data})
        self.assertEqual((again.code, os.stat(log).st_mtime_ns), (CLEAN, made))
        self.assertNotIn(b"once", again.out)

    def test_the_main_job_keeps_its_files_in_the_users_cache(self):
        env = {"RONDO_DATA_DIR": "", "XDG_CACHE_HOME": "", "HOME": self.path("home")}
        self.assertEqual(self.run_it("--main-job", "--bytes=64K", env=env).code, CLEAN)
        self.assertTrue(os.path.exists(self.path("home/.cache/rondo/log-1-65536-2026.log")))
        env["XDG_CACHE_HOME"] = self.path("cache")
        self.assertEqual(self.run_it("--main-job", "--bytes=64K", env=env).code, CLEAN)
        self.assertTrue(os.path.exists(self.path("cache/rondo/log-1-65536-2026.log")))
        env.update(XDG_CACHE_HOME="", HOME="")
        got = self.run_it("--main-job", env=env)
        self.assertEqual(got.code, USAGE)
        self.assertIn("set RONDO_DATA_DIR", got.err)

    def test_the_main_job_says_when_the_disk_is_too_small(self):
        got = self.run_it("--main-job", "--bytes=100000000G", env={"RONDO_DATA_DIR": self.place})
        self.assertEqual(got.code, IO)
        self.assertIn("MB are free; make room, set RONDO_DATA_DIR", got.err)


MADE_UP = {1: "9f4e3c6ed18b6da256c5b56ecee1c6febdabaf7dcd78bb7bb67765bf59a47727",
           2026: "e903c671787f34eca5f14c7dc20d000a315c5b6d7450ca0e6719207ae22ffdfb"}


def main():
    global PROGRAM, WITH_ASAN
    if "--bin" not in sys.argv or sys.argv[-1] == "--bin":
        sys.exit("usage: pipeline_test.py --bin DIR")
    at = sys.argv.index("--bin")
    PROGRAM = os.path.abspath(os.path.join(sys.argv[at + 1], "pipeline"))
    del sys.argv[at:at + 2]
    with open(PROGRAM, "rb") as file:
        WITH_ASAN = b"__asan_init" in file.read()
    outcome = unittest.main(exit=False, verbosity=1).result
    bad = len(outcome.failures) + len(outcome.errors)
    for test, why in outcome.skipped:
        print("skipped: %s: %s" % (test, why))
    print("%d passed, %d failed" % (outcome.testsRun - bad - len(outcome.skipped), bad))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
