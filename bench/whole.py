# SPDX-License-Identifier: BSL-1.0
"""Scenarios whose peers are whole programs: log_pipeline. PEER LOG OUTPUT, and the CPU time of it and all its children.

The log is made from a seed by the program `pipeline`, the same on every machine. The serial truth is what getline makes of
it; every output of every run is compared with that.
"""
import hashlib
import os
import pathlib
import subprocess
import time

import peers

SCENARIOS = ("log_pipeline",)
SILENT = ("read",)  # floors that have no output


def digest(path: pathlib.Path) -> str:
    sum_ = hashlib.blake2b()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            sum_.update(block)
    return sum_.hexdigest()


def make_log(options) -> pathlib.Path:
    log = peers.BUILT / f"log_pipeline/{options.megabytes}.log"
    if log.exists():
        return log
    log.parent.mkdir(parents=True, exist_ok=True)
    program = options.build[0] / "bin/pipeline"
    if not program.exists():
        raise SystemExit(f"bench: {program} is not there, which makes the log; ./dev bench builds it")
    subprocess.run([program, "--make-log", log, "--bytes", f"{options.megabytes}M", "--seed", "2026", "--quiet"], check=True)
    return log


def run(command, environment):
    """Returns (CPU seconds, seconds, peak MiB of its largest process)."""
    began = time.monotonic()
    child = subprocess.Popen([str(word) for word in command], env={**os.environ, **environment},
                             stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(child.pid, 0)
    taken = time.monotonic() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    message = child.stderr.read().decode(errors="replace").strip()
    child.stderr.close()
    if child.returncode:
        raise SystemExit(f"bench: {' '.join(str(word) for word in command)} failed ({child.returncode}): {message}")
    return used.ru_utime + used.ru_stime, taken, used.ru_maxrss / 1024


def measure(scenario, found, options):
    """Yields a row a peer: CPU ns a line, one process a run."""
    log = make_log(options)
    with open(log, "rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    out = log.with_suffix(".out")
    serial = options.build[0] / "bench/log_pipeline/getline"
    run([serial, log, out], {})
    truth = digest(out)
    rows = [{"scenario": scenario, "case": f"{options.megabytes} MiB", "peer": peer.name, "version": peer.version,
             "unit": "ns/line", "compiler": peer.compiler, "starts": [], "seconds": [], "peak_mib": 0.0} for peer in found]
    for _ in range(max(options.starts, 9) if options.starts > 1 else 1):
        for peer, row in zip(found, rows):
            out.unlink(missing_ok=True)
            cpu, seconds, peak = run([*peer.command, log, out], peer.environment)
            if peer.name not in SILENT and digest(out) != truth:
                raise SystemExit(f"bench: {scenario}/{peer.name} gave another output than the serial truth: see {out}")
            row["starts"].append([cpu * 1e9 / lines])
            row["seconds"].append(seconds)
            row["peak_mib"] = max(row["peak_mib"], peak)
    out.unlink(missing_ok=True)
    yield from rows
