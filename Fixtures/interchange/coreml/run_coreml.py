"""Checks .mlmodel files as far as coremltools does without a Mac, computes them in numpy, and prints inputs and outputs as
JSON, a list of one object a file.

    python3 run_coreml.py FILE.mlmodel …      # wants what requirements.txt lists

Core ML itself runs on Apple's systems alone. `evaluate` computes each layer by the formula and the rules of axes that
NeuralNetwork.proto gives (https://github.com/apple/coremltools/tree/main/mlmodel/format), in float64; `check` does what the
validator of that repository does, which the package for Linux lacks: names, axes, counts and types of weights.
"""
import json
import math
import sys

import numpy as np

erf = np.vectorize(math.erf, otypes=[float])
NEW_LAYERS = 600  # the first number of a layer of version 4


def weights(params, shape=None):
    """WeightParams as float64."""
    if params.quantization.numberOfBits:
        raise ValueError("quantized weights are not computed here")
    numbers = np.frombuffer(params.float16Value, "<f2") if params.float16Value else np.array(params.floatValue, "f4")
    numbers = numbers.astype("f8")
    return numbers if shape is None else numbers.reshape(shape)


def network_of(spec):
    return getattr(spec, spec.WhichOneof("Type"))


def kind_of(layer):
    return layer.WhichOneof("layer")


def check(spec):
    """What Apple's validator asks of a network; raises AssertionError."""
    network, description = network_of(spec), spec.description
    numbers = {kind_of(layer): layer.DESCRIPTOR.fields_by_name[kind_of(layer)].number for layer in network.layers}
    is_new = any(number >= NEW_LAYERS for number in numbers.values())
    keeps = network.arrayInputShapeMapping == 1
    kind = spec.description.input[0].type.WhichOneof("Type")
    assert keeps or not is_new or kind == "imageType", "new layers with arrays of five axes"
    assert spec.specificationVersion >= (4 if is_new or keeps else 1)
    if kind == "multiArrayType" and not keeps:
        assert len(description.input[0].type.multiArrayType.shape) in (1, 3)
    blobs = {feature.name for feature in description.input}
    inputs = set(blobs)
    assert len({layer.name for layer in network.layers}) == len(network.layers), "a name of a layer twice"
    for layer in network.layers:
        assert set(layer.input) <= blobs, (layer.name, "takes what nothing gives")
        assert len(layer.output) == 1 and layer.output[0] not in blobs, (layer.name, "gives what there is")
        blobs.add(layer.output[0])
        if kind_of(layer) == "innerProduct":
            p = layer.innerProduct
            assert len(weights(p.weights)) == p.inputChannels * p.outputChannels
            assert not p.hasBias or len(weights(p.bias)) == p.outputChannels
            assert bool(p.weights.float16Value) == bool(p.bias.float16Value), (layer.name, "types that differ")
            assert not p.weights.float16Value or spec.specificationVersion >= 2
    made = blobs - inputs
    if spec.WhichOneof("Type") == "neuralNetworkClassifier":
        assert network.labelProbabilityLayerName in made
        outputs = {feature.name: feature.type.WhichOneof("Type") for feature in description.output}
        assert outputs[description.predictedFeatureName] in ("stringType", "int64Type")
        assert outputs[description.predictedProbabilitiesName] == "dictionaryType"
        labels = list(network.stringClassLabels.vector) or list(network.int64ClassLabels.vector)
        assert len(set(labels)) == len(labels) > 0
    else:
        assert all(feature.name in made for feature in description.output)


def start(spec, x):
    """An example as the first layer gets it."""
    network, feature = network_of(spec), spec.description.input[0]
    if feature.type.WhichOneof("Type") == "imageType":
        image = feature.type.imageType
        # An example is height, width, channels in the order of red, green, blue.
        channels = 1 if image.colorSpace == 10 else 3
        x = x.reshape(image.height, image.width, channels).transpose(2, 0, 1)
        if image.colorSpace == 30:
            x = x[::-1]
        for step in network.preprocessing:
            if step.WhichOneof("preprocessor") == "meanImage":
                x = x - np.array(step.meanImage.meanImage).reshape(x.shape)
            else:
                s = step.scaler
                bias = [s.grayBias] if channels == 1 else [s.redBias, s.greenBias, s.blueBias]
                x = s.channelScale * x + np.array(bias if image.colorSpace != 30 else bias[::-1])[:, None, None]
        return x[(None,) * (1 if network.imageInputShapeMapping else 2)]
    shape = list(feature.type.multiArrayType.shape)
    if not network.arrayInputShapeMapping:
        shape = [1, 1] + shape + [1] * (3 - len(shape))
    return x.reshape(shape)


