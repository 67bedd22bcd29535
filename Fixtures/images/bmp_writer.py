"""Writes bitmap files of every kind: Pillow writes only a few."""
import struct

import numpy as np


def rows(values, depth, top_down=False):
    """Pixels as whole numbers, height × width, in rows of multiples of 4 bytes, the lowest first."""
    data = b""
    for row in values if top_down else values[::-1]:
        if depth <= 8:
            bits = (row[:, None] >> np.arange(depth - 1, -1, -1)) & 1
            line = np.packbits(bits.astype(np.uint8).reshape(-1)).tobytes()
        else:
            line = b"".join(int(pixel).to_bytes(depth // 8, "little") for pixel in row)
        data += line + bytes(-len(line) % 4)
    return data


def bmp(height, width, depth, data, palette=(), length=40, compression=0, masks=(), colors=None, start=None, gap=b"",
        planes=1):
    """A whole file. `masks` are part of the header from 52 bytes on, and stand behind one of 40; a negative height is
    top-down; `start` lies about where the pixels are."""
    colors = len(palette) if colors is None else colors
    if length == 12:
        head = struct.pack("<IHHHH", 12, width, height, planes, depth)
        entries = b"".join(bytes(color[::-1]) for color in palette)
    else:
        head = struct.pack("<IiiHHIIiiII", length, width, height, planes, depth, compression, len(data), 2835, 2835,
                           colors, 0)[:length]
        if length == 64:
            head += bytes(24)
        masked = b"".join(struct.pack("<I", mask) for mask in masks)
        head += masked if length in (16, 40) else masked + bytes(length - len(head) - len(masked))
        entries = b"".join(bytes(color[::-1]) + b"\0" for color in palette)
    place = 14 + len(head) + len(entries) + len(gap)
    return (b"BM" + struct.pack("<IHHI", place + len(data), 0, 0, place if start is None else start) + head + entries
            + gap + data)


def packed(indices, four):
    """Indices as the bytes of a run."""
    if not four:
        return bytes(indices)
    indices = list(indices) + [0] * (len(indices) % 2)
    return bytes(a << 4 | b for a, b in zip(indices[::2], indices[1::2]))


def runs(values, random, four=False):
    """Compresses rows of indices, the lowest first, in every way that there is: runs, indices as they are, steps over
    zeros, rows that end early."""
    data = b""
    for row in [list(row) for row in values[::-1]]:
        x = 0
        while x < len(row):
            if not any(row[x:]):
                break
            zeros = next(i for i, value in enumerate(row[x:]) if value)
            if zeros:
                data += bytes([0, 2, zeros, 0])
                x += zeros
                continue
            count = int(random.integers(1, 12))
            part = row[x:x + count]
            if len(part) >= 3 and random.integers(2):
                plain = packed(part, four)
                data += bytes([0, len(part)]) + plain + bytes(len(plain) % 2)
            else:
                same = 1
                while same < len(part) and part[same] == part[same % 2 if four else 0]:
                    same += 1
                part = part[:same]
                data += bytes([len(part)]) + packed((part * 2)[:2] if four else part[:1], four)
            x += len(part)
        data += b"\0\0"
    return data + b"\0\1"
