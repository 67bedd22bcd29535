"""Writes .npz files that nobody should believe into hostile/, with one table of what a reader has to say of each.

    python3 make_hostile.py     # standard library only
"""
import json
import os
import struct
import zlib

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
verdicts = {}


def npy(shape, descr="<f4", data=None, version=(1, 0), fortran=False, header=None, length=None):
    """An array: its header, and zeros unless data is given."""
    if header is None:
        header = f"{{'descr': {descr!r}, 'fortran_order': {fortran}, 'shape': {shape!r}, }}"
    if isinstance(header, str):
        header = header.encode("latin-1")
    wide = version[0] > 1
    header += b" " * (-(10 + 2 * wide + len(header) + 1) % 64) + b"\n"
    size = struct.pack("<I" if wide else "<H", len(header) if length is None else length)
    if data is None:
        count = 1
        for axis in shape:
            count *= axis
        data = bytes(count * int(descr[2:]))
    return b"\x93NUMPY" + bytes(version) + size + header + data


def strings(*texts):
    width = max(map(len, texts))
    data = "".join(t.ljust(width, "\0") for t in texts).encode("utf-32-le")
    return npy((len(texts),), f"<U{width}", data)


class Member:
    """A member of an archive; every field of its two headers can lie."""

    def __init__(self, name, content, method=0, **fields):
        if isinstance(content, dict):
            content, fields = content["content"], {**content["fields"], **fields}
        self.name = name.encode() if isinstance(name, str) else name
        self.stored = content
        if method == 8:
            squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
            self.stored = squeeze.compress(content) + squeeze.flush()
        self.stored = fields.get("stored", self.stored)
        self.method = method
        self.crc = fields.get("crc", zlib.crc32(content))
        self.size = fields.get("size", len(content))
        self.local_size = fields.get("local_size", self.size)
        self.packed = fields.get("packed", len(self.stored))
        self.flags = fields.get("flags", 0)
        self.attributes = fields.get("attributes", 0o600 << 16)
        self.local_name = fields.get("local_name", self.name)
        self.made_by = fields.get("made_by", 3 << 8 | 20)


def archive(members, count=None, directory_offset=None, directory_size=None, comment=b""):
    body, directory = b"", b""
    for m in members:
        start = len(body)
        common = struct.pack("<HHHHI", m.flags, m.method, 0, 0x21, m.crc)
        body += b"PK\3\4" + struct.pack("<H", 20) + common
        body += struct.pack("<IIHH", m.packed & 0xFFFFFFFF, m.local_size & 0xFFFFFFFF, len(m.local_name), 0)
        body += m.local_name + m.stored
        # Sizes of more than 32 bits stand in the extra field of zip64.
        large = m.size > 0xFFFFFFFF or m.packed > 0xFFFFFFFF
        extra = struct.pack("<HHQQ", 1, 16, m.size, m.packed) if large else b""
        sizes = (0xFFFFFFFF, 0xFFFFFFFF) if large else (m.packed, m.size)
        directory += b"PK\1\2" + struct.pack("<HH", m.made_by, 45 if large else 20) + common
        directory += struct.pack("<IIHHHHHII", *sizes, len(m.name), len(extra), 0, 0, 0, m.attributes, start)
        directory += m.name + extra
    count = len(members) if count is None else count
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count,
                                  len(directory) if directory_size is None else directory_size,
                                  len(body) if directory_offset is None else directory_offset, len(comment))
    return body + directory + end + comment


def write(name, content, words):
    """A file, and the words that a reader has to say."""
    if isinstance(content, list):
        content = archive(content)
    with open(name + ".npz", "wb") as file:
        file.write(content)
    verdicts[name] = words


W1, B1, W2, B2 = npy((3, 4)), npy((3,)), npy((1, 3)), npy((1,))
NAMES = strings("relu", "sigmoid")


def members(**changes):
    """The members of a sound archive, some of them changed, left out (None) or added."""
    parts = {"W1": W1, "b1": B1, "W2": W2, "b2": B2, "activations": NAMES, **changes}
    return [v if isinstance(v, Member) else Member(k + ".npy", v) for k, v in parts.items() if v is not None]


SOUND = archive(members())

