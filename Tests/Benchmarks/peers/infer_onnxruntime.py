"""onnxruntime on the weights of an .npz file that nnconvert has written, with its own choice of threads.

usage: infer_onnxruntime.py MODEL.npz EXAMPLES
Prints one JSON object: seconds (the median of some rounds, for one call), result (the sum of the outputs).
"""
import json, statistics, sys, time
import numpy as np, onnxruntime
from onnx_model import model

examples = int(sys.argv[2])
session = onnxruntime.InferenceSession(model(sys.argv[1]).SerializeToString(), providers=["CPUExecutionProvider"])
features = session.get_inputs()[0].shape[1]

x = ((np.arange(examples * features) % 257).astype(np.float32) / np.float32(256)).reshape(examples, features)


def seconds(calls):
    start = time.perf_counter()
    for _ in range(calls):
        session.run(None, {"x": x})
    return (time.perf_counter() - start) / calls


calls = max(1, int(0.01 / max(1e-7, min(seconds(3), seconds(3)))))
rounds = [seconds(calls) for _ in range(21)]
print(json.dumps({"seconds": statistics.median(rounds), "result": float(session.run(None, {"x": x})[0].sum(dtype=np.float64))}))
