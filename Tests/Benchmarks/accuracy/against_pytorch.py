"""Whether nntrain is as often right after equal epochs as PyTorch: Fashion-MNIST, 784→128→10, Adam, batches of 128.

usage: against_pytorch.py TRAIN.h5 TEST.h5 [--tools FOLDER] [--seeds N] [--epochs N]

Each starts from the weights that are usual with it. Prints the test accuracies of all seeds, their means and deviations.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np
import torch

parser = argparse.ArgumentParser()
parser.add_argument("train")
parser.add_argument("test")
parser.add_argument("--tools", type=pathlib.Path, default=".build/release")
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--epochs", type=int, default=5)
options = parser.parse_args()


def ours(seed):
    with tempfile.TemporaryDirectory() as folder:
        command = [options.tools / "nntrain", options.train, "--test", options.test, "-o", f"{folder}/model.nnm"]
        command += ["--layers", "128,10", "--optimizer", "adam", "--batch-size", "128", "--epochs", str(options.epochs)]
        command += ["--seed", str(seed), "--json", "--quiet"]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["test"]["accuracy"]


def load(path, kind):
    with h5py.File(path) as file:
        inputs, labels = file[f"{kind}_set_x"][:], file[f"{kind}_set_y"][:]
    return torch.from_numpy((inputs.reshape(len(inputs), -1) / 255).astype(np.float32)), torch.from_numpy(
        labels.astype(np.int64)
    )


def pytorch(seed):
    torch.manual_seed(seed)
    net = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    optimizer, loss = torch.optim.Adam(net.parameters(), lr=1e-3), torch.nn.CrossEntropyLoss()
    for _ in range(options.epochs):
        for batch in torch.randperm(len(X)).split(128):
            optimizer.zero_grad()
            loss(net(X[batch]), Y[batch]).backward()
            optimizer.step()
    with torch.no_grad():
        return (net(Xt).argmax(1) == Yt).double().mean().item()


(X, Y), (Xt, Yt) = load(options.train, "train"), load(options.test, "test")
for name, train in (("nntrain", ours), (f"PyTorch {torch.__version__}", pytorch)):
    found = np.array([train(seed) for seed in range(options.seeds)])
    print(f"{name}:", *(f"{accuracy:.4f}" for accuracy in found))
    print(f"  mean {found.mean():.4f}, deviation {found.std(ddof=1):.4f}", flush=True)
