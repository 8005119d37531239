#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The house rules as checks over the tree: law.py [--root DIR] CHECK… (all when none is named).

Each check is a function from a tree to its violations, a sentence each. planted.py proves that each can fail.
"""
import argparse
import pathlib
import re
import sys

from tree import FACES, INCLUDE, Tree, content_lines, room_of

CHECKS = {}


def check(function):
    CHECKS[function.__name__] = function
    return function


@check
def includes(tree):
    """A room includes only itself and the rooms that it names, never another room's detail/ or private headers."""
    for path in tree.under("include", "runtime"):
        room = room_of(path)
        if room == "" and path not in FACES:
            yield f"{path}: only the faces rondo.hpp and run.hpp stand outside the rooms"
        elif room and room not in tree.rooms:
            yield f"{path}: there is no room '{room}' in tests/arch/rooms.txt"
        for number, written, target in tree.includes(path):
            at = f"{path}:{number}"
            if target is None:
                yield f"{at}: includes {written}, which is not in the tree"
                continue
            other = room_of(target)
            if other == "" and room:
                yield f"{at}: a room includes the face {written}"
            elif room and other not in tree.rooms.get(room, set()):
                yield f"{at}: room '{room}' includes {written}, and may not include room '{other}'"
            elif room != other and "/detail/" in target:
                yield f"{at}: includes {written}, which is private to room '{other}'"
            elif room != other and target.startswith("runtime/"):
                yield f"{at}: includes {written}, which is private to runtime/{other}"


@check
def detail(tree):
    """What users would copy, examples and benches, includes no detail/; a test only that of its own room."""
    for path in tree.under("examples", "bench", "tests"):
        own = "/".join(path.split("/")[1:2])
        for number, written, target in tree.includes(path):
            if target and "/detail/" in target and not (path.startswith("tests/") and room_of(target) == own):
                yield f"{path}:{number}: includes {written}, which is private to room '{room_of(target)}'"


@check
def cycles(tree):
    """No file includes itself, by whatever way round."""
    done, reported = set(), set()

    def visit(path, trail):
        if path in trail:
            ring = trail[trail.index(path):]
            if frozenset(ring) not in reported:
                reported.add(frozenset(ring))
                yield "files include each other in a circle: " + " -> ".join(ring + [path])
            return
        if path in done:
            return
        for _, _, target in tree.includes(path):
            if target in tree.known:
                yield from visit(target, trail + [path])
        done.add(path)

    for path in tree.under("include", "runtime"):
        yield from visit(path, [])


@check
def mirrors(tree):
    """include/rondo/<room>/x.hpp has its test in tests/<room>/x_test.cpp."""
    for path in tree.under("include", suffixes=(".hpp",)):
        if not room_of(path) or "/detail/" in path:
            continue
        test = "tests/" + path[len("include/rondo/"):-len(".hpp")] + "_test.cpp"
        if test not in tree.known and not tree.excused("mirrors", path):
            yield f"{path}: has no test: write {test}"


@check
def length(tree):
    """A file has at most 400 lines."""
    suffixes = (".hpp", ".cpp", ".py", ".cmake", ".sh", "dev", "run", "CMakeLists.txt")
    for path in tree.files:
        if path.endswith(suffixes):
            lines = tree.text(path).count("\n")
            if lines > 400 and not tree.excused("length", path):
                yield f"{path}: has {lines} lines, and 400 are the most: divide it, or excuse it with a reason"


@check
def spdx(tree):
    """Sources begin with their license."""
    suffixes = (".hpp", ".hpp.in", ".cpp", ".py", ".cmake", ".sh", "CMakeLists.txt")
    for path in tree.files:
        if path.endswith(suffixes) or path in ("dev", ".ci/run"):
            lines = [line for line in tree.text(path).splitlines()[:2] if not line.startswith("#!")]
            if not (lines and "SPDX-License-Identifier: BSL-1.0" in lines[0]) and not tree.excused("spdx", path):
                yield f"{path}: does not begin with SPDX-License-Identifier: BSL-1.0"


@check
def guards(tree):
    """Every header says #pragma once, after a paragraph that says what it is."""
    for path in tree.under("include", "runtime", "examples", "tests", "bench", suffixes=(".hpp",)):
        lines = tree.text(path).splitlines()
        if "#pragma once" not in lines:
            yield f"{path}: has no #pragma once"
        elif path.startswith("include/") and not any(re.match(r"// \S", line) for line in lines[1:lines.index("#pragma once")]):
            yield f"{path}: does not say what it is, in a paragraph before #pragma once"


@check
def conditionals(tree):
    """Conditional code lives in base/config.hpp, and in files named after a platform or backend."""
    for path in tree.under("include", "runtime"):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if re.match(r"\s*#\s*(if|ifdef|ifndef)\b", line) and not tree.excused("conditionals", path):
                yield f"{path}:{number}: conditional code: name what differs in base/config.hpp"


@check
def heavy(tree):
    """Public headers include neither <functional> nor fmt, and nothing that pulls in a stream."""
    for path in tree.under("include", suffixes=(".hpp",)):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            match = INCLUDE.match(line)
            if match and (match[2].startswith("fmt/") or match[2] in ("functional", "iostream", "regex", "format")):
                if not tree.excused("heavy", path):
                    yield f"{path}:{number}: includes <{match[2]}>, which every user would compile"


