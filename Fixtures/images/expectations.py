"""Files, what Pillow and numpy say they hold, and the table of both that the tests read."""
import io
import json
import shutil
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

HERE = Path(__file__).parent
random = np.random.default_rng(20240917)
expected = bytearray()
table = {"pillow": PIL.__version__, "numpy": np.__version__, "good": [], "bad": []}
FILTERS = {"nearest": Image.Resampling.NEAREST, "area": Image.Resampling.BOX, "bilinear": Image.Resampling.BILINEAR,
           "bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}
FITS = ("stretch", "fit", "crop")


# What a network is given, in Pillow's terms.

def flattened(image):
    """EXIF orientation, then alpha over white, then RGB."""
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        sheet = Image.new("RGB", rgba.size, "white")
        sheet.paste(rgba, mask=rgba.getchannel("A"))
        return sheet
    return image.convert("RGB")


def resized(image, size, fit, filter="bilinear"):
    target, method = (size[1], size[0]), FILTERS[filter]
    if fit == "fit":
        inner = ImageOps.contain(image, target, method)
        if min(inner.size) == 0:
            # Pillow lets a very long image vanish; one row or column of it is to stay.
            inner = image.resize((max(1, inner.width), max(1, inner.height)), method)
            sheet = Image.new(image.mode, target, "white")
            sheet.paste(inner, (round((target[0] - inner.width) / 2), round((target[1] - inner.height) / 2)))
            return sheet
        return ImageOps.pad(image, target, method, color="white")
    if fit == "crop":
        return ImageOps.fit(image, target, method)
    return image.resize(target, method)


# Pictures to be stored.

def picture(height, width, channels):
    """Smooth colours, hard edges and some noise; float, 0 to 1, height × width × channels."""
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for _ in range(channels):
        a, b, c, d = random.uniform(-1, 1, 4)
        plane = 0.5 + 0.3 * np.sin(9 * (a * x / width + b * y / height) + 6 * c) + 0.2 * d
        plane[(x - width * random.uniform()) ** 2 + (y - height * random.uniform()) ** 2 < height * width / 25] = d > 0
        planes.append(plane + random.normal(0, 0.03, plane.shape))
    return np.clip(np.stack(planes, 2), 0, 1)


def samples(height, width, channels, depth):
    return np.round(picture(height, width, channels) * (2 ** depth - 1)).astype(np.int64)


def over_white(color, alpha):
    return np.floor(color * alpha + (1 - alpha) * 255 + 0.5)


def eight(values, depth):
    """Samples of any depth as 8 bits, rounded: value ÷ 257 for 16."""
    return np.floor(values * 255 / (2 ** depth - 1) + 0.5)


# The table.

def stored(image):
    pixels = np.asarray(image, np.uint8).tobytes()
    expected.extend(pixels)
    return {"offset": len(expected) - len(pixels), "count": len(pixels)}


def result(pixels, color="rgb", size=None, fit="stretch", filter="bilinear", scaled=False):
    """One way to prepare a file, and what that must give. `scaled`: a JPEG is decoded to a part of its size."""
    return {"color": color, "size": size and list(size), "fit": fit, "filter": filter, "scaled": scaled} | stored(pixels)


def good(name, data, format, pixels=None, sizes=((9, 7),), fits=("stretch",), more=()):
    """A file, and what it must give. `pixels` are numpy's, where Pillow's aren't right; `more` are sizes, fits and
    filters besides."""
    (HERE / "good" / name).write_bytes(data)
    rgb = flattened(Image.open(io.BytesIO(data))) if pixels is None else Image.fromarray(pixels)
    results = []
    for color, mode in (("rgb", "RGB"), ("grey", "L")):
        image = rgb.convert(mode)
        results.append(result(image, color))
        for size in sizes:
            for fit in fits:
                results.append(result(resized(image, size, fit), color, size, fit))
        for size, fit, filter in more:
            results.append(result(resized(image, size, fit, filter), color, size, fit, filter))
    add(name, format, rgb, results)


def add(name, format, upright, results):
    table["good"].append({"file": name, "format": format, "size": [upright.height, upright.width], "results": results})


def bad(name, data, problem, text, lenient=None):
    """A file that must be refused, with the kind of problem and some words of the error. `lenient`: what a lenient
    reader must find all the same: the first and the last row but one that are right, and the whole picture."""
    (HERE / "bad" / name).write_bytes(data)
    entry = {"file": name, "problem": problem, "text": text}
    if lenient is not None:
        first, end, pixels = lenient
        pixels = np.asarray(pixels)
        entry["lenient"] = {"size": list(pixels.shape[:2]), "first": first, "end": end} | stored(pixels[first:end])
    table["bad"].append(entry)


def begin():
    for folder in ("good", "bad"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()


def write():
    (HERE / "expected.bin").write_bytes(expected)
    lines = [f'"{key}": "{table[key]}"' for key in ("pillow", "numpy")]
    lines += [f'"{key}": [\n' + ",\n".join(json.dumps(entry) for entry in table[key]) + "\n]" for key in ("good", "bad")]
    (HERE / "table.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(len(table["good"]), "good,", len(table["bad"]), "bad")
