"""Prints what gguf.GGUFReader gives of a file: the tensors with names in order, shapes, types and bits of the values; keys.

    python3 read_gguf.py FILE.gguf        # gguf and numpy
"""
import json
import sys

import gguf
import numpy as np

SIZES = {"F32": 4, "F16": 2, "F64": 8, "BF16": 2}
reader = gguf.GGUFReader(sys.argv[1])
tensors = []
for t in reader.tensors:
    size = SIZES[t.tensor_type.name]
    assert t.data_offset % reader.alignment == 0
    values = np.ascontiguousarray(t.data).reshape(-1).view(f"<u{size}")
    tensors.append({"name": t.name, "type": t.tensor_type.name, "dimensions": [int(n) for n in t.shape],
                    "values": [int(v) for v in values]})
keys = {k: f.contents() for k, f in reader.fields.items() if not k.startswith("GGUF.")}
print(json.dumps({"tensors": tensors, "keys": keys}))
