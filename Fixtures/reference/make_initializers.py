"""How weights are spread that PyTorch's initialisers draw.

usage: make_initializers.py > initializers.json

`deviation` is the square root of the mean square of the weights, `largest` the largest magnitude, and `inner` the share of
magnitudes below half of the deviation, which tells the distributions apart.
"""
import json, sys
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
INITIALIZERS = {
    "he": lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "glorot": torch.nn.init.xavier_uniform_,
    "normal:0.01": lambda w: torch.nn.init.normal_(w, std=0.01),
    "zeros": torch.nn.init.zeros_,
}


def case(name, units, inputs):
    w = INITIALIZERS[name](torch.empty(units, inputs))
    deviation = w.square().mean().sqrt().item()
    return {
        "initializer": name, "units": units, "inputs": inputs, "deviation": deviation, "largest": w.abs().max().item(),
        "inner": (w.abs() < deviation / 2).double().mean().item(),
    }


result = {
    "made by": "make_initializers.py",
    "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    "cases": [case(name, *shape) for name in INITIALIZERS for shape in ((300, 400), (1000, 100), (7, 12288), (2, 50000))],
}
print(json.dumps(result).replace('{"initializer"', '\n{"initializer"'))
