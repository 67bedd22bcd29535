"""Prints the tensors that torch.load(weights_only=True) gives of a file: names in order, shapes, types, bits of the values.

    python3 read_pytorch.py FILE.pt        # torch and numpy
"""
import json
import sys

import torch

state = torch.load(sys.argv[1], weights_only=True)
mapped = torch.load(sys.argv[1], weights_only=True, mmap=True)
bits = {torch.float64: torch.int64, torch.float32: torch.int32, torch.float16: torch.int16, torch.bfloat16: torch.int16}
assert all(torch.equal(t.view(bits[t.dtype]), mapped[k].view(bits[t.dtype])) for k, t in state.items())
assert all(t.is_contiguous() and t.data_ptr() % 64 == 0 for t in mapped.values())
print(json.dumps([
    {"name": k, "dtype": str(t.dtype).removeprefix("torch."), "shape": list(t.shape),
     "values": [v % 2 ** (8 * t.element_size()) for v in t.view(bits[t.dtype]).reshape(-1).tolist()]}
    for k, t in state.items()]))
