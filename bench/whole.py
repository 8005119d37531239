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


def launch(command, environment):
    return subprocess.Popen([str(word) for word in command], env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, start_new_session=True)


def ended(child, command, status):
    child.returncode = os.waitstatus_to_exitcode(status)
    message = child.stderr.read().decode(errors="replace").strip()
    child.stderr.close()
    if child.returncode:
        raise SystemExit(f"bench: {' '.join(str(word) for word in command)} failed ({child.returncode}): {message}")


def run(command, environment):
    """Returns (CPU seconds of the program and all its children, seconds)."""
    began = time.monotonic()
    child = launch(command, environment)
    _, status, used = os.wait4(child.pid, 0)
    taken = time.monotonic() - began
    ended(child, command, status)
    return used.ru_utime + used.ru_stime, taken


def peak_memory(command, environment) -> float:
    """MiB at the highest, summed over the program's processes, looked at while it runs: what wait4 gives is never less
    than the memory of who started it. A run of its own, since looking costs time."""
    child = launch(command, environment)
    highest = {}
    while True:
        pid, status, _ = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        for entry in os.scandir("/proc"):
            if not entry.name.isdigit():
                continue
            try:
                if os.getsid(int(entry.name)) != child.pid:
                    continue
                for line in pathlib.Path(entry.path, "status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        highest[entry.name] = int(line.split()[1])
            except OSError:
                pass
        time.sleep(0.002)
    ended(child, command, status)
    return sum(highest.values()) / 1024


def measure(scenario, found, options):
    """Yields a row a peer: CPU ns a line, one process a run."""
    log = make_log(options)
    with open(log, "rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    out = log.with_suffix(".out")
    serial = options.build[0] / "bench/log_pipeline/getline"
    run([serial, log, out], {})
    truth = digest(out)
    rows = [{"scenario": scenario, "case": f"{options.megabytes}MiB", "peer": peer.name, "version": peer.version,
             "unit": "ns/line", "compiler": peer.compiler, "starts": [], "seconds": [],
             "peak_mib": peak_memory([*peer.command, log, out], peer.environment)} for peer in found]
    for _ in range(max(options.starts, 9) if options.starts > 1 else 1):
        for peer, row in zip(found, rows):
            out.unlink(missing_ok=True)
            cpu, seconds = run([*peer.command, log, out], peer.environment)
            if peer.name not in SILENT and digest(out) != truth:
                raise SystemExit(f"bench: {scenario}/{peer.name} gave another output than the serial truth: see {out}")
            row["starts"].append([cpu * 1e9 / lines])
            row["seconds"].append(seconds)
    out.unlink(missing_ok=True)
    yield from rows
