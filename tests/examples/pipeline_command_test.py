#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
#
# The program `pipeline` from outside: which read path it takes, its command line, and the log that it makes up.
# python3 pipeline_command_test.py --bin DIR; the last line is `N passed, N failed`.
import errno
import hashlib
import os
import pty
import shutil
import signal
import subprocess

import pipeline_program
from pipeline_program import deny_syscalls, IO_URING_SETUP, IO_URING_ENTER, Case, LESSON, CLEAN, REJECTS, USAGE, IO, INTERRUPTED


class ReadPath(Case):
    def test_where_io_uring_is_forbidden_epoll_takes_over_and_says_so(self):
        path = self.write("app.log", LESSON)
        for call in (IO_URING_SETUP, IO_URING_ENTER):
            for code in (errno.EPERM, errno.ENOSYS, errno.EACCES):
                got = self.run_it(path, preexec_fn=deny_syscalls([call], code))
                if got.code == 77:
                    self.skipTest("seccomp is refused here")
                self.assertEqual((got.code, got.out.count(b"\n")), (CLEAN, 4))
                self.assertEqual(got.summary["read_by"].split(" io_uring")[0], "epoll, because")
                self.assertIn(os.strerror(code), got.summary["read_by"])
                self.assertIn("read by   epoll", got.err)

    def test_forced_and_forbidden_is_an_error(self):
        got = self.run_it(self.write("app.log", LESSON), env={"RONDO_DRIVER": "uring"},
                          preexec_fn=deny_syscalls([IO_URING_SETUP], errno.EPERM))
        if got.code == 77:
            self.skipTest("seccomp is refused here")
        self.assertEqual((got.code, got.out), (IO, b""))
        self.assertIn("io_uring set-up is refused: Operation not permitted; unset RONDO_DRIVER, or set it to epoll", got.err)

    def test_another_driver_is_a_usage_error(self):
        got = self.run_it("-", input=b"", env={"RONDO_DRIVER": "kqueue"})
        self.assertEqual(got.code, USAGE)
        self.assertIn("RONDO_DRIVER is 'kqueue': set it to uring or epoll", got.err)


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
            shutil.copy(pipeline_program.PROGRAM, self.path("pipeline"))
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", self.path("pipeline")]
            try:
                able = subprocess.run([*command, "--help"], capture_output=True).returncode == 0
            except OSError:
                able = False
            if not able:
                self.skipTest("no way to run as an ordinary user")
        got = subprocess.run([*(command or [pipeline_program.PROGRAM]), path], capture_output=True)
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

    def test_it_is_realistic(self):
        self.run_it("--make-log", self.path("log"), "--bytes", "16M")
        got = self.run_it("--out", self.path("out"), self.path("log"))
        levels = got.summary["levels"]
        self.assertTrue(all(levels.values()), levels)
        self.assertEqual(got.code, REJECTS)
        self.assertLess(got.summary["rejects"], got.summary["lines"] / 5000)
        self.assertEqual(sum(levels.values()) + got.summary["rejects"], got.summary["lines"])

    def test_memory_is_constant_whatever_the_size(self):
        if pipeline_program.WITH_ASAN:
            self.skipTest("under AddressSanitizer memory says nothing")
        sizes = [16 << 20, 256 << 20]
        if shutil.disk_usage(self.place).free > 8 << 30:
            sizes.append(1 << 30)
        for driver in ("uring", "epoll"):
            peaks = []
            for size in sizes:
                log = self.path("log-%d" % size)
                if not os.path.exists(log):
                    self.run_it("--make-log", log, "--bytes", str(size))
                got = self.run_it("--level=ERROR", "--out", "/dev/null", log, env={"RONDO_DRIVER": driver})
                if driver == "uring" and got.code == IO:
                    break  # refused here
                peaks.append(got.summary["peak_memory_bytes"])
            self.assertLess(max(peaks, default=0), 8 << 20)
            self.assertLess(max(peaks, default=0) - min(peaks, default=0), 1 << 20)

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


if __name__ == "__main__":
    pipeline_program.main()
