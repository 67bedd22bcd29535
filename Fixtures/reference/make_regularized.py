"""Training by PyTorch with clipped gradients, schedules, class weights and smoothed labels.

usage: make_regularized.py > regularized.json

The network and the examples are those of reference_network.py. A batch is all examples, so an epoch is one update.
`parameters` are W[1] b[1] W[2] b[2] after `steps` updates. Class weights multiply the examples' own costs, and the mean
divides by 5; smoothing is F.cross_entropy's; clipping is clip_grad_norm_, before the weight decay of the optimizer. A
plateau is one of the cost before each update.
"""
import json, sys
import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler as s
from reference_network import SEED, logits, parameters, start


def train(make, steps, scheduler=None, clip=None, weights=None, smoothing=0.0):
    tensors, x, y = start()
    optimizer = make(tensors)
    schedule = scheduler(optimizer, steps) if scheduler else None
    for _ in range(steps):
        optimizer.zero_grad()
        costs = F.cross_entropy(logits(tensors, x), y, label_smoothing=smoothing, reduction="none")
        if weights:
            costs = costs * torch.tensor(weights)[y]
        cost = costs.mean()
        cost.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_(tensors, clip)
        optimizer.step()
        if isinstance(schedule, s.ReduceLROnPlateau):
            schedule.step(cost.item())
        elif schedule:
            schedule.step()
    return parameters(tensors)


def sgd(p):
    return torch.optim.SGD(p, lr=0.5, momentum=0.8, weight_decay=0.02)


def adam(p):
    return torch.optim.Adam(p, lr=0.05)


def warm(n, then):
    return lambda o, steps: s.SequentialLR(o, [s.LinearLR(o, total_iters=n), then(o, steps - n)], milestones=[n])


RUNS = {
    "momentum, clipped": (sgd, {"clip": 0.1}),
    "adam, clipped": (adam, {"clip": 0.1}),
    "momentum, step": (sgd, {"scheduler": lambda o, n: s.StepLR(o, 10, gamma=0.6)}),
    "adam, exponential": (adam, {"scheduler": lambda o, n: s.ExponentialLR(o, 0.97)}),
    "adam, cosine": (adam, {"scheduler": lambda o, n: s.CosineAnnealingLR(o, n, eta_min=0.001)}),
    "momentum, warm cosine": (sgd, {"scheduler": warm(10, lambda o, n: s.CosineAnnealingLR(o, n))}),
    "momentum, plateau": (
        sgd, {"scheduler": lambda o, n: s.ReduceLROnPlateau(o, factor=0.7, patience=2, threshold=0.05)}),
    "momentum, class weights": (sgd, {"weights": [0.5, 2.5, 1.25]}),
    "adam, label smoothing": (adam, {"smoothing": 0.1}),
    "adam, all": (
        adam, {"clip": 0.5, "weights": [0.5, 2.5, 1.25], "smoothing": 0.2,
               "scheduler": warm(10, lambda o, n: s.CosineAnnealingLR(o, n))}),
}
print(
    json.dumps(
        {
            "made by": "make_regularized.py",
            "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
            "seed": SEED,
            "runs": [
                {"name": name, "steps": steps, "parameters": train(make, steps, **options)}
                for name, (make, options) in RUNS.items() for steps in (12, 100)
            ],
        }
    ).replace('{"name"', '\n{"name"')
)
