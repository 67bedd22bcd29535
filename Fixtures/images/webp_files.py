"""WebP files by Pillow's encoder, their chunks put together in other ways, and damaged ones."""
import io
import struct

import numpy as np
from PIL import Image

from exif import exif
from expectations import bad, good, random, samples

ANIMATION, EXIF, ALPHA = 2, 8, 16


def webp(pixels, **options):
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "WEBP", **options)
    return file.getvalue()


def chunk(kind, data, length=None):
    return kind + struct.pack("<I", len(data) if length is None else length) + data + bytes(len(data) % 2)


def riff(*chunks, length=None):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def u24(value):
    return struct.pack("<I", value)[:3]


def extended(flags, height, width):
    return chunk(b"VP8X", bytes([flags, 0, 0, 0]) + u24(width - 1) + u24(height - 1))


def picture_chunks(data):
    """The chunks that are the picture itself: ALPH, and VP8 or VP8L."""
    found, offset = b"", 12
    while offset < len(data):
        length = struct.unpack("<I", data[offset + 4:offset + 8])[0]
        end = offset + 8 + length + length % 2
        if data[offset:offset + 4] in (b"ALPH", b"VP8 ", b"VP8L"):
            found += data[offset:end]
        offset = end
    return found


def frame(data, top, left, height, width, kind=b"ANMF"):
    head = u24(left // 2) + u24(top // 2) + u24(width - 1) + u24(height - 1) + u24(100) + b"\2"
    return chunk(kind, head + data)


def webp_files():
    photo = samples(37, 29, 3, 8)
    clear = samples(37, 29, 4, 8)
    good("lossy.webp", webp(photo, quality=80), "rgb")
    good("lossy-low.webp", webp(photo, quality=5), "rgb")
    good("lossy-alpha.webp", webp(clear, quality=80), "rgba")
    good("lossy-alpha-rough.webp", webp(clear, quality=80, alpha_quality=20), "rgba")
    good("lossless.webp", webp(photo, lossless=True), "rgb")
    good("lossless-alpha.webp", webp(clear, lossless=True), "rgba")
    good("lossless-exact.webp", webp(clear, lossless=True, exact=True), "rgba")
    few = (photo // 128 * 255)
    good("lossless-few-colours.webp", webp(few, lossless=True), "rgb")
    good("lossless-two-colours.webp", webp(few[..., :1].repeat(3, 2), lossless=True), "rgb")
    good("one-pixel.webp", webp(photo[:1, :1], lossless=True), "rgb")
    good("one-row.webp", webp(photo[:1], quality=80), "rgb")
    good("one-column.webp", webp(photo[:, :1], quality=80), "rgb")
    good("trailing-bytes.webp", webp(photo, quality=80) + b"after the end", "rgb")
    for orientation in (1, 3, 6, 8):
        data = webp(photo, quality=50, exif=b"Exif\0\0" + exif(orientation, ">"))
        good(f"orientation-{orientation}.webp", data, "rgb")
    lossy = picture_chunks(webp(photo, quality=80))
    data = riff(extended(EXIF, 37, 29), lossy, chunk(b"EXIF", exif(6, "<")))
    good("orientation-6-without-prefix.webp", data, "rgb")
    good("chunks.webp", riff(extended(0x24, 37, 29), chunk(b"ICCP", b"no profile"), lossy, chunk(b"XMP ", b"<x/>"), chunk(b"none", b"odd")),
         "rgb")
    frames = [Image.fromarray(samples(37, 29, 4, 8).astype(np.uint8)) for _ in range(3)]
    for name, lossless in (("lossy", False), ("lossless", True)):
        file = io.BytesIO()
        frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=lossless, quality=60)
        good(f"animation-{name}.webp", file.getvalue(), "rgba")
    loop = chunk(b"ANIM", struct.pack("<IH", 0xFF0000FF, 0))
    small = picture_chunks(webp(clear, quality=80))
    good("animation-within.webp", riff(extended(ANIMATION | ALPHA, 50, 40), loop, frame(small, 6, 4, 37, 29)), "rgba")
    good("animation-within-opaque.webp", riff(extended(ANIMATION, 50, 40), loop, frame(lossy, 12, 10, 37, 29)), "rgb")


def bad_webp_files():
    photo = samples(37, 29, 3, 8)
    lossy, lossless = webp(photo, quality=80), webp(photo, lossless=True)
    ends = "the image goes on beyond the file's"
    bad("cut-in-signature.webp", lossy[:11], "unrecognised", "begins with 52 49 46 46")
    bad("signature-only.webp", lossy[:12], "truncated", f"{ends} 12 bytes")
    bad("cut-in-header.webp", lossy[:25], "truncated", f"{ends} 25 bytes")
    bad("cut-in-half.webp", lossy[:len(lossy) // 2], "truncated", f"expected {len(lossy)} bytes")
    bad("cut-before-end.webp", lossy[:-1], "truncated", f"expected {len(lossy)} bytes")
    bad("lossless-cut.webp", lossless[:len(lossless) // 2], "truncated", f"expected {len(lossless)} bytes")
    large = samples(120, 29, 3, 8)
    data = webp(large, lossless=True)
    bad("lossless-large-cut.webp", data[:-200], "truncated", f"expected {len(data)} bytes", (0, 60, large))
    body = lossy[12:]
    bad("riff-longer.webp", riff(body, length=len(body) + 5), "truncated", ends)
    bad("riff-of-4-gigabytes.webp", riff(body, length=2**32 - 1), "truncated", "expected 4294967303 bytes")
    bad("riff-shorter.webp", riff(body, length=len(body) - 100), "damaged", "goes on beyond the file's end")
    bad("riff-empty.webp", riff(), "damaged", "bitstream error")
    picture = picture_chunks(lossy)
    bad("chunk-longer.webp", riff(picture[:4] + struct.pack("<I", 2**32 - 1) + picture[8:]), "damaged", "a chunk that goes on")
    bad("picture-cut.webp", riff(chunk(b"VP8 ", picture[8:400])), "truncated", "not enough data")
    bad("picture-empty.webp", riff(chunk(b"VP8 ", b"")), "truncated", "not enough data")
    bad("picture-unknown.webp", riff(chunk(b"VP9 ", picture[8:])), "damaged", "bitstream error")
    bad("start-code.webp", riff(picture[:11] + b"\0\0\0" + picture[14:]), "damaged", "bitstream error")
    bad("not-a-key-frame.webp", riff(picture[:8] + bytes([picture[8] | 1]) + picture[9:]), "damaged", "bitstream error")
    bad("zero-width.webp", riff(picture[:14] + b"\0\0" + picture[16:]), "damaged", "bitstream error")
    bits = picture_chunks(lossless)
    bad("lossless-signature.webp", riff(bits[:8] + b"\x30" + bits[9:]), "damaged", "bitstream error")
    bad("lossless-version.webp", riff(bits[:12] + bytes([bits[12] | 0xE0]) + bits[13:]), "damaged", "bitstream error")
    bad("lossless-noise.webp", riff(chunk(b"VP8L", bits[8:13] + random.bytes(300))), "damaged", "bitstream error")
    bad("lossless-short.webp", riff(chunk(b"VP8L", bits[8:200])), "damaged", "bitstream error")
    bad("bomb.webp", riff(chunk(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(20))), "tooLarge", "found 16384x16384")
    bad("bomb-of-frames.webp", riff(extended(ANIMATION, 60000, 60000), frame(picture, 0, 0, 37, 29)), "tooLarge", "found 60000x60000")
    bad("canvas-of-2-to-48.webp", riff(extended(0, 2**24, 2**24), picture), "damaged", "bitstream error")
    bad("canvas-mismatch.webp", riff(extended(0, 38, 29), picture), "damaged", "bitstream error")
    bad("no-frame.webp", riff(extended(ANIMATION, 37, 29)), "damaged", "an animation without a frame")
    bad("frame-short.webp", riff(extended(ANIMATION, 37, 29), chunk(b"ANMF", b"short")), "damaged", "expected a frame of 16 bytes")
    bad("frame-empty.webp", riff(extended(ANIMATION, 37, 29), frame(b"", 0, 0, 37, 29)), "truncated", "not enough data")
    bad("frame-leaves.webp", riff(extended(ANIMATION, 37, 29), frame(picture, 0, 2, 37, 29)), "damaged", "leaves the canvas")
    bad("frame-mismatch.webp", riff(extended(ANIMATION, 60, 60), frame(picture, 0, 0, 36, 29)), "damaged",
        "a frame of 36x29 that holds 37x29")
    bad("frame-within-frame.webp", riff(extended(ANIMATION, 37, 29), frame(riff(extended(ANIMATION, 37, 29)), 0, 0, 37, 29)), "damaged",
        "that holds 37x29")
