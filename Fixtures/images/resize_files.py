"""Files to be resized to many sizes; one is of noise, where every weight shows."""
import io

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from exif import exif
from expectations import FILTERS, FITS, HERE, add, flattened, good, picture, random, resized, result
from png_writer import GREY, RGB, RGBA, png


def resize_files():
    sizes = ((61, 47), (20, 47), (61, 20), (1, 1), (3, 90), (70, 5), (64, 64), (31, 24))
    # Smaller, larger, and one side of each.
    more = [(size, fit, filter) for filter in FILTERS if filter != "bilinear"
            for size in ((20, 15), (3, 70), (70, 5), (25, 60)) for fit in FITS]
    noise = random.integers(0, 256, (61, 47, 3))
    good("resize-noise.png", png(noise, 8, RGB, random), "rgb", None, sizes, FITS, more)
    wide = random.integers(0, 2, (5, 200, 1)) * 255
    more = [((40, 3), "fit", filter) for filter in FILTERS] + [((4, 399), "stretch", filter) for filter in FILTERS]
    good("resize-wide.png", png(wide, 8, GREY, random), "grey", None, ((16, 16), (40, 3)), FITS, more)
    tall = random.integers(0, 256, (300, 7, 4))
    more = [((16, 16), "crop", filter) for filter in FILTERS]
    good("resize-tall-alpha.png", png(tall, 8, RGBA, random), "rgba", None, ((16, 16), (9, 30)), FITS, more)
    data = photo(240, 320, 60, 6)
    pixels = flattened(Image.open(io.BytesIO(data)))
    (HERE / "good" / "resize-photo.jpg").write_bytes(data)
    results = [result(resized(pixels, (64, 64), fit), "rgb", (64, 64), fit) for fit in FITS]
    results += [result(resized(pixels, (24, 18), fit, filter), "rgb", (24, 18), fit, filter)
                for fit in FITS for filter in FILTERS if filter != "bilinear"]
    add("resize-photo.jpg", "rgb", pixels, results)


def photo(height, width, quality, orientation, mode="RGB", **options):
    blur = Image.fromarray((picture(height, width, 3) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2))
    file = io.BytesIO()
    blur.convert(mode).save(file, "JPEG", quality=quality, exif=b"Exif\0\0" + exif(orientation, ">"), **options)
    return file.getvalue()


# JPEG files decoded to a half, a quarter and an eighth of their size, by Pillow's `draft`. No side is a multiple of 8, so
# that the last pixel isn't wholly of the picture, and the box that is resized has to end within it.

def drafted(data, divisor):
    """The upright image decoded to a part of its size, and the box in it that is the picture."""
    image = Image.open(io.BytesIO(data))
    width, height = image.size
    image.draft(image.mode, (width // divisor, height // divisor))
    assert image.size == (-(-width // divisor), -(-height // divisor)), image.size
    orientation = image.getexif().get(0x0112, 1)
    image = ImageOps.exif_transpose(image)
    image = flattened(image)
    if orientation >= 5:
        width, height = height, width
    rows, columns = height / divisor, width / divisor
    top = image.height - rows if orientation in (3, 4, 7, 8) else 0
    left = image.width - columns if orientation in (2, 3, 6, 7) else 0
    return image, (left, top, left + columns, top + rows)


def fitted(box, size, fit):
    """What `ImageOps.contain` and `ImageOps.fit` make of a size, for a box."""
    left, top, right, bottom = box
    width, height, wanted = right - left, bottom - top, size[1] / size[0]
    if fit == "crop":
        kept = (wanted * height, height) if width / height > wanted else (width, width / wanted)
        left, top = left + (width - kept[0]) / 2, top + (height - kept[1]) / 2
        return size, (left, top, left + kept[0], top + kept[1])
    if fit == "fit":
        if width / height > wanted:
            return (round(height / width * size[1]), size[1]), box
        return (size[0], round(width / height * size[0])), box
    return size, box


def scaled_result(data, divisor, color, size, fit, filter):
    image, box = drafted(data, divisor)
    inner, box = fitted(box, size, fit)
    small = image.convert("RGB" if color == "rgb" else "L").resize((inner[1], inner[0]), FILTERS[filter], box)
    sheet = Image.new(small.mode, (size[1], size[0]), "white")
    sheet.paste(small, (round((size[1] - inner[1]) / 2), round((size[0] - inner[0]) / 2)))
    return result(sheet, color, size, fit, filter, scaled=True)


def scaled_files():
    for name, orientation, mode, options, format in (
        ("420", 1, "RGB", {}, "rgb"), ("upside-down", 3, "RGB", {}, "rgb"), ("turned-right", 6, "RGB", {}, "rgb"),
        ("transversed", 7, "RGB", {}, "rgb"), ("turned-left", 8, "RGB", {}, "rgb"),
        ("422-progressive", 2, "RGB", {"subsampling": 1, "progressive": True}, "rgb"), ("444", 1, "RGB", {"subsampling": 0}, "rgb"),
        ("grey", 4, "L", {}, "grey"), ("cmyk", 1, "CMYK", {}, "cmyk"),
    ):
        data = photo(299, 277, 30, orientation, mode, **options)
        (HERE / "good" / f"scaled-{name}.jpg").write_bytes(data)
        upright = flattened(Image.open(io.BytesIO(data)))
        results = [result(resized(upright, (9, 7), "stretch"), "rgb", (9, 7))]
        for size, fit, filter in (((9, 7), "stretch", "bilinear"), ((11, 11), "crop", "lanczos"),
                                  ((18, 20), "fit", "bicubic"), ((22, 22), "crop", "bicubic"),
                                  ((40, 40), "stretch", "bilinear"), ((45, 40), "fit", "bilinear")):
            inner = fitted((0, 0) + upright.size, size, fit)[0] if fit == "fit" else size
            divisor = max(d for d in (1, 2, 4, 8)
                          if upright.height >= 2 * d * inner[0] and upright.width >= 2 * d * inner[1])
            for color in ("rgb", "grey") if size[0] < 20 else ("rgb",):
                results.append(scaled_result(data, divisor, color, size, fit, filter))
        # Too large to be scaled, and filters that don't bear it: as if decoded exactly.
        results.append(result(resized(upright, (95, 10), "stretch"), "rgb", (95, 10), scaled=True))
        for filter in ("nearest", "area"):
            results.append(
                result(resized(upright, (9, 7), "stretch", filter), "rgb", (9, 7), filter=filter, scaled=True))
        add(f"scaled-{name}.jpg", format, upright, results)
