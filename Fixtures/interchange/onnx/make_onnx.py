"""Writes .onnx files as people's tools leave them behind, and what onnxruntime makes of them.

    pip install -r requirements.txt && python3 make_onnx.py    # versions go into expected.json

Each file holds a small network; expected.json has inputs and onnxruntime's outputs. Names that begin with sk- come from
scikit-learn through skl2onnx, the others are put together with onnx.helper, in the forms that exporters write.
"""
import json
import os

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(11)
expected = {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__, "files": {}}
onnxruntime.set_default_logger_severity(4)


def note(name, output=None, activations=None):
    """What onnxruntime answers; `output` names the one of several that counts."""
    session = onnxruntime.InferenceSession(name + ".onnx", providers=["CPUExecutionProvider"])
    shape = [2 if not isinstance(d, int) or i == 0 else d for i, d in enumerate(session.get_inputs()[0].shape)]
    if isinstance(session.get_inputs()[0].shape[0], int):
        shape[0] = session.get_inputs()[0].shape[0]
    scale = 200 if "preprocess" in name else 2
    kind = np.float64 if "double" in session.get_inputs()[0].type else np.float32
    x = random.uniform(-scale, scale, shape).astype(kind)
    y = session.run([output or session.get_outputs()[0].name], {session.get_inputs()[0].name: x})[0]
    expected["files"][name] = {"examples": x.reshape(shape[0], -1).astype("f8").tolist(),
                               "answers": y.reshape(shape[0], -1).astype("f8").tolist(), "activations": activations}


def tensor(name, shape, kind=np.float32):
    return numpy_helper.from_array(random.normal(0, 0.6, shape).astype(kind), name)


def save(name, nodes, tensors, shape=("n", 4), opset=13, ir=7, activations=None, units=3, kind=TensorProto.FLOAT,
         out=None, checked=True, out_shape=None):
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", kind, list(shape))],
        [helper.make_tensor_value_info("y", out or kind, out_shape or [shape[0], units])], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir,
                              producer_name="onnx.helper")
    if checked:
        onnx.checker.check_model(model, full_check=True)
    onnx.save(model, name + ".onnx")
    note(name, activations=activations)


def node(kind, inputs, outputs, name=None, **attributes):
    return helper.make_node(kind, inputs.split(), outputs.split(), name=name, **attributes)


def constant(name, value, kind=np.float32):
    return numpy_helper.from_array(np.array(value, kind), name)


def two_layers(name, middle, tensors=(), opset=13, activations=None, **options):
    """Gemm, whatever is between h and a, Gemm."""
    save(name, [node("Gemm", "x W1 b1", "h", transB=1), *middle, node("Gemm", "a W2 b2", "y", transB=1)],
         [tensor("W1", (5, 4)), tensor("b1", 5), tensor("W2", (3, 5)), tensor("b2", 3), *tensors],
         opset=opset, activations=activations and [activations, "identity"], **options)


# Gemm in every form.
save("gemm-plain", [node("Gemm", "x W b", "y")], [tensor("W", (4, 3)), tensor("b", 3)], activations=["identity"])
save("gemm-scaled", [node("Gemm", "x W b", "y", transB=1, alpha=0.5, beta=2.0)],
     [tensor("W", (3, 4)), tensor("b", (1, 3))], activations=["identity"])
save("gemm-no-bias", [node("Gemm", "x W", "y", transB=1)], [tensor("W", (3, 4))], activations=["identity"])
save("gemm-scalar-bias", [node("Gemm", "x W b", "y", transB=1)], [tensor("W", (3, 4)), tensor("b", (1,))],
     activations=["identity"])
save("matmul-add", [node("MatMul", "x W", "h"), node("Add", "b h", "z"), node("Softmax", "z", "y", axis=-1)],
     [tensor("W", (4, 3)), tensor("b", 3)], activations=["softmax"])
