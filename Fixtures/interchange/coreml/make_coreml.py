"""Writes .mlmodel files by coremltools' NeuralNetworkBuilder, and what they make of some examples.

    pip install -r requirements.txt && python3 make_coreml.py    # versions go into expected.json

Core ML runs on Apple's systems alone. So what a file makes of an example is computed here, in numpy and float64, from the
same weights that the builder is given, by the formula that NeuralNetwork.proto has for each layer; and once more by
run_coreml.py, from the file alone. The two must agree.
"""
import json
import os

import coremltools
import numpy as np
from coremltools.models import datatypes
from coremltools.models.neural_network import NeuralNetworkBuilder, quantization_utils
from coremltools.proto import FeatureTypes_pb2

import run_coreml

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(5)
expected = {"coremltools": coremltools.__version__, "files": {}}


def array(*shape, scale=0.6):
    return random.normal(0, scale, shape).astype("f4")


def builder(shape=(4,), units=3, exact=False, mode=None, image=None):
    """A network from x to y; image is the order of colours of a picture of this shape (height, width)."""
    made = NeuralNetworkBuilder([("x", datatypes.Array(*shape))], [("y", datatypes.Array(units))], mode=mode,
                                disable_rank5_shape_mapping=exact)
    made.spec.specificationVersion = 4 if exact else 1
    if image:
        kind = made.spec.description.input[0].type.imageType
        kind.height, kind.width = shape
        kind.colorSpace = FeatureTypes_pb2.ImageFeatureType.ColorSpace.Value(image)
    return made


def dense(net, name, w, b, x, y):
    net.add_inner_product(name, w, b, w.shape[1], w.shape[0], b is not None, x, y)


def save(net, name, function, activations=None, count=4, pixels=False, tolerance=1e-12):
    """The file, and what it makes of examples, each as a list of numbers."""
    spec = net.spec if hasattr(net, "spec") else net
    coremltools.utils.save_spec(spec, name + ".mlmodel")
    loaded = coremltools.utils.load_spec(name + ".mlmodel")
    shape = (3, count)
    x = random.integers(0, 256, shape).astype("f8") if pixels else random.uniform(-2, 2, shape).astype("f4").astype("f8")
    y = [np.asarray(function(one)).ravel() for one in x]
    if tolerance:
        run_coreml.check(loaded)
        for one, answer in zip(x, y):
            np.testing.assert_allclose(run_coreml.evaluate(loaded, one), answer, rtol=tolerance, atol=tolerance)
    expected["files"][name] = {"examples": x.tolist(), "answers": np.array(y).tolist(), "activations": activations}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def log_softmax(z):
    return z - z.max() - np.log(np.exp(z - z.max()).sum())


def two_layers(name, middle, function, activations=None, exact=False):
    """A layer, whatever makes a of h, and another layer."""
    w1, b1, w2, b2 = array(5, 4), array(5), array(3, 5), array(3)
    net = builder(exact=exact)
    dense(net, "first", w1, b1, "x", "h")
    middle(net)
    dense(net, "second", w2, b2, "a", "y")
    save(net, name, lambda x: w2 @ function(w1 @ x + b1) + b2, activations and [activations, "identity"])


def activation(kind, parameters=None):
    return lambda net: net.add_activation("act", kind, "h", "a", parameters)


