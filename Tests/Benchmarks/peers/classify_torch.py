"""A classifier in PyTorch, relu and Adam at 0.001 on mini-batches: what `nntrain` is compared with.

usage: classify_torch.py TRAIN.h5 TEST.h5 HIDDEN BATCH EPOCHS        HIDDEN like 128 or 512,256

Prints one JSON object: seconds of training alone, epochs, accuracy on the test set.
"""

import json
import sys
import time

import numpy as np
import torch
from datasets import load

train, test = sys.argv[1:3]
hidden, batch, epochs = [int(units) for units in sys.argv[3].split(",")], int(sys.argv[4]), int(sys.argv[5])

torch.manual_seed(0)
(X, Y), (test_X, test_Y) = (
    (torch.from_numpy(inputs), torch.from_numpy(labels.astype(np.int64)))
    for inputs, labels in (load(train, "train"), load(test, "test"))
)
layers, width = [], X.shape[1]
for units in hidden:
    layers += [torch.nn.Linear(width, units), torch.nn.ReLU()]
    width = units
network = torch.nn.Sequential(*layers, torch.nn.Linear(width, int(Y.max()) + 1))
optimizer, loss = torch.optim.Adam(network.parameters(), lr=1e-3), torch.nn.CrossEntropyLoss()

start = time.perf_counter()
for _ in range(epochs):
    order = torch.randperm(len(X))
    for first in range(0, len(X), batch):
        chosen = order[first : first + batch]
        optimizer.zero_grad()
        loss(network(X[chosen]), Y[chosen]).backward()
        optimizer.step()
seconds = time.perf_counter() - start

with torch.no_grad():
    accuracy = (network(test_X).argmax(1) == test_Y).float().mean().item()
print(json.dumps({"seconds": seconds, "epochs": epochs, "accuracy": accuracy}))
