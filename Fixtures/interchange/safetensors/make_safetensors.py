"""Writes .safetensors files with the reference implementation, as people's scripts leave them, and what numpy makes of them.

    python3 make_safetensors.py    # numpy, safetensors, ml_dtypes; their versions go into expected.json

Each file holds a network; expected.json has its layers in order, and A[L] for two inputs in float64.
"""
import json
import os

import ml_dtypes
import numpy as np
import safetensors
from safetensors.numpy import save_file

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(11)
expected = {"numpy": np.__version__, "safetensors": safetensors.__version__, "files": {}}
ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
    "identity": lambda z: z,
}


def network(names, sizes, dtype, biases=True, pattern=("{}.weight", "{}.bias")):
    tensors = {}
    for name, inputs, units in zip(names, sizes, sizes[1:]):
        tensors[pattern[0].format(name)] = random.normal(0, 0.5, (units, inputs)).astype(dtype)
        if biases:
            tensors[pattern[1].format(name)] = random.normal(0, 0.5, units).astype(dtype)
    return tensors


def save(name, tensors, names, activations, metadata=None, pattern=("{}.weight", "{}.bias")):
    save_file(tensors, name, metadata)
    layers = []
    n0 = tensors[pattern[0].format(names[0])].shape[1]
    examples = [np.linspace(-1, 1, n0), np.linspace(2, 0.5, n0)]
    answers = examples
    for layer, activation in zip(names, activations):
        weights = tensors[pattern[0].format(layer)]
        biases = tensors.get(pattern[1].format(layer), np.zeros(len(weights)))
        w, b = weights.astype("f8"), biases.astype("f8")
        layers.append({"weights": w.tolist(), "biases": b.tolist(), "dtype": weights.dtype.name, "activation": activation})
        answers = [ACTIVATIONS[activation](w @ a + b) for a in answers]
    expected["files"][name] = {"layers": layers, "examples": [e.tolist() for e in examples],
                               "answers": [a.tolist() for a in answers]}


two = ["relu", "sigmoid"]
save("sequential.safetensors", network(["0", "2"], [5, 4, 1], "f4"), ["0", "2"], two)
save("metadata.safetensors", network(["fc1", "fc2", "fc10"], [5, 4, 3, 2], "f2"), ["fc1", "fc2", "fc10"],
     ["relu", "tanh", "softmax"], {"format": "pt", "author": "somebody", "ключ": "not ASCII"})
save("float64.safetensors", network(["net.0", "net.2"], [5, 4, 1], "f8"), ["net.0", "net.2"], two)
save("bfloat16.safetensors", network(["0", "1"], [5, 4, 3], ml_dtypes.bfloat16), ["0", "1"], ["identity", "softmax"])
save("by-shapes.safetensors", network(["out", "in"], [5, 4, 3][::-1], "f4"), ["out", "in"], two)
save("no-bias.safetensors", network(["0", "2"], [5, 4, 1], "f4", biases=False), ["0", "2"], two)
save("single.safetensors", {"weight": np.float32([[1, 2, 3]]), "bias": np.float32([0.5])}, [""], ["sigmoid"],
     pattern=("{}weight", "{}bias"))
save("notebook.safetensors", network("12", [5, 4, 1], "f8", pattern=("W{}", "b{}")), "12", two, pattern=("W{}", "b{}"))
deep = [str(2 * i) for i in range(12)]
save("deep.safetensors", network(deep, [3] * 13, "f4"), deep, ["tanh"] * 12)
mixed = network(["0", "2"], [5, 4, 1], "f4")
mixed["2.weight"] = mixed["2.weight"].astype("f8")
mixed["0.bias"] = mixed["0.bias"].astype("f2")
save("mixed.safetensors", mixed, ["0", "2"], two)

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