f = np.float32
for name, kind, parameters, function, ours in [
    ("linear", "LINEAR", [1, 0], lambda z: z, "identity"),
    ("linear-folded", "LINEAR", [0.5, -0.25], lambda z: 0.5 * z - 0.25, "identity"),
    ("relu", "RELU", None, lambda z: np.maximum(0, z), "relu"),
    ("leaky-relu", "LEAKYRELU", [0.2], lambda z: np.where(z >= 0, z, f(0.2) * z), "leaky-relu:0.2"),
    ("thresholded-relu", "THRESHOLDEDRELU", 0.0, lambda z: np.where(z >= 0, z, 0), "relu"),
    ("prelu", "PRELU", np.array([0.25] * 5, "f4"), lambda z: np.where(z >= 0, z, 0.25 * z), "leaky-relu:0.25"),
    ("prelu-one", "PRELU", np.array([0.1], "f4"), lambda z: np.where(z >= 0, z, f(0.1) * z), "leaky-relu:0.1"),
    ("tanh", "TANH", None, np.tanh, "tanh"),
    ("scaled-tanh", "SCALED_TANH", [1.7159, 0.6667], lambda z: f(1.7159) * np.tanh(f(0.6667) * z), "tanh"),
    ("sigmoid", "SIGMOID", None, sigmoid, "sigmoid"),
    ("sigmoid-hard", "SIGMOID_HARD", [0.2, 0.5], lambda z: np.clip(f(0.2) * z + 0.5, 0, 1), "hard-sigmoid:0.2:0.5"),
    ("sigmoid-hard-sixth", "SIGMOID_HARD", [1 / 6, 0.5], lambda z: np.clip(f(1 / 6) * z + 0.5, 0, 1), "hard-sigmoid"),
    ("elu", "ELU", 0.7, lambda z: np.where(z >= 0, z, f(0.7) * np.expm1(z)), "elu:0.7"),
    ("softsign", "SOFTSIGN", None, lambda z: z / (1 + abs(z)), "softsign"),
    ("softplus", "SOFTPLUS", None, lambda z: np.logaddexp(0, z), "softplus"),
    ("parametric-softplus", "PARAMETRICSOFTPLUS", [np.array([0.5] * 5, "f4"), np.array([2.0] * 5, "f4")],
     lambda z: 0.5 * np.logaddexp(0, 2 * z), "softplus"),
]:
    two_layers("op-" + name, activation(kind, parameters), function, ours)


# Activations that are put together from several layers.
def swish(net):
    net.add_activation("s", "SIGMOID", "h", "s")
    net.add_elementwise("m", ["h", "s"], "a", "MULTIPLY")


def hard_swish(net):
    net.add_activation("s", "SIGMOID_HARD", "h", "s", [1 / 6, 0.5])
    net.add_elementwise("m", ["s", "h"], "a", "MULTIPLY")


def mish(net):
    net.add_activation("p", "SOFTPLUS", "h", "p")
    net.add_activation("t", "TANH", "p", "t")
    net.add_multiply_broadcastable("m", ["h", "t"], "a")


def selu(net):
    net.add_activation("e", "ELU", "h", "e", 1.6732632423543772)
    net.add_elementwise("m", "e", "a", "MULTIPLY", 1.0507009873554805)


def relu6(net):
    net.add_unary("t", "h", "t", "threshold", alpha=0.0)
    net.add_unary("u", "t", "u", "threshold", alpha=-6.0, scale=-1.0)
    net.add_activation("l", "LINEAR", "u", "a", [-1, 0])


def gelu_erf(net):
    net.add_elementwise("r", "h", "r", "MULTIPLY", 0.5 ** 0.5)
    net.add_erf("e", "r", "e")
    net.add_elementwise("p", "e", "p", "ADD", 1.0)
    net.add_elementwise("m", ["h", "p"], "m", "MULTIPLY")
    net.add_elementwise("half", "m", "a", "MULTIPLY", 0.5)


def gelu(z):
    return z / 2 * (1 + run_coreml.erf(z / 2 ** 0.5))


def gelu_tanh(z):
    return z / 2 * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z ** 3)))


two_layers("swish", swish, lambda z: z * sigmoid(z), "swish")
two_layers("hard-swish", hard_swish, lambda z: z * np.clip(f(1 / 6) * z + 0.5, 0, 1), "hard-swish")
two_layers("mish", mish, lambda z: z * np.tanh(np.logaddexp(0, z)), "mish", exact=True)
two_layers("selu", selu, lambda z: f(1.0507009873554805) * np.where(z >= 0, z, f(1.6732632423543772) * np.expm1(z)), "selu")
two_layers("relu6-unary", relu6, lambda z: np.minimum(np.maximum(0, z), 6), "relu6")
two_layers("relu6-clip", lambda net: net.add_clip("c", "h", "a", 0, 6), lambda z: np.clip(z, 0, 6), "relu6", exact=True)
two_layers("relu6-clamped", lambda net: net.add_clamped_relu("c", "h", "a", 0, 6), lambda z: np.clip(z, 0, 6), "relu6",
           exact=True)
