# SPDX-License-Identifier: BSL-1.0
"""What the samples say: medians, the ratio to rondo with its 95 % interval, and the table."""
import random
import statistics

RESAMPLES = 1000


def bootstrap(of, to, seed=2026):
    """The 95 % interval of median(of) / median(to). Each is a list of process starts, each a list of runs; starts are drawn
    first and runs then, since the runs of one process have its memory layout in common."""
    draw = random.Random(seed)

    def resampled(starts):
        values = []
        for _ in starts:
            start = draw.choice(starts)
            values += draw.choices(start, k=len(start))
        return statistics.median(values)

    ratios = sorted(resampled(of) / resampled(to) for _ in range(RESAMPLES))
    return ratios[int(RESAMPLES * 0.025)], ratios[int(RESAMPLES * 0.975) - 1]


def flat(starts):
    return [sample for start in starts for sample in start]


def counterpart(rows, row, peer, case=None):
    """The row of another peer, or of another case, by the same compiler, or else by the first one."""
    wanted = (row["scenario"], case or row["case"], peer)
    same = [other for other in rows if (other["scenario"], other["case"], other["peer"]) == wanted]
    for other in same:
        if other["compiler"] == row["compiler"]:
            return other
    return same[0] if same else None


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}" if value >= 1 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def interval(row, base):
    """(ratio of medians, lower, upper end)."""
    return row["median"] / base["median"], *bootstrap(row["starts"], base["starts"])


def ratio(rows, row):
    base = counterpart(rows, row, "rondo")
    if base is None or base is row:
        return "-" if base is None else "1"
    middle, low, high = (number(value) for value in interval(row, base))
    return f"{middle} [{low}, {high}]"


def parse_goals(text):
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if words:
            scenario, case, peer, limit, _, other = words
            yield scenario, case, peer, float(limit), *(other.split("@") + [None])[:2]


def goals(rows, text):
    """Yields (scenario, case, sentence, compiler, ratio, whether it holds) of every goal that the rows can answer.
    `within noise`: the interval includes the limit, and the median misses it."""
    for scenario, case, peer, limit, other, other_case in parse_goals(text):
        for row in rows:
            if (row["scenario"], row["peer"]) != (scenario, peer) or case not in ("*", row["case"]):
                continue
            base = counterpart(rows, row, other, other_case)
            if base is None:
                continue
            middle, low, high = interval(row, base)
            what = f"{peer} <= {limit:g} x {other}" + (f" of {other_case}" if other_case else "")
            yield (scenario, row["case"], what, row["compiler"], f"{number(middle)} [{number(low)}, {number(high)}]",
                   "yes" if middle <= limit else "within noise" if low <= limit else "NO")


def aligned(head, lines, right=()):
    """A Markdown table that can be read as it is."""
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]

    def padded(line):
        cells = [cell.rjust(width) if i in right else cell.ljust(width) for i, (cell, width) in enumerate(zip(line, widths))]
        return "| " + " | ".join(cells) + " |"

    marks = ["-" * (width - 1) + ":" if i in right else "-" * width for i, width in enumerate(widths)]
    return [padded(head), "| " + " | ".join(marks) + " |", *map(padded, lines), ""]


def table(rows, goals_text=""):
    """What was measured, a table a scenario, and which goals hold."""
    text = []
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        chosen = [row for row in rows if row["scenario"] == scenario]
        memory = any("peak_mib" in row for row in chosen)
        lines = []
        for case in dict.fromkeys(row["case"] for row in chosen):
            for row in (row for row in chosen if row["case"] == case):
                lines.append([case, row["peer"], row["compiler"], row["version"], row["unit"], number(row["min"]),
                              number(row["median"]), ratio(chosen, row)] + ([number(row["peak_mib"])] if memory else []))
        head = ["case", "peer", "by", "version", "unit", "min", "median", "x rondo [95 %]"] + (["MiB"] if memory else [])
        text += [f"### {scenario}", "", *aligned(head, lines, {5, 6, 8})]
    answered = [list(line) for line in goals(rows, goals_text)]
    if answered:
        text += ["### Goals in time", "", *aligned(["scenario", "case", "goal", "by", "ratio [95 %]", "holds"], answered)]
    machines = "; ".join(dict.fromkeys(row["machine"] for row in rows))
    return "\n".join(text + [f"Machine: {machines}. Ratios of medians, to rondo by the same compiler (others: by the first)."])
