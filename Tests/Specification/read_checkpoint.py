"""Reads the state of a training, by Specs/training-checkpoint.md alone, and compares it with the model around it.

usage: read_checkpoint.py CHECKPOINT.nnm
For a run in float32 with Adam, without a dual form. Prints iteration, iterations and interval of reports.
"""
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Specs"))
import nnm_reader

PIECE = 1 << 24

data = open(sys.argv[1], "rb").read()
model = nnm_reader.read(data)
types = [b"tr" + bytes((a, b)) for a in range(65, 91) for b in range(65, 91)]
pieces = [nnm_reader.read_chunk(memoryview(data), e) for e in model.extras]
assert [e.type for e in model.extras] == types[:len(pieces)] and pieces
assert all(len(piece) == PIECE for piece in pieces[:-1]) and 0 < len(pieces[-1]) <= PIECE
record, at = b"".join(pieces), 0


def take(form):
    global at
    fields = struct.unpack_from("<" + form, record, at)
    at += struct.calcsize("<" + form)
    return fields


version, size, iteration, iterations, interval, parts = take("6Q")
assert version == 1 and size == 4 and iteration <= iterations and interval >= 1
for _ in range(2):
    examples, right, cost = take("QQd")
    assert right <= examples and cost >= 0
if parts & 64:
    assert take("Q")[0] <= iteration
if parts & 128:
    take("dd")
if parts & 16:
    take("ddQ")
if parts & 32:
    take("dQ")
if parts & 256:
    take("Qdd")
assert not parts & 4 and parts & 3 == 3
count = sum(layer.units * (layer.inputs + 1) for layer in model.layers)
values, first, second = (take(f"{count}f") for _ in range(3))
if parts & 256:
    take(f"{count}f")
assert at == len(record)

expected = [x for layer in model.layers for role in (1, 2) for x in layer.tensors[role].numbers]
assert list(values) == expected
assert any(first) and min(second) >= 0 and max(second) > 0
assert model.history["iteration"][-1] < iteration == int(model.metadata["training.iterations"])
print(iteration, iterations, interval)