two_layers("gelu", lambda net: net.add_gelu("g", "h", "a", "EXACT"), gelu, "gelu", exact=True)
two_layers("gelu-tanh", lambda net: net.add_gelu("g", "h", "a", "TANH_APPROXIMATION"), gelu_tanh, "gelu-tanh", exact=True)
two_layers("gelu-erf", gelu_erf, lambda z: f(0.5) * z * (1 + run_coreml.erf(f(0.5 ** 0.5) * z)), "gelu", exact=True)
two_layers("tanh-new", lambda net: net.add_tanh("t", "h", "a"), np.tanh, "tanh", exact=True)


# What ends a network.
def one_layer(name, ending, function, activations, exact=False, units=3, outputs=None, shape=(4,), mode=None, then=None):
    w, b = array(units, 4), array(units)
    net = builder(shape, outputs or units, exact, mode)
    dense(net, "only", w, b, "x", "h")
    ending(net)
    if then:
        then(net)
    save(net, name, lambda x: function(w @ x + b), activations)


def log_sum_exp(net):
    net.add_reduce_logsumexp("l", "h", "l", axes=[-1], keepdims=True)
    net.add_subtract_broadcastable("s", ["h", "l"], "y")


def log_of_softmax(net):
    net.add_softmax("s", "h", "s")
    net.add_unary("l", "s", "y", "log")


def both_classes(net):
    net.add_activation("p", "SIGMOID", "h", "p")
    net.add_activation("q", "LINEAR", "p", "q", [-1, 1])
    net.add_elementwise("c", ["q", "p"], "y", "CONCAT")


one_layer("softmax", lambda net: net.add_softmax("s", "h", "y"), softmax, ["softmax"])
one_layer("softmax-nd", lambda net: net.add_softmax_nd("s", "h", "y", -1), softmax, ["softmax"], exact=True)
one_layer("log-softmax", log_of_softmax, log_softmax, ["log-softmax"])
one_layer("log-softmax-lse", log_sum_exp, log_softmax, ["log-softmax"], exact=True)
one_layer("classes", lambda net: net.add_softmax("s", "h", "y"), softmax, ["softmax"], mode="classifier",
          then=lambda net: net.set_class_labels(["Hund", "Katze", "猫"], prediction_blob="y"))
one_layer("classes-numbers", lambda net: net.add_softmax("s", "h", "y"), softmax, ["softmax"], mode="classifier",
          then=lambda net: net.set_class_labels([7, 8, -9]))
one_layer("classes-two", both_classes, lambda z: np.array([1 - sigmoid(z), sigmoid(z)]), ["sigmoid"], units=1, outputs=2,
          mode="classifier", then=lambda net: net.set_class_labels(["no", "yes"]))


def regressor(net):
    net.add_copy("c", "h", "y")
    net.spec.description.predictedFeatureName = "y"


one_layer("regressor", regressor, lambda z: z, ["identity"], exact=True, units=1, mode="regressor")

# Other ways to say a layer.
w, b = array(3, 4), array(3)
net = builder()
dense(net, "only", w, None, "x", "y")
save(net, "no-bias", lambda x: w @ x, ["identity"])
net = builder()
dense(net, "only", w, None, "x", "h")
net.add_bias("b", b, "h", "y", [3])
save(net, "bias-behind", lambda x: w @ x + b, ["identity"])
net = builder(exact=True, shape=(1, 4))
net.add_batched_mat_mul("m", ["x"], "h", weight_matrix_rows=4, weight_matrix_columns=3, W=w.T, bias=b)
net.add_activation("r", "RELU", "h", "y")
save(net, "matmul", lambda x: np.maximum(0, w @ x + b), ["relu"])
net = builder(exact=True, shape=(1, 4))
flexible = net.spec.description.input[0].type.multiArrayType.shapeRange
for low, high in ((1, -1), (4, 4)):
    axis = flexible.sizeRanges.add()
    axis.lowerBound, axis.upperBound = low, high
dense(net, "only", w, b, "x", "y")
save(net, "batch", lambda x: w @ x + b, ["identity"])
net = builder()
dense(net, "only", w, b, "x", "y")
layer = net.nn_spec.layers[0].innerProduct
layer.weights.ClearField("floatValue")
layer.weights.float16Value = w.astype("<f2").tobytes()
layer.bias.ClearField("floatValue")
layer.bias.float16Value = b.astype("<f2").tobytes()
net.spec.specificationVersion = 2
halves = w.astype("f2").astype("f8"), b.astype("f2").astype("f8")
save(net, "float16", lambda x: halves[0] @ x + halves[1], ["identity"])
net = builder()
dense(net, "only", w, b, "x", "h")
net.add_activation("r", "RELU", "h", "y")
dense(net, "aside", w, b, "x", "unused")
net.spec.description.metadata.author = "somebody"
net.spec.description.metadata.shortDescription = "über alles"
net.spec.description.metadata.versionString = "1.2"
net.spec.description.metadata.license = "none"
net.spec.description.metadata.userDefined["notes"] = "mine"
net.spec.description.metadata.userDefined["with space"] = "lost"
save(net, "metadata", lambda x: np.maximum(0, w @ x + b), ["relu"])

