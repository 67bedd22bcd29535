"""Makes model files that break one rule each although every checksum in them is right, and verdicts.json, which says which.

usage: make_malformed.py     (Python's standard library; the same bytes every time)
"""
import json, os, struct, zlib

here = os.path.dirname(os.path.abspath(__file__))
tiny = open(os.path.join(here, "../golden/tiny-1.0.nnm"), "rb").read()
NO_TENSOR = (0, 0, 0, 0, (0, 0, 0, 0))


def padding(length):
    """Bytes of zero behind so many bytes of payload."""
    return bytes(-(length % 64 + 32) % 64)


def chunk(kind, payload, tensor=NO_TENSOR):
    return kind, payload, tensor


def build(chunks):
    """A file of these chunks, all raw; its digest is that of the worked example."""
    offset = 96 + 32 + 64 * len(chunks) + len(padding(64 * len(chunks)))
    directory, body = b"", b""
    for kind, payload, (data_type, role, rank, layer, axes) in chunks:
        start = kind + bytes(4) + struct.pack("<QQI", len(payload), len(payload), 0)
        crc = zlib.crc32(start + payload)
        directory += kind + bytes([0, data_type, role, rank])
        directory += struct.pack("<QQQII4I8x", offset, len(payload), len(payload), crc, layer, *axes)
        whole = start + struct.pack("<I", crc) + payload + padding(len(payload))
        body, offset = body + whole, offset + len(whole)
    start = b"INDX" + bytes(4) + struct.pack("<QQI", len(directory), len(directory), 0)
    index = start + struct.pack("<I", zlib.crc32(start + directory)) + directory + padding(len(directory))
    header = tiny[:32] + struct.pack("<QQII", offset, 96, len(directory), len(chunks) + 1) + tiny[56:88] + bytes(4)
    return header + struct.pack("<I", zlib.crc32(header)) + index + body


def pairs(*entries):
    fields = (bytes([len(k)]) + k + struct.pack("<I", len(v)) + v for k, v in entries)
    return struct.pack("<I", len(entries)) + b"".join(fields)


def table(names):
    record = struct.pack("<II", len(names), 0) + b"".join(bytes([len(n)]) + n for n in names)
    return record + bytes(-len(record) % 8)


model = [
    chunk(b"INPT", tiny[576:640]), chunk(b"LAYR", tiny[704:736]), chunk(b"OUTP", tiny[768:792]),
    chunk(b"TNSR", tiny[832:840], (1, 1, 2, 1, (1, 2, 0, 0))), chunk(b"TNSR", tiny[896:900], (1, 2, 1, 1, (1, 0, 0, 0))),
]
metadata = chunk(b"mETa", tiny[960:980])
assert build(model + [metadata]) == tiny, "this script lays files out as the specification does"

files = {
    "second-directory": ("NNM-014", build([chunk(b"INDX", b"")] + model)),
    "metadata-twice": ("NNM-014", build(model + [metadata, metadata])),
    "metadata-before-history": ("NNM-014", build(model + [metadata, chunk(b"hISt", table([b"cost"]))])),
    "no-output": ("NNM-013", build(model[:2] + model[3:])),
    "unknown-critical": ("NNM-012", build(model[:3] + [chunk(b"QUUX", b"")] + model[3:])),
    "columns-1025": ("NNM-045", build(model + [chunk(b"hISt", table([b"%d" % i for i in range(1025)]))])),
    "columns-of-one-name": ("NNM-045", build(model + [chunk(b"hISt", table([b"cost", b"cost"]))])),
    "columns-none": ("NNM-045", build(model + [chunk(b"hISt", table([]))])),
    "keys-in-unicode": ("NNM-044", build(model + [chunk(b"mETa", pairs(("e\u0301".encode(), b"1"), ("\u00e9".encode(), b"2")))])),
    "keys-unsorted": ("NNM-044", build(model + [chunk(b"mETa", pairs((b"b", b"1"), (b"a", b"2")))])),
    "key-empty": ("NNM-044", build(model + [chunk(b"mETa", pairs((b"", b"1")))])),
    "start-of-signature": ("NNM-003", tiny[:5]),
}
for name, (_, content) in files.items():
    open(os.path.join(here, name + ".nnm"), "wb").write(content)
verdicts = {name: rule for name, (rule, _) in files.items()}
open(os.path.join(here, "verdicts.json"), "w").write(json.dumps(verdicts, indent=2) + "\n")