save("matmul-one-unit", [node("MatMul", "x W", "h"), node("Add", "h b", "z"), node("Sigmoid", "z", "y")],
     [tensor("W", (4, 1)), tensor("b", (1,))], units=1, activations=["sigmoid"])
save("matmul-only", [node("MatMul", "x W", "h"), node("Relu", "h", "y")], [tensor("W", (4, 3))], activations=["relu"])
save("transposed-constant", [node("Transpose", "W", "V", perm=[1, 0]), node("MatMul", "x V", "h"),
                             node("Add", "h b", "y")], [tensor("W", (3, 4)), tensor("b", 3)], activations=["identity"])
save("constant-nodes", [node("Constant", "", "W", value=tensor("", (4, 3))), node("Constant", "", "b",
                        value_floats=[0.5, -1.0, 2.0]), node("Gemm", "x W b", "y")], [], activations=["identity"])
save("identity-dropout-cast", [node("Identity", "x", "a"), node("Gemm", "a W b", "h"), node("Dropout", "h", "d"),
                               node("Cast", "d", "c", to=TensorProto.FLOAT), node("Tanh", "c", "y")],
     [tensor("W", (4, 3)), tensor("b", 3)], activations=["tanh"])

# Activations by their operators, with defaults and with parameters.
ops = [("Relu", {}, "relu", 13), ("LeakyRelu", {}, "leaky-relu", 13), ("LeakyRelu", {"alpha": 0.2}, "leaky-relu:0.2", 7),
       ("Elu", {}, "elu", 13), ("Elu", {"alpha": 0.5}, "elu:0.5", 7), ("Selu", {}, "selu", 13),
       ("Sigmoid", {}, "sigmoid", 7), ("HardSigmoid", {}, "hard-sigmoid:0.2:0.5", 13),
       ("HardSigmoid", {"alpha": 1 / 6}, "hard-sigmoid", 13), ("Tanh", {}, "tanh", 7), ("Softplus", {}, "softplus", 13),
       ("Softsign", {}, "softsign", 13), ("Softmax", {}, "softmax", 7), ("Softmax", {}, "softmax", 13),
       ("LogSoftmax", {}, "log-softmax", 11), ("Gelu", {}, "gelu", 20),
       ("Gelu", {"approximate": "tanh"}, "gelu-tanh", 20), ("HardSwish", {}, "hard-swish", 14), ("Mish", {}, "mish", 18)]
for op, attributes, ours, opset in ops:
    two_layers(f"op-{ours.replace(':', '-')}-{opset}", [node(op, "h", "a", **attributes)], opset=opset,
               ir=9 if opset > 13 else 7, activations=ours)

# Activations that exporters take apart.
two_layers("swish", [node("Sigmoid", "h", "s"), node("Mul", "h s", "a")], activations="swish")
two_layers("hard-swish", [node("HardSigmoid", "h", "s", alpha=1 / 6), node("Mul", "s h", "a")], activations="hard-swish")
two_layers("hard-swish-clip", [node("Add", "h three", "p"), node("Clip", "p zero six", "c"), node("Mul", "h c", "m"),
                               node("Div", "m six", "a")],
           [constant("three", 3), constant("zero", 0), constant("six", 6)], activations="hard-swish")
