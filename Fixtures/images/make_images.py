"""Makes the images that NNImage is tested with, and what Pillow and numpy say they hold.

    python make_images.py        (the versions that made the files are in table.json)

Writes good/ and bad/, expected.bin with the pixels, and table.json that tells which are whose. Where Pillow departs from
what the issue asks (16-bit samples, which it cuts or clips; the transparent colour of 2- and 4-bit greys, which it
compares with scaled samples) numpy says what is right, and everywhere else both must agree.
"""
import ctypes
import io
import json
import shutil
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageFilter, ImageOps

from png_writer import GREY, GREY_ALPHA, PALETTE, RGB, RGBA, SIGNATURE, chunk, header, png

HERE = Path(__file__).parent
random = np.random.default_rng(20240917)
expected = bytearray()
table = {"pillow": PIL.__version__, "numpy": np.__version__, "good": [], "bad": []}


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


def resized(image, size, fit):
    target = (size[1], size[0])
    if fit == "fit":
        inner = ImageOps.contain(image, target, Image.Resampling.BILINEAR)
        if min(inner.size) == 0:
            # Pillow lets a very long image vanish; one row or column of it is to stay.
            inner = image.resize((max(1, inner.width), max(1, inner.height)), Image.Resampling.BILINEAR)
            sheet = Image.new(image.mode, target, "white")
            sheet.paste(inner, (round((target[0] - inner.width) / 2), round((target[1] - inner.height) / 2)))
            return sheet
        return ImageOps.pad(image, target, Image.Resampling.BILINEAR, color="white")
    if fit == "crop":
        return ImageOps.fit(image, target, Image.Resampling.BILINEAR)
    return image.resize(target, Image.Resampling.BILINEAR)


def rows_first(image, size):
    """Resized in two steps, along the rows first: what every Pillow before 13 does, and 13 unless the image is tall."""
    return image.resize((size[1], image.height), Image.Resampling.BILINEAR).resize(
        (size[1], size[0]), Image.Resampling.BILINEAR)


def stored(image):
    pixels = np.asarray(image, np.uint8).tobytes()
    expected.extend(pixels)
    return {"offset": len(expected) - len(pixels), "count": len(pixels)}


def good(name, data, format, pixels=None, sizes=((9, 7),), fits=("stretch",)):
    """A file, and what it must give. `pixels` are numpy's, where Pillow's aren't right."""
    (HERE / "good" / name).write_bytes(data)
    rgb = flattened(Image.open(io.BytesIO(data))) if pixels is None else Image.fromarray(pixels)
    results = []
    for color, mode in (("rgb", "RGB"), ("grey", "L")):
        image = rgb.convert(mode)
        results.append({"color": color, "size": None, "fit": "stretch", "exact": True} | stored(image))
        for size in sizes:
            for fit in fits:
                pillow = resized(image, size, fit)
                exact = fit == "stretch" and pillow == rows_first(image, size)
                result = {"color": color, "size": list(size), "fit": fit, "exact": exact}
                results.append(result | stored(pillow))
    table["good"].append({"file": name, "format": format, "size": [rgb.height, rgb.width], "results": results})


def bad(name, data, problem, text):
    (HERE / "bad" / name).write_bytes(data)
    table["bad"].append({"file": name, "problem": problem, "text": text})


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


# PNG: each colour type at each depth, plain and interlaced, with each kind of transparency.

