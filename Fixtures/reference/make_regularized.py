"""Training by PyTorch with clipped gradients, schedules, class weights and smoothed labels.

usage: make_regularized.py > regularized.json

4 -> 3 tanh -> 3 softmax, float64, from the numbers of make_training.py's `steps` (Numbers(4242): parameters with reach 1.5,
inputs of 5 examples with reach 4, classes bits % 3). A batch is all examples, so an epoch is one update. `parameters` are
W[1] b[1] W[2] b[2] after `steps` updates. Class weights multiply the examples' own costs, and the mean divides by 5;
smoothing is F.cross_entropy's; clipping is clip_grad_norm_, before the weight decay of the optimizer. A plateau is one of
the cost before each update.
"""
import json, sys
import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler as s
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)
SIZES, M, SEED = [4, 3, 3], 5, 4242


def train(make, steps, scheduler=None, clip=None, weights=None, smoothing=0.0):
    numbers = Numbers(SEED)
    tensors = []
    for fan_in, units in zip(SIZES, SIZES[1:]):
        tensors.append(torch.tensor(numbers.uniforms(units * fan_in, 1.5)).reshape(units, fan_in).requires_grad_())
        tensors.append(torch.tensor(numbers.uniforms(units, 1.5)).requires_grad_())
    x = torch.tensor(numbers.uniforms(M * SIZES[0], 4)).reshape(M, SIZES[0])
    y = torch.tensor([numbers.bits() % SIZES[2] for _ in range(M)])
    optimizer = make(tensors)
    schedule = scheduler(optimizer, steps) if scheduler else None
    for _ in range(steps):
        optimizer.zero_grad()
        z = torch.tanh(x @ tensors[0].T + tensors[1]) @ tensors[2].T + tensors[3]
        costs = F.cross_entropy(z, y, label_smoothing=smoothing, reduction="none")
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
    return [v for t in tensors for v in t.detach().flatten().tolist()]


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
