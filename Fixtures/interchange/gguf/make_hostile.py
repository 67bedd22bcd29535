"""Makes GGUF files that nobody should believe, each with words of its refusal (hostile/verdicts.json).

    python3 make_hostile.py        # the standard library alone
"""
import json
import os
import struct

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
verdicts = {}


def string(s):
    s = s.encode() if isinstance(s, str) else s
    return struct.pack("<Q", len(s)) + s


def key(name, kind, value):
    return string(name) + struct.pack("<I", kind) + value


def tensor(name, dimensions, offset, kind=0, rank=None):
    rank = len(dimensions) if rank is None else rank
    return (string(name) + struct.pack("<I", rank) + b"".join(struct.pack("<Q", n) for n in dimensions)
            + struct.pack("<IQ", kind, offset))


ARCHITECTURE = key("general.architecture", 8, string("mlp"))
WEIGHT, BIAS = tensor("0.weight", [3, 2], 0), tensor("0.bias", [2], 32)
DATA = bytes(64)


def file(keys=(ARCHITECTURE,), tensors=(WEIGHT, BIAS), data=DATA, version=3, counts=None, alignment=32):
    counts = counts or (len(tensors), len(keys))
    head = b"GGUF" + struct.pack("<IQQ", version, *counts) + b"".join(keys) + b"".join(tensors)
    return head + bytes(-len(head) % alignment) + data


def make(name, words, content):
    verdicts[name] = words
    with open(f"{name}.gguf", "wb") as out:
        out.write(content)


def with_key(*key_):
    return file([ARCHITECTURE, key(*key_)])


def described(text):
    return with_key("nnm.description", 8, string(text))


make("nothing-told", "name an activation for each, as in --activations softmax", file())
make("magic-alone", "4 more bytes, found 0", b"GGUF")
make("version-1", "version 3 of GGUF, found 1", file(version=1))
make("version-2", "version 3 of GGUF, found 2", file(version=2))
make("version-4", "version 3 of GGUF, found 4", file(version=4))
make("big-endian", "big-endian, which is not supported", b"GGUF" + struct.pack(">IQQ", 3, 0, 0))
make("counts-cut-short", "8 more bytes, found 4", file()[:20])
make("2-to-the-64-tensors", "at most 16384 tensors", file(counts=(2**64 - 1, 1)))
make("2-to-the-63-keys", "at most 65536 keys", file(counts=(2, 2**63)))
make("more-keys-than-there-are", "key 2: ", file(keys=[ARCHITECTURE], tensors=[], data=b"", counts=(0, 60_000)))
make("more-tensors-than-there-are", "tensor 1: expected 8 more bytes, found 0",
     b"GGUF" + struct.pack("<IQQ", 3, 16_000, 1) + ARCHITECTURE)
make("key-beyond-the-end", "a string of at most the", file(keys=[struct.pack("<Q", 2**63) + b"x"]))
make("key-of-a-tebibyte", "a string of at most the", file(keys=[struct.pack("<Q", 2**40) + b"x"]))
make("key-empty", "a name of 1 to 65535 bytes, found 0", file(keys=[key("", 0, b"\1")]))
make("key-too-long", "a name of 1 to 65535 bytes, found 70000", file(keys=[key("x" * 70_000, 0, b"\1")]))
make("key-not-utf-8", "a name in UTF-8", file(keys=[key(b"\xff\xfe", 0, b"\1")]))
make("key-twice", "general.architecture: expected each key once", file([ARCHITECTURE, ARCHITECTURE]))
make("type-of-value", "a type of value from 0 to 12, found 13", with_key("a", 13, b"\1"))
make("value-cut-short", "8 more bytes, found 4",
     b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + key("a", 12, bytes(4)))
make("bool-of-2", "0 or 1 for a bool, found 2", with_key("a", 7, b"\2"))
make("string-beyond-the-end", "a string of at most the", with_key("a", 8, struct.pack("<Q", 2**62)))
make("array-of-2-to-the-61", "an array that the", with_key("a", 9, struct.pack("<IQ", 10, 2**61)))
make("array-count-wraps", "an array that the", with_key("a", 9, struct.pack("<IQ", 4, 2**62)))
make("array-of-strings-beyond-the-end", "an array that the", with_key("a", 9, struct.pack("<IQ", 8, 2**40)))
make("array-of-long-string", "a string of at most the",
     with_key("a", 9, struct.pack("<IQ", 8, 1) + struct.pack("<Q", 2**33)))
make("array-of-arrays", "an array of arrays", with_key("a", 9, struct.pack("<IQ", 9, 1) * 1000))
make("array-of-unknown", "a type of value from 0 to 12, found 99", with_key("a", 9, struct.pack("<IQ", 99, 1)))
make("architecture-of-a-number", "general.architecture: expected a string, found uint32",
     file([key("general.architecture", 4, bytes(4))]))
make("alignment-of-0", "a power of two from 8 to 65536, found 0", with_key("general.alignment", 4, struct.pack("<I", 0)))
make("alignment-of-48", "a power of two from 8 to 65536, found 48",
     with_key("general.alignment", 4, struct.pack("<I", 48)))
make("alignment-of-2-to-the-31", "a power of two from 8 to 65536",
     with_key("general.alignment", 4, struct.pack("<I", 2**31)))
make("alignment-of-a-string", "general.alignment: expected an uint32, found string",
     with_key("general.alignment", 8, string("32")))

