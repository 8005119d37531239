#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What Python's own parsers find in a document that rondo wrote: oracle.py KIND FILE, KIND one of the functions below.

Prints what was found as JSON in a fixed form, or a sentence beginning with "wrong:"; the tests compare.
"""
import csv
import json
import re
import sys
import xml.etree.ElementTree

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"


class Wrong(Exception):
    pass


def loads(text):
    def refuse(name):
        raise Wrong(f"{name} is not JSON")

    def once(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise Wrong(f"a name comes twice in {[name for name, _ in pairs]}")
        return dict(pairs)
    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


def of_json(data):
    return loads(data.decode("utf-8"))


def of_jsonl(data):
    return [loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


def of_strings(data):
    """[[hex, text], …]: is each text what Python makes of these bytes?"""
    pairs = loads(data.decode("utf-8"))
    for number, text in pairs:
        if bytes.fromhex(number).decode("utf-8", "replace") != text:
            raise Wrong(f"{number} was written as {text!r}")
    return len(pairs)


def of_numbers(data):
    """[[hexadecimal float, number], …]: is each number the same to the last bit, and as short as Python's repr?"""
    text = data.decode("utf-8")
    pairs = re.findall(r'\["([^"]*)",([^\]]*)\]', text)
    for hexadecimal, number in pairs:
        wanted = float.fromhex(hexadecimal)
        if float(number) != wanted or len(number) > len(repr(wanted)) + 1:
            raise Wrong(f"{hexadecimal} was written as {number}")
    loads(text)
    return len(pairs)


def of_csv(data):
    return list(csv.reader(data.decode("utf-8").splitlines(keepends=True), strict=True))


def check_ids(root, text):
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        raise Wrong(f"an id comes twice: {ids}")
    for used in re.findall(r"url\(#([^)]*)\)", text):
        if used not in ids:
            raise Wrong(f"url(#{used}) leads nowhere")


def picture(svg):
    """Texts in their order, tooltips, and how many of each element there are; every number is finite."""
    counts = {}
    width, height = float(svg.get("width")), float(svg.get("height"))
    for text in svg.iter(f"{SVG}text"):
        if not (0 <= float(text.get("x")) <= width and 0 <= float(text.get("y")) <= height):
            raise Wrong(f"{text.text!r} stands outside of the picture")
    for element in svg.iter():
        name = element.tag.removeprefix(SVG)
        counts[name] = counts.get(name, 0) + 1
        for attribute, value in element.attrib.items():
            if re.search(r"nan|inf", value) and attribute not in ("aria-label", "class"):
                raise Wrong(f"{name} has {attribute}={value}")
    return {"texts": [e.text for e in svg.iter(f"{SVG}text")],
            "tooltips": [e.text for e in svg.iter(f"{SVG}title")], "counts": counts,
            "label": svg.get("aria-label"), "size": [svg.get("width"), svg.get("height")]}


def of_svg(data):
    root = xml.etree.ElementTree.fromstring(data)
    if root.tag != f"{SVG}svg":
        raise Wrong(f"the root is {root.tag}")
    check_ids(root, data.decode("utf-8"))
    return picture(root)


def of_html(data):
    text = data.decode("utf-8")
    if not text.startswith("<!DOCTYPE html>\n"):
        raise Wrong("no doctype")
    root = xml.etree.ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))
    check_ids(root, text)
    for element in root.iter():
        for attribute in ("src", "href", "{http://www.w3.org/1999/xlink}href"):
            if element.get(attribute):
                raise Wrong(f"the page needs {element.get(attribute)}")
        if element.tag == f"{HTML}script" and element.get("type") != "application/json":
            raise Wrong("a script runs")
    for style in root.iter(f"{HTML}style"):
        if "url(" in style.text or "@import" in style.text or style.text.count("{") != style.text.count("}"):
            raise Wrong("the style is not whole, or needs another file")
    readable = {f"{HTML}{name}" for name in ("h1", "h2", "p", "caption", "th", "td")}
    return {"words": ["".join(element.itertext()) for element in root.iter() if element.tag in readable],
            "charts": [picture(svg)["label"] for svg in root.iter(f"{SVG}svg")],
            "data": [loads(element.text) for element in root.iter(f"{HTML}script")]}


NEEDED = {"M": {"name", "args"}, "X": {"name", "ts", "dur", "cat"}, "B": {"name", "ts", "cat"}, "E": {"ts"},
          "i": {"name", "ts", "s", "cat"}, "C": {"name", "ts", "args"}, "s": {"name", "ts", "id", "cat"},
          "t": {"name", "ts", "id", "cat"}, "f": {"name", "ts", "id", "cat", "bp"},
          "b": {"name", "ts", "id", "cat"}, "e": {"name", "ts", "id", "cat"}}


def of_trace(data):
    text = data.decode("utf-8")
    if not text.endswith("]\n"):
        text += "]"  # a viewer does the same
    events = loads(text)
    slices, depth = {}, {}
    for event in events:
        missing = (NEEDED[event["ph"]] | {"pid", "tid"}) - set(event)
        if missing:
            raise Wrong(f"{event} has no {missing}")
        if not re.fullmatch(r"0x[0-9a-f]+", event.get("id", "0x0")):
            raise Wrong(f"{event} has an odd id")
        lane = (event["pid"], event["tid"])
        if event["ph"] == "X":
            slices.setdefault(lane, []).append((round(event["ts"] * 1000), round((event["ts"] + event["dur"]) * 1000)))
        depth[lane] = depth.get(lane, 0) + {"B": 1, "E": -1}.get(event["ph"], 0)
        if depth[lane] < 0:
            raise Wrong("an end before its begin")
    for lane in slices.values():  # they nest, or do not touch
        open_ends = []
        for begin, end in sorted(lane, key=lambda one: (one[0], -one[1])):
            while open_ends and open_ends[-1] <= begin:
                open_ends.pop()
            if open_ends and end > open_ends[-1]:
                raise Wrong(f"slices cross at {begin}")
            open_ends.append(end)
    return events


def main() -> int:
    kind, path = sys.argv[1:]
    with open(path, "rb") as file:
        data = file.read()
    try:
        found = globals()[f"of_{kind}"](data)
        print(json.dumps(found, sort_keys=True, ensure_ascii=True, separators=(",", ":")))
    except (Wrong, ValueError, csv.Error, xml.etree.ElementTree.ParseError) as error:
        print(f"wrong: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