def png_files():
    for color, depths, channels, name, format in (
        (GREY, (1, 2, 4, 8, 16), 1, "grey", "grey"), (RGB, (8, 16), 3, "rgb", "rgb"),
        (GREY_ALPHA, (8, 16), 2, "grey-alpha", "greyAlpha"), (RGBA, (8, 16), 4, "rgba", "rgba"),
    ):
        for depth in depths:
            for interlace in (0, 1):
                values = samples(19, 13, channels, depth)
                data = png(values, depth, color, random, interlace)
                planes = eight(values, depth)
                if channels in (2, 4):
                    planes = over_white(planes[..., :-1], planes[..., -1:] / 255)
                right = np.broadcast_to(planes, (19, 13, 3)).astype(np.uint8)
                if depth < 16:
                    pillow = np.asarray(flattened(Image.open(io.BytesIO(data)))).astype(int)
                    assert (pillow == right).all(), (name, depth)
                good(f"{name}-{depth}{'-interlaced' * interlace}.png", data, format, right)

    for depth in (1, 2, 4, 8, 16):
        values = samples(19, 13, 1, depth)
        clear = int(values[5, 5, 0])
        right = np.where(values == clear, 255, eight(values, depth)).astype(np.uint8)
        good(f"grey-{depth}-clear.png", png(values, depth, GREY, random, transparency=struct.pack(">H", clear)),
             "greyAlpha", np.repeat(right, 3, 2))
    for depth in (8, 16):
        values = samples(19, 13, 3, depth)
        values[3:9, 2:8] = values[0, 0]
        # Near misses: equal to the clear colour in the high byte or in two channels only.
        values[10:12, 2:8] = values[0, 0] ^ np.array([1, 0, 0])
        clear = (values == values[0, 0]).all(2, keepdims=True)
        right = np.where(clear, 255, eight(values, depth)).astype(np.uint8)
        good(f"rgb-{depth}-clear.png", png(values, depth, RGB, random, transparency=struct.pack(">3H", *values[0, 0])),
             "rgba", right)

    for depth in (1, 2, 4, 8):
        colors = 2 ** depth if depth < 8 else 200
        palette = random.integers(0, 256, (colors, 3))
        indices = np.minimum(samples(19, 13, 1, depth), colors - 1)
        for interlace in (0, 1):
            data = png(indices, depth, PALETTE, random, interlace, palette)
            pillow = np.asarray(flattened(Image.open(io.BytesIO(data))))
            assert (pillow == palette[indices[..., 0]]).all(), depth
            good(f"palette-{depth}{'-interlaced' * interlace}.png", data, "rgb")
        alpha = random.integers(0, 256, max(1, colors // 2)).astype(np.uint8)
        good(f"palette-{depth}-alpha.png", png(indices, depth, PALETTE, random, 0, palette, alpha.tobytes()), "rgba")

    values = samples(19, 13, 3, 8)
    ancillary = [(b"gAMA", struct.pack(">I", 100000)), (b"sRGB", b"\0"), (b"tEXt", b"Comment\0none"),
                 (b"bKGD", struct.pack(">3H", 9, 99, 200)), (b"prVt", b"private")]
    good("rgb-8-chunks.png", png(values, 8, RGB, random, before=b"".join(chunk(*pair) for pair in ancillary)), "rgb")
    good("rgb-8-trailing-bytes.png", png(values, 8, RGB, random) + b"after the end", "rgb")
    good("rgb-8-extra-data.png", png(values, 8, RGB, random, data=lambda raw: zlib.compress(raw + bytes(50))), "rgb",
         values.astype(np.uint8))
    # An index that the palette doesn't have is black, to Pillow as to browsers.
    good("palette-8-index-beyond.png", png(samples(19, 13, 1, 8), 8, PALETTE, random, palette=np.full((99, 3), 200)), "rgb")
    good("one-pixel.png", png(values[:1, :1], 8, RGB, random), "rgb")
    good("one-pixel-interlaced.png", png(values[:1, :1], 8, RGB, random, 1), "rgb")
    good("one-row.png", png(samples(1, 60, 3, 8), 8, RGB, random), "rgb")
    good("one-column.png", png(samples(60, 1, 1, 8), 8, GREY, random), "grey")
    for orientation in (1, 3, 6):
        data = png(values, 8, RGB, random, before=chunk(b"eXIf", exif(orientation, ">")))
        good(f"orientation-{orientation}.png", data, "rgb")
    good("orientation-8-late.png", png(values, 8, RGB, random, after=chunk(b"eXIf", exif(8, "<"))), "rgb")


# JPEG by Pillow's encoder, and by TurboJPEG where Pillow has no way to ask for it.

def exif(orientation, order, type=3, count=3):
    """A TIFF header and a directory of `count` entries, the orientation in the middle."""
    entries = [(0x010F, 2, 4, b"abc\0"), (0x0112, type, 1, struct.pack(order + ("H2x" if type == 3 else "I"), orientation)),
               (0x0128, 3, 1, struct.pack(order + "H2x", 2))][:count]
    data = (b"II" if order == "<" else b"MM") + struct.pack(order + "HIH", 42, 8, len(entries))
    for tag, kind, number, value in entries:
        data += struct.pack(order + "HHI", tag, kind, number) + value
    return data + struct.pack(order + "I", 0)


def jpeg(pixels, mode="RGB", quality=85, **options):
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8), mode).save(file, "JPEG", quality=quality, **options)
    return file.getvalue()