# Weights of few bits.
for name, options in [("linear-8", {"nbits": 8}), ("linear-3", {"nbits": 3}), ("one-scale", {"nbits": 8}),
                      ("table-2", {"nbits": 2, "quantization_type": "lut"})]:
    bits = options["nbits"]
    steps = random.integers(0, 1 << bits, (3, 4)).astype("u1")
    if "table" in name:
        table = array(1 << bits)
        values = table[steps].astype("f8")
        options["quant_lut"] = table
    else:
        rows = 1 if name == "one-scale" else 3
        scale, bias = abs(array(rows)) / 8 + f(0.01), array(rows)
        values = (scale.astype("f8")[:, None] * steps + bias.astype("f8")[:, None]).astype("f4").astype("f8")
        options |= {"quant_scale": scale, "quant_bias": bias, "quantization_type": "linear"}
    packed = steps.ravel() if bits == 8 else quantization_utils._convert_array_to_nbit_quantized_bytes(steps.ravel(), bits)
    net = builder()
    net.add_inner_product("only", packed.tobytes(), b, 4, 3, True, "x", "y", is_quantized_weight=True, **options)
    net.spec.specificationVersion = 3
    save(net, "quantized-" + name, lambda x: values @ x + b, ["identity"], tolerance=None)

# Normalization.
gamma, beta, mean, variance = array(3), array(3), array(3), abs(array(3)) + f(0.1)


def normalize(z):
    return gamma * (z - mean) / np.sqrt(variance.astype("f8") + f(1e-3)) + beta


def batchnorm(net, x, y):
    net.add_batchnorm("n", 3, gamma, beta, mean, variance, x, y, epsilon=1e-3)


v, c = array(2, 3), array(2)
net = builder(units=3)
dense(net, "only", w, b, "x", "h")
batchnorm(net, "h", "n")
net.add_activation("r", "RELU", "n", "y")
save(net, "norm-before-activation", lambda x: np.maximum(0, normalize(w @ x + b)), ["relu"])
net = builder(units=2)
dense(net, "first", w, b, "x", "h")
net.add_activation("r", "RELU", "h", "r")
batchnorm(net, "r", "n")
dense(net, "second", v, c, "n", "y")
save(net, "norm-behind-activation", lambda x: v @ normalize(np.maximum(0, w @ x + b)) + c, ["relu", "identity"])
net = builder(shape=(3,), units=2)
batchnorm(net, "x", "n")
dense(net, "only", v, c, "n", "y")
save(net, "norm-first", lambda x: v @ normalize(x) + c, ["identity"], count=3)

# Numbers in front of the first layer.
scale, shift = abs(array(4)) + f(0.5), array(4)
net = builder()
net.add_scale("s", scale, shift, True, "x", "s", [4], [4])
dense(net, "only", w, b, "s", "y")
save(net, "scale-first", lambda x: w @ (scale * x + shift) + b, ["identity"])
net = builder()
net.add_elementwise("a", "x", "a", "ADD", -0.5)
net.add_elementwise("m", "a", "m", "MULTIPLY", 4.0)
dense(net, "only", w, b, "m", "y")
save(net, "single-numbers-first", lambda x: w @ ((x - 0.5) * 4) + b, ["identity"])
net = builder()
net.add_load_constant("k", "k", shift, [4, 1, 1])
net.add_elementwise("a", ["x", "k"], "a", "ADD")
dense(net, "only", w, b, "a", "y")
save(net, "constant-first", lambda x: w @ (x + shift) + b, ["identity"])
net = builder(exact=True)
net.add_load_constant_nd("k", "k", shift, [4])
net.add_load_constant_nd("d", "d", scale, [4])
net.add_subtract_broadcastable("a", ["x", "k"], "a")
net.add_divide_broadcastable("q", ["a", "d"], "q")
dense(net, "only", w, b, "q", "y")
save(net, "constants-nd-first", lambda x: w @ ((x - shift) / scale) + b, ["identity"])