@check
def names(tree):
    """No file names a place that exists on one machine only, nor a registry's host."""
    # Written so that this file does not contain what it looks for.
    places = re.compile(r"/wor[k]/|/roo[t]/|/hom[e]/[a-z]|/User[s]/|/tm[p]/(build|brief|bash)"
                        r"|deb\.debian[.]org|pyp[i]\.org|crate[s]\.io|registry\.npmj[s]|proxy\.golan[g]")
    for path in tree.files:
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            found = places.search(line)
            if found and not tree.excused("names", path):
                yield f"{path}:{number}: names '{found[0]}'"


@check
def unfinished(tree):
    """Nothing is left for later in the text."""
    marks = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
    for path in tree.files:
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if marks.search(line) and not tree.excused("unfinished", path):
                yield f"{path}:{number}: is marked as unfinished"


@check
def top(tree):
    """The top level holds what architecture.md says, and nothing else."""
    allowed = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CHANGELOG.md", "dev",
               "runtime", "include", "examples", "tests", "bench", "docs"}
    for name in sorted({path.split("/")[0] for path in tree.files}):
        if name not in allowed and not name.startswith(".") and name != "CMakeUserPresets.json":
            yield f"{name}: does not belong to the top level"


@check
def outputs(tree):
    """Every example program has its expected output beside it, a description, and at most 100 lines."""
    for path in tree.under("examples", suffixes=(".cpp",)):
        folder = path.rsplit("/", 1)[0]
        if folder == "examples":
            yield f"{path}: belongs into a chapter's folder"
            continue
        if f"{folder}/main.cpp" in tree.known:
            continue
        stem = path[:-len(".cpp")]
        if not {f"{stem}.out", f"{stem}.norm"} & tree.known:
            yield f"{path}: has no expected output beside it: write {stem}.out"
        if not re.search(r"\A// SPDX[^\n]*\n(//\n)?// \S", tree.text(path)):
            yield f"{path}: its second line does not say in a comment what it shows (./dev list prints it)"
        if tree.text(path).count("\n") > 100 and not tree.excused("outputs", path):
            yield f"{path}: has more than 100 lines"


@check
def stories(tree):
    """A story told in steps, <story>_<step>_<how>.cpp, says the same at every step: each output ends with the first's."""
    steps = {}
    for path in tree.under("examples", suffixes=(".out",)):
        if told := re.fullmatch(r"([a-z]+)_(\d)_[a-z_]+\.out", path.rsplit("/", 1)[1]):
            steps.setdefault(told[1], []).append((told[2], path))
    for found in steps.values():
        (_, first), *others = sorted(found)
        for _, path in others:
            if not tree.text(path).endswith(tree.text(first)):
                yield f"{path}: does not end as {first} does, the first step of its story"


@check
def tour(tree):
    """Every chapter of examples/ has its page, docs/tour/<chapter>.md or a folder of pages, that shows all its programs."""
    pages = {}
    for path in tree.files:
        if path.startswith("docs/tour/") and path.endswith(".md"):
            chapter = path.split("/")[2].removesuffix(".md")
            pages[chapter] = pages.get(chapter, "") + tree.text(path)
    for path in tree.under("examples", suffixes=(".cpp",)):
        folder, chapter = path.rsplit("/", 1)[0], path.split("/")[1]
        if f"{folder}/main.cpp" in tree.known:
            path = f"{folder}/"
        if chapter not in pages:
            yield f"{path}: chapter '{chapter}' has no page in the tour: write docs/tour/{chapter}.md"
        elif f"<!-- include {path}" not in pages[chapter]:
            yield f"{path}: is not shown by the pages of '{chapter}' in docs/tour"


@check
def rows(tree):
    """Every row of the protocol table that must hold has a test case named after it."""
    tested = set()
    for path in tree.under("tests", suffixes=("_test.cpp",)):
        for title in re.findall(r'TEST_CASE\w*\(\s*"([^":]*):', tree.text(path)):
            tested.update(re.findall(r"\b[A-Z]\d+\b", title))
    wanted = content_lines(tree.root / "tests/arch/rows.txt")
    for row in (row for line in wanted for row in line.split()):
        if row not in tested:
            yield f'{row}: no test is named after this row: TEST_CASE("{row}: …")'


@check
def docs(tree):
    """What docs include is up to date, and no C++ in them is pasted."""
    import include_text
    for path in tree.files:
        if path.endswith(".md"):
            yield from include_text.problems(tree.root, path)


def run(root: pathlib.Path, wanted):
    """Yields (check, its violations)."""
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs"))
    tree = Tree(root)
    for name in wanted or CHECKS:
        found = list(CHECKS[name](tree))
        yield name, found + list(tree.unused_exceptions(name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("check", nargs="*", metavar="CHECK")
    options = parser.parse_args()
    unknown = set(options.check) - set(CHECKS)
    if unknown:
        parser.error(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
    bad = 0
    for name, found in run(options.root, options.check):
        for sentence in found:
            print(f"{name}: {sentence}")
        bad += bool(found)
    if bad:
        print(f"what a check wants is said above its function in {pathlib.Path(__file__).name}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
