"""Prints the tensors of a state dict as JSON: names in order, shapes, types, and the values as their bits.

    python3 read_pt.py FILE.pt

With the standard library alone: `zipfile` checks the checksums, and `pickle` builds what it is told to here and no more.
"""
import collections
import json
import pickle
import struct
import sys
import zipfile

LETTERS = {"DoubleStorage": "Q", "FloatStorage": "I", "HalfStorage": "H", "BFloat16Storage": "H"}


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda *arguments: arguments
        assert module == "torch", (module, name)
        return LETTERS[name]

    def persistent_load(self, identifier):
        return identifier


with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    members = {m.filename.removeprefix("archive/"): m for m in archive.infolist()}
    assert archive.read("archive/byteorder") == b"little" and archive.read("archive/version") == b"3\n"
    tensors = []
    for name, tensor in Unpickler(archive.open("archive/data.pkl")).load().items():
        (tag, letter, key, device, count), offset, shape, strides, gradient, hooks = tensor
        assert (tag, device, offset, gradient, hooks) == ("storage", "cpu", 0, False, {})
        assert strides == tuple(1 if i == len(shape) - 1 else shape[1] for i in range(len(shape)))
        member = members[f"data/{key}"]
        archive.fp.seek(member.header_offset + 26)
        start = member.header_offset + 30 + sum(struct.unpack("<HH", archive.fp.read(4)))
        assert start % 64 == 0 and member.compress_type == zipfile.ZIP_STORED
        content = archive.read(member)
        tensors.append({"name": name, "shape": shape, "values": struct.unpack(f"<{count}{letter}", content)})
    assert json.loads(archive.read("archive/nnm.description"))["activations"]
print(json.dumps(tensors))
