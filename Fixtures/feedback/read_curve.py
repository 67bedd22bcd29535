"""Reads the numbers back out of a learning curve: the picture's places, by the labels of its axes.

usage: read_curve.py CURVE.svg

Prints one JSON object: title, subtitle, axis, and panels, each with title and series, a list of [x, y] for each curve.
Fails where the file is no XML, or holds anything but plain shapes. Python's standard library only.
"""

import json
import math
import re
import sys
import xml.etree.ElementTree as xml

NAMESPACE = "{http://www.w3.org/2000/svg}"
PLAIN = {
    "svg": "width height viewBox role aria-labelledby",
    "title": "id",
    "desc": "id",
    "style": "",
    "rect": "class width height",
    "line": "class x1 y1 x2 y2",
    "text": "class x y text-anchor",
    "polyline": "class points",
    "circle": "class cx cy r",
}


def straight(places, values):
    """The line through the first and the last of some points, which all others must be on to half a pixel."""
    (p, q), (u, v) = (places[0], places[-1]), (values[0], values[-1])
    for place, value in zip(places, values):
        expected = p + (value - u) / (v - u) * (q - p)
        assert abs(place - expected) < 0.5, f"{value} is at {place}, not at {expected}"
    return lambda place: u + (place - p) / (q - p) * (v - u)


def number(text):
    return float(text.replace(",", ""))


picture = xml.parse(sys.argv[1]).getroot()
shapes = []
for element in picture.iter():
    assert element.tag.startswith(NAMESPACE), element.tag
    name = element.tag.removeprefix(NAMESPACE)
    assert set(element.attrib) <= set(PLAIN[name].split()), element.attrib
    shapes.append((name, element.attrib, element.text or ""))
assert "url" not in "".join(text for name, _, text in shapes if name == "style")
width, height = number(picture.get("width")), number(picture.get("height"))


def texts(kind):
    return [(number(a["x"]), number(a["y"]), text, a["text-anchor"]) for name, a, text in shapes if name == "text" and a["class"] == kind]


labels = texts("muted")
ticks = [(x, number(text)) for x, y, text, anchor in labels if anchor == "middle"]
horizontal = straight(*zip(*ticks)) if len(ticks) > 1 else None
headings = texts("heading")
panels = []
for index, (_, top, title, _) in enumerate(headings):
    bottom = headings[index + 1][1] if index + 1 < len(headings) else height
    logarithmic = title.endswith(" (logarithmic)")
    # A label's baseline is a little below the middle of its digits.
    ticks = [(y - 4, number(text)) for _, y, text, anchor in labels if anchor == "end" and top < y < bottom]
    if logarithmic:
        ticks = [(y, math.log10(value)) for y, value in ticks]
    vertical = straight(*zip(*ticks))
    series = []
    for name, a, _ in shapes:
        if name != "polyline":
            continue
        points = [tuple(map(float, point.split(","))) for point in a["points"].split()]
        assert all(0 <= x <= width for x, _ in points)
        if not all(top < y < bottom for _, y in points):
            continue
        curve = [(horizontal(x), vertical(y)) for x, y in points]
        series.append([[x, 10**y if logarithmic else y] for x, y in curve])
    dots = sum(1 for name, a, _ in shapes if name == "circle" and top < number(a["cy"]) < bottom)
    panels.append({"title": title, "series": series, "dots": dots})

inks = texts("ink")
print(
    json.dumps(
        {
            "title": texts("title")[0][2],
            "subtitle": labels[0][2],
            "axis": inks[-1][2],
            "legend": [re.sub(r" [^ ]*$", "", text) for _, _, text, _ in inks[:-1]],
            "panels": panels,
        }
    )
)