def product(x, w, b):
    """innerProduct: of four axes and more the last three are one."""
    lead = x.shape[:-3] if x.ndim >= 4 else x.shape[:-1]
    y = x.reshape(lead + (-1,)) @ w.T + b
    return y.reshape(y.shape + (1, 1)) if x.ndim >= 4 else y


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def channels(numbers):
    return numbers.reshape(-1, 1, 1)


def activation(p, x):
    kind = p.WhichOneof("NonlinearityType")
    a = getattr(p, kind)
    if kind == "PReLU":
        return np.where(x >= 0, x, channels(weights(a.alpha)) * x)
    if kind == "parametricSoftplus":
        return channels(weights(a.alpha)) * np.logaddexp(0, channels(weights(a.beta)) * x)
    return {
        "linear": lambda: a.alpha * x + a.beta, "ReLU": lambda: np.maximum(0, x),
        "leakyReLU": lambda: np.where(x >= 0, x, a.alpha * x), "thresholdedReLU": lambda: np.where(x >= a.alpha, x, 0),
        "tanh": lambda: np.tanh(x), "scaledTanh": lambda: a.alpha * np.tanh(a.beta * x),
        "sigmoid": lambda: 1 / (1 + np.exp(-x)), "sigmoidHard": lambda: np.clip(a.alpha * x + a.beta, 0, 1),
        "ELU": lambda: np.where(x >= 0, x, a.alpha * np.expm1(x)), "softsign": lambda: x / (1 + abs(x)),
        "softplus": lambda: np.logaddexp(0, x)}[kind]()


def unary(p, x):
    x, epsilon = (p.scale or 1) * x + p.shift, p.epsilon or 1e-6
    return [lambda: np.sqrt(x), lambda: 1 / np.sqrt(x + epsilon), lambda: 1 / (x + epsilon), lambda: x ** p.alpha,
            lambda: np.exp(x), lambda: np.log(x), lambda: abs(x), lambda: np.maximum(p.alpha, x)][p.type]()


def shaped(p, shape, numbers):
    """scale and bias: [C], [1], [1, H, W] or [C, H, W]."""
    lengths = list(getattr(p, shape))
    return weights(getattr(p, numbers), lengths if len(lengths) == 3 else lengths + [1, 1])


def gelu(p, x):
    if p.mode == 0:
        return x / 2 * (1 + erf(x / math.sqrt(2)))
    return x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))


def reshape(p, x):
    """To channels, height and width, or through an order with the channels last."""
    c, h, w = p.targetShape
    if p.mode == 0:
        return x.reshape(x.shape[0], 1, c, h, w)
    return np.moveaxis(np.moveaxis(x, -3, -1).reshape(x.shape[0], 1, h, w, c), -1, -3)


