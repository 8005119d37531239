# SPDX-License-Identifier: BSL-1.0
"""What files.hpp is to peers in Python: files of a run, and numbers that look random."""
import atexit
import os
import shutil
import tempfile

import harness

_MASK = (1 << 64) - 1


def file_of_run(content=b""):
    """The path of a file that is gone when the program ends."""
    place = os.environ.get("BENCH_FILES") or os.environ.get("TMPDIR") or "/var/tmp"
    number, path = tempfile.mkstemp(prefix="rondo_bench_", dir=place)
    atexit.register(lambda: os.path.exists(path) and os.unlink(path))
    with open(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def make_cold(path):
    """Out of the page cache."""
    with open(path, "rb") as file:
        os.fdatasync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def file_kib():
    """How big a file of 64 MiB is, in KiB."""
    wanted = 0 if harness.checking() else harness.size(64 << 10)
    return max(1, wanted >> 10) << 10


def dice(seed):
    """A function that gives the numbers of bench::dice."""
    state = seed

    def roll():
        nonlocal state
        state = state + 0x9E3779B97F4A7C15 & _MASK
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _MASK
        return mixed ^ mixed >> 31

    return roll


def tree_of_run(files):
    """(root, paths) of a tree of files of 4 KiB, a hundred to a directory, that is gone when the program ends."""
    place = os.environ.get("BENCH_FILES") or os.environ.get("TMPDIR") or "/var/tmp"
    root = tempfile.mkdtemp(prefix="rondo_tree_", dir=place)
    atexit.register(shutil.rmtree, root, True)
    paths = []
    for i in range(files):
        directory = os.path.join(root, str(i // 100))
        if i % 100 == 0:
            os.mkdir(directory)
        paths.append(os.path.join(directory, str(i)))
        with open(paths[-1], "wb") as file:
            file.write(bytes([ord("a") + i % 26]) * 4096)
    os.sync()
    return root, paths
