"""PNM and PAM files, and damaged ones. Pillow reads the plain and the raw ones of 8 bits, numpy does the rest."""
import numpy as np

from expectations import bad, good, over_white, random, samples


def text(values, separator=" "):
    return separator.join(str(value) for value in values.reshape(-1)).encode()


def raw(values, maximum):
    return values.astype(">u2" if maximum > 255 else np.uint8).tobytes()


def scaled(values, maximum):
    return np.round(values / maximum * 255).astype(np.uint8)


def pam(values, maximum, kind, extra=""):
    height, width, depth = values.shape
    head = f"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {depth}\nMAXVAL {maximum}\n{extra}"
    head += f"TUPLTYPE {kind}\nENDHDR\n" if kind else "ENDHDR\n"
    return head.encode() + raw(values, maximum)


def pnm_files():
    bits = samples(11, 13, 1, 1)[..., 0]
    good("bits.pbm", b"P4\n13 11\n" + np.packbits(bits.astype(np.uint8), 1).tobytes(), "grey")
    good("bits-text.pbm", b"P1\n13 11\n" + text(bits), "grey")
    good("bits-text-dense.pbm", b"P1\n# no space\n13 11\n" + b"\n".join(text(row, "") for row in bits), "grey")
    for maximum in (1, 15, 100, 254, 255):
        grey = random.integers(0, maximum + 1, (11, 13))
        color = random.integers(0, maximum + 1, (11, 13, 3))
        head = f"13 11\n{maximum}\n".encode()
        good(f"grey-{maximum}.pgm", b"P5\n" + head + raw(grey, maximum), "grey")
        good(f"rgb-{maximum}.ppm", b"P6\n" + head + raw(color, maximum), "rgb")
        good(f"grey-text-{maximum}.pgm", b"P2\n" + head + text(grey), "grey")
        good(f"rgb-text-{maximum}.ppm", b"P3\n" + head + text(color, "\n"), "rgb")
    for maximum in (256, 1000, 65535):
        grey = random.integers(0, maximum + 1, (11, 13))
        color = random.integers(0, maximum + 1, (11, 13, 3))
        head = f"13 11\n{maximum}\n".encode()
        right = np.repeat(scaled(grey, maximum)[..., None], 3, 2)
        good(f"grey-{maximum}.pgm", b"P5\n" + head + raw(grey, maximum), "grey", right)
        good(f"rgb-{maximum}.ppm", b"P6\n" + head + raw(color, maximum), "rgb", scaled(color, maximum))
        good(f"grey-text-{maximum}.pgm", b"P2\n" + head + text(grey), "grey", right)
        good(f"rgb-text-{maximum}.ppm", b"P3\n" + head + text(color, "\t"), "rgb", scaled(color, maximum))
    # Value ÷ 257, to the nearest: every one that there is.
    ramp = np.arange(65536).reshape(256, 256)
    right = np.repeat(np.floor(ramp / 257 + 0.5).astype(np.uint8)[..., None], 3, 2)
    good("every-value.pgm", b"P5 256 256 65535\n" + raw(ramp, 65535), "grey", right, ())
    grey = random.integers(0, 256, (11, 13))
    good("comments.pgm", b"P5 # one\n# two\r13# three\n#\n 11\t255\n" + raw(grey, 255), "grey")
    good("comment-last.pgm", b"P5 13 11 255# the last\n" + raw(grey, 255), "grey",
         np.repeat(grey[..., None].astype(np.uint8), 3, 2))
    good("comments-in-text.pgm", b"P2#\n13 11 255 # many\n" + text(grey, "#more\n"), "grey",
         np.repeat(grey[..., None].astype(np.uint8), 3, 2))
    good("white-space.pgm", b"P5\x0b\x0c\r\n 13\x0b11\r\n255 " + raw(grey, 255), "grey")
    good("two-images.pgm", (b"P5 13 11 255\n" + raw(grey, 255)) * 2, "grey")
    good("one-pixel.ppm", b"P6 1 1 255\n\1\2\3", "rgb")

    for name, kind, depth, maximum in (
        ("bits", "BLACKANDWHITE", 1, 1), ("grey", "GRAYSCALE", 1, 255), ("grey-16", "GRAYSCALE", 1, 65535),
        ("rgb", "RGB", 3, 255), ("rgb-31", "RGB", 3, 31), ("grey-alpha", "GRAYSCALE_ALPHA", 2, 255),
        ("bits-alpha", "BLACKANDWHITE_ALPHA", 2, 1), ("rgba", "RGB_ALPHA", 4, 255), ("rgba-16", "RGB_ALPHA", 4, 65535),
        ("untold-1", "", 1, 255), ("untold-2", "", 2, 255), ("untold-3", "", 3, 255), ("untold-4", "", 4, 255),
    ):
        values = random.integers(0, maximum + 1, (11, 13, depth))
        planes = scaled(values, maximum)
        if depth in (2, 4):
            planes = over_white(planes[..., :-1].astype(float), planes[..., -1:] / 255)
        right = np.broadcast_to(planes, (11, 13, 3)).astype(np.uint8)
        good(f"{name}.pam", pam(values, maximum, kind, "# a comment\n"), ("grey", "greyAlpha", "rgb", "rgba")[depth - 1], right)


