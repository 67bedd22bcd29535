"""Writes what coremltools' own converter makes of PyTorch's networks, and what PyTorch answers.

    pip install coremltools==9.0 numpy==2.4.6 torch==2.13.0 && python3 make_torch.py

The answers are PyTorch's own, in float64, on examples with the channels of pictures last, as models of ours take them.
"""
import json
import os
import sys

import coremltools as ct
import numpy as np
import torch
from torch import nn

os.chdir(os.path.dirname(os.path.abspath(__file__)))
sys.path.append("..")
import run_coreml  # noqa: E402

torch.manual_seed(3)
random = np.random.default_rng(3)
expected = {"coremltools": ct.__version__, "torch": torch.__version__.split("+")[0], "files": {}}


def export(name, net, activations, shape=(4,), image=None, labels=None):
    """image are the arguments of ct.ImageType, whose channels are in front for PyTorch."""
    net = net.eval()
    traced = torch.jit.trace(net, torch.rand(1, *shape))
    takes = ct.ImageType(name="x", shape=(1, *shape), **image) if image else ct.TensorType(name="x", shape=(1, *shape))
    config = {"classifier_config": ct.ClassifierConfig(labels)} if labels else {}
    model = ct.convert(traced, convert_to="neuralnetwork", inputs=[takes], **config)
    spec = model.get_spec()
    # The day would make the bytes depend on when they were made.
    spec.description.metadata.userDefined.pop("com.github.apple.coremltools.conversion_date", None)
    ct.utils.save_spec(spec, name + ".mlmodel")
    if image:
        x = random.integers(0, 256, (3, *shape)).astype("f8")
        bias = np.array(image.get("bias", 0), "f4").reshape(-1, 1, 1)
        given = np.float32(image.get("scale", 1)) * x + bias
        if image.get("color_layout") == ct.colorlayout.BGR:
            x = x[:, ::-1]
        x = x.transpose(0, 2, 3, 1)
    else:
        x = given = random.uniform(-2, 2, (3, *shape)).astype("f4").astype("f8")
    # Double, so that only the file's own numbers are rounded.
    y = net.double()(torch.tensor(np.ascontiguousarray(given))).detach().numpy()
    # What our own tests take for Core ML agrees with PyTorch.
    for one, answer in zip(x, y):
        np.testing.assert_allclose(run_coreml.evaluate(spec, one), answer, rtol=1e-6, atol=1e-6)
    expected["files"][name] = {"examples": x.reshape(3, -1).tolist(), "answers": y.reshape(3, -1).tolist(),
                               "activations": activations}


for name, middle, ours in [
    ("relu", nn.ReLU(), "relu"), ("relu6", nn.ReLU6(), "relu6"), ("leaky-relu", nn.LeakyReLU(0.2), "leaky-relu:0.2"),
    ("prelu", nn.PReLU(), "leaky-relu:0.25"), ("elu", nn.ELU(0.5), "elu:0.5"), ("gelu", nn.GELU(), "gelu"),
    ("gelu-tanh", nn.GELU(approximate="tanh"), "gelu-tanh"), ("sigmoid", nn.Sigmoid(), "sigmoid"),
    ("hard-sigmoid", nn.Hardsigmoid(), "hard-sigmoid"), ("tanh", nn.Tanh(), "tanh"),
    ("softplus", nn.Softplus(), "softplus"), ("softsign", nn.Softsign(), "softsign"), ("silu", nn.SiLU(), "swish"),
    ("hard-swish", nn.Hardswish(), "hard-swish"), ("mish", nn.Mish(), "mish"), ("selu", nn.SELU(), "selu"),
]:
    export(name, nn.Sequential(nn.Linear(4, 5), middle, nn.Linear(5, 3)), [ours, "identity"])
export("softmax", nn.Sequential(nn.Linear(4, 3), nn.Softmax(1)), ["softmax"], labels=["a", "b", "c"])
export("log-softmax", nn.Sequential(nn.Linear(4, 3), nn.LogSoftmax(1)), ["log-softmax"])
norm = nn.Sequential(nn.Flatten(), nn.Linear(12, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.2), nn.BatchNorm1d(6),
                     nn.Linear(6, 2))
for layer in (norm[2], norm[5]):
    layer.running_mean.uniform_(-1, 1)
    layer.running_var.uniform_(0.5, 2)
export("norm", norm, ["relu", "identity"], shape=(3, 2, 2))
picture = nn.Sequential(nn.Flatten(), nn.Linear(12, 3), nn.Sigmoid())
export("picture-rgb", picture, ["sigmoid"], shape=(3, 2, 2),
       image={"scale": 1 / 127.5, "bias": [-1.1, -1.0, -0.9], "color_layout": ct.colorlayout.RGB})
export("picture-bgr", picture.float(), ["sigmoid"], shape=(3, 2, 2),
       image={"scale": 1 / 255, "color_layout": ct.colorlayout.BGR})
export("picture-gray", nn.Sequential(nn.Flatten(), nn.Linear(6, 2)), ["identity"], shape=(1, 2, 3),
       image={"scale": 1 / 255, "color_layout": ct.colorlayout.GRAYSCALE})

with open("torch.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