def turbo(pixels, subsampling):
    library = ctypes.CDLL("libturbojpeg.so.0")
    library.tjInitCompress.restype = ctypes.c_void_p
    buffer, size = ctypes.c_void_p(), ctypes.c_ulong()
    pixels = np.ascontiguousarray(pixels, np.uint8)
    code = library.tjCompress2(
        ctypes.c_void_p(library.tjInitCompress()), pixels.ctypes.data_as(ctypes.c_void_p), pixels.shape[1], 0,
        pixels.shape[0], 0, ctypes.byref(buffer), ctypes.byref(size), subsampling, 85, 4096)
    assert code == 0
    return ctypes.string_at(buffer, size.value)


def adobe_transform(data, transform):
    at = data.index(b"Adobe") + 11
    return data[:at] + bytes([transform]) + data[at + 1:]


def jpeg_files():
    photo = samples(37, 29, 3, 8)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        for progressive in (False, True):
            data = jpeg(photo, subsampling=subsampling, progressive=progressive)
            good(f"jpeg-{name}{'-progressive' * progressive}.jpg", data, "rgb")
    good("jpeg-440.jpg", turbo(photo, 4), "rgb")
    good("jpeg-411.jpg", turbo(photo, 5), "rgb")
    for height, width in ((1, 1), (1, 17), (8, 8), (17, 1), (16, 33)):
        good(f"jpeg-{height}x{width}.jpg", jpeg(samples(height, width, 3, 8)), "rgb")
    good("jpeg-low-quality.jpg", jpeg(photo, quality=5), "rgb")
    good("jpeg-optimized.jpg", jpeg(photo, optimize=True, quality=98), "rgb")
    good("jpeg-restarts.jpg", jpeg(photo, restart_marker_blocks=2), "rgb")
    # A frame of Motion JPEG: the standard's example tables are understood.
    plain = jpeg(photo)
    good("jpeg-without-tables.jpg", plain[:plain.index(b"\xff\xc4")] + plain[plain.index(b"\xff\xda"):], "rgb")
    good("jpeg-stored-as-rgb.jpg", jpeg(photo, keep_rgb=True), "rgb")
    good("jpeg-grey.jpg", jpeg(photo[..., 0], "L"), "grey")
    good("jpeg-grey-progressive.jpg", jpeg(photo[..., 0], "L", progressive=True), "grey")
    inks = samples(26, 21, 4, 8)
    good("jpeg-cmyk.jpg", jpeg(inks, "CMYK"), "cmyk")
    good("jpeg-cmyk-progressive.jpg", jpeg(inks, "CMYK", progressive=True), "cmyk")
    # Pillow's encoder stores inks as they are; called YCCK, the same numbers are luma, chroma and black.
    inks[..., 1:3] = 128 + (inks[..., 1:3] - 128) // 3
    good("jpeg-ycck.jpg", adobe_transform(jpeg(inks, "CMYK"), 2), "cmyk")
    good("jpeg-trailing-bytes.jpg", jpeg(photo) + b"after the end", "rgb")

    small = samples(14, 10, 3, 8)
    for orientation in range(1, 9):
        order = "<>"[orientation % 2]
        good(f"orientation-{orientation}.jpg", jpeg(small, exif=b"Exif\0\0" + exif(orientation, order)), "rgb")
    good("orientation-6-grey.jpg", jpeg(small[..., 0], "L", exif=b"Exif\0\0" + exif(6, ">")), "grey")
    good("orientation-5-cmyk.jpg", jpeg(inks, "CMYK", exif=b"Exif\0\0" + exif(5, "<")), "cmyk")
    good("orientation-3-long.jpg", jpeg(small, exif=b"Exif\0\0" + exif(3, "<", type=4)), "rgb")
    # Orientations that aren't: the image is taken as it is.
    good("orientation-0.jpg", jpeg(small, exif=b"Exif\0\0" + exif(0, "<")), "rgb")
    good("orientation-9.jpg", jpeg(small, exif=b"Exif\0\0" + exif(9, ">")), "rgb")
    upright = np.asarray(Image.open(io.BytesIO(jpeg(small))))
    for name, blob in (
        ("short", b"II*"), ("far-directory", b"II*\0\xff\xff\xff\x7f"), ("wrong-magic", b"XX" + exif(6, "<")[2:]),
        ("cut-directory", exif(6, "<")[:24]),
    ):
        good(f"orientation-malformed-{name}.jpg", jpeg(small, exif=b"Exif\0\0" + blob), "rgb", upright)
    return photo