def bad_pnm_files():
    grey = random.integers(0, 256, (11, 13))
    color = random.integers(0, 256, (11, 13, 3))
    right = np.repeat(grey[..., None], 3, 2)
    ends = "the image goes on beyond the file's"
    whole = b"P6\n13 11\n255\n" + raw(color, 255)
    bad("letter-only.ppm", b"P6", "unrecognised", "begins with 50 36")
    bad("float.pfm", b"Pf\n13 11\n-1.0\n", "unrecognised", "begins with 50 66")
    bad("p8.ppm", b"P8\n13 11\n255\n", "unrecognised", "begins with 50 38")
    bad("header-only.ppm", whole[:3], "truncated", f"{ends} 3 bytes")
    bad("cut-in-header.ppm", whole[:6], "truncated", f"{ends} 6 bytes")
    bad("cut-in-comment.ppm", b"P6 13 # and so on", "truncated", ends)
    bad("cut-in-pixels.ppm", whole[:200], "truncated", "expected 429 bytes of pixels, found 187", (0, 4, color))
    bad("cut-before-last-sample.ppm", whole[:-1], "truncated", "found 428", (0, 10, color))
    bad("cut-16.pgm", b"P5 13 11 65535\n" + raw(grey * 257, 65535)[:-1], "truncated", "expected 286 bytes", (0, 10, right))
    bits = samples(11, 13, 1, 1)[..., 0]
    bad("cut.pbm", b"P4 13 11\n" + np.packbits(bits.astype(np.uint8), 1).tobytes()[:-1], "truncated", "expected 22 bytes",
        (0, 10, np.repeat(255 - 255 * bits[..., None], 3, 2)))
    bad("text-short.pbm", b"P1 13 11\n" + text(bits)[:100], "truncated", "expected 143 samples")
    bad("text-cut.pgm", b"P2 13 11 255\n" + text(grey)[:-30], "truncated", "expected 143 samples, found", (0, 9, right))
    bad("text-short.ppm", b"P3 13 11 255\n" + text(color)[:300], "truncated", "expected 429 samples", (0, 1, color))
    bad("text-other.pgm", b"P2 13 11 255\n" + text(grey).replace(b" ", b" x", 1), "damaged", "expected a sample")
    bad("text-negative.pgm", b"P2 13 11 255\n" + text(-1 - grey), "damaged", "expected a sample")
    bad("text-huge.pgm", b"P2 13 11 255\n" + b"9" * 500, "damaged", "expected a sample")
    bad("text-beyond.pgm", b"P2 13 11 100\n" + text(grey), "damaged", "expected samples of at most 100, found")
    bad("text-bit-2.pbm", b"P1 13 11\n" + text(bits + 1), "damaged", "expected samples of at most 1, found 2")
    bad("beyond.pgm", b"P5 13 11 100\n" + raw(grey, 255), "damaged", "expected samples of at most 100, found")
    bad("beyond-16.ppm", b"P6 13 11 300\n" + raw(color + 100, 300), "damaged", "expected samples of at most 300, found")
    for name, head, problem, words in (
        ("zero-width", b"P5 0 11 255\n", "damaged", "found 11x0"), ("zero-height", b"P5 13 0 255\n", "damaged", "found 0x13"),
        ("negative-width", b"P5 -13 11 255\n", "damaged", "expected a width"),
        ("width-of-letters", b"P5 abc 11 255\n", "damaged", "expected a width"),
        ("width-of-binary", b"P5 \xff\xfe 11 255\n", "damaged", "expected a width"),
        ("width-endless", b"P5 " + b"1" * 100 + b" 11 255\n", "damaged", "expected a width"),
        ("zero-maximum", b"P5 13 11 0\n", "damaged", "expected a maximum of 1 to 65535, found 0"),
        ("maximum-65536", b"P5 13 11 65536\n", "damaged", "expected a maximum of 1 to 65535, found 65536"),
        ("bomb", b"P5 60000 60000 255\n", "tooLarge", "found 60000x60000"),
        ("bomb-64", b"P6 9000000000000000000 9000000000000000000 255\n", "tooLarge", "found 9000000000000000000x"),
        ("too-long", b"P5 1000001 1 255\n", "tooLong", "sides of at most 1000000 pixels, found 1x1000001"),
        ("bomb-within-limit", b"P6 14000 14000 255\n", "truncated", "expected 588000000 bytes"),
        ("bomb-of-text", b"P3 14000 14000 255\n", "truncated", "expected 588000000 samples"),
    ):
        bad(f"{name}.pnm", head + bytes(20), problem, words)
    values = grey[..., None]
    bad("kind-unknown.pam", pam(values, 255, "\x1b[31m"), "damaged", "a kind that isn't known")
    bad("kind-mismatch.pam", pam(values, 255, "RGB"), "damaged", "a kind that isn't known")
    bad("depth-5.pam", pam(random.integers(0, 256, (3, 4, 5)), 255, ""), "damaged", "5 channels of a kind")
    bad("line-unknown.pam", pam(values, 255, "RGB", "COLOUR red\n"), "damaged", "a line of the header")
    bad("no-end.pam", b"P7\nWIDTH 4\nHEIGHT 4\nDEPTH 1\nMAXVAL 255\n", "truncated", "expected ENDHDR")
    bad("no-maximum.pam", b"P7\nWIDTH 4\nHEIGHT 4\nDEPTH 1\nENDHDR\n" + bytes(16), "damaged", "no maximum")
    bad("no-width.pam", b"P7\nHEIGHT 4\nDEPTH 1\nMAXVAL 255\nENDHDR\n" + bytes(16), "damaged", "found 4x0")
    bad("cut.pam", pam(color, 255, "RGB")[:-1], "truncated", "found 428", (0, 10, color))
