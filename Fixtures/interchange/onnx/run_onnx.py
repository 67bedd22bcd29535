"""Checks .onnx files in full and runs them in onnxruntime; prints inputs and outputs as JSON, a list of one object a file.

    python3 run_onnx.py FILE.onnx …      # wants what requirements.txt lists
"""
import json
import sys

import numpy as np
import onnx
import onnxruntime

random = np.random.default_rng(1)
onnxruntime.set_default_logger_severity(4)
runs = []
for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    # Without its own rewriting of the graph, so that each operator is computed as the file has it.
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    (x,), (y,) = session.get_inputs(), session.get_outputs()
    assert x.type == y.type == "tensor(float)" and x.shape[0] == y.shape[0] == "n", (x, y)
    examples = random.uniform(-2, 2, (5, x.shape[1])).astype("f4")
    answers = session.run(None, {x.name: examples})[0]
    assert answers.shape[1] == y.shape[1]
    runs.append({"opset": model.opset_import[0].version, "ir": model.ir_version,
                 "examples": examples.astype("f8").tolist(), "answers": answers.astype("f8").tolist()})
print(json.dumps(runs))
