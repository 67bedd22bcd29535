"""Bitmap files, and damaged ones. Pillow reads most of them, and the arithmetic of the rest is written out here."""
import struct

import numpy as np

from bmp_writer import bmp, rows, runs
from expectations import bad, good, over_white, random, samples


def colors(count):
    return random.integers(0, 256, (count, 3)).astype(np.uint8)


def fields(masks, height=11, width=13):
    """Pixels of random bits, and the samples in them: value · 255 ÷ most, cut off as by Pillow."""
    depth = 16 if max(masks) < 1 << 16 else 32
    pixels = random.integers(0, 1 << depth, (height, width))
    planes = []
    for mask in masks:
        low = mask & -mask
        most = mask // low if mask else 1
        planes.append((pixels & mask) // (low or 1) * 255 // most)
    return depth, pixels, np.stack(planes, 2)


def opaque(planes):
    if planes.shape[2] == 4:
        planes = over_white(planes[..., :3], planes[..., 3:] / 255)
    return planes.astype(np.uint8)


def bmp_files():
    for depth in (1, 4, 8):
        palette = colors(1 << depth)
        indices = samples(11, 13, 1, depth)[..., 0]
        good(f"palette-{depth}.bmp", bmp(11, 13, depth, rows(indices, depth), palette), "rgb")
        good(f"core-{depth}.bmp", bmp(11, 13, depth, rows(indices, depth), palette, 12), "rgb", palette[indices])
    palette = colors(4)
    indices = samples(11, 13, 1, 2)[..., 0]
    good("palette-2.bmp", bmp(11, 13, 2, rows(indices, 2), palette), "rgb", palette[indices])
    palette = colors(200)
    indices = samples(11, 13, 1, 8)[..., 0]
    right = np.concatenate([palette, np.zeros((56, 3), np.uint8)])[indices]
    good("palette-8-index-beyond.bmp", bmp(11, 13, 8, rows(indices, 8), palette), "rgb", right)
    indices = np.minimum(indices, 199)
    data = rows(indices, 8)
    good("palette-8-top-down.bmp", bmp(-11, 13, 8, rows(indices, 8, True), palette), "rgb")
    good("palette-8-gap.bmp", bmp(11, 13, 8, data, palette, gap=b"a gap"), "rgb")
    good("palette-8-without-place.bmp", bmp(11, 13, 8, data, palette, start=0), "rgb")
    good("palette-8-place-of-palette.bmp", bmp(11, 13, 8, data, palette, start=54), "rgb")
    good("palette-8-version-5.bmp", bmp(11, 13, 8, data, palette, 124), "rgb")
    good("palette-8-os2.bmp", bmp(11, 13, 8, data, palette, 64), "rgb")
    # OS/2's short header says nothing of colours, so that the palette has to be whole.
    short = np.concatenate([palette, colors(56)])
    good("palette-8-os2-short.bmp", bmp(11, 13, 8, data, short, 16), "rgb", short[indices])
    long = colors(300)
    good("palette-8-too-long.bmp", bmp(11, 13, 8, data, long), "rgb", long[indices])
    grey = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)
    good("palette-8-grey.bmp", bmp(11, 13, 8, data, grey), "rgb")

    values = samples(11, 13, 3, 8)
    pixels = values @ [65536, 256, 1]
    data = rows(pixels, 24)
    good("rgb-24.bmp", bmp(11, 13, 24, data), "rgb")
    good("rgb-24-core.bmp", bmp(11, 13, 24, data, length=12), "rgb")
    good("rgb-24-top-down.bmp", bmp(-11, 13, 24, rows(pixels, 24, True)), "rgb")
    good("rgb-24-fields.bmp", bmp(11, 13, 24, data, length=56, compression=3, masks=(0xFF0000, 0xFF00, 0xFF, 0)), "rgb")
    good("rgb-24-not-filled-up.bmp", bmp(11, 13, 24, data)[:-1], "rgb")
    good("rgb-24-trailing-bytes.bmp", bmp(11, 13, 24, data) + b"after the end", "rgb")
    good("one-pixel.bmp", bmp(1, 1, 24, rows(pixels[:1, :1], 24)), "rgb")
    pixels |= random.integers(0, 256, pixels.shape) << 24
    # What isn't named as opacity is none.
    good("rgb-32.bmp", bmp(11, 13, 32, rows(pixels, 32)), "rgb")
    good("rgb-32-version-5.bmp", bmp(11, 13, 32, rows(pixels, 32), length=124, masks=(0, 0, 0, 0xFF000000)), "rgb")
    good("rgb-16.bmp", bmp(11, 13, 16, rows(pixels & 0xFFFF, 16)), "rgb")
    good("rgba-32-no-masks.bmp", bmp(11, 13, 32, rows(pixels, 32), length=56, compression=3, masks=(0, 0, 0, 0)), "rgba")

    for name, masks, length, pillow in (
        ("565", (0xF800, 0x7E0, 0x1F), 40, True), ("555", (0x7C00, 0x3E0, 0x1F), 52, True),
        ("1555", (0x7C00, 0x3E0, 0x1F, 0x8000), 56, True), ("4444", (0xF00, 0xF0, 0xF, 0xF000), 108, False),
        ("664-odd", (0x3F, 0xFC0, 0xF000), 40, False), ("red-only", (0xFF00, 0, 0), 40, False),
        ("bgrx", (0xFF0000, 0xFF00, 0xFF, 0), 108, True), ("xbgr", (0xFF000000, 0xFF0000, 0xFF00), 40, True),
        ("bgra", (0xFF0000, 0xFF00, 0xFF, 0xFF000000), 108, True), ("rgba", (0xFF, 0xFF00, 0xFF0000, 0xFF000000), 124, True),
        ("abgr", (0xFF000000, 0xFF0000, 0xFF00, 0xFF), 56, True), ("1010102", (0x3FF00000, 0xFFC00, 0x3FF), 40, False),
        ("2101010", (0x3FF00000, 0xFFC00, 0x3FF, 0xC0000000), 56, False), ("11-bits", (0xFFE00000, 0x1FFC00, 0x3FF), 52, False),
    ):
        depth, pixels, planes = fields(masks)
        # Pillow knows opacity in 32 bits only.
        planes = planes if depth == 32 and masks[-1] else planes[..., :3]
        format = "rgba" if planes.shape[2] == 4 else "rgb"
        data = bmp(11, 13, depth, rows(pixels, depth), length=length, compression=3, masks=masks)
        good(f"fields-{name}.bmp", data, format, None if pillow else opaque(planes))
    depth, pixels, planes = fields((0xFF0000, 0xFF00, 0xFF, 0xFF000000))
    data = bmp(11, 13, 32, rows(pixels, 32), compression=6, masks=(0xFF0000, 0xFF00, 0xFF, 0xFF000000))
    good("fields-windows-ce.bmp", data, "rgba", opaque(planes))

    for four, compression, depth in ((False, 1, 8), (True, 2, 4)):
        palette = colors(1 << depth)
        indices = samples(11, 13, 1, depth)[..., 0]
        indices[3:6] = indices[3, 0]
        indices[6:8, 2:9] = 0
        indices[8] = 0
        indices[9, 5:] = 0
        data = runs(indices, random, four)
        # Pillow passes over rows without any index, so that it can't say what the picture is.
        good(f"runs-{depth}.bmp", bmp(11, 13, depth, data, palette, compression=compression), "rgb", palette[indices])
        indices[8, 0] = 1
        data = runs(indices, random, four)
        good(f"runs-{depth}-pillow.bmp", bmp(11, 13, depth, data, palette, compression=compression), "rgb")
        good(f"runs-{depth}-top-down.bmp", bmp(-11, 13, depth, data, palette, compression=compression), "rgb")
        full = b"".join(bytes([15, 0x11 * (row % 10), 0, 0]) for row in range(11))
        good(f"runs-{depth}-cut-at-the-side.bmp", bmp(11, 13, depth, full, palette, compression=compression), "rgb")