two_layers("relu6", [node("Clip", "h zero six", "a")], [constant("zero", 0), constant("six", 6)], activations="relu6")
two_layers("relu6-opset-7", [node("Clip", "h", "a", min=0.0, max=6.0)], opset=7, activations="relu6")
two_layers("mish", [node("Softplus", "h", "s"), node("Tanh", "s", "t"), node("Mul", "h t", "a")], activations="mish")
erf = [node("Div", "h root", "d"), node("Erf", "d", "e"), node("Add", "e one", "p")]
numbers = [constant("root", np.sqrt(2)), constant("one", 1), constant("half", 0.5)]
two_layers("gelu-torch", [*erf, node("Mul", "h p", "m"), node("Mul", "m half", "a")], numbers, activations="gelu")
two_layers("gelu-half-first", [*erf, node("Mul", "half h", "m"), node("Mul", "p m", "a")], numbers, activations="gelu")
two_layers("gelu-tanh", [node("Pow", "h three", "c"), node("Mul", "c k", "q"), node("Add", "h q", "s"),
                         node("Mul", "s r", "u"), node("Tanh", "u", "t"), node("Add", "t one", "p"),
                         node("Mul", "h p", "m"), node("Mul", "m half", "a")],
           [constant("three", 3), constant("k", 0.044715), constant("r", np.sqrt(2 / np.pi)), *numbers[1:]],
           activations="gelu-tanh")
two_layers("sigmoid-by-exp", [node("Neg", "h", "m"), node("Exp", "m", "e"), node("Add", "e one", "p"),
                              node("Reciprocal", "p", "a")], [constant("one", 1)], activations="sigmoid")
two_layers("scaled-logits", [node("Mul", "h half", "a")], [constant("half", 0.5)], activations="identity")

# What is in front: shapes and preprocessing.
image = dict(shape=("n", 2, 2, 3), units=2, activations=["sigmoid"])
end = [node("Gemm", "f W b", "z", transB=1), node("Sigmoid", "z", "y")]
weights = [tensor("W", (2, 12)), tensor("b", 2)]
save("flatten", [node("Flatten", "x", "f"), *end], weights, **image)
save("reshape", [node("Reshape", "x shape", "f"), *end], [*weights, constant("shape", [-1, 12], np.int64)], **image)
save("preprocess-255", [node("Div", "x k", "d"), node("Flatten", "d", "f"), *end], [*weights, constant("k", 255)], **image)
save("preprocess-channels", [node("Sub", "x m", "s"), node("Div", "s k", "d"), node("Flatten", "d", "f"), *end],
     [*weights, constant("m", [120, 110, 100]), constant("k", [60, 58, 57])], **image)
save("preprocess-rescaling", [node("Mul", "x k", "d"), node("Add", "d m", "s"), node("Flatten", "s", "f"), *end],
     [*weights, constant("k", 1 / 127.5), constant("m", -1)], **image)
save("preprocess-channels-first", [node("Sub", "x m", "s"), node("Div", "s k", "d"), node("Flatten", "d", "f"), *end],
     [*weights, constant("m", np.array([120, 110, 100]).reshape(1, 3, 1, 1)), constant("k", np.array([60, 58, 57])
      .reshape(3, 1, 1))], shape=("n", 3, 2, 2), units=2, activations=["sigmoid"])
save("preprocess-each", [node("Flatten", "x", "f0"), node("Sub", "f0 m", "f"), *end],
     [*weights, constant("m", np.linspace(90, 130, 12))], **image)

# BatchNormalization before, between and behind.
bn = [constant("scale", [1, 0.5, 2, -1, 3]), constant("shift", [0, 1, -1, 0.5, 2]), constant("mean", [0.1, 0, -1, 1, 0]),
      constant("var", [1, 2, 0.5, 1, 4])]
two_layers("norm-before-activation", [node("BatchNormalization", "h scale shift mean var", "q", epsilon=1e-3),
                                      node("Relu", "q", "a")], bn, activations="relu")
two_layers("norm-behind-activation", [node("Relu", "h", "q"), node("BatchNormalization", "q scale shift mean var", "a")],
           bn, activations="relu")
save("norm-first", [node("BatchNormalization", "x s m u v", "q"), node("Gemm", "q W b", "y")],
     [constant("s", [1, 2, 3, 4]), constant("m", [0, 1, 0, 1]), constant("u", [1, 1, 0, 0]), constant("v", [1, 4, 9, 2]),
      tensor("W", (4, 3)), tensor("b", 3)], activations=["identity"])

