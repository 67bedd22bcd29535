"""Costs and derivatives with smoothed labels and class weights, by PyTorch in float64.

usage: make_soft_targets.py > soft_targets.json

`cases`: z is Numbers(seed).uniforms(examples * units, 4), row by row, then the class of each example is bits % max(2,
units). `costs` are the examples' own, each times the weight of its class, and `deltas` their derivatives by z. Softmax
is F.cross_entropy(label_smoothing, reduction="none"); PyTorch has no smoothing for the binary cross-entropy, so its
targets are y (1 - s) + s/2, in several units for each by itself, and the cost of an example is the mean over them.
`saturated` are single examples where p and y come near to 1, all numbers exact in float32 too.
"""
import json, sys
import torch
import torch.nn.functional as F
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)
M = 7


def costs(z, y, units, softmax, smoothing):
    if softmax:
        return F.cross_entropy(z, y, label_smoothing=smoothing, reduction="none")
    t = (y[:, None] if units == 1 else F.one_hot(y, units)).double() * (1 - smoothing) + smoothing / 2
    return F.binary_cross_entropy_with_logits(z, t, reduction="none").mean(1)


def case(seed, activation, units, smoothing, weights):
    numbers = Numbers(seed)
    z = torch.tensor(numbers.uniforms(M * units, 4)).reshape(M, units).requires_grad_()
    y = torch.tensor([numbers.bits() % max(2, units) for _ in range(M)])
    c = costs(z, y, units, activation != "sigmoid", smoothing)
    if weights:
        c = c * torch.tensor(weights)[y]
    c.sum().backward()
    return {
        "seed": seed, "activation": activation, "units": units, "smoothing": smoothing, "weights": weights,
        "costs": c.tolist(), "deltas": z.grad.flatten().tolist(),
    }


def saturated(activation, z, label, smoothing):
    zs = torch.tensor([z]).requires_grad_()
    c = costs(zs, torch.tensor([label]), len(z), activation != "sigmoid", smoothing)
    c.sum().backward()
    return {
        "activation": activation, "z": z, "label": label, "smoothing": smoothing, "cost": c.item(),
        "delta": zs.grad[0].tolist(),
    }


SMOOTHINGS = (0.0, 0.1, 0.5)
result = {
    "made by": "make_soft_targets.py",
    "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    "examples": M,
    "cases": [
        case(700 + i, *c) for i, c in enumerate(
            (activation, units, smoothing, weights)
            for activation, units in (("sigmoid", 1), ("sigmoid", 3), ("softmax", 2), ("softmax", 4), ("log-softmax", 4))
            for smoothing in SMOOTHINGS for weights in (None, [0.5, 2.5, 1.25, 0.0][: max(2, units)])
        )
    ],
    "saturated": [
        saturated("sigmoid", [z], label, 2.0**-10)
        for z in (-1000.0, -20.0, -7.5, 7.5, 20.0, 1000.0) for label in (0, 1)
    ] + [
        saturated(activation, [z, 0.0, -1.5, 0.25], label, 2.0**-10)
        for activation in ("softmax", "log-softmax") for z in (-1000.0, 8.5, 20.0, 1000.0) for label in (0, 1)
    ],
}
print(json.dumps(result, separators=(",", ":")).replace('{"seed"', '\n{"seed"').replace('{"activation"', '\n{"activation"'))
