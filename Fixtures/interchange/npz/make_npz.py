"""Writes .npz files with numpy in every form that people's scripts leave behind, and what numpy makes of them.

    python3 make_npz.py        # numpy only; its version goes into expected.json

Each file holds a network; expected.json has its layers as numpy reads them, and A[L] for two inputs in float64.
"""
import io
import json
import os
import zipfile

import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(7)
expected = {"numpy": np.__version__, "files": {}}

ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "leaky-relu:0.2": lambda z: np.where(z > 0, z, 0.2 * z),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
    "identity": lambda z: z,
}


def network(sizes, dtype):
    """W1, b1, … as the notebook names them, with biases as vectors."""
    arrays = {}
    for layer, (inputs, units) in enumerate(zip(sizes, sizes[1:]), 1):
        arrays[f"W{layer}"] = random.normal(0, 0.5, (units, inputs)).astype(dtype)
        arrays[f"b{layer}"] = random.normal(0, 0.5, units).astype(dtype)
    return arrays


def note(name, activations):
    """What numpy reads from the file, and what the network answers."""
    with np.load(name, allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    layers, count = [], len(activations)
    examples = [np.linspace(-1, 1, arrays["W1"].shape[1]), np.linspace(2, 0.5, arrays["W1"].shape[1])]
    answers = examples
    for layer in range(1, count + 1):
        w = np.asarray(arrays[f"W{layer}"], dtype="f8")
        b = np.asarray(arrays[f"b{layer}"], dtype="f8").ravel()
        dtype = arrays[f"W{layer}"].dtype
        layers.append({"weights": w.tolist(), "biases": b.tolist(), "dtype": f"float{8 * dtype.itemsize}",
                       "activation": activations[layer - 1]})
        answers = [ACTIVATIONS[activations[layer - 1]](w @ a + b) for a in answers]
    expected["files"][name] = {"layers": layers, "examples": [e.tolist() for e in examples],
                               "answers": [a.tolist() for a in answers]}


def save(name, arrays, activations, compressed=False, stored_activations="U"):
    if stored_activations:
        names = np.array(activations)
        arrays = {**arrays, "activations": names if stored_activations == "U" else names.astype(stored_activations)}
    (np.savez_compressed if compressed else np.savez)(name, **arrays)
    note(name, activations)


def save_with_version(name, arrays, activations, version):
    """An archive whose arrays have headers of another version of numpy's format."""
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, array in {**arrays, "activations": np.array(activations)}.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, version=version, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(key + ".npy"), buffer.getvalue())
    note(name, activations)


class Pipe(io.RawIOBase):
    """A file that can't be sought in, so that sizes stand behind the members."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, some):
        return self.file.write(some)


two = ["relu", "sigmoid"]
save("float32.npz", network([5, 4, 1], "f4"), two)
save("float64-compressed.npz", network([5, 4, 3, 3], "f8"), ["tanh", "leaky-relu:0.2", "softmax"], compressed=True)
save("float16.npz", network([6, 2], "f2"), ["softmax"])
save("big-endian.npz", network([5, 4, 1], ">f4"), two)
save("big-endian-float64.npz", network([3, 2], ">f8"), ["identity"])
save("byte-strings.npz", network([5, 4, 1], "f4"), two, stored_activations="S")
save("big-endian-strings.npz", network([5, 4, 1], "f4"), two, stored_activations=">U12")
fortran = {k: np.asfortranarray(v) for k, v in network([5, 4, 1], "f8").items()}
save("fortran-order.npz", fortran, two, compressed=True)
columns = {k: v[:, None] if k[0] == "b" else v for k, v in network([5, 4, 1], "f8").items()}
save("notebook-columns.npz", columns, two)
rows = {k: v[None, :] if k[0] == "b" else v for k, v in network([5, 4, 1], "f4").items()}
save("bias-rows.npz", rows, two)
save("no-activations.npz", network([5, 4, 1], "f4"), two, stored_activations=None)
mixed = network([5, 4, 1], "f4")
save("mixed-types.npz", {**mixed, "W2": mixed["W2"].astype("f8"), "b1": mixed["b1"].astype("f2")}, two)
more = {**network([5, 4, 1], "f4"), "costs": np.linspace(1, 0, 5), "epoch": np.int64(3), "x": np.zeros((2, 2, 2))}
save("other-arrays.npz", more, two)
save_with_version("version-2.npz", network([5, 4, 1], "f4"), two, (2, 0))
save_with_version("version-3.npz", network([5, 4, 1], "f4"), two, (3, 0))
with open("streamed.npz", "wb") as file:
    np.savez(Pipe(file), activations=np.array(two), **network([5, 4, 1], "f4"))
note("streamed.npz", two)
backwards = dict(reversed(list(network([5, 4, 1], "f4").items())))
save("any-order.npz", backwards, two)

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
