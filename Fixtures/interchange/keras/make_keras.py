"""Writes models with Keras, and what Keras itself makes of them: by version 3 files k3-*, by version 2 files k2-*.

    pip install keras==3.15.1 jax==0.10.2 h5py numpy && KERAS_BACKEND=jax python3 make_keras.py
    pip install tensorflow-cpu==2.15.0               && python3 make_keras.py      # another environment, Python 3.11

expected-k3.json and expected-k2.json have of each file the activations as nnconvert names them, raw inputs, Keras's outputs
behind the last layer and, where nothing is folded, behind every one, and the weights as (units, inputs) with their biases.
"""
import importlib.metadata
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

try:
    import tensorflow as tf
    keras = tf.keras
except ImportError:
    import keras

os.chdir(os.path.dirname(os.path.abspath(__file__)))
L = keras.layers
VERSION = importlib.metadata.version("keras")
MAJOR = int(VERSION.split(".")[0])
keras.utils.set_random_seed(1)
random = np.random.default_rng(7)
expected = {"keras": VERSION, "files": {}}


def randomize(model):
    """Weights that let something through everywhere; variances stay above 0."""
    for layer in model.layers:
        if isinstance(layer, L.Normalization):
            continue
        kinds = [w.name.split("/")[-1].split(":")[0] for w in layer.weights]
        layer.set_weights([
            random.uniform(0.5, 2, w.shape) if "variance" in kind or kind == "gamma" else random.uniform(-1, 1, w.shape)
            for kind, w in zip(kinds, layer.weights)])


def note(names, model, activations, examples, stages=None, folded=False):
    examples = np.asarray(examples, "f4")
    answers = np.asarray(model(examples, training=False), "f8")
    entry = {"activations": activations, "shape": list(examples.shape[1:]),
             "examples": examples.reshape(len(examples), -1).astype("f8").tolist(), "answers": answers.tolist(),
             "stages": [], "layers": []}
    if stages:
        x = examples
        for group in stages:
            for layer in group:
                x = layer(x)
            entry["stages"].append(np.asarray(x, "f8").tolist())
    if not folded:
        dense = [l for l in model.layers if isinstance(l, L.Dense)]
        entry["layers"] = [
            {"weights": np.asarray(l.get_weights()[0]).T.astype("f8").tolist(),
             "biases": np.asarray(l.get_weights()[1]).astype("f8").tolist() if l.use_bias else [0.0] * l.units,
             "dtype": l.weights[0].dtype if isinstance(l.weights[0].dtype, str) else l.weights[0].dtype.name}
            for l in dense]
    for name in names:
        model.save(name)
        expected["files"][name] = entry


# Every activation, by name and by layer; of version 2 those that it says in another way, or means otherwise.
hard = "hard-sigmoid" if MAJOR > 2 else "hard-sigmoid:0.2:0.5"
named = [("leaky_relu", "leaky-relu:0.2"), ("hard_sigmoid", hard), ("log_softmax", "log-softmax"), ("swish", "swish")]
if MAJOR > 2:
    # relu, gelu, relu6, sigmoid, tanh, softmax and linear are in the files below.
    named += [("elu", "elu"), ("selu", "selu"), ("softplus", "softplus"), ("softsign", "softsign"), ("mish", "mish"),
              ("hard_silu", "hard-swish")]
slope = "negative_slope" if MAJOR > 2 else "alpha"
layered = [(L.LeakyReLU(), "leaky-relu:0.3"), (L.LeakyReLU(**{slope: 0.05}), "leaky-relu:0.05"),
           (L.ELU(0.5), "elu:0.5"), (L.ReLU(max_value=6), "relu6"),
           (L.ReLU(negative_slope=0.125), "leaky-relu:0.125"), (L.Softmax(), "softmax"),
           (L.Activation("hard_sigmoid"), hard)]
groups = [[L.Dense(3, activation=name)] for name, _ in named]
groups += [[L.Dense(3), layer] for layer, _ in layered]
groups += [[L.Dense(2, activation=L.LeakyReLU(**{slope: 0.2}))]]
model = keras.Sequential([keras.Input((4,))] + [layer for group in groups for layer in group])
randomize(model)
names = [f"k{MAJOR}-activations.{'keras' if MAJOR > 2 else 'h5'}"]
note(names, model, [ours for _, ours in named + layered] + ["leaky-relu:0.2"], random.uniform(-2, 2, (3, 4)), groups)

# Everything that is folded or vanishes, around pictures.
pictures = random.uniform(0, 255, (50, 3, 4, 2))
normalization = L.Normalization()
model = keras.Sequential([
    keras.Input((3, 4, 2), name="picture"), L.Rescaling([1 / 127.5, 1 / 255], offset=[-1.0, 0.25]), L.Flatten(),
    normalization, L.BatchNormalization(), L.Dense(4, use_bias=False), L.BatchNormalization(), L.Activation("relu"),
    L.BatchNormalization(scale=False), L.Dropout(0.5), L.Dense(4, activation="tanh"), L.GaussianNoise(0.1),
    L.Dense(3, activation="softmax")])
scaled = (pictures * [1 / 127.5, 1 / 255] + [-1.0, 0.25]).reshape(50, -1)
normalization.adapt(scaled.astype("f4"))
randomize(model)
note([f"k{MAJOR}-pictures.{'keras' if MAJOR > 2 else 'h5'}"], model, ["relu", "tanh", "softmax"], pictures[:3], folded=True)

# A functional model that was trained.
x = inputs = keras.Input((5,))
x = L.Normalization(mean=0.5, variance=4.0, axis=None)(x)
x = L.Dense(3, activation="gelu", name="hidden")(x)
x = L.ReLU(max_value=6, name="ceiling")(L.Dense(2)(x))
outputs = L.Dense(1, activation="sigmoid", name="probability")(x)
model = keras.Model(inputs, outputs)
randomize(model)
model.compile("sgd", "binary_crossentropy")
model.fit(random.uniform(size=(8, 5)), random.integers(0, 2, (8, 1)), verbose=0)
note([f"k{MAJOR}-functional.{'h5' if MAJOR > 2 else 'keras'}"], model, ["gelu", "relu6", "sigmoid"], random.uniform(-3, 3, (3, 5)))

# Other types. Keras computes in them too: the numbers are compared, and no outputs but those of float64.
if MAJOR > 2:
    types, activations = ["float16", "bfloat16"], ["relu", "identity"]
else:
    types, activations = ["float64"], ["identity"]
model = keras.Sequential(
    [keras.Input((3,), dtype=types[0])]
    + [L.Dense(2, activation=a.replace("identity", "linear"), dtype=t) for a, t in zip(activations, types)])
randomize(model)
name = f"k{MAJOR}-types.{'keras' if MAJOR > 2 else 'h5'}"
note([name], model, activations, random.uniform(-3, 3, (3, 3)))
if MAJOR > 2:
    expected["files"][name].update(examples=[], answers=[])

with open(f"expected-k{MAJOR}.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
