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


def rondo_of(rows, row):
    """The row that a row is compared with: rondo's by the same compiler, or by the first one."""
    same = [other for other in rows if (other["scenario"], other["case"], other["peer"]) == (row["scenario"], row["case"], "rondo")]
    for other in same:
        if other["compiler"] == row["compiler"]:
            return other
    return same[0] if same else None


def number(value):
    return f"{value:.0f}" if value >= 1000 else f"{value:.3g}" if value >= 1 else f"{value:.2f}"


def ratio(rows, row):
    base = rondo_of(rows, row)
    if base is None or base is row or not statistics.median(flat(base["starts"])):
        return "1" if base is row else "-"
    low, high = bootstrap(row["starts"], base["starts"])
    return f"{number(row['median'] / base['median'])} [{number(low)}, {number(high)}]"


def table(rows):
    """A Markdown table a scenario, aligned to be read as it is."""
    lines = []
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        chosen = [row for row in rows if row["scenario"] == scenario]
        memory = any("peak_mib" in row for row in chosen)
        head = ["case", "peer", "by", "version", "unit", "min", "median", "x rondo [95 %]"] + (["MiB"] if memory else [])
        cells = [head, None]
        for case in dict.fromkeys(row["case"] for row in chosen):
            for row in (row for row in chosen if row["case"] == case):
                cells.append([case, row["peer"], row["compiler"], row["version"], row["unit"], number(row["min"]),
                              number(row["median"]), ratio(chosen, row)] + ([number(row["peak_mib"])] if memory else []))
        widths = [max(len(line[i]) for line in cells if line) for i in range(len(head))]
        right = {5, 6, 8}
        lines += [f"### {scenario}", ""]
        for line in cells:
            if line is None:
                marks = ["-" * (width - 1) + ":" if i in right else "-" * width for i, width in enumerate(widths)]
                lines.append("| " + " | ".join(marks) + " |")
            else:
                padded = [cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(line)]
                lines.append("| " + " | ".join(padded) + " |")
        lines.append("")
    machines = ", ".join(dict.fromkeys(row["machine"] for row in rows))
    return "\n".join(lines + [f"Machine: {machines}. Ratios of medians, against rondo by the same compiler (others: by the first)."])
