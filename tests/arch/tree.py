# SPDX-License-Identifier: BSL-1.0
"""The tree as the checks see it: its files, their text, the rooms, and what is excused from which check."""
import functools
import os
import pathlib
import re

SKIPPED = {"build", ".git", ".cache", "__pycache__", "planted"}
BINARY = {".png", ".gz", ".zst", ".ico", ".xml"}
FACES = {"include/rondo/rondo.hpp", "include/rondo/run.hpp"}
GENERATED = {"include/rondo/base/build_config.hpp": "include/rondo/base/build_config.hpp.in"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def content_lines(file: pathlib.Path):
    for line in file.read_text().splitlines() if file.exists() else []:
        if line.strip() and not line.startswith("#"):
            yield line


class Tree:
    def __init__(self, root: pathlib.Path):
        self.root = root
        self.files = sorted(self._walk())
        self.known = set(self.files)
        self.rooms = self._rooms()
        self.exceptions = self._exceptions()
        self.used = set()

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED]
            for name in names:
                path = pathlib.Path(folder, name)
                if path.suffix not in BINARY and not path.is_symlink():
                    yield path.relative_to(self.root).as_posix()

    def _rooms(self):
        table = {}
        for line in content_lines(pathlib.Path(__file__).with_name("rooms.txt")):
            room, _, others = line.partition(":")
            table[room.strip()] = {room.strip(), *others.split()}
        return table

    def _exceptions(self):
        table = {}
        for line in content_lines(self.root / "tests/arch/exceptions.txt"):
            entry, _, reason = line.partition(":")
            check, _, path = entry.partition(" ")
            table[(check, path.strip())] = reason.strip()
        return table

    def excused(self, check: str, path: str) -> bool:
        """An entry excuses its file, or everything in its folder."""
        for known, entry in self.exceptions:
            if known == check and (path == entry or path.startswith(entry + "/")):
                self.used.add((known, entry))
                return True
        return False

    def unused_exceptions(self, check: str):
        for (known, path), reason in sorted(self.exceptions.items()):
            if known == check and (known, path) not in self.used:
                yield f"tests/arch/exceptions.txt: '{known} {path}' excuses nothing any more: remove the line"
            elif known == check and len(reason.split()) < 3:
                yield f"tests/arch/exceptions.txt: '{known} {path}' gives no reason"

    @functools.lru_cache(maxsize=None)
    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def under(self, *folders: str, suffixes=(".hpp", ".cpp")):
        for path in self.files:
            if path.split("/")[0] in folders and path.endswith(tuple(suffixes)):
                yield path

    def includes(self, path: str):
        """(line number, written as, path in the tree or None) of each include of a rondo header or a quoted file."""
        for number, line in enumerate(self.text(path).splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            mark, name = match.groups()
            if mark == '"' and not name.startswith("rondo/"):
                yield number, f'"{name}"', self._find(os.path.normpath(os.path.join(os.path.dirname(path), name)))
            elif name.startswith("rondo/"):
                yield number, f"<{name}>", self._find("include/" + name)

    def _find(self, path: str):
        return path if path in self.known or GENERATED.get(path) in self.known else None


def room_of(path: str):
    """The room of a library file: 'gen' for include/rondo/gen/… and runtime/gen/…; '' for a face; None for others."""
    parts = path.split("/")
    if parts[:2] == ["include", "rondo"]:
        return parts[2] if len(parts) > 3 else ""
    if parts[0] == "runtime" and len(parts) > 2 and parts[1] != "cmake":
        return parts[1]
    return None
