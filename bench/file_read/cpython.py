# SPDX-License-Identifier: BSL-1.0
import os

from files import dice, file_kib, file_of_run, make_cold
from harness import begin_lap, by_wall_clock, end_lap, measure

SMALL = 4096


def weight(block):
    return sum(block[::64])


by_wall_clock()
roll, kib = dice(64), file_kib()
head = b"".join(bytes([roll() & 127]) + bytes(63) for _ in range((1 << 20) // 64))
path, whole = file_of_run(head * (kib >> 10)), weight(head) * (kib >> 10)
weights = [weight(head[i:i + SMALL]) for i in range(0, 1 << 20, SMALL)]


def files(n):
    return -(-n // kib)


def place(i):
    return i * 2654435761 % (1 << 64) % (kib * 1024 // SMALL) * SMALL


def add_up(cold):
    def body(n):
        answer = 0
        for _ in range(files(n)):
            if cold:
                make_cold(path)
            begin_lap()
            with open(path, "rb", buffering=0) as file:
                while block := file.read(128 << 10):
                    answer += weight(block)
            end_lap()
        return answer
    return body


def add_up_some(n):
    begin_lap()
    with open(path, "rb", buffering=0) as file:
        answer = sum(weight(os.pread(file.fileno(), SMALL, place(i))) for i in range(n))
    end_lap()
    return answer


measure("cached", "ns/KiB", add_up(False), lambda n: files(n) * whole, kib)
measure("cold", "ns/KiB", add_up(True), lambda n: files(n) * whole, kib)
measure("small", "ns/read", add_up_some, lambda n: sum(weights[place(i) // SMALL % len(weights)] for i in range(n)))
