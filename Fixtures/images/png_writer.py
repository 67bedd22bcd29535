"""Writes PNG files of every colour type, depth, interlacing and filter, and damaged ones; Pillow writes only some."""
import struct
import zlib

import numpy as np

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
SIGNATURE = b"\x89PNG\r\n\x1a\n"
ADAM7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def chunk(kind, data=b"", crc=None):
    check = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def header(height, width, depth, color, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace))


def packed(row, depth):
    """One row of samples as bytes."""
    row = row.reshape(-1)
    if depth == 16:
        return np.frombuffer(row.astype(">u2").tobytes(), np.uint8)
    if depth == 8:
        return row.astype(np.uint8)
    bits = (row[:, None] >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype(np.uint8).reshape(-1))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return np.where((pa <= pb) & (pa <= pc), a, np.where(pb <= pc, b, c))


def filtered(rows, step, random):
    """Filters a pass; every row gets one of the five filters by chance."""
    out = bytearray()
    above = np.zeros(len(rows[0]), np.int32)
    for row in rows:
        x = row.astype(np.int32)
        a = np.concatenate([np.zeros(step, np.int32), x[:-step]]) if len(x) > step else np.zeros_like(x)
        c = np.concatenate([np.zeros(step, np.int32), above[:-step]]) if len(x) > step else np.zeros_like(x)
        kind = int(random.integers(5))
        guess = [0 * x, a, above, (a + above) // 2, paeth(a, above, c)][kind]
        out += bytes([kind]) + ((x - guess) & 255).astype(np.uint8).tobytes()
        above = x
    return bytes(out)


def image_data(samples, depth, color, interlace, random):
    """The bytes that are then compressed, of samples height × width × channels."""
    step = max(1, CHANNELS[color] * depth // 8)
    passes = ADAM7 if interlace else [(0, 0, 1, 1)]
    data = b""
    for top, left, down, right in passes:
        part = samples[top::down, left::right]
        if part.size:
            data += filtered([packed(row, depth) for row in part], step, random)
    return data


def png(samples, depth, color, random, interlace=0, palette=None, transparency=None, before=b"", after=b"", data=None):
    """A whole file. `before` and `after` are chunks on either side of the image data."""
    samples = samples.reshape(samples.shape[0], samples.shape[1], -1)
    raw = image_data(samples, depth, color, interlace, random)
    stream = zlib.compress(raw, 9) if data is None else data(raw)
    cut = len(stream) // 2
    return b"".join([
        SIGNATURE, header(samples.shape[0], samples.shape[1], depth, color, interlace),
        chunk(b"PLTE", np.asarray(palette, np.uint8).tobytes()) if palette is not None else b"",
        chunk(b"tRNS", transparency) if transparency is not None else b"",
        before, chunk(b"IDAT", stream[:cut]), chunk(b"IDAT", stream[cut:]), after, chunk(b"IEND"),
    ])