# Sizes and fits; one image of noise too, where every weight shows.

def resize_files():
    sizes = ((61, 47), (20, 47), (61, 20), (1, 1), (3, 90), (70, 5), (64, 64), (31, 24))
    noise = random.integers(0, 256, (61, 47, 3))
    good("resize-noise.png", png(noise, 8, RGB, random), "rgb", None, sizes, ("stretch", "fit", "crop"))
    wide = random.integers(0, 2, (5, 200, 1)) * 255
    good("resize-wide.png", png(wide, 8, GREY, random), "grey", None, ((16, 16), (40, 3)), ("stretch", "fit", "crop"))
    tall = random.integers(0, 256, (300, 7, 4))
    good("resize-tall-alpha.png", png(tall, 8, RGBA, random), "rgba", None, ((16, 16), (9, 30)), ("stretch", "fit", "crop"))
    file = io.BytesIO()
    blur = Image.fromarray((picture(240, 320, 3) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2))
    blur.save(file, "JPEG", quality=60, exif=b"Exif\0\0" + exif(6, ">"))
    large = file.getvalue()
    pixels = flattened(Image.open(io.BytesIO(large)))
    (HERE / "good" / "resize-photo.jpg").write_bytes(large)
    results = [{"color": "rgb", "size": [64, 64], "fit": fit, "exact": True} | stored(resized(pixels, (64, 64), fit))
               for fit in ("stretch", "fit", "crop")]
    table["good"].append({"file": "resize-photo.jpg", "format": "rgb", "size": [320, 240], "results": results})


# Files that must be refused, with the kind of problem and some words of the error.

