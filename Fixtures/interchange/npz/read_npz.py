"""Prints the arrays of an .npz file as JSON: names in order, shapes, types and values, the values of floats as their bits.

    python3 read_npz.py FILE.npz

Written from the documents of zip and of numpy's format, with the standard library alone: `zipfile` checks the checksums.
"""
import ast
import json
import struct
import sys
import zipfile

LETTERS = {"<f2": "H", "<f4": "I", "<f8": "Q", "<i8": "q"}


def read(content):
    assert content[:6] == b"\x93NUMPY" and content[6:8] == b"\1\0", content[:8]
    (length,) = struct.unpack("<H", content[8:10])
    assert (10 + length) % 64 == 0 and content[9 + length:10 + length] == b"\n"
    header = ast.literal_eval(content[10:10 + length].decode("ascii"))
    assert list(header) == ["descr", "fortran_order", "shape"] and header["fortran_order"] is False
    descr, shape, data = header["descr"], header["shape"], content[10 + length:]
    count = 1
    for axis in shape:
        count *= axis
    if descr.startswith("<U"):
        width = 4 * int(descr[2:])
        assert len(data) == count * width
        values = [data[i * width:(i + 1) * width].decode("utf-32-le").rstrip("\0") for i in range(count)]
    else:
        values = list(struct.unpack(f"<{count}{LETTERS[descr]}", data))
    return {"descr": descr, "shape": list(shape), "values": values}


with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    members = archive.infolist()
    assert all(m.date_time == (1980, 1, 1, 0, 0, 0) and m.filename.endswith(".npy") for m in members)
    print(json.dumps([{"name": m.filename[:-4], "method": m.compress_type, **read(archive.read(m))} for m in members]))
