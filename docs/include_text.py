#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps the code and outputs in Markdown pages equal to the tested files that they come from.

    <!-- include examples/lesson/01_manual_iterator.cpp -->
    ```cpp
    …refreshed from the file, its SPDX line and the marks of sections left out
    ```
    <!-- /include -->

After the path may stand `lines 3-9`, counted in the file, or `section NAME`: what stands between the comments
`[NAME]` and `[/NAME]` there. Without arguments every page is refreshed; --check only says what is stale.
"""
import pathlib
import re
import sys
import textwrap

BLOCK = re.compile(r"^(?P<open><!-- include (?P<path>\S+)(?: (?P<part>lines \d+-\d+|section \w+))? -->\n)"
                   r"(?P<body>.*?)^(?P<close><!-- /include -->)", re.DOTALL | re.MULTILINE)
MARK = re.compile(r"^\s*(//|#) \[/?\w+\]$")
FENCE = re.compile(r"^```(cpp|c\+\+|python)\s*$", re.MULTILINE)
LANGUAGES = {".cpp": "cpp", ".hpp": "cpp", ".py": "python", ".sh": "sh", ".txt": "text"}


class Missing(Exception):
    pass


def part_of(text: str, part: "str | None", path: str) -> str:
    if part is None:
        kept = [line for line in text.splitlines() if "SPDX-License-Identifier" not in line and not MARK.match(line)]
        while kept and kept[0] in ("", "//"):
            kept.pop(0)
        return "\n".join(kept)
    kind, which = part.split()
    if kind == "lines":
        first, last = (int(number) for number in which.split("-"))
        lines = text.splitlines()
        if not 1 <= first <= last <= len(lines):
            raise Missing(f"{path} has no lines {which}")
        return textwrap.dedent("\n".join(lines[first - 1:last]))
    found = re.search(rf"^[^\n]*\[{which}\][^\n]*\n(.*?)^[^\n]*\[/{which}\]", text, re.DOTALL | re.MULTILINE)
    if not found:
        raise Missing(f"{path} has no section [{which}] … [/{which}]")
    return textwrap.dedent(found[1]).strip("\n")


def expand(root: pathlib.Path, match: "re.Match") -> str:
    path = match["path"]
    file = root / path
    if not file.is_file():
        raise Missing(f"includes {path}, which is not in the tree")
    body = part_of(file.read_text(encoding="utf-8"), match["part"], path).rstrip("\n")
    language = LANGUAGES.get(file.suffix, "text")
    return f"{match['open']}```{language}\n{body}\n```\n{match['close']}"


def problems(root: pathlib.Path, page: str):
    """What is wrong with a page: stale or broken includes, and code that comes from no tested file."""
    text = (root / page).read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        try:
            if expand(root, match) != match[0]:
                yield f"{page}:{line}: is not what {match['path']} says now: ./dev docs refreshes it"
        except Missing as missing:
            yield f"{page}:{line}: {missing}"
    outside = BLOCK.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in re.finditer(r"^<!-- /?include\b[^\n]*", outside, re.MULTILINE):
        yield f"{page}:{outside.count(chr(10), 0, match.start()) + 1}: '{match[0]}' has no other half"
    for match in FENCE.finditer(outside):
        yield f"{page}:{outside.count(chr(10), 0, match.start()) + 1}: this {match[1]} is pasted: include it from a tested file"


def pages(root: pathlib.Path):
    yield from (path for path in [root / "README.md"] if path.exists())
    yield from sorted((root / "docs").rglob("*.md"))


def main() -> int:
    root = pathlib.Path(__file__).resolve().parents[1]
    bad = 0
    for path in pages(root):
        page = path.relative_to(root).as_posix()
        if "--check" not in sys.argv[1:]:
            text = path.read_text(encoding="utf-8")

            def refreshed(match):
                try:
                    return expand(root, match)
                except Missing:
                    return match[0]  # said below

            fresh = BLOCK.sub(refreshed, text)
            if fresh != text:
                path.write_text(fresh, encoding="utf-8")
                print(f"refreshed {page}")
        for sentence in problems(root, page):
            print(sentence)
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