def compute(layer, inputs):
    kind, p = kind_of(layer), getattr(layer, kind_of(layer))
    x = inputs[0] if inputs else None
    if kind == "innerProduct":
        return product(x, weights(p.weights, (p.outputChannels, p.inputChannels)),
                       weights(p.bias) if p.hasBias else np.zeros(p.outputChannels))
    if kind == "batchedMatmul":
        w = weights(p.weights, (p.weightMatrixSecondDimension, p.weightMatrixFirstDimension))
        return x @ w.T + (weights(p.bias) if p.hasBias else 0)
    if kind == "batchnorm":
        gamma, beta, mean, variance = (channels(weights(n)) for n in (p.gamma, p.beta, p.mean, p.variance))
        return gamma * (x - mean) / np.sqrt(variance + (p.epsilon or 1e-5)) + beta
    if kind in ("add", "multiply") and len(inputs) == 1:
        return x + p.alpha if kind == "add" else x * p.alpha
    if kind in ("concat", "concatND"):
        return np.concatenate(inputs, axis=-3 if kind == "concat" else p.axis)
    pairs = {"add": np.add, "multiply": np.multiply, "max": np.maximum, "min": np.minimum, "subtract": np.subtract,
             "divide": np.divide, "pow": np.power}
    name = kind.removesuffix("Broadcastable")
    if name in pairs:
        result = inputs[0]
        for other in inputs[1:]:
            result = pairs[name](result, other)
        return result
    return {
        "activation": lambda: activation(p, x), "unary": lambda: unary(p, x), "softmax": lambda: softmax(x, -3),
        "softmaxND": lambda: softmax(x, p.axis), "tanh": lambda: np.tanh(x), "erf": lambda: erf(x),
        "gelu": lambda: gelu(p, x), "clip": lambda: np.clip(x, p.minVal, p.maxVal), "copy": lambda: x,
        "clampedReLU": lambda: np.minimum(np.where(x >= 0, x, p.alpha * x), p.beta),
        "scale": lambda: x * shaped(p, "shapeScale", "scale") + (shaped(p, "shapeBias", "bias") if p.hasBias else 0),
        "bias": lambda: x + shaped(p, "shape", "bias"),
        "loadConstant": lambda: weights(p.data, [1, 1] + list(p.shape)),
        "loadConstantND": lambda: weights(p.data, list(p.shape)),
        "reduceLogSumExp": lambda: np.logaddexp.reduce(x, axis=None if p.reduceAll else p.axes[0], keepdims=p.keepDims),
        "flatten": lambda: (np.moveaxis(x, -3, -1) if p.mode else x).reshape(x.shape[:-3] + (-1, 1, 1)),
        "flattenTo2D": lambda: x.reshape(int(np.prod(x.shape[:p.axis])), -1),
        "reshape": lambda: reshape(p, x),
        "reshapeStatic": lambda: x.reshape(list(p.targetShape)), "transpose": lambda: x.transpose(list(p.axes)),
        "permute": lambda: x.transpose([[0, 2, 3, 4][a] if i != 1 else 1 for i, a in
                                        enumerate([p.axis[0], None] + list(p.axis[1:]))]),
        "squeeze": lambda: np.squeeze(x, None if p.squeezeAll else tuple(p.axes)),
        "expandDims": lambda: np.expand_dims(x, tuple(p.axes)),
    }[kind]()


def evaluate(spec, x):
    """What a network gives for one example, as a list."""
    network = network_of(spec)
    values = {spec.description.input[0].name: start(spec, np.asarray(x, "f8"))}
    for layer in network.layers:
        values[layer.output[0]] = compute(layer, [values[name] for name in layer.input])
    if spec.WhichOneof("Type") == "neuralNetworkClassifier":
        return values[network.labelProbabilityLayerName or network.layers[-1].output[0]].ravel()
    return values[spec.description.output[0].name].ravel()


def features(spec):
    kind = spec.description.input[0].type
    if kind.WhichOneof("Type") == "imageType":
        return kind.imageType.width * kind.imageType.height * (1 if kind.imageType.colorSpace == 10 else 3)
    return int(np.prod(kind.multiArrayType.shape))


if __name__ == "__main__":
    import coremltools

    random = np.random.default_rng(1)
    runs = []
    for path in sys.argv[1:]:
        spec = coremltools.utils.load_spec(path)
        check(spec)
        coremltools.models.MLModel(spec, skip_model_load=True)
        again = type(spec)()
        again.ParseFromString(spec.SerializeToString())
        assert again == spec
        is_image = spec.description.input[0].type.WhichOneof("Type") == "imageType"
        count = (5, features(spec))
        examples = random.integers(0, 256, count) if is_image else random.uniform(-2, 2, count).astype("f4")
        network = network_of(spec)
        runs.append({"version": spec.specificationVersion, "type": spec.WhichOneof("Type"),
                     "input": spec.description.input[0].type.WhichOneof("Type"),
                     "labels": list(getattr(getattr(network, "stringClassLabels", None), "vector", [])),
                     "author": spec.description.metadata.author,
                     "keys": sorted(spec.description.metadata.userDefined),
                     "layers": [kind_of(layer) for layer in network.layers],
                     "examples": examples.astype("f8").tolist(),
                     "answers": [evaluate(spec, x).tolist() for x in examples]})
    print(json.dumps(runs))
