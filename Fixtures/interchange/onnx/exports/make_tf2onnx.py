"""Exports Keras models with tf2onnx, and notes Keras's own answers in tf2onnx.json.

    pip install tensorflow-cpu==2.15.0 tf2onnx==1.16.1 onnx==1.16.2; python3 make_tf2onnx.py
"""
import json
import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf2onnx  # noqa: E402
from tensorflow.keras import Sequential, layers  # noqa: E402

os.chdir(os.path.dirname(os.path.abspath(__file__)))
tf.keras.utils.set_random_seed(5)
random = np.random.default_rng(5)
expected = {"tensorflow": tf.__version__, "tf2onnx": tf2onnx.__version__, "files": {}}


def export(name, model, activations, shape=(4,), scale=2.0, opset=15):
    for layer in model.layers:
        layer.set_weights([random.uniform(0.5, 1.5, w.shape) if "batch_norm" in layer.name
                           else random.normal(0, 0.6, w.shape) for w in layer.get_weights()])
    signature = [tf.TensorSpec((None, *shape), tf.float32, name="x")]
    tf2onnx.convert.from_keras(model, input_signature=signature, opset=opset, output_path=name + ".onnx")
    example = random.uniform(-scale, scale, (2, *shape)).astype("f4")
    expected["files"][name] = {"examples": example.reshape(2, -1).astype("f8").tolist(),
                               "answers": model(example).numpy().astype("f8").tolist(), "activations": activations}


def between(*middle):
    return Sequential([layers.Input((4,)), layers.Dense(5), *middle, layers.Dense(3)])


for ours, layer in {
    "relu": layers.ReLU(), "relu6": layers.ReLU(6.0), "leaky-relu:0.3": layers.LeakyReLU(), "elu": layers.ELU(),
    "selu": layers.Activation("selu"), "gelu": layers.Activation("gelu"), "swish": layers.Activation("swish"),
    "hard-sigmoid:0.2:0.5": layers.Activation("hard_sigmoid"), "mish": layers.Activation("mish"),
    "sigmoid": layers.Activation("sigmoid"), "tanh": layers.Activation("tanh"),
    "softplus": layers.Activation("softplus"), "softsign": layers.Activation("softsign"),
    "softmax": layers.Softmax(),
    "gelu-tanh": layers.Activation(lambda x: tf.nn.gelu(x, approximate=True)),
    "log-softmax": layers.Activation(tf.nn.log_softmax),
}.items():
    export("keras-" + ours.replace(":", "-"), between(layer), [ours, "identity"])
for opset in [9, 11, 13, 18]:
    export(f"keras-opset-{opset}", between(layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.3),
                                           layers.Dense(5, "tanh"), layers.BatchNormalization()),
           ["relu", "tanh", "identity"], opset=opset)
export("keras-picture", Sequential([layers.Input((2, 2, 3)), layers.Rescaling(1 / 127.5, -1), layers.Flatten(),
                                    layers.Dense(4, "relu"), layers.Dense(1, "sigmoid")]),
       ["relu", "sigmoid"], shape=(2, 2, 3), scale=255)
normal = layers.Normalization(mean=[120.0, 110.0, 100.0], variance=[3600.0, 3400.0, 3300.0])
export("keras-normalized", Sequential([layers.Input((2, 2, 3)), normal, layers.Flatten(), layers.Dense(3, "softmax")]),
       ["softmax"], shape=(2, 2, 3), scale=255)

with open("tf2onnx.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
print(len(expected["files"]), "files")
