"""Runs the files of make_tflite.py in LiteRT, which is what TensorFlow Lite became, and writes its answers to litert.json.

    pip install ai-edge-litert==2.3.0 numpy==2.4.6; python3 run_litert.py
"""
import importlib.metadata
import json
import os

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

os.chdir(os.path.dirname(os.path.abspath(__file__)))
answers = {}
with open("expected.json") as file:
    files = json.load(file)["files"]
for name in sorted(files):
    run = Interpreter(model_path=name + ".tflite",
                      experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    run.allocate_tensors()
    (x,), (y,) = run.get_input_details(), run.get_output_details()
    answers[name] = []
    for example in files[name]["examples"]:
        run.set_tensor(x["index"], np.array(example, "f4").reshape(x["shape"]))
        run.invoke()
        answers[name].append(run.get_tensor(y["index"])[0].astype("f8").tolist())
with open("litert.json", "w") as file:
    json.dump({"ai-edge-litert": importlib.metadata.version("ai-edge-litert"), "answers": answers}, file,
              separators=(",", ":"))
    file.write("\n")
