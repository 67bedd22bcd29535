"""The seed notebook's run in PyTorch, in float32: what `nntrain` is compared with.

usage: seed_torch.py TRAIN.h5 [--iterations N] [--seed N]

Prints one JSON object: train (cost after the last update), seconds of training alone.
"""

import argparse
import json
import time

import numpy as np
import torch
from datasets import load

parser = argparse.ArgumentParser()
parser.add_argument("train")
parser.add_argument("--iterations", type=int, default=2501)
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()

torch.manual_seed(options.seed)
inputs, labels = load(options.train, "train")
X, Y = torch.from_numpy(inputs), torch.from_numpy(labels.astype(np.float32))[:, None]
network = torch.nn.Sequential(torch.nn.Linear(X.shape[1], 7), torch.nn.ReLU(), torch.nn.Linear(7, 1))
with torch.no_grad():
    for layer in (network[0], network[2]):
        layer.weight.normal_(0, 0.01)
        layer.bias.zero_()
optimizer, loss = torch.optim.SGD(network.parameters(), lr=0.0077), torch.nn.BCEWithLogitsLoss()

start = time.perf_counter()
for _ in range(options.iterations):
    optimizer.zero_grad()
    loss(network(X), Y).backward()
    optimizer.step()
seconds = time.perf_counter() - start

with torch.no_grad():
    print(json.dumps({"train": {"cost": loss(network(X), Y).item()}, "seconds": seconds}))
