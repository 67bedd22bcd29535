"""Writes .tflite files with TensorFlow's converter, and what its interpreter makes of them, expected.json.

    pip install -r requirements.txt; python3 make_tflite.py

Answers are those of the kernels without delegates, one example at a time. Weights of dynamic range are another matter: the interpreter
rounds the inputs of such a layer to 8 bits as well, which no model of ours does, so that its answers are "rough"; the others are
computed here in float64 from the interpreter's own tensors.
"""
import json
import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import numpy as np  # noqa: E402
import flatbuffers  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.lite.python import schema_py_generated as schema  # noqa: E402
from tensorflow.keras import Sequential, layers  # noqa: E402

os.chdir(os.path.dirname(os.path.abspath(__file__)))
tf.keras.utils.set_random_seed(4)
random = np.random.default_rng(4)
expected = {"tensorflow": tf.__version__, "files": {}}


def converted(model, **settings):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    for key, value in settings.items():
        if key == "types":
            converter.target_spec.supported_types = value
        elif key == "ops":
            converter.target_spec.supported_ops = value
        else:
            setattr(converter, key, value)
    return converter.convert()


def interpreter(content):
    made = tf.lite.Interpreter(model_content=content, num_threads=1,
                               experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    made.allocate_tensors()
    return made


def edited(content, edit):
    """The same file with something in it that the converter writes for other networks, or once wrote."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
    edit(model, model.subgraphs[0])
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def save(name, model, activations, shape=(4,), scale=2.0, rough=False, edit=None, **settings):
    for layer in model.layers:
        if hasattr(layer, "kernel") or "batch_norm" in layer.name:
            layer.set_weights([random.uniform(0.5, 1.5, w.shape) if "batch_norm" in layer.name
                               else random.normal(0, 0.6, w.shape) for w in layer.get_weights()])
    content = converted(model, **settings)
    if edit:
        content = edited(content, edit)
    with open(name + ".tflite", "wb") as file:
        file.write(content)
    run = interpreter(content)
    (x,), (y,) = run.get_input_details(), run.get_output_details()
    examples = random.uniform(-scale, scale, (3, *shape)).astype("f4")
    answers = []
    for example in examples:
        run.set_tensor(x["index"], example[None])
        run.invoke()
        answers.append(run.get_tensor(y["index"])[0].astype("f8").tolist())
    entry = {"examples": examples.reshape(3, -1).astype("f8").tolist(), "answers": answers, "activations": activations}
    if rough:
        entry["rough"] = answers
        tensors = {t["name"]: t for t in run.get_tensor_details()}
        entry["answers"] = exact(run, tensors, examples.astype("f8"))
    expected["files"][name] = entry


def exact(run, tensors, x):
    """Relu behind the first layer, then the second, with weights of 8 bits times their scales."""
    layers = [op for op in run._get_ops_details() if op["op_name"] == "FULLY_CONNECTED"]
    for number, op in enumerate(layers):
        details = [next(t for t in tensors.values() if t["index"] == i) for i in op["inputs"][1:]]
        weights = run.get_tensor(details[0]["index"]).astype("f8")
        scales = details[0]["quantization_parameters"]["scales"].astype("f8")
        if len(scales):
            weights *= scales.reshape(-1, 1)
        x = x @ weights.T + run.get_tensor(details[1]["index"])
        if number + 1 < len(layers):
            x = np.maximum(x, 0)
    return x.tolist()


def between(*middle):
    return Sequential([layers.Input((4,)), layers.Dense(5), *middle, layers.Dense(3)])


for ours, layer in {
    "relu": layers.ReLU(), "relu6": layers.ReLU(6.0), "tanh": layers.Activation("tanh"),
    "sigmoid": layers.Activation("sigmoid"), "softmax": layers.Softmax(), "leaky-relu:0.2": layers.LeakyReLU(0.2),
    "elu": layers.ELU(), "gelu": layers.Activation("gelu"), "swish": layers.Activation("swish"),
    "softplus": layers.Activation("softplus"),
    "gelu-tanh": layers.Activation(lambda x: tf.nn.gelu(x, approximate=True)),
    "hard-sigmoid:0.2:0.5": layers.Activation("hard_sigmoid"), "log-softmax": layers.Activation(tf.nn.log_softmax),
    "hard-swish": layers.Activation(lambda x: x * tf.nn.relu6(x + 3) / 6), "selu": layers.Activation("selu"),
    "mish": layers.Activation("mish"), "identity": layers.Dropout(0.5), "leaky-relu:0.25": layers.PReLU(
        alpha_initializer=tf.keras.initializers.Constant(0.25)),
}.items():
    save("op-" + ours.replace(":", "-"), between(layer), [ours, "identity"])

save("fused", Sequential([layers.Input((4,)), layers.Dense(6, "relu"), layers.Dense(5, tf.nn.relu6), layers.Dense(4, "tanh"),
                          layers.Dense(3, "softmax")]), ["relu", "relu6", "tanh", "softmax"])
save("no-bias", Sequential([layers.Input((4,)), layers.Dense(6, "relu", use_bias=False), layers.Dense(1, "sigmoid")]),
     ["relu", "sigmoid"])
save("float16", between(layers.ReLU()), ["relu", "identity"], optimizations=[tf.lite.Optimize.DEFAULT], types=[tf.float16])
save("normalized", between(layers.BatchNormalization(), layers.ReLU(), layers.Dense(5, "tanh"), layers.BatchNormalization()),
     ["relu", "tanh", "identity"])
picture = dict(shape=(2, 2, 3), scale=255)
save("flatten", Sequential([layers.Input((2, 2, 3)), layers.Flatten(), layers.Dense(2, "relu")]), ["relu"], shape=(2, 2, 3))
save("picture-255", Sequential([layers.Input((2, 2, 3)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(4, "relu"),
                                layers.Dense(1, "sigmoid")]), ["relu", "sigmoid"], **picture)
save("picture-centred", Sequential([layers.Input((2, 2, 3)), layers.Rescaling(1 / 127.5, -1), layers.Flatten(),
                                    layers.Dense(1, "sigmoid")]), ["sigmoid"], **picture)
normal = layers.Normalization(mean=[120.0, 110.0, 100.0], variance=[3600.0, 3400.0, 3300.0])
save("picture-channels", Sequential([layers.Input((2, 2, 3)), normal, layers.Flatten(), layers.Dense(3, "softmax")]),
     ["softmax"], **picture)
each = layers.Normalization(mean=[0.5, -1.0, 2.0, 0.1], variance=[4.0, 0.25, 1.0, 2.0])
save("numbers-each", Sequential([layers.Input((4,)), each, layers.Dense(3, "softmax")]), ["softmax"])
wide = Sequential([layers.Input((40,)), layers.Dense(32, "relu"), layers.Dense(3)])
save("dynamic-range", wide, ["relu", "identity"], shape=(40,), rough=True, optimizations=[tf.lite.Optimize.DEFAULT])


# Forms that other versions of the converter write, made of files of this one.
def operator_to(code, kind=0, options=None):
    """Another operator in place of TANH."""
    def edit(model, graph):
        number = next(i for i, c in enumerate(model.operatorCodes) if c.deprecatedBuiltinCode == schema.BuiltinOperator.TANH)
        model.operatorCodes[number].deprecatedBuiltinCode, model.operatorCodes[number].builtinCode = min(code, 127), code
        for op in graph.operators:
            if op.opcodeIndex == number:
                op.builtinOptionsType, op.builtinOptions = kind, options
    return edit


tanh = between(layers.Activation("tanh"))
save("edited-hard-swish", tanh, ["hard-swish", "identity"], edit=operator_to(schema.BuiltinOperator.HARD_SWISH))
save("edited-relu", tanh, ["relu", "identity"], edit=operator_to(schema.BuiltinOperator.RELU))
save("edited-relu6", tanh, ["relu6", "identity"], edit=operator_to(schema.BuiltinOperator.RELU6))
save("edited-gelu", tanh, ["gelu", "identity"], edit=operator_to(schema.BuiltinOperator.GELU))
leaky = schema.LeakyReluOptionsT()
leaky.alpha = 0.01
save("edited-leaky-relu", tanh, ["leaky-relu", "identity"], edit=operator_to(98, schema.BuiltinOptions.LeakyReluOptions, leaky))


def no_reshape(model, graph):
    reshape, dense = graph.operators
    dense.inputs = [reshape.inputs[0], *dense.inputs[1:]]
    graph.operators.remove(reshape)


save("edited-no-reshape", Sequential([layers.Input((2, 2, 3)), layers.Flatten(), layers.Dense(2, "relu")]), ["relu"],
     shape=(2, 2, 3), edit=no_reshape)


def shape_in_options(model, graph):
    reshape = graph.operators[0]
    reshape.inputs = reshape.inputs[:1]
    reshape.builtinOptionsType, reshape.builtinOptions = schema.BuiltinOptions.ReshapeOptions, schema.ReshapeOptionsT()
    reshape.builtinOptions.newShape = [-1, 12]


save("edited-shape-in-options", Sequential([layers.Input((2, 2, 3)), layers.Flatten(), layers.Dense(2, "relu")]), ["relu"],
     shape=(2, 2, 3), edit=shape_in_options)


def scales_a_unit(model, graph):
    weights = next(graph.tensors[op.inputs[1]] for op in graph.operators if graph.tensors[op.inputs[1]].type == 9)
    units = weights.shape[0]
    weights.quantization.scale = random.uniform(0.001, 0.01, units).astype("f4")
    weights.quantization.zeroPoint, weights.quantization.quantizedDimension = [0] * units, 0


save("edited-scales-a-unit", wide, ["relu", "identity"], shape=(40,), rough=True, edit=scales_a_unit,
     optimizations=[tf.lite.Optimize.DEFAULT])
# This interpreter takes one scale for all units; later ones don't.
del expected["files"]["edited-scales-a-unit"]["rough"]


def examples():
    for _ in range(10):
        yield [random.uniform(-1, 1, (1, 4)).astype("f4")]


for name, kind in [("hostile/int8-inputs", tf.int8), ("hostile/int8-inside", tf.float32)]:
    with open(name + ".tflite", "wb") as file:
        file.write(converted(between(layers.ReLU()), optimizations=[tf.lite.Optimize.DEFAULT], representative_dataset=examples,
                             ops=[tf.lite.OpsSet.TFLITE_BUILTINS_INT8], inference_input_type=kind, inference_output_type=kind))
with open("hostile/convolution.tflite", "wb") as file:
    file.write(converted(Sequential([layers.Input((4, 4, 1)), layers.Conv2D(2, 2), layers.Flatten(), layers.Dense(2)])))

with open("expected.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
print(len(expected["files"]), "files")