def bad_bmp_files():
    values = samples(11, 13, 3, 8)
    pixels = values @ [65536, 256, 1]
    whole = bmp(11, 13, 24, rows(pixels, 24))
    ends = "the image goes on beyond the file's"
    bad("signature-only.bmp", whole[:2], "truncated", f"{ends} 2 bytes")
    bad("cut-in-file-header.bmp", whole[:13], "truncated", f"{ends} 13 bytes")
    bad("cut-in-header.bmp", whole[:40], "truncated", f"{ends} 40 bytes")
    bad("cut-before-pixels.bmp", whole[:54], "truncated", "expected 439 bytes of pixels, found 0")
    bad("cut-in-pixels.bmp", whole[:54 + 5 * 40 + 7], "truncated", "expected 439 bytes of pixels, found 207",
        (6, 11, values))
    bad("cut-before-last-sample.bmp", whole[:-2], "truncated", "expected 439 bytes of pixels, found 438", (1, 11, values))
    palette = colors(200)
    indices = np.minimum(samples(11, 13, 1, 8)[..., 0], 199)
    data = rows(indices, 8)
    bad("cut-in-palette.bmp", bmp(11, 13, 8, data, palette)[:500], "truncated", f"{ends} 500 bytes")
    bad("pixels-in-header.bmp", bmp(11, 13, 24, rows(pixels, 24), start=20), "damaged", "begin within the header")
    bad("pixels-beyond.bmp", bmp(11, 13, 24, rows(pixels, 24), start=2**32 - 1), "truncated", "found 0")
    bad("header-of-41.bmp", whole[:14] + struct.pack("<I", 41) + whole[18:], "damaged", "found one of 41 bytes")
    bad("header-of-2-gigabytes.bmp", whole[:14] + struct.pack("<I", 2**31) + whole[18:], "damaged", "found one of 2147483648")
    for name, place, packing, value, problem, text in (
        ("zero-width", 18, "<i", 0, "damaged", "found 11x0"), ("zero-height", 22, "<i", 0, "damaged", "found 0x13"),
        ("negative-width", 18, "<i", -13, "damaged", "found 11x-13"),
        ("bomb-upside-down", 22, "<i", -2**31, "tooLarge", "found 2147483648x13"),
        ("bomb-wide", 18, "<i", 2**31 - 1, "tooLarge", "found 11x2147483647"),
        ("too-long", 18, "<i", 1000001, "tooLong", "sides of at most 1000000 pixels, found 11x1000001"),
        ("depth-0", 28, "<H", 0, "damaged", "of 0 bits a pixel"), ("depth-5", 28, "<H", 5, "damaged", "of 5 bits a pixel"),
        ("depth-64", 28, "<H", 64, "damaged", "of 64 bits a pixel"), ("depth-65535", 28, "<H", 65535, "damaged", "bits a pixel"),
        ("jpeg-within", 30, "<I", 4, "damaged", "compression 4"), ("png-within", 30, "<I", 5, "damaged", "compression 5"),
        ("runs-of-24", 30, "<I", 1, "damaged", "compression 1 of 24"), ("compression-99", 30, "<I", 99, "damaged", "compression 99"),
    ):
        length = struct.calcsize(packing)
        bad(f"{name}.bmp", whole[:place] + struct.pack(packing, value) + whole[place + length:], problem, text)
    bad("bomb.bmp", bmp(60000, 60000, 1, bytes(100), colors(2)), "tooLarge", "found 60000x60000")
    bad("bomb-within-limit.bmp", bmp(14000, 14000, 1, bytes(100), colors(2)), "truncated", "found 100")
    bad("os2-huffman.bmp", bmp(11, 13, 1, bytes(44), colors(2), 64, compression=3), "damaged", "compression 3 of 1")
    bad("os2-runs-of-24.bmp", bmp(11, 13, 24, rows(pixels, 24), (), 64, compression=4), "damaged", "compression 4")
    for name, masks, length, text in (
        ("mask-with-hole", (0xF0F0, 0xF00, 0xF), 40, "found F0F0, F00, F"), ("no-masks", (0, 0, 0), 40, "found 0, 0, 0"),
        ("mask-beyond", (0xFF0000, 0x7E0, 0x1F), 40, "found FF0000, 7E0, 1F"),
    ):
        bad(f"{name}.bmp", bmp(11, 13, 16, rows(pixels & 0xFFFF, 16), length=length, compression=3, masks=masks), "damaged", text)
    bad("cut-in-masks.bmp", bmp(11, 13, 16, b"", compression=3, masks=(0xF800, 0x7E0, 0x1F))[:60], "truncated", "within the header")

    def eight(data):
        return bmp(11, 13, 8, data, palette, compression=1)
    full = b"".join(bytes([13, 7, 0, 0]) for _ in range(11))
    right = np.broadcast_to(palette[7], (11, 13, 3))
    bad("runs-cut.bmp", eight(full[:21]), "truncated", "within the runs", (6, 11, right))
    bad("runs-missing.bmp", eight(b""), "truncated", "within the runs")
    bad("runs-end-too-soon.bmp", eight(full[:20] + b"\0\1"), "damaged", "the runs end in row 6 of 11", (6, 11, right))
    bad("runs-step-aside.bmp", eight(b"\x0a\7\0\2\4\0" + full), "damaged", "leave the picture in row 1")
    bad("runs-step-beyond.bmp", eight(full[:8] + b"\0\2\0\x09" + full), "damaged", "leave the picture in row 3")
    bad("runs-indices-aside.bmp", eight(b"\x0a\7\0\4\1\2\3\4" + full), "damaged", "leave the picture in row 1")
    bad("runs-indices-cut.bmp", eight(full[:8] + b"\0\x0d\1\2\3"), "truncated", "within the runs")
    bad("runs-bomb.bmp", bmp(14000, 14000, 8, b"\xff\0\0\1", palette, compression=1), "damaged", "the runs end in row 1 of 14000")