# Axes: channels, height and width are 3, 2, 4.
w, b = array(3, 24), array(3)


def channels_last(x):
    return x.reshape(3, 2, 4).transpose(1, 2, 0).ravel()


for name, add, order in [
    ("flatten", lambda net: net.add_flatten("f", 0, "x", "f"), lambda x: x),
    ("flatten-last", lambda net: net.add_flatten("f", 1, "x", "f"), channels_last),
    ("reshape", lambda net: net.add_reshape("f", "x", "f", [24, 1, 1], 0), lambda x: x),
    ("reshape-last", lambda net: net.add_reshape("f", "x", "f", [24, 1, 1], 1), channels_last),
    ("permute", lambda net: net.add_permute("f", [0, 2, 3, 1], "x", "f"), channels_last),
    ("no-flatten", lambda net: net.add_activation("f", "LINEAR", "x", "f", [1, 0]), lambda x: x),
]:
    net = builder(shape=(3, 2, 4))
    add(net)
    dense(net, "only", w, b, "f", "y")
    save(net, "axes-" + name, lambda x: w @ order(x) + b, ["identity"], count=24)
net = builder(shape=(1, 3, 2, 4), exact=True)
net.add_transpose("t", [0, 2, 3, 1], "x", "t")
net.add_scale("s", scale[:2], None, False, "t", "s", [2])
net.add_flatten_to_2d("f", "s", "f", 1)
net.add_expand_dims("e", "f", "e", [0])
net.add_squeeze("q", "e", "q", axes=[0])
net.add_reshape_static("r", "q", "r", [1, 24])
dense(net, "only", w, b, "r", "y")
save(net, "axes-transpose", lambda x: w @ (channels_last(x).reshape(2, 12) * scale[:2, None]).ravel() + b, ["identity"],
     count=24)

# Pictures of 2 × 4 pixels: an example is height, width and channels, in the order of red, green and blue.
for name, colors, last, options in [
    ("rgb", "RGB", False, {"image_scale": 1 / 255}),
    ("rgb-bias", "RGB", False, {"image_scale": 2 / 255, "red_bias": -1.1, "green_bias": -0.9, "blue_bias": -1.0}),
    ("bgr", "BGR", False, {"image_scale": 1 / 127.5, "red_bias": -1.1, "green_bias": -0.9, "blue_bias": -1.0}),
    ("rgb-last", "RGB", True, {"image_scale": 1 / 255}), ("bgr-last", "BGR", True, {}),
]:
    net = builder(shape=(2, 4), image=colors)
    if options:
        net.set_pre_processing_parameters(image_input_names=["x"], is_bgr=colors == "BGR", **options)
    net.add_flatten("f", int(last), "x", "f")
    dense(net, "only", w, b, "f", "h")
    net.add_activation("s", "SIGMOID", "h", "y")

    def picture(x):
        x = x.reshape(2, 4, 3)
        bias = np.array([options.get(color + "_bias", 0) for color in ("red", "green", "blue")], "f4")
        x = f(options.get("image_scale", 1)) * x.astype("f8") + bias
        if colors == "BGR":
            x = x[..., ::-1]
        return sigmoid(w @ (x if last else x.transpose(2, 0, 1)).ravel() + b)

    save(net, "picture-" + name, picture, ["sigmoid"], count=24, pixels=True)
w, b = array(3, 8, scale=0.01), array(3)
net = builder(shape=(2, 4), image="GRAYSCALE")
net.set_pre_processing_parameters(image_input_names=["x"], image_scale=1 / 255, gray_bias=-0.5)
dense(net, "only", w, b, "x", "h")
net.add_softmax("s", "h", "y")
save(net, "picture-gray", lambda x: softmax(w @ (f(1 / 255) * x - 0.5) + b), ["softmax"], count=8, pixels=True)
average = random.uniform(90, 150, 8).astype("f4")
net = builder(shape=(2, 4), image="GRAYSCALE")
step = net.nn_spec.preprocessing.add()
step.featureName = "x"
step.meanImage.meanImage.extend(average)
dense(net, "only", w, b, "x", "y")
save(net, "picture-mean", lambda x: w @ (x - average) + b, ["identity"], count=8, pixels=True)

with open("expected.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
