"""Costs of the seed notebook's algorithm in numpy, from initial parameters that another program can make again.

usage: make_notebook_costs.py CATS_FOLDER > notebook_costs.json

Forward propagation, cost, backpropagation and update are the notebook's formulas in float64, columns are examples, and
the cost is its own (not the stable form). The initial weights come from SplitMix64 with the seed 7, W[1] row by row,
then W[2]: the upper 53 bits of each number, times 2^-53, is u, and the weight is (2 u - 1) * 0.017, all exact or rounded
once a step, so that they are the same bits everywhere. Their standard deviation is near the notebook's 0.01.
The file says where the pixels and labels stand in the .h5 files, which are contiguous there, so that a test needs no
HDF5 to read them.
"""
import hashlib, json, sys
import h5py
import numpy as np

SEED, REACH, LAYERS, RATE, ITERATIONS = 7, 0.017, [7, 1], 0.0077, 2501


def splitmix64(seed, count):
    with np.errstate(over="ignore"):
        state = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def load(kind):
    path = f"{sys.argv[1]}/{kind}_catvnoncat.h5"
    with h5py.File(path) as f:
        x, y = f[f"{kind}_set_x"], f[f"{kind}_set_y"]
        place = {
            "file": f"{kind}_catvnoncat.h5",
            "sha256": hashlib.sha256(open(path, "rb").read()).hexdigest(),
            "count": len(x),
            "inputsOffset": x.id.get_offset(),
            "labelsOffset": y.id.get_offset(),
        }
        return x[:].reshape(len(x), -1).T / 255, y[:].reshape(1, -1).astype(float), place


X, Y, train = load("train")
Xt, Yt, test = load("test")
m = X.shape[1]
sizes = [X.shape[0]] + LAYERS
uniform = (splitmix64(SEED, sum(a * b for a, b in zip(sizes, LAYERS))) >> np.uint64(11)).astype(float) * 2.0**-53
W, b, used = {}, {}, 0
for l, (fan_in, units) in enumerate(zip(sizes, LAYERS), 1):
    W[l] = ((2 * uniform[used : used + fan_in * units] - 1) * REACH).reshape(units, fan_in)
    b[l] = np.zeros((units, 1))
    used += fan_in * units
firstWeights = W[1][0, :4].tolist() + W[2][0, :2].tolist()

costs = []
for i in range(ITERATIONS):
    Z1 = W[1] @ X + b[1]
    A1 = np.maximum(Z1, 0)
    A2 = (1 + np.exp(-(W[2] @ A1 + b[2]))) ** -1
    if i % 500 == 0:
        costs.append([i, float(((-(Y @ np.log(A2.T)) - ((1 - Y) @ np.log(1 - A2.T))) / m)[0, 0])])
    D2 = (-(Y / A2) + ((1 - Y) / (1 - A2))) * (A2 * (1 - A2))
    D1 = (Z1 > 0) * (W[2].T @ D2)
    dW2, db2 = D2 @ A1.T / m, D2.sum(1, keepdims=True) / m
    dW1, db1 = D1 @ X.T / m, D1.sum(1, keepdims=True) / m
    W, b = {1: W[1] - RATE * dW1, 2: W[2] - RATE * dW2}, {1: b[1] - RATE * db1, 2: b[2] - RATE * db2}


def accuracy(X, Y):
    out = (1 + np.exp(-(W[2] @ np.maximum(W[1] @ X + b[1], 0) + b[2]))) ** -1
    return float(((out > 0.5) == Y).mean())


print(
    json.dumps(
        {
            "made by": "make_notebook_costs.py",
            "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "h5py": h5py.__version__},
            "seed": SEED, "reach": REACH, "layers": LAYERS, "learningRate": RATE, "iterations": ITERATIONS,
            "firstWeights": firstWeights,
            "costs": costs,
            "trainAccuracy": accuracy(X, Y), "testAccuracy": accuracy(Xt, Yt),
            "train": train, "test": test,
        },
        indent=1,
    )
)
