"""The network of an .npz file that nnconvert has written, as an ONNX model.

usage: onnx_model.py MODEL.npz MODEL.onnx
"""

import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPERATORS = {"relu": "Relu", "sigmoid": "Sigmoid"}


def model(path):
    arrays = np.load(path)
    nodes, constants, name = [], [], "x"
    for number, activation in enumerate((str(g) for g in arrays["activations"]), 1):
        w, b = (arrays[f"{part}{number}"].astype(np.float32) for part in "Wb")
        constants += [numpy_helper.from_array(w, f"W{number}"), numpy_helper.from_array(b.reshape(-1), f"b{number}")]
        nodes += [
            helper.make_node("Gemm", [name, f"W{number}", f"b{number}"], [f"z{number}"], transB=1),
            helper.make_node(OPERATORS[activation], [f"z{number}"], [f"a{number}"]),
        ]
        name = f"a{number}"
    info = helper.make_tensor_value_info
    inputs = [info("x", TensorProto.FLOAT, ["m", arrays["W1"].shape[1]])]
    graph = helper.make_graph(nodes, "mlp", inputs, [info(name, TensorProto.FLOAT, None)], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


if __name__ == "__main__":
    open(sys.argv[2], "wb").write(model(sys.argv[1]).SerializeToString())
