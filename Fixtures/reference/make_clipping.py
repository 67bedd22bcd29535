"""Gradients cut to length by PyTorch's clip_grad_norm_.

usage: make_clipping.py > clipping.json

The numbers of a gradient are Numbers(seed).uniforms(count, reach), cut into tensors of the given lengths; `norm` is what
clip_grad_norm_ found in float64, and `clipped` every `every`th number of what it left.
"""
import json, sys
import torch
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)


def case(seed, lengths, reach, maximum):
    values = torch.tensor(Numbers(seed).uniforms(sum(lengths), reach))
    tensors = [torch.zeros(n, requires_grad=True) for n in lengths]
    for tensor, part in zip(tensors, values.split(lengths)):
        tensor.grad = part.clone()
    norm = torch.nn.utils.clip_grad_norm_(tensors, maximum)
    clipped, every = torch.cat([t.grad for t in tensors]), max(1, sum(lengths) // 12)
    return {
        "seed": seed, "count": sum(lengths), "reach": reach, "maximum": maximum, "norm": norm.item(), "every": every,
        "clipped": clipped[::every].tolist(),
    }


result = {
    "made by": "make_clipping.py",
    "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    "cases": [
        case(800, [12, 3, 9, 3], 1.5, 1.0), case(801, [12, 3, 9, 3], 1.5, 100.0), case(802, [1], 1e-7, 1e-8),
        case(803, [5, 1], 1e-3, 1e-3), case(804, [40000, 50, 500, 10], 0.3, 0.25), case(805, [16384 * 2, 8], 2.0, 5.0),
        case(806, [7], 1e30, 1.0),
    ],
}
print(json.dumps(result).replace('{"seed"', '\n{"seed"'))