make("rank-of-2-to-the-32", "1 to 4 axes, found 4294967295", file(tensors=[tensor("0.weight", [], 0, rank=2**32 - 1)]))
make("rank-of-0", "1 to 4 axes, found 0", file(tensors=[tensor("0.weight", [], 0)]))
make("rank-of-5", "1 to 4 axes, found 5", file(tensors=[tensor("0.weight", [1] * 5, 0)]))
make("shape-wraps", "a shape that fits a file", file(tensors=[tensor("0.weight", [2**32, 2**31], 0), BIAS]))
make("axis-of-2-to-the-64", "a length of an axis", file(tensors=[tensor("0.weight", [2**64 - 1, 1], 0), BIAS]))
make("a-tebibyte", "1099511627784 bytes, as the tensors need, found 64",
     file(tensors=[tensor("0.weight", [2**19, 2**19], 0), tensor("0.bias", [2], 2**40)]))
make("end-wraps", "tensors that fit a file",
     file(tensors=[tensor("0.weight", [2**30, 2**30], 0), tensor("0.bias", [2**60], 2**62)]))
make("quantized-q4-0", "F32, F16, BF16 or F64 numbers, found Q4_0", file(tensors=[tensor("0.weight", [32, 2], 0, 2)]))
make("quantized-q6-k", "F32, F16, BF16 or F64 numbers, found Q6_K", file(tensors=[tensor("0.weight", [256, 2], 0, 14)]))
make("integers", "F32, F16, BF16 or F64 numbers, found I32", file(tensors=[tensor("0.weight", [3, 2], 0, 26), BIAS]))
make("type-unknown", "F32, F16, BF16 or F64 numbers, found the type 1000",
     file(tensors=[tensor("0.weight", [3, 2], 0, 1000), BIAS]))
make("offset-overlaps", "0.bias: expected the offset 32, right behind the tensor before, found 0",
     file(tensors=[WEIGHT, tensor("0.bias", [2], 0)]))
make("offset-leaves-a-gap", "0.bias: expected the offset 32, right behind the tensor before, found 64",
     file(tensors=[WEIGHT, tensor("0.bias", [2], 64)], data=bytes(96)))
make("offset-unaligned", "found 24", file(tensors=[WEIGHT, tensor("0.bias", [2], 24)]))
make("offset-beyond-the-end", "found 18446744073709551584",
     file(tensors=[WEIGHT, tensor("0.bias", [2], 2**64 - 32)]))
make("first-not-at-0", "0.weight: expected the offset 0", file(tensors=[tensor("0.weight", [3, 2], 32)]))
make("numbers-cut-short", "40 bytes, as the tensors need, found 39", file(data=bytes(39)))
make("numbers-missing", "40 bytes, as the tensors need, found 0", file(data=b""))
make("more-behind-the-numbers", "40 bytes, as the tensors need, found 96", file(data=bytes(96)))
make("tensor-twice", "tensors of different names, found two of this one",
     file(tensors=[WEIGHT, tensor("0.weight", [3, 2], 32)]))
make("tensor-name-too-long", "a name of 1 to 63 bytes, found 64", file(tensors=[tensor("x" * 64, [3, 2], 0), BIAS]))
make("tensor-name-empty", "a name of 1 to 63 bytes, found 0", file(tensors=[tensor("", [3, 2], 0), BIAS]))
make("no-tensors", "tensors named 'fc1.weight', 'fc1.bias', …, found no weights", file(tensors=[], data=b""))
make("bias-alone", "tensor '0.bias': expected weights that it belongs to, found none", file(tensors=[tensor("0.bias", [2], 0)], data=bytes(32)))
make("bias-of-other-length", "biases of shape [2], one a unit, found the shape [3]",
     file(tensors=[WEIGHT, tensor("0.bias", [3], 32)]))
make("embedding", "found '0' 3 → 2, 'token_embd' 3 → 2",
     file(tensors=[WEIGHT, tensor("token_embd.weight", [3, 2], 32)]))
make("other-tensor", "tensor 'rope_freqs': expected weights and biases of dense layers alone",
     file(tensors=[WEIGHT, tensor("rope_freqs", [2], 32)]))
make("three-axes", "weights of shape (units, inputs), found the shape [1, 2, 3]", file(tensors=[tensor("0.weight", [3, 2, 1], 0), BIAS]))
make("no-units", "weights of shape (units, inputs), found the shape [0, 3]", file(tensors=[tensor("0.weight", [3, 0], 0)], data=b""))
make("description-not-json", "nnm.description, byte 0: expected a JSON value", described("hello"))
make("description-of-a-number", "nnm.description: expected a string, found uint8", with_key("nnm.description", 0, b"\1"))
make("description-of-brackets", "brackets in each other", described("[" * 100_000))
make("description-of-other-layers", "1 activations, one a layer, found 2",
     described('{"activations": ["relu", "relu"]}'))
make("description-of-metadata", "an object under 'metadata', found 1", described('{"metadata": 1}'))
make("description-of-keys-with-spaces", "texts under keys of printable ASCII as metadata",
     described('{"metadata": {"a b": "c"}}'))
make("description-key-twice", "each key once, found 'activations' again",
     described('{"activations": ["relu"], "activations": ["tanh"]}'))

with open("verdicts.json", "w") as out:
    json.dump(verdicts, out, indent=1, sort_keys=True)
    out.write("\n")
