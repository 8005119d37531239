#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""./dev bench: every scenario beside its floors and the peers that are there, interleaved, several process starts of each.

  ./dev bench                         all scenarios, a line each case and peer
  ./dev bench generator_send 'sim_*'  these only
  ./dev bench --peers rondo,cpython   these peers only
  ./dev bench --both                  by clang and by g++
  ./dev bench --table                 a table with ratios to rondo and their 95 % intervals
  ./dev bench --json FILE             a JSON object a line, too
  ./dev bench --table --from FILE     the table of what --json wrote; nothing is measured
  ./dev bench --gate                  counts instructions against their budgets; fails when one is exceeded
"""
import argparse
import fnmatch
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

import figures
import gate
import peers
import whole


def machine():
    model, processors = "unknown processor", 0
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        processors += line.startswith("processor")
        if line.startswith("model name"):
            model = line.split(": ", 1)[1]
    return f"{processors} x {model}, {platform.system()} {platform.release().split('-')[0]}"


def chosen(options, tell):
    """(scenario, its peers) of all that were asked for and are there."""
    for scenario in options.scenario or peers.scenarios():
        found = []
        for path in peers.sources(scenario):
            for index, tree in enumerate(options.build):
                try:
                    made = peers.prepare(path, tree, index == 0)
                except peers.Skipped as why:
                    if not options.peers or path.stem in options.peers:
                        tell(f"{scenario}/{path.stem} is skipped: {why}")
                    continue
                found += [peer for peer in made if not options.peers or peer.name in options.peers]
        yield scenario, found


def start(peer, options):
    """One process start of a peer. Returns: {case: its line}."""
    command = [*peer.command, "--runs", options.runs, "--milliseconds", options.milliseconds]
    if peer.program:
        command += ["--json", "-"]
    ended = subprocess.run([str(word) for word in command], env={**os.environ, **peer.environment}, text=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if ended.returncode:
        raise SystemExit(f"bench: {peer.scenario}/{peer.name} failed ({ended.returncode}): {ended.stderr.strip()}")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return {line["case"]: line for line in lines}


def measure(scenario, found, options):
    """All peers of a scenario, one start of each after the other, and again. Yields rows."""
    rows = {}
    for _ in range(options.starts):
        for index, peer in enumerate(found):
            for case, line in start(peer, options).items():
                row = rows.setdefault((case, index), {
                    "scenario": scenario, "case": case, "peer": peer.name,
                    "version": line["version"] if peer.version == "-" else peer.version, "unit": line["unit"],
                    "compiler": peer.compiler, "starts": []})
                row["starts"].append(line["samples"])
    order = list(dict.fromkeys(case for case, _ in rows))
    for key in sorted(rows, key=lambda key: (order.index(key[0]), key[1])):
        yield rows[key]


def finished(row):
    samples = figures.flat(row["starts"])
    return {**row, "min": min(samples), "median": statistics.median(samples), "runs": len(samples), "machine": machine()}


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", metavar="SCENARIO", help=", ".join(peers.scenarios()))
    parser.add_argument("--peers", type=lambda text: text.split(","), help="only these, separated by commas")
    parser.add_argument("--json", metavar="FILE", help="write a JSON object a line; - is standard output")
    parser.add_argument("--table", action="store_true", help="print a table")
    parser.add_argument("--from", dest="source", metavar="FILE", help="take figures from what --json wrote")
    parser.add_argument("--gate", action="store_true", help="instructions against budgets, by callgrind")
    parser.add_argument("--budgets", metavar="FILE", type=pathlib.Path, default=peers.HERE / "budgets.txt")
    parser.add_argument("--both", action="store_true", help="by clang and by g++")
    parser.add_argument("--list", action="store_true", help="scenarios and peers")
    parser.add_argument("--starts", type=int, default=5, help="process starts of each peer (5)")
    parser.add_argument("--runs", type=int, default=5, help="runs in each (5)")
    parser.add_argument("--milliseconds", type=float, default=10, help="of each run (10)")
    parser.add_argument("--megabytes", type=int, default=128, help="of the log of log_pipeline (128)")
    parser.add_argument("--build", action="append", type=pathlib.Path, help="build trees (./dev says which)")
    options = parser.parse_args(arguments)
    options.build = options.build or [peers.ROOT / "build/release"]
    options.build = [tree.resolve() for tree in options.build]
    for tree in options.build:
        if not (tree / "bench").is_dir() and not (options.source or options.list):
            parser.error(f"{tree} is no build tree with benches; ./dev bench builds one")
    for scenario in options.scenario:
        if not fnmatch.filter(peers.scenarios(), scenario):
            parser.error(f"there is no scenario '{scenario}'; there are {', '.join(peers.scenarios())}")
    options.scenario = [name for name in peers.scenarios() if any(fnmatch.fnmatch(name, asked) for asked in options.scenario)]
    known = {name for scenario in peers.scenarios() for name in peers.names(scenario)}
    for name in options.peers or []:
        if name not in known:
            parser.error(f"there is no peer '{name}'; there are {', '.join(sorted(known))}")
    return options


def tell(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def collect(options):
    out = sys.stderr if options.json == "-" else sys.stdout
    written = None
    if options.json:
        written = sys.stdout if options.json == "-" else open(options.json, "w", encoding="utf-8")
    rows = []
    for scenario, found in chosen(options, tell):
        if not found:
            tell(f"{scenario}: none of its peers is there")
            continue
        if options.table:
            tell(f"measuring {scenario}: {', '.join(dict.fromkeys(peer.name for peer in found))}")
        measured = whole.measure if scenario in whole.SCENARIOS else measure
        for row in map(finished, measured(scenario, found, options)):
            rows.append(row)
            if written:
                print(json.dumps(row), file=written, flush=True)
            if not options.table:
                print(f"{scenario:20} {row['case']:11} {row['peer']:17} {row['compiler']:15} "
                      f"min {figures.number(row['min']):>7}  median {figures.number(row['median']):>7}  {row['unit']}",
                      file=out, flush=True)
    if written and written is not sys.stdout:
        written.close()
    return rows


def main():
    options = parse(sys.argv[1:])
    if options.list:
        for scenario in peers.scenarios():
            print(f"{scenario}: {', '.join(peers.names(scenario))}")
        return 0
    if options.gate:
        return gate.run(options.build, options.budgets)
    if options.source:
        lines = pathlib.Path(options.source).read_text(encoding="utf-8").splitlines()
        rows = [row for row in map(json.loads, lines)
                if (not options.scenario or row["scenario"] in options.scenario)
                and (not options.peers or row["peer"] in options.peers)]
    else:
        rows = collect(options)
    if options.table and rows:
        print(figures.table(rows, (peers.HERE / "goals.txt").read_text()), file=sys.stderr if options.json == "-" else sys.stdout)
    return 0 if rows else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        tell("interrupted")
        sys.exit(130)
    except BrokenPipeError:  # ./dev bench | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
