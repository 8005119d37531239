#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The key-value store, asked as its clients ask: by its protocol, in pieces and at once; by redis-cli where that is there."""
import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys

patience = 60


def check(name: str, good: bool) -> bool:
    if not good:
        print(f"{name}: failed")
    return good


def everything(port: int, sent: bytes, step: int = 1 << 30) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as peer:
        for at in range(0, len(sent), step):
            peer.sendall(sent[at:at + step])
        peer.shutdown(socket.SHUT_WR)
        got = b""
        while part := peer.recv(65536):
            got += part
        return got


def request(*words: bytes) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(each), each) for each in words)


def test(program: pathlib.Path, driver: str) -> "list[bool]":
    server = subprocess.Popen([program, "0"], stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "RONDO_DRIVER": driver})
    try:
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        done = []
        sent = request(b"SET", b"k", b"a\r\nb") + request(b"GET", b"k") + b"PING\r\n"
        for step in (1, 7, 1 << 30):
            done.append(check(f"{driver}, {step}", everything(port, sent, step) == b"+OK\r\n$4\r\na\r\nb\r\n+PONG\r\n"))
        many = 20000
        got = everything(port, request(b"INCR", b"n") * many)
        done.append(check(f"{driver}, pipelined", got == b"".join(b":%d\r\n" % i for i in range(1, many + 1))))
        big = b"x" * 3_000_000
        got = everything(port, request(b"SET", b"big", big) + request(b"GET", b"big") * 3)
        done.append(check(f"{driver}, large", got == b"+OK\r\n" + (b"$3000000\r\n" + big + b"\r\n") * 3))
        got = everything(port, b"*1\r\n$x\r\n" + request(b"PING"))
        done.append(check(f"{driver}, nonsense", got == b"-ERR Protocol error: invalid bulk length\r\n"))
        got = everything(port, request(b"QUIT") + request(b"PING"))
        done.append(check(f"{driver}, quit", got == b"+OK\r\n"))
        if shutil.which("redis-cli"):
            asked = subprocess.run(["redis-cli", "-p", str(port), "--raw"], input="set a 1 ex 100\nincr a\nttl a\nmget a b\n",
                                   stdout=subprocess.PIPE, text=True, check=True, timeout=patience)
            done.append(check(f"{driver}, redis-cli", asked.stdout == "OK\n2\n100\n2\n\n"))
        idle = socket.create_connection(("127.0.0.1", port), timeout=patience)
        server.send_signal(signal.SIGTERM)
        idle.close()
        done.append(check(f"{driver}, ended", server.wait(timeout=patience) == 0))
        return done
    finally:
        server.kill()
        server.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    program = parser.parse_args().bin / "key_value"
    probe = subprocess.run([program.parent / "hello_server"], env={**os.environ, "RONDO_DRIVER": "uring"}, check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = test(program, "epoll") + (test(program, "uring") if probe.returncode == 0 else [])
    print(f"{sum(done)} passed, {len(done) - sum(done)} failed")
    return not all(done)


sys.exit(main())
