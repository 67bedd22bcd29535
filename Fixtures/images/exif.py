"""EXIF data that hold an orientation."""
import struct


def exif(orientation, order, type=3, count=3):
    """A TIFF header and a directory of `count` entries, the orientation in the middle."""
    entries = [(0x010F, 2, 4, b"abc\0"), (0x0112, type, 1, struct.pack(order + ("H2x" if type == 3 else "I"), orientation)),
               (0x0128, 3, 1, struct.pack(order + "H2x", 2))][:count]
    data = (b"II" if order == "<" else b"MM") + struct.pack(order + "HIH", 42, 8, len(entries))
    for tag, kind, number, value in entries:
        data += struct.pack(order + "HHI", tag, kind, number) + value
    return data + struct.pack(order + "I", 0)
