"""PNG files: each colour type at each depth, plain and interlaced, with each kind of transparency; and damaged ones."""
import io
import struct
import zlib

import numpy as np
from PIL import Image

from exif import exif
from expectations import bad, eight, flattened, good, over_white, random, samples
from png_writer import GREY, GREY_ALPHA, PALETTE, RGB, RGBA, SIGNATURE, chunk, header, png


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
