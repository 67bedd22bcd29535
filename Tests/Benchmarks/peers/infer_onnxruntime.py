"""onnxruntime on the weights of an .npz file that nnconvert has written, with its own choice of threads.

usage: infer_onnxruntime.py MODEL.npz EXAMPLES
Prints one JSON object: seconds (the median of some rounds, for one call), result (the sum of the outputs).
"""
import json, statistics, sys, time
import numpy as np, onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPERATORS = {"relu": "Relu", "sigmoid": "Sigmoid"}

arrays = np.load(sys.argv[1])
examples = int(sys.argv[2])
nodes, constants, name = [], [], "x"
activations = [str(g) for g in arrays["activations"]]
for number, activation in enumerate(activations, 1):
    w, b = (arrays[f"{part}{number}"].astype(np.float32) for part in "Wb")
    constants += [numpy_helper.from_array(w, f"W{number}"), numpy_helper.from_array(b.reshape(-1), f"b{number}")]
    nodes += [
        helper.make_node("Gemm", [name, f"W{number}", f"b{number}"], [f"z{number}"], transB=1),
        helper.make_node(OPERATORS[activation], [f"z{number}"], [f"a{number}"]),
    ]
    name = f"a{number}"
features = arrays["W1"].shape[1]
info = helper.make_tensor_value_info
inputs = [info("x", TensorProto.FLOAT, ["m", features])]
graph = helper.make_graph(nodes, "mlp", inputs, [info(name, TensorProto.FLOAT, None)], constants)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

x = ((np.arange(examples * features) % 257).astype(np.float32) / np.float32(256)).reshape(examples, features)


def seconds(calls):
    start = time.perf_counter()
    for _ in range(calls):
        session.run(None, {"x": x})
    return (time.perf_counter() - start) / calls


calls = max(1, int(0.01 / max(1e-7, min(seconds(3), seconds(3)))))
rounds = [seconds(calls) for _ in range(21)]
print(json.dumps({"seconds": statistics.median(rounds), "result": float(session.run(None, {"x": x})[0].sum(dtype=np.float64))}))