def bad_png_files():
    values = samples(19, 13, 3, 8)
    whole = png(values, 8, RGB, random)
    idat = whole.index(b"IDAT")
    size = "the image goes on beyond the file's"
    bad("empty.png", b"", "empty", "found no bytes")
    bad("signature-only.png", SIGNATURE, "truncated", f"{size} 8 bytes")
    bad("four-bytes.png", SIGNATURE[:4], "truncated", f"{size} 4 bytes")
    bad("cut-in-header.png", whole[:20], "truncated", f"{size} 20 bytes")
    bad("cut-before-data.png", whole[:33], "truncated", f"{size} 33 bytes")
    bad("cut-in-data.png", whole[:len(whole) // 2], "truncated", size)
    bad("cut-before-end.png", whole[:-12], "truncated", size)
    bad("cut-in-end.png", whole[:-1], "truncated", size)
    bad("interlaced-cut.png", png(values, 8, RGB, random, 1)[:300], "truncated", f"{size} 300 bytes")
    bad("line-ends-changed.png", whole.replace(b"\r\n", b"\n"), "damaged", "PNG")
    bad("header-checksum.png", whole[:29] + bytes([whole[29] ^ 1]) + whole[30:], "damaged", "IHDR: CRC error")
    bad("data-checksum.png", whole[:idat + 9] + bytes([whole[idat + 9] ^ 1]) + whole[idat + 10:], "damaged", "IDAT")
    text = png(values, 8, RGB, random, before=chunk(b"tEXt", b"Comment\0none", crc=1))
    bad("text-checksum.png", text, "damaged", "tEXt: CRC error")
    bad("end-checksum.png", whole[:-1] + bytes([whole[-1] ^ 1]), "damaged", "IEND: CRC error")
    bad("no-palette.png", png(values[..., :1], 8, PALETTE, random), "damaged", "Missing PLTE")
    bad("transparency-length.png", png(values, 8, RGB, random, transparency=b"\0\0"), "damaged", "tRNS")
    bad("transparency-late.png", png(values, 8, RGB, random, after=chunk(b"tRNS", bytes(6))), "damaged", "tRNS")
    bad("stream-checksum.png", png(values, 8, RGB, random, data=lambda raw: zlib.compress(raw)[:-1] + b"\0"),
        "damaged", "incorrect data check")
    bad("stream-header.png", png(values, 8, RGB, random, data=lambda raw: b"\0\0" + zlib.compress(raw)[2:]),
        "damaged", "IDAT")
    bad("stream-of-noise.png", png(values, 8, RGB, random, data=lambda raw: b"\x78\x9c" + random.bytes(300)),
        "damaged", "IDAT")
    bad("stream-too-short.png", png(values, 8, RGB, random, data=lambda raw: zlib.compress(raw[:-41])), "damaged",
        "Not enough")
    bad("filter-unknown.png", png(values, 8, RGB, random, data=lambda raw: zlib.compress(b"\7" + raw[1:])), "damaged",
        "filter")
    rest = whole[33:]
    for name, fields in (("zero-width", (19, 0, 8, RGB)), ("zero-height", (0, 13, 8, RGB)), ("depth-3", (19, 13, 3, RGB)),
                         ("color-5", (19, 13, 8, 5)), ("palette-16", (19, 13, 16, PALETTE)),
                         ("interlace-2", (19, 13, 8, RGB, 2))):
        bad(f"{name}.png", SIGNATURE + header(*fields) + rest, "damaged", "Invalid IHDR data")
    bad("no-header.png", SIGNATURE + rest, "damaged", "IHDR")
    bad("two-headers.png", whole[:33] + whole[8:33] + rest, "damaged", "IHDR")
    bad("no-data.png", whole[:33] + chunk(b"IEND"), "damaged", "IEND: out of place")
    bad("chunk-of-2-gigabytes.png", whole[:33] + b"\x7f\xff\xff\xffIDAT" + rest[8:], "damaged",
        "IDAT: chunk data is too large")
    bad("exif-of-2-gigabytes.png", whole[:33] + b"\x7f\xff\xff\xffeXIf" + rest[8:], "truncated", size)
    bad("chunk-name.png", whole[:33] + chunk(b"\0\x1b[m") + rest, "damaged", "invalid chunk type")
    critical = whole[:33] + chunk(b"ABCD") + rest
    bad("unknown-critical-chunk.png", critical, "damaged", "unhandled critical chunk")
    bad("bomb.png", SIGNATURE + header(60000, 60000, 8, RGB) + rest, "tooLarge",
        "expected at most 200000000 pixels, found 60000x60000")
    bad("bomb-one-row.png", SIGNATURE + header(1, 2**31 - 1, 8, RGBA) + rest, "tooLarge", "found 1x2147483647")
    bad("bomb-of-zeros.png", SIGNATURE + header(20000, 20000, 1, GREY) + chunk(b"IDAT", zlib.compress(bytes(9999))),
        "tooLarge", "found 20000x20000")


def bad_jpeg_files(photo):
    whole = jpeg(photo)
    progressive = jpeg(photo, progressive=True)
    frame = whole.index(b"\xff\xc0")
    scan = whole.index(b"\xff\xda")
    ends = "the image goes on beyond the file's"
    bad("start-only.jpg", whole[:3], "truncated", f"{ends} 3 bytes")
    bad("cut-in-header.jpg", whole[:frame + 6], "truncated", f"{ends} {frame + 6} bytes")
    bad("cut-before-scan.jpg", whole[:scan], "truncated", ends)
    bad("cut-in-scan-header.jpg", whole[:scan + 6], "truncated", ends)
    bad("cut-after-scan-header.jpg", whole[:scan + 14], "truncated", ends)
    bad("cut-in-half.jpg", whole[:(scan + len(whole)) // 2], "truncated", f"{(scan + len(whole)) // 2} bytes")
    bad("cut-before-end.jpg", whole[:-2], "truncated", ends)
    bad("cut-in-end.jpg", whole[:-1], "truncated", ends)
    bad("progressive-cut.jpg", progressive[:len(progressive) * 3 // 4], "truncated", ends)
    bad("scan-of-noise.jpg", whole[:scan + 14] + random.bytes(2000).replace(b"\xff", b"\xfe") + b"\xff\xd9", "damaged",
        "JPEG")
    bad("end-too-soon.jpg", whole[:(scan + len(whole)) // 2] + b"\xff\xd9", "damaged", "JPEG")
    bad("no-frame.jpg", whole[:frame] + whole[scan:], "damaged", "JPEG")
    bad("no-scan.jpg", whole[:scan] + b"\xff\xd9", "damaged", "JPEG")
    bad("no-quantization-tables.jpg", whole[:whole.index(b"\xff\xdb")] + whole[frame:], "damaged",
        "Quantization table")
    fields = whole[frame + 4:frame + 10]
    for name, new, problem, text in (
        ("12-bits", b"\x0c" + fields[1:], "damaged", "precision 12"),
        ("zero-height", fields[:1] + b"\0\0" + fields[3:], "damaged", "JPEG"),
        ("zero-width", fields[:3] + b"\0\0" + fields[5:], "damaged", "JPEG"),
        ("two-components", fields[:5] + b"\2", "damaged", "JPEG"),
        ("bomb", fields[:1] + struct.pack(">HH", 60000, 60000) + fields[5:], "tooLarge", "found 60000x60000"),
    ):
        bad(f"{name}.jpg", whole[:frame + 4] + new + whole[frame + 10:], problem, text)
    bad("lossless.jpg", whole[:frame] + b"\xff\xc3" + whole[frame + 2:], "damaged", "SOF type 0xc3")
    bad("sampling-factor.jpg", whole[:frame + 11] + b"\x55" + whole[frame + 12:], "damaged", "sampling factors")


def other_files():
    bad("text.jpg", b"This is not an image.\n", "unrecognised", "begins with 54 68 69 73 20 69 73 20")
    bad("one-byte.jpg", b"\xff", "unrecognised", "begins with FF")
    bad("picture.gif", b"GIF89a\x01\0\x01\0\0\0\0;", "unrecognised", "begins with 47 49 46 38")
    bad("zeros.png", bytes(100), "unrecognised", "begins with 00 00")
    bad("noise.bin", bytes([7]) + random.bytes(500), "unrecognised", "begins with 07")


def main():
    for folder in ("good", "bad"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
    png_files()
    photo = jpeg_files()
    resize_files()
    bad_png_files()
    bad_jpeg_files(photo)
    other_files()
    (HERE / "expected.bin").write_bytes(expected)
    lines = [f'"{key}": "{table[key]}"' for key in ("pillow", "numpy")]
    lines += [f'"{key}": [\n' + ",\n".join(json.dumps(entry) for entry in table[key]) + "\n]" for key in ("good", "bad")]
    (HERE / "table.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(len(table["good"]), "good,", len(table["bad"]), "bad")


main()
