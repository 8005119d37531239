#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
#
# The program `pipeline` from outside: the stages and every edge of the input that docs/pipeline.md names, by io_uring and
# by plain read. python3 pipeline_test.py --bin DIR; the last line is `N passed, N failed`.
import fcntl
import gzip
import hashlib
import json
import os
import random
import signal
import struct
import subprocess
import time

import pipeline_program
from pipeline_program import Case, LESSON, CLEAN, REJECTS, IO, INTERRUPTED


class Stages:
    """What holds however the bytes are read: run once a driver."""

    def test_the_lesson_with_its_errors_kept_and_messages_extracted(self):
        got = self.run_it("--level", "ERROR", self.write("app.log", LESSON))
        self.assertEqual(got.out, b"Connection timeout\nFile not found\n")
        self.assertEqual(got.code, CLEAN)
        self.assertEqual((got.summary["lines"], got.summary["bytes"], got.summary["exported"]), (4, len(LESSON), 2))
        self.assertEqual(got.summary["levels"]["INFO"], 2)
        self.assertEqual(got.summary["levels"]["ERROR"], 2)
        self.assertEqual(got.summary["read_by"].split(",")[0], "epoll" if self.driver == "epoll" else "io_uring")

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
        if not pipeline_program.WITH_ASAN:
            self.assertLess(got.summary["peak_memory_bytes"], 16 << 20)

    def test_a_packed_log_is_read_as_what_it_holds(self):
        text = b"".join(b"INFO: line %d\n" % i for i in range(50000)) + b"ERROR: last"
        packed = gzip.compress(text[:300000]) + gzip.compress(text[300000:])  # of two members
        got = self.run_it("--output=message", "--level=ERROR", self.write("app.log.1", packed))
        self.assertEqual((got.code, got.out), (CLEAN, b"last\n"))
        self.assertEqual((got.summary["lines"], got.summary["bytes"]), (50001, len(text)))
        self.assertEqual((got.summary["files"][0]["packed"], got.summary["files"][0]["format"]), ("gzip", "lesson"))
        self.assertIn("%d bytes out of gzip" % len(text), got.err)
        self.assertEqual(self.run_it("--quiet", "-", input=packed).out.count(b"\n"), 50001)
        self.assertIsNone(self.run_it(self.write("plain.log", LESSON)).summary["files"][0]["packed"])

    def test_a_damaged_packed_log_is_an_error_after_all_that_was_good(self):
        text = b"".join(b"INFO: line %d\n" % random.Random(i).randrange(1 << 40) for i in range(50000))
        packed = gzip.compress(text)
        good = self.write("good.log", LESSON)
        got = self.run_it(self.write("cut.gz", packed[:-20]), good)
        self.assertEqual((got.code, [f["lines"] for f in got.summary["files"]][1]), (IO, 4))
        self.assertGreater(got.summary["files"][0]["lines"], 49000)
        self.assertIn("cannot read " + self.path("cut.gz") + ": gzip, at byte ", got.err)
        damaged = bytearray(packed)
        damaged[len(packed) // 2] ^= 0xff
        got = self.run_it(self.write("bad.gz", bytes(damaged)))
        self.assertEqual(got.code, IO)
        self.assertIn("the data is damaged", got.err)
        self.assertTrue(text.replace(b"INFO: ", b"").startswith(got.out[:got.out.rfind(b"\n", 0, len(got.out) // 4)]))

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


if __name__ == "__main__":
    pipeline_program.main()