# The archive
write("truncated", SOUND[: len(SOUND) // 2], "cut short or damaged")
write("truncated-end", SOUND[:-5], "cut short or damaged")
write("empty-archive", archive([]), "found none")
write("count-too-large", archive(members(), count=9), "cut short or damaged")
write("directory-beyond-file", archive(members(), directory_offset=1 << 30), "cut short or damaged")
write("directory-too-large", archive(members(), directory_size=1 << 30), "cut short or damaged")
write("no-end", SOUND[: SOUND.index(b"PK\5\6")], "cut short or damaged")
write("headers-disagree", members(W1=Member("W1.npy", W1, local_size=99)), "cut short or damaged")
write("names-disagree", members(W1=Member("W1.npy", W1, local_name=b"W9.npy")), "cut short or damaged")
write("wrong-crc", members(W1=Member("W1.npy", W1, crc=12345)), "W1.npy: the member is damaged: CRC error")
write("duplicate-name", members() + [Member("W1.npy", W1)], "W1.npy: expected members of different names")
write("parent-path", members() + [Member("../evil.npy", W1)], "expected a plain name, without folders, found '../evil.npy'")
write("absolute-path", members() + [Member("/etc/evil.npy", W1)], "found '/etc/evil.npy'")
write("backslash-path", members() + [Member("..\\evil.npy", W1)], "expected a plain name")
write("folder", members() + [Member("folder/", b"")], "found 'folder/'")
write("control-in-name", members() + [Member("x\x1b[2J.npy", W1)], "expected a plain name")
write("name-no-utf8", members() + [Member(b"\xff\xfe.npy", W1)], "expected a plain name")
write("empty-name", members() + [Member("", W1)], "expected a plain name")
write("symbolic-link", members(W1=Member("W1.npy", b"/etc/passwd", attributes=0o120777 << 16)), "symbolic link")
write("encrypted", members(W1=Member("W1.npy", W1, flags=1)), "W1.npy: the member is encrypted")
write("bzip2", members(W1=Member("W1.npy", W1, method=12)), "found one in bzip2")
write("zstandard", members(W1=Member("W1.npy", W1, method=93)), "found one in Zstandard")
write("unknown-method", members(W1=Member("W1.npy", W1, method=77)), "found one in method 77")
write("stored-size-lies", members(W1=Member("W1.npy", W1, size=len(W1) + 4)), "stored bytes can hold")
write("claims-1-tib", members(W1=Member("W1.npy", W1, method=8, size=1 << 40)), "stored bytes can hold, found 1099511627776")
write("deflate-too-long", members(W1=Member("W1.npy", W1 + bytes(4), method=8, size=len(W1))), "W1.npy: the member is damaged")
write("deflate-too-short", members(W1=Member("W1.npy", npy((3, 4))[:-4], method=8, size=len(W1))), "W1.npy: the member is damaged")
write("deflate-damaged", members(W1=Member("W1.npy", W1, method=8, stored=b"\xff" * 60)), "W1.npy: the member is damaged")
write("bomb", members(W1=Member("W1.npy", npy((3, 4), data=bytes(30 << 20)), method=8)),
      "W1.npy: expected 48 bytes for the shape (3, 4) of '<f4', found 31457280")
write("bomb-with-its-shape", members(W1=Member("W1.npy", npy((1 << 21, 4)), method=8)), "b1.npy: expected biases of shape (2097152,)")

# The arrays
write("not-an-array", members(W1=b"not an array at all"), "W1.npy: expected an array in numpy's format")
write("empty-member", members(W1=b""), "W1.npy: expected an array in numpy's format")
write("start-of-array", members(W1=W1[:8]), "W1.npy: expected an array in numpy's format")
write("array-version-4", members(W1=npy((3, 4), version=(4, 0))), "found 4.0")
write("array-version-1.7", members(W1=npy((3, 4), version=(1, 7))), "found 1.7")
write("array-length-cut", members(W1=npy((3, 4), version=(2, 0))[:10]), "expected the length of the array's header")
write("header-beyond-member", members(W1=npy((3, 4), length=5000)), "expected a header of 5000 bytes")
write("header-of-4-gigabytes", members(W1=npy((3, 4), version=(2, 0), length=0xFFFFFFFF)), "found 4294967295")
write("numbers-cut", members(W1=W1[:-1]), "expected 48 bytes for the shape (3, 4) of '<f4', found 47")
write("numbers-too-many", members(W1=W1 + b"\0"), "found 49")
write("shape-wraps", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 3), }")), "expected a shape that fits a file")
write("bytes-wrap", members(W1=npy((3, 4), header="{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693952,), }")), "expected a shape that fits a file")
write("shape-of-30-digits", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': False, 'shape': (" + "9" * 30 + ", 4), }")), "expected the length of an axis")
write("shape-negative", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': False, 'shape': (-3, 4), }")), "found '-3, 4")
write("shape-of-a-number", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': False, 'shape': (12), }")), "behind the length of the only axis")
write("five-axes", members(W1=npy((3, 4, 1, 1, 1))), "W1.npy: expected weights of shape (units, inputs), found (3, 4, 1, 1, 1)")
write("hundred-axes", members(W1=npy((1,) * 100)), "at most 64 axes")
write("key-twice", members(W1=npy((3, 4), header="{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }")), "once each")
write("key-missing", members(W1=npy((3, 4), header="{'descr': '<f4', 'shape': (3, 4), }")), "found fewer of them")
write("key-unknown", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'x': 1, }")), "found 'x'")
write("text-behind-header", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } + x")), "expected nothing more in the array's header")
write("call-in-header", members(W1=npy((3, 4), header="__import__('os').system('id')")), "expected '{'")
write("brackets", members(W1=npy((3, 4), header="[" * 9000)), "expected '{'")
write("escape-in-string", members(W1=npy((3, 4), header="{'desc\\x72': '<f4', 'fortran_order': False, 'shape': (3, 4), }")), "without escapes")
write("order-is-no-bool", members(W1=npy((3, 4), header="{'descr': '<f4', 'fortran_order': 1, 'shape': (3, 4), }")), "expected True or False")
write("pickle", members(W1=npy((3, 4), header="{'descr': '|O', 'fortran_order': False, 'shape': (3, 4), }", data=b"\x80\x04cos\nsystem\n(S'id'\ntR.")), "pickled Python objects, never to be read ('|O')")
write("several-fields", members(W1=npy((3, 4), header="{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (3, 4), }")), "elements of several fields")
write("integers", members(W1=npy((3, 4), "<i4")), "found int32 ('<i4')")
write("long-integers", members(W1=npy((3, 4), "<i8")), "expected float16, float32 or float64 numbers, found '<i8'")
write("small-integers", members(W1=npy((3, 4), "|i1")), "found int8 ('|i1')")
write("complex", members(W1=npy((3, 4), "<c8")), "found complex64 ('<c8')")
write("long-double", members(W1=npy((3, 4), "<f16")), "found float128 ('<f16')")
write("bool", members(W1=npy((3, 4), "|b1")), "found bool ('|b1')")
write("type-unknown", members(W1=npy((3, 4), "<q4", data=bytes(48))), "the type '<q4'")
write("type-empty", members(W1=npy((3, 4), "", data=bytes(48))), "the type ''")
write("strings-as-weights", members(W1=strings("relu", "sigmoid")), "found '<U7'")

# The network
write("no-w2", members(W2=None), "found no W2")
write("no-b2", members(b2=None), "found no b2")
write("gap", members(W2=None, b2=None, W3=W2, b3=B2), "expected W2 and b2, as the names go up to 3, found neither")
write("no-weights", members(W1=None, W2=None, b1=None, b2=None), "expected the arrays W1, b1, W2, …")
write("w0", members(W0=W1), "found 'W0'")
write("w01", members(W01=W1), "found 'W01'")
write("w-huge", members(W99999999999999999999=W1), "W99999999999999999999.npy: expected W1, b1")
write("w4097", members(W4097=W1), "found 'W4097'")
write("other-w", members(Weights=W1), "found 'Weights'")
write("other-b", members(beta=B1), "found 'beta'")
write("chain-broken", members(W2=npy((1, 5))), "W2.npy: expected 3 inputs, as many as the layer before has units, found (1, 5)")
write("transposed", members(W2=npy((3, 1))), "transpose them")
write("bias-of-another-size", members(b1=npy((4,))), "b1.npy: expected biases of shape (3,), one a unit, found (4,)")
write("bias-of-two-axes", members(b1=npy((3, 3))), "found (3, 3)")
write("bias-without-axes", members(b2=npy((), data=bytes(4))), "found ()")
write("no-units", members(W1=npy((0, 4)), b1=npy((0,))), "found (0, 4)")
write("activations-missing", members(activations=None), "--activations relu,sigmoid")
write("activations-too-few", members(activations=strings("relu")), "expected 2 activations, one a layer, found 1")
write("activations-unknown", members(activations=strings("relu", "sigmoyd")), "found 'sigmoyd'")
write("activations-numbers", members(activations=npy((2,))), "activations.npy: expected a list of strings, found '<f4'")
write("activations-surrogate", members(activations=npy((2,), "<U1", struct.pack("<II", 0xD800, 65))), "activations.npy: expected text")
write("activations-no-utf8", members(activations=npy((2,), "|S1", b"\xff\xfe")), "activations.npy: expected text")
write("activations-million", members(activations=Member("activations.npy", npy((1 << 20,), "|S1", data=bytes(1 << 20)), method=8)), "at most 65536 strings")
write("shape-of-others", members(input_shape=npy((2,), "<i8", struct.pack("<qq", 2, 3))), "input_shape.npy: expected axes of 4 elements together")
write("shape-overflows", members(input_shape=npy((4,), "<i8", struct.pack("<qqqq", *[1 << 40] * 4))), "input_shape.npy")
write("range-of-nan", members(input_range=npy((2,), "<f8", struct.pack("<dd", float("nan"), 1))), "input_range.npy: expected two numbers in order")
write("divisor-of-0", members(input_offset=npy((1,), "<f8"), input_divisor=npy((1,), "<f8")), "input_divisor.npy: expected finite numbers other than 0")
write("offset-alone", members(input_offset=npy((1,), "<f8")), "input_offset.npy: expected as many numbers as input_divisor has")
write("resize-unknown", members(input_resize=strings("sharpest", "fit")), "input_resize.npy: expected a filter and a fit")
write("meaning-unknown", members(output_meaning=strings("truth")), "found 'truth'")
write("classes-of-another-number", members(class_names=strings("a", "b", "c")), "class_names.npy: expected 2 strings, one a class, found 3")

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, ensure_ascii=False)
    file.write("\n")
