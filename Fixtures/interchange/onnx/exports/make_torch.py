"""Exports networks with both of PyTorch's exporters to ONNX, and notes PyTorch's own answers in torch.json.

    pip install torch==2.13.0 onnx==1.23.2 onnxscript==0.7.2 numpy==2.4.6; python3 make_torch.py

Names that begin with script- come from the exporter by TorchScript, those with dynamo- from the one by torch.export.
"""
import json
import os
import warnings

import onnx
import onnxscript
import torch
from torch import nn

os.chdir(os.path.dirname(os.path.abspath(__file__)))
warnings.filterwarnings("ignore")
torch.manual_seed(3)
torch.set_default_dtype(torch.float32)
expected = {"torch": torch.__version__, "onnxscript": onnxscript.__version__, "files": {}}


class Views(nn.Module):
    """What people write in forward: pictures are scaled and flattened, functions in place of modules."""

    def __init__(self, flatten):
        super().__init__()
        self.fc1, self.fc2, self.flatten = nn.Linear(12, 5), nn.Linear(5, 3), flatten
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))

    def forward(self, x):
        x = (x / 255 - self.mean) / self.std
        x = nn.functional.dropout(torch.relu(self.fc1(self.flatten(x))), 0.5, self.training)
        return nn.functional.log_softmax(self.fc2(x), dim=1)


class Normalized(nn.Module):
    """BatchNorm in front of everything, before an activation, and behind one."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 6, bias=False), nn.BatchNorm1d(6), nn.ReLU(),
                                 nn.Linear(6, 5), nn.Tanh(), nn.BatchNorm1d(5, eps=1e-3), nn.Linear(5, 3))
        for module in self.net:
            if isinstance(module, nn.BatchNorm1d):
                nn.init.uniform_(module.weight, 0.5, 2)
                for numbers in (module.bias, module.running_mean):
                    nn.init.normal_(numbers)
                nn.init.uniform_(module.running_var, 0.5, 3)

    def forward(self, x):
        return self.net(x)


class Squashed(nn.Module):
    """A logit that is scaled and shifted before it becomes a probability."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc(x) * 2.0 - 0.5)


def between(activation):
    return nn.Sequential(nn.Linear(4, 5), activation, nn.Linear(5, 3))


def export(name, module, activations, shape=(4,), scale=2.0, **options):
    module.eval()
    example = torch.empty((2, *shape), dtype=next(module.parameters()).dtype).uniform_(-scale, scale)
    options.setdefault("dynamo", name.startswith("dynamo-"))
    options.setdefault("input_names", ["x"])
    options.setdefault("output_names", ["y"])
    if options["dynamo"]:
        options.update(verbose=False, dynamic_shapes=({0: torch.export.Dim("n")},))
        options.setdefault("external_data", False)
    else:
        options.setdefault("dynamic_axes", {"x": {0: "n"}, "y": {0: "n"}})
    torch.onnx.export(module, (example,), name + ".onnx", **options)
    # Where on this machine PyTorch is installed stays out of the files; nothing else is changed.
    model = onnx.load(name + ".onnx", load_external_data=False)
    for node in model.graph.node:
        for entry in [e for e in node.metadata_props if e.key.endswith("stack_trace")]:
            node.metadata_props.remove(entry)
    onnx.save(model, name + ".onnx")
    with torch.no_grad():
        answers = module(example)
    expected["files"][name] = {"examples": example.double().flatten(1).tolist(),
                               "answers": answers.double().tolist(), "activations": activations}


modules = {
    "relu": nn.ReLU(), "relu6": nn.ReLU6(), "leaky-relu:0.2": nn.LeakyReLU(0.2), "leaky-relu:0.25": nn.PReLU(),
    "elu:0.5": nn.ELU(0.5), "selu": nn.SELU(), "gelu": nn.GELU(), "gelu-tanh": nn.GELU("tanh"), "swish": nn.SiLU(),
    "hard-swish": nn.Hardswish(), "hard-sigmoid": nn.Hardsigmoid(), "mish": nn.Mish(), "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(), "softplus": nn.Softplus(), "softsign": nn.Softsign(), "softmax": nn.Softmax(dim=-1),
    "log-softmax": nn.LogSoftmax(dim=1),
}
for ours, module in modules.items():
    label = ours.replace(":", "-")
    export(f"script-{label}", between(module), [ours, "identity"], opset_version=17)
    export(f"dynamo-{label}", between(module), [ours, "identity"])
for opset in [7, 9, 11, 13, 18, 20]:
    export(f"script-opset-{opset}", nn.Sequential(nn.Linear(4, 6), nn.Sigmoid(), nn.Dropout(0.2), nn.Linear(6, 5), nn.ELU(),
                                                  nn.Linear(5, 3), nn.Softmax(dim=1)),
           ["sigmoid", "elu", "softmax"], opset_version=opset)
for opset in [19, 21, 23, 24]:
    export(f"dynamo-opset-{opset}", nn.Sequential(nn.Linear(4, 6), nn.GELU(), nn.Dropout(0.2), nn.Linear(6, 5), nn.ELU(),
                                                  nn.Linear(5, 3), nn.Softmax(dim=1)),
           ["gelu", "elu", "softmax"], opset_version=opset)
pictures = dict(shape=(3, 2, 2), scale=255)
views = {"flatten": lambda x: torch.flatten(x, 1), "view": lambda x: x.view(x.size(0), -1),
         "reshape": lambda x: x.reshape(-1, 12), "shape": lambda x: x.view(x.shape[0], x.shape[1] * x.shape[2] * x.shape[3])}
for kind in ["script", "dynamo"]:
    for label, flatten in views.items():
        export(f"{kind}-{label}", Views(flatten), ["relu", "log-softmax"], **pictures)
    export(f"{kind}-normalized", Normalized(), ["relu", "tanh", "identity"])
    export(f"{kind}-logit", Squashed(), ["sigmoid"])
    export(f"{kind}-no-bias", nn.Sequential(nn.Linear(4, 5, bias=False), nn.ReLU(), nn.Linear(5, 3, bias=False)),
           ["relu", "identity"])
    export(f"{kind}-float64", between(nn.Tanh()).double(), ["tanh", "identity"])
export("script-normalized-kept", Normalized(), ["relu", "tanh", "identity"], do_constant_folding=False,
       training=torch.onnx.TrainingMode.PRESERVE)
export("script-fixed", between(nn.ReLU()), ["relu", "identity"], dynamic_axes={})
# Tensors of less than 256 bytes stay in the file.
export("dynamo-external", nn.Sequential(nn.Linear(4, 70), nn.ReLU(), nn.Linear(70, 3)), ["relu", "identity"],
       external_data=True)

with open("torch.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
print(len(expected["files"]), "files")
