"""What onnxruntime in float32 and numpy in float64 make of networks of every type of weight.

usage: make_inference.py > inference.json

Parameters and inputs are those of SplitMix64, W[1], b[1], W[2], … and then X, each rounded to float32; weights are rounded
to their type after that, int8 by a scale of the largest magnitude of a row / 127. Both sides compute with the rounded ones.
"""
import json, sys
import ml_dtypes, numpy as np, onnx, onnxruntime
from onnx import TensorProto, helper, numpy_helper
from reference_numbers import Numbers

CASES = [
    ([784, 128, 10], ["relu", "softmax"], ["float32", "float16", "bfloat16", "int8"]),
    ([12288, 7, 1], ["relu", "sigmoid"], ["float32", "float16", "bfloat16", "int8"]),
    ([37, 1, 19, 3], ["tanh", "relu", "sigmoid"], ["float32", "float16", "bfloat16", "int8"]),
    ([784, 1024, 1024, 10], ["relu", "relu", "softmax"], ["float32"]),
]
EXAMPLES = 3
NODES = {"relu": "Relu", "softmax": "Softmax", "sigmoid": "Sigmoid", "tanh": "Tanh"}


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


EXACT = {"relu": lambda z: np.maximum(z, 0), "softmax": softmax, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh}


def stored(weights, kind):
    """The float32 numbers that the stored ones stand for."""
    if kind == "int8":
        scales = (np.abs(weights.astype(np.float64)).max(axis=1, keepdims=True) / 127).astype(np.float32)
        steps = np.clip(np.rint(weights.astype(np.float64) / scales), -127, 127).astype(np.int8)
        return scales * steps.astype(np.float32)
    return weights.astype({"float32": np.float32, "float16": np.float16, "bfloat16": ml_dtypes.bfloat16}[kind]).astype(np.float32)


def run(layers, activations, x):
    nodes, constants, name = [], [], "x"
    for i, ((w, b), g) in enumerate(zip(layers, activations)):
        constants += [numpy_helper.from_array(w, f"W{i}"), numpy_helper.from_array(b, f"b{i}")]
        nodes += [
            helper.make_node("Gemm", [name, f"W{i}", f"b{i}"], [f"z{i}"], transB=1),
            helper.make_node(NODES[g], [f"z{i}"], [f"a{i}"]),
        ]
        name = f"a{i}"
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes, "mlp", [info("x", TensorProto.FLOAT, list(x.shape))], [info(name, TensorProto.FLOAT, None)], constants
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


def cases():
    for seed, (sizes, activations, kinds) in enumerate(CASES, 1):
        numbers = Numbers(seed)
        draw = lambda shape, reach: np.array(numbers.uniforms(int(np.prod(shape)), reach)).astype(np.float32).reshape(shape)
        layers = [(draw((n, k), (6 / k) ** 0.5), draw((n,), 0.5)) for k, n in zip(sizes, sizes[1:])]
        x = draw((EXAMPLES, sizes[0]), 1)
        for kind in kinds:
            rounded = [(stored(w, kind), b) for w, b in layers]
            exact = x.astype(np.float64)
            for (w, b), g in zip(rounded, activations):
                exact = EXACT[g](exact @ w.astype(np.float64).T + b)
            yield {
                "sizes": sizes, "activations": activations, "seed": seed, "weights": kind,
                "onnxruntime": run(rounded, activations, x).astype(np.float64).flatten().tolist(),
                "exact": exact.flatten().tolist(),
            }


result = {
    "made by": "make_inference.py",
    "versions": {
        "python": sys.version.split()[0], "numpy": np.__version__, "onnx": onnx.__version__,
        "onnxruntime": onnxruntime.__version__, "ml_dtypes": ml_dtypes.__version__,
    },
    "examples": EXAMPLES, "cases": list(cases()),
}
print(json.dumps(result).replace('{"sizes"', '\n{"sizes"'))
