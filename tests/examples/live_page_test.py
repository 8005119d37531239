#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A browser opens the live page and sees the count go up, on both drivers; then the server ends at once, and well.

Where there is no chromium, the page is only fetched.
"""
import argparse
import fcntl
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

patience = 60  # seconds, for a browser to begin


class Browser:
    """chromium, told what to do over a pair of pipes: JSON, each message ended by a zero."""

    def __init__(self, program: str, profile: str) -> None:
        here_in, self.to = os.pipe()
        self.come, here_out = os.pipe()
        arguments = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                     f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
        def as_expected() -> None:  # it reads descriptor 3 and writes descriptor 4
            read, write = (fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (here_in, here_out))
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(arguments, preexec_fn=as_expected, pass_fds=(3, 4),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(here_in)
        os.close(here_out)
        self.waiting = b""
        self.number = 0

    def ask(self, method: str, session: str = "", **params: object) -> dict:
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + patience
        while True:
            while b"\0" not in self.waiting:
                ready, _, _ = select.select([self.come], [], [], max(0.0, until - time.monotonic()))
                part = os.read(self.come, 65536) if ready else b""
                if not part:
                    raise RuntimeError(f"the browser does not answer {method}")
                self.waiting += part
            text, self.waiting = self.waiting.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.to)
        os.close(self.come)


def counts_seen(browser: Browser, url: str) -> "list[int]":
    target = browser.ask("Target.createTarget", url=url)["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    seen: "list[int]" = []
    until = time.monotonic() + patience
    while len(seen) < 3 and time.monotonic() < until:
        asked = browser.ask("Runtime.evaluate", session,
                            expression="(document.getElementById('count') || {}).textContent || ''")
        text = asked["result"].get("value", "")
        if text.isdigit() and int(text) not in seen:
            seen.append(int(text))
        time.sleep(0.1)
    return seen


def check(program: pathlib.Path, driver: str) -> bool:
    environment = {**os.environ, "RONDO_DRIVER": driver}
    server = subprocess.Popen([program, "0"], stdout=subprocess.PIPE, text=True, env=environment)
    browser = None
    try:
        url = server.stdout.readline().strip()
        chromium = shutil.which("chromium")
        if chromium:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                try:
                    browser = Browser(chromium, profile)
                    seen = counts_seen(browser, url)
                    # It listens still: that must not hold the server's end up.
                    server.send_signal(signal.SIGTERM)
                    ended = server.wait(timeout=patience)
                finally:
                    if browser:
                        browser.close()
            good = len(seen) == 3 and seen == sorted(seen) and ended == 0
            print(f"{driver}: the browser saw {seen}; the server ended with {ended}")
        else:
            page = urllib.request.urlopen(url, timeout=patience).read().decode()
            with urllib.request.urlopen(url + "counts", timeout=patience) as events:
                data = [events.readline() for _ in range(9)]
                server.send_signal(signal.SIGTERM)
                ended = server.wait(timeout=patience)
            good = "EventSource" in page and any(line.startswith(b"data: ") for line in data) and ended == 0
            print(f"{driver}: there is no chromium here; fetched: {good}")
        return good
    finally:
        server.kill()
        server.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    program = parser.parse_args().bin / "live_page"
    drivers = ["epoll"]
    if subprocess.run([program], env={**os.environ, "RONDO_DRIVER": "uring"}, check=False,
                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
        drivers.append("uring")
    good = sum(check(program, driver) for driver in drivers)
    print(f"{good} passed, {len(drivers) - good} failed")
    return good != len(drivers)


sys.exit(main())
