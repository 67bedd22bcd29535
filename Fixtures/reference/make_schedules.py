"""Learning rates by the schedulers of PyTorch.

usage: make_schedules.py > schedules.json

`rates` is the learning rate of every update of a run. What is stepped once an epoch is written for each iteration of the
epoch. A warm-up is LinearLR with PyTorch's own start, stepped every iteration, before another one by SequentialLR, or,
where that is stepped once an epoch, before one that begins then. `plateaus` are the learning rates after each epoch,
given its cost (null: NaN).
"""
import json, math, sys, warnings
import torch
from torch.optim import lr_scheduler as s
from reference_numbers import Numbers

warnings.simplefilter("error")


def optimizer(base):
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)


def run(make, base, steps):
    o = optimizer(base)
    scheduler, rates = make(o), []
    for _ in range(steps):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        scheduler.step()
    return rates


def each(rates, batches):
    return [rate for rate in rates for _ in range(batches)]


def warm(n, then):
    return lambda o: s.SequentialLR(o, [s.LinearLR(o, total_iters=n), then(o)], milestones=[n])


BASE, BATCHES, EPOCHS = 0.02, 7, 12
STEPS = BATCHES * EPOCHS
cases = []


def case(schedule, warmup, rates):
    assert len(rates) == STEPS
    cases.append({"schedule": schedule, "warmup": warmup, "rates": rates})


for schedule, make in {
    "constant": lambda o: s.ConstantLR(o, factor=1.0),
    "step:5": lambda o: s.StepLR(o, 5),
    "step:3:0.5": lambda o: s.StepLR(o, 3, gamma=0.5),
    "exponential:0.95": lambda o: s.ExponentialLR(o, 0.95),
}.items():
    case(schedule, None, each(run(make, BASE, EPOCHS), BATCHES))
    # After two epochs of warm-up the other one begins.
    then = each(run(make, BASE, EPOCHS - 2), BATCHES)
    case(schedule, "2", run(lambda o: s.LinearLR(o, total_iters=2 * BATCHES), BASE, 2 * BATCHES) + then)
for schedule, make in {
    "constant": lambda n: lambda o: s.ConstantLR(o, factor=1.0),
    "step:10i:0.7": lambda n: lambda o: s.StepLR(o, 10, gamma=0.7),
    "cosine": lambda n: lambda o: s.CosineAnnealingLR(o, n),
    "cosine:0.001": lambda n: lambda o: s.CosineAnnealingLR(o, n, eta_min=0.001),
}.items():
    case(schedule, None, run(make(STEPS), BASE, STEPS))
    case(schedule, "5i", run(warm(5, make(STEPS - 5)), BASE, STEPS))
    case(schedule, "3", run(warm(21, make(STEPS - 21)), BASE, STEPS))


def plateau(rule, base, costs, **options):
    o = optimizer(base)
    scheduler, rates = s.ReduceLROnPlateau(o, **options), []
    for cost in costs:
        scheduler.step(cost)
        rates.append(o.param_groups[0]["lr"])
    return {"rule": rule, "base": base, "costs": [None if math.isnan(c) else c for c in costs], "rates": rates}


def noisy(seed, count):
    numbers = Numbers(seed)
    return [1 / (1 + i / 4) + 0.1 + numbers.uniform(0.03) for i in range(count)]


nan = float("nan")
plateaus = [
    plateau("plateau", 0.1, noisy(1, 60)),
    plateau("plateau:0.5:0", 0.1, noisy(2, 30), factor=0.5, patience=0),
    plateau("plateau:0.5:2", 0.1, noisy(3, 40), factor=0.5, patience=2),
    plateau("plateau:0.3:1:0.05", 0.1, noisy(4, 30), factor=0.3, patience=1, threshold=0.05),
    plateau("plateau:0.3:1:0:0.002", 0.1, noisy(5, 40), factor=0.3, patience=1, threshold=0, min_lr=0.002),
    plateau("plateau:0.1:0", 3e-7, [1.0] * 6, factor=0.1, patience=0),
    plateau("plateau:0.5:1", 0.1, [1.0, nan, nan, 0.5, nan, 0.49999, 0.49999, 0.4], factor=0.5, patience=1),
]
print(
    json.dumps(
        {
            "made by": "make_schedules.py",
            "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
            "base": BASE, "batchesPerEpoch": BATCHES, "iterations": STEPS, "cases": cases, "plateaus": plateaus,
        }
    ).replace('{"schedule"', '\n{"schedule"').replace('{"rule"', '\n{"rule"')
)