# Types of numbers, raw and in fields.
save("float64", [node("Gemm", "x W b", "h"), node("Tanh", "h", "y")],
     [tensor("W", (4, 3), np.float64), tensor("b", 3, np.float64)], kind=TensorProto.DOUBLE, activations=["tanh"])
w, b = random.normal(0, 0.6, (4, 3)).astype("f4"), random.normal(0, 0.6, 3).astype("f4")
save("in-fields", [node("Gemm", "x W b", "y")],
     [helper.make_tensor("W", TensorProto.FLOAT, (4, 3), w.ravel().tolist()),
      helper.make_tensor("b", TensorProto.FLOAT, (3,), b.tolist())], activations=["identity"])
for name, kind in [("float16", TensorProto.FLOAT16), ("bfloat16", TensorProto.BFLOAT16)]:
    for raw in [False, True]:
        made = []
        for key, values, shape in [("W16", w, (4, 3)), ("b16", b, (3,))]:
            half = helper.make_tensor(key, kind, shape, values.ravel().tolist())
            if raw:
                half = TensorProto(name=key, dims=shape, data_type=kind,
                                   raw_data=np.array(half.int32_data, "<u2").tobytes())
            made.append(half)
        save(f"{name}-{'raw' if raw else 'field'}",
             [node("Cast", "W16", "W", to=TensorProto.FLOAT), node("Cast", "b16", "b", to=TensorProto.FLOAT),
              node("Gemm", "x W b", "y")], made, activations=["identity"])
save("double-in-fields", [node("Cast", "x", "d", to=TensorProto.DOUBLE), node("MatMul", "d W", "y")],
     [helper.make_tensor("W", TensorProto.DOUBLE, (4, 3), w.ravel().astype("f8").tolist())], out=TensorProto.DOUBLE,
     activations=["identity"])

# Initializers among the inputs, as IR 3 demanded.
W, B = tensor("W", (4, 3)), tensor("b", 3)
graph = helper.make_graph([node("Gemm", "x W b", "y")], "g",
                          [helper.make_tensor_value_info(n, TensorProto.FLOAT, s)
                           for n, s in [("W", (4, 3)), ("x", ("n", 4)), ("b", (3,))]],
                          [helper.make_tensor_value_info("y", TensorProto.FLOAT, ("n", 3))], [W, B])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 7)], ir_version=3)
helper.set_model_props(model, {"author": "somebody", "notes": "über"})
onnx.save(model, "old-ir.onnx")
note("old-ir", activations=["identity"])

# scikit-learn, through skl2onnx.
import skl2onnx  # noqa: E402
import sklearn  # noqa: E402
from skl2onnx.common.data_types import FloatTensorType  # noqa: E402
from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

expected.update({"skl2onnx": skl2onnx.__version__, "scikit-learn": sklearn.__version__})
X = random.normal(0, 1, (60, 4)).astype("f4")
targets = {"sk-regressor": X @ [1, -2, 0.5, 0], "sk-binary": (X.sum(1) > 0).astype(int),
           "sk-classes": np.array(["Hund", "Katze", "猫"])[X[:, :3].argmax(1)], "sk-scaled": X @ [0, 1, 0, 3]}
for name, y in targets.items():
    kind = MLPRegressor if y.dtype.kind == "f" else MLPClassifier
    trained = kind(hidden_layer_sizes=(6, 5), activation="tanh", max_iter=30, random_state=0)
    trained = (make_pipeline(StandardScaler(), trained) if name == "sk-scaled" else trained).fit(X, y)
    options = {} if y.dtype.kind == "f" else {id(trained): {"zipmap": False}}
    model = skl2onnx.to_onnx(trained, initial_types=[("x", FloatTensorType([None, 4]))], options=options,
                             target_opset=13)
    onnx.save(model, name + ".onnx")
    note(name, output=model.graph.output[-1].name)

with open("expected.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
print(len(expected["files"]), "files")
