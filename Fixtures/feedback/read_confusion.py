"""Reads the counts back out of a picture of confusions: by the places of the cells, and the numbers in them.

usage: read_confusion.py PICTURE.svg

Prints one JSON object: title, subtitle, description, names (of the rows from the top), answers (of the columns from the
left), cells, a list of {row, column, class, opacity, number, tip}; number is null where none stands in the cell. Fails
where the file is no XML, holds anything but plain shapes, or something sticks out. Python's standard library only.
"""

import json
import sys
import xml.etree.ElementTree as xml

NAMESPACE = "{http://www.w3.org/2000/svg}"
PLAIN = {
    "svg": "width height viewBox role aria-labelledby",
    "title": "id",
    "desc": "id",
    "style": "",
    "rect": "class x y width height fill-opacity",
    "text": "class x y text-anchor transform",
}

picture = xml.parse(sys.argv[1]).getroot()
texts, rects, description = [], [], ""
for element in picture.iter():
    assert element.tag.startswith(NAMESPACE), element.tag
    name = element.tag.removeprefix(NAMESPACE)
    assert set(element.attrib) <= set(PLAIN[name].split()), element.attrib
    if name == "text":
        texts.append((element.get("class"), float(element.get("x")), float(element.get("y")), element))
    elif name == "rect":
        rects.append(element)
    elif name == "desc":
        description = element.text
    elif name == "style":
        assert "url" not in element.text

width, height = float(picture.get("width")), float(picture.get("height"))
frame = [rect for rect in rects if rect.get("class") == "axis"]
assert len(frame) == 1
left, top, size = (float(frame[0].get(key)) for key in ("x", "y", "width"))
assert size == float(frame[0].get("height")) and left + size <= width and top + size <= height
assert all(0 <= x <= width and 0 <= y <= height for _, x, y, _ in texts)

names = sorted((y, e.text) for kind, x, y, e in texts if kind == "muted" and e.get("text-anchor") == "end")
answers = sorted((x, e.text) for kind, x, y, e in texts if kind == "muted" and e.get("transform"))
cells = []
for rect in rects:
    if rect.get("class") not in ("right", "wrong"):
        continue
    x, y, side = (float(rect.get(key)) for key in ("x", "y", "width"))
    assert side == float(rect.get("height"))
    row, column = (y - top) / side, (x - left) / side
    assert abs(row - round(row)) < 0.01 and abs(column - round(column)) < 0.01
    assert left <= x and x + side <= left + size + 0.1 and top <= y and y + side <= top + size + 0.1
    inside = [e.text for kind, tx, ty, e in texts if kind.startswith("number") and x < tx < x + side and y < ty < y + side]
    assert len(inside) <= 1
    cells.append(
        {
            "row": round(row),
            "column": round(column),
            "class": rect.get("class"),
            "opacity": float(rect.get("fill-opacity")),
            "number": int(inside[0].replace(",", "")) if inside else None,
            "tip": rect[0].text,
        }
    )
titles = [e.text for kind, _, _, e in texts if kind == "title"]
subtitles = [e.text for kind, _, _, e in texts if kind == "muted" and not e.get("transform") and e.get("text-anchor") == "start"]
print(
    json.dumps(
        {
            "title": titles[0],
            "subtitle": subtitles[0],
            "description": description,
            "names": [text for _, text in names],
            "answers": [text for _, text in answers],
            "cells": cells,
        }
    )
)
