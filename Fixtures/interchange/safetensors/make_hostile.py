"""Writes .safetensors files that nobody should believe into hostile/, with the words that each must be refused with.

    python3 make_hostile.py     # standard library only
"""
import json
import os
import struct

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
verdicts = {}


def write(name, words, header, data=b"", length=None, pad=False):
    if not isinstance(header, (bytes, str)):
        header = json.dumps(header)
    if isinstance(header, str):
        header = header.encode()
    if pad:
        header += b" " * (-len(header) % 8)
    with open(name + ".safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(header) if length is None else length) + header + data)
    verdicts[name] = words


def tensor(shape, start, end, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


good = {"0.weight": tensor([1, 2], 0, 8), "0.bias": tensor([1], 8, 12)}
data = bytes(12)


def changed(name, **fields):
    return {**good, name: {**good[name], **fields}}


# The directory and its length
write("directory-1-TiB", "expected a model in one of the formats", good, data, length=1 << 40)
write("directory-wraps", "expected a model in one of the formats", good, data, length=(1 << 64) - 1)
write("directory-past-end", "expected a directory of at most", good, b"", length=5000)
write("directory-half", "byte ", json.dumps(good)[:40], data)
write("directory-list", "expected", '{"a"' + "]", data)
write("directory-trailing", "expected the end", json.dumps(good) + "{}", data)
write("directory-not-utf8", "expected text in UTF-8", b'{"\xff.weight": 1}', data)
write("directory-surrogate", "one half", '{"\\ud800": 1}', data)
write("nested", "brackets in each other", '{"a": ' + "[" * 100_000, data)
write("number-long", "a number of at most", '{"a": ' + "1" * 2000 + "}", data)
write("number-zeros", "expected", '{"a": 01}', data)
write("number-nan", "a JSON value", '{"a": NaN}', data)
write("comment", "a JSON value", '{"a": /* no */ 1}', data)
write("key-twice", "each key once", '{"0.bias": 1, "0.bias": 2}', data)
write("key-twice-escaped", "each key once", '{"0.bias": 1, "0.b\\u0069as": 2}', data)
write("control-character", "the end of the string", '{"a\nb": 1}', data)
# Entries
write("entry-number", "an object with dtype, shape and data_offsets", {**good, "0.bias": 7}, data)
write("entry-extra-field", "an object with dtype, shape and data_offsets", changed("0.bias", more=1), data)
write("entry-no-shape", "an object with dtype, shape and data_offsets",
      {**good, "0.bias": {"dtype": "F32", "data_offsets": [8, 12]}}, data)
write("dtype-unknown", "a dtype of", changed("0.bias", dtype="F4"), data)
write("dtype-integer", "a dtype of", changed("0.bias", dtype="I32"), data)
write("dtype-number", "a dtype of", changed("0.bias", dtype=7), data)
write("shape-negative", "a shape of whole numbers", changed("0.bias", shape=[-1]), data)
write("shape-fraction", "a shape of whole numbers", changed("0.bias", shape=[1.0]), data)
write("shape-huge-axis", "a shape of whole numbers", changed("0.bias", shape=[1 << 70]), data)
write("shape-wraps", "whose bytes can be counted", changed("0.weight", shape=[1 << 33, 1 << 33]), data)
write("shape-wraps-to-right", "whose bytes can be counted", changed("0.weight", shape=[1 << 62, 4, 2]), data)
write("shape-1-TiB", "bytes for the shape", changed("0.weight", shape=[1 << 19, 1 << 19]), data)
write("rank-large", "a shape of whole numbers", changed("0.bias", shape=[1] * 100_000), data)
write("offsets-past-end", "two data_offsets in order", changed("0.bias", data_offsets=[8, 1 << 40]), data)
write("offsets-backwards", "two data_offsets in order", changed("0.bias", data_offsets=[12, 8]), data)
write("offsets-negative", "two data_offsets in order", changed("0.bias", data_offsets=[-4, 0]), data)
write("offsets-three", "two data_offsets in order", changed("0.bias", data_offsets=[8, 12, 12]), data)
write("size-differs", "bytes for the shape", changed("0.bias", shape=[2]), data)
write("overlap", "where the one before it ends", changed("0.bias", data_offsets=[4, 8]), data)
write("gap", "where the one before it ends", changed("0.bias", data_offsets=[9, 13]), data + b"\0")
write("bytes-behind", "where the last tensor ends", good, data + b"\0" * 8)
write("data-missing", "two data_offsets in order", good, data[:8])
write("metadata-number", "expected a string", {"__metadata__": {"a": 1}, **good}, data)
write("metadata-list", "expected an object", {"__metadata__": ["pt"], **good}, data)
# No multilayer perceptron
write("weights-twice", "a second one", {**good, "W0": tensor([1, 2], 12, 20)}, bytes(20))
write("weights-two-spellings", "a second one",
      {"\u00e9.weight": tensor([1, 2], 0, 8), "e\u0301.weight": tensor([1, 2], 8, 16)}, bytes(16))
write("no-tensors", "tensors named", {})
write("other-tensor", "weights and biases of dense layers alone", {**good, "bn.scale": tensor([1], 12, 16)}, bytes(16))
write("convolution", "weights of shape (units, inputs)", {"0.weight": tensor([1, 1, 1, 2], 0, 8)}, bytes(8))
write("bias-alone", "weights that it belongs to", {"0.bias": tensor([1], 0, 4)}, bytes(4))
write("bias-too-long", "biases of shape [1]", {"0.weight": tensor([1, 2], 0, 8), "0.bias": tensor([2], 8, 16)}, bytes(16))
write("empty-weights", "weights of shape (units, inputs)", {"0.weight": tensor([0, 2], 0, 0)}, b"")
write("no-chain", "takes what the one before it gives",
      {"0.weight": tensor([1, 2], 0, 8), "1.weight": tensor([1, 2], 8, 16)}, bytes(16))
described = {"nnm.activations": "relu"}
write("activation-unknown", "expected one of", {"__metadata__": {"nnm.activations": "lambda"}, **good}, data)
write("activations-too-many", "1 activations, one a layer",
      {"__metadata__": {"nnm.activations": "relu,relu"}, **good}, data)
write("description-no-json", "a JSON value", {"__metadata__": {**described, "nnm.description": "]"}, **good}, data)
write("description-shape", "axes of 2 elements",
      {"__metadata__": {**described, "nnm.description": '{"input_shape": [3, 3]}'}, **good}, data)
write("description-divisor", "other than 0", {"__metadata__": {**described,
      "nnm.description": '{"input_offset": [0], "input_divisor": [0]}'}, **good}, data)

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, sort_keys=True)
    file.write("\n")
