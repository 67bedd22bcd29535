"""Writes GGUF files with the gguf package, and the answers that numpy has of them.

    pip install gguf==0.19.0 numpy==2.4.6; python3 make_gguf.py        # the versions go into expected.json

Each file holds a network; expected.json has its layers as gguf.GGUFReader gives them, the activations that the file
doesn't tell, and A[L] for two inputs in float64.
"""
import importlib.metadata
import json
import os

import gguf
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(7)
expected = {"gguf": importlib.metadata.version("gguf"), "numpy": np.__version__, "files": {}}
TYPES = {"F32": "float32", "F16": "float16", "F64": "float64", "BF16": "bfloat16"}

ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
    "identity": lambda z: z,
}


def network(sizes, dtype, names=None):
    tensors = {}
    for i, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        name = names[i] if names else str(2 * i)
        tensors[f"{name}.weight"] = random.normal(0, 0.5, (units, inputs)).astype(dtype)
        tensors[f"{name}.bias"] = random.normal(0, 0.5, units).astype(dtype)
    return tensors


def numbers(tensor):
    """A tensor of the reader's in float64; it hands out bfloat16 as bytes."""
    shape = [int(n) for n in reversed(tensor.shape)]
    if tensor.tensor_type.name == "BF16":
        wide = np.ascontiguousarray(tensor.data).view("<u2").astype("<u4") << 16
        return wide.view("<f4").astype("f8").reshape(shape)
    return tensor.data.astype("f8").reshape(shape)


def save(name, tensors, activations, keys=lambda writer: None, bfloat=False, alignment=None):
    writer = gguf.GGUFWriter(name, "mlp")
    if alignment:
        writer.add_custom_alignment(alignment)
    keys(writer)
    for key, array in tensors.items():
        if bfloat:
            data = gguf.quants.quantize(array, gguf.GGMLQuantizationType.BF16)
            writer.add_tensor(key, data, raw_dtype=gguf.GGMLQuantizationType.BF16)
        else:
            writer.add_tensor(key, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    note(name, activations)


def note(name, activations):
    tensors = {t.name: t for t in gguf.GGUFReader(name).tensors}
    names = [key.removesuffix(".weight") for key in tensors if key.endswith(".weight")]
    layers = []
    inputs = int(next(iter(tensors.values())).shape[0])
    examples = answers = [np.linspace(-1, 1, inputs), np.linspace(2, 0.5, inputs)]
    for prefix, activation in zip(names, activations):
        w, b = tensors[f"{prefix}.weight"], tensors.get(f"{prefix}.bias")
        weights = numbers(w)
        biases = numbers(b) if b else np.zeros(len(weights))
        layers.append({"weights": weights.tolist(), "biases": biases.tolist(),
                       "dtype": TYPES[w.tensor_type.name], "activation": activation})
        answers = [ACTIVATIONS[activation](weights @ a + biases) for a in answers]
    expected["files"][name] = {"layers": layers, "examples": [e.tolist() for e in examples],
                               "answers": [a.tolist() for a in answers]}


def many_keys(writer):
    writer.add_name("a network")
    writer.add_uint8("a.u8", 1)
    writer.add_int8("a.i8", -1)
    writer.add_uint16("a.u16", 1)
    writer.add_int16("a.i16", -1)
    writer.add_uint32("a.u32", 1)
    writer.add_int32("a.i32", -1)
    writer.add_float32("a.f32", 0.5)
    writer.add_bool("a.bool", True)
    writer.add_uint64("a.u64", 1)
    writer.add_int64("a.i64", -1)
    writer.add_float64("a.f64", 0.5)
    writer.add_array("a.strings", ["a", "ß", "猫"])
    writer.add_array("a.numbers", [1, 2, 3])


two = ["relu", "sigmoid"]
save("float32.gguf", network([5, 4, 1], "f4"), two)
save("float64.gguf", network([5, 4, 3, 2], "f8"), ["tanh", "relu", "softmax"])
save("float16.gguf", network([5, 4, 1], "f2"), two)
save("bfloat16.gguf", network([5, 4, 1], "f4"), two, bfloat=True)
save("named.gguf", network([5, 4, 1], "f4", ["encoder.fc", "head"]), two)
save("keys.gguf", network([5, 4, 1], "f4"), two, keys=many_keys)
save("alignment-64.gguf", network([5, 4, 1], "f4"), two, alignment=64)
save("alignment-8.gguf", network([5, 3, 1], "f4"), two, alignment=8)
no_bias = {k: v for k, v in network([5, 4, 1], "f4").items() if k.endswith("weight")}
save("no-bias.gguf", no_bias, two)

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
