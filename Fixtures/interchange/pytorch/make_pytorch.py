"""Writes state dicts with PyTorch in the forms that people's scripts leave behind, and PyTorch's own answers.

    pip install torch==2.15.0 numpy==2.4.6; python3 make_pytorch.py        # torch's version goes into expected.json

Each file holds a network; expected.json has its layers as torch.load(weights_only=True) gives them, the activations that
the file doesn't tell, and the outputs of the module for two inputs.
"""
import collections
import json
import os
import zipfile

import torch
from torch import nn

os.chdir(os.path.dirname(os.path.abspath(__file__)))
torch.manual_seed(7)
expected = {"torch": torch.__version__, "files": {}}


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(5, 4)
        self.act = nn.LeakyReLU(0.2)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        return torch.softmax(self.head(self.act(self.fc1(x))), -1)


def note(name, module, activations, layers, examples=None):
    """What torch has of the network: the linear layers, and outputs."""
    dtype = layers[0].weight.dtype
    inputs = layers[0].in_features
    if examples is None:
        examples = torch.stack([torch.linspace(-1, 1, inputs), torch.linspace(2, 0.5, inputs)])
    with torch.no_grad():
        # Half precision is computed in double, since our own arithmetic is.
        wide = module.double() if dtype in (torch.float16, torch.bfloat16, torch.float64) else module
        answers = wide(examples.to(next(wide.parameters()).dtype))
    expected["files"][name] = {
        "layers": [{"weights": l.weight.double().tolist(),
                    "biases": [0.0] * l.out_features if l.bias is None else l.bias.double().tolist(),
                    "dtype": str(dtype).removeprefix("torch."), "activation": a}
                   for l, a in zip(layers, activations)],
        "examples": examples.double().tolist(), "answers": answers.double().tolist()}


def linears(module):
    return [m for m in module.modules() if isinstance(m, nn.Linear)]


def save(name, module, activations, wrap=lambda state: state):
    torch.save(wrap(module.state_dict()), name)
    note(name, module, activations, linears(module))


def sequential(*sizes, last=nn.Sigmoid, hidden=nn.ReLU, bias=True):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.Linear(a, b, bias=bias), hidden() if i < len(sizes) - 2 else last()]
    return nn.Sequential(*layers)


two = ["relu", "sigmoid"]
save("sequential.pt", sequential(5, 4, 1), two)  # with _metadata, as state_dict() has it
save("plain-dict.pt", sequential(5, 4, 1), two, wrap=dict)
save("ordered-dict.pt", sequential(5, 4, 1), two, wrap=lambda s: collections.OrderedDict(s.items()))
save("named.pth", Named(), ["leaky-relu:0.2", "softmax"])
save("float64.pt", sequential(5, 4, 3, 2, hidden=nn.Tanh, last=nn.Identity).double(), ["tanh", "tanh", "identity"])
save("float16.pt", sequential(5, 4, 1).half(), two)
save("bfloat16.pt", sequential(5, 4, 1).bfloat16(), two)
save("no-bias.pt", sequential(5, 4, 1, bias=False), two)
save("checkpoint.pt", sequential(5, 4, 1), two,
     wrap=lambda s: {"epoch": 3, "loss": 0.25, "done": False, "state_dict": s, "optimizer": {"state": {}, "lr": [1e-3]}})
save("single.pt", nn.Linear(4, 2), ["identity"])
dropout = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Dropout(), nn.Linear(4, 1), nn.Sigmoid()).eval()
save("dropout.pt", dropout, two)

# Views of storages: a transposed weight, and both layers as slices of one long vector of parameters.
views = sequential(5, 4, 1)
state = views.state_dict()
state["0.weight"] = state["0.weight"].t().contiguous().t()
torch.save(state, "transposed.pt")
note("transposed.pt", views, two, linears(views))
shared = sequential(5, 4, 1)
flat = torch.cat([p.detach().reshape(-1) for p in shared.parameters()])
state, at = {}, 0
for key, p in shared.state_dict().items():
    state[key] = flat[at:at + p.numel()].view(p.shape)
    at += p.numel()
torch.save(state, "one-storage.pt")
note("one-storage.pt", shared, two, linears(shared))
# Parameters, not tensors.
parameters = sequential(5, 4, 1)
torch.save(dict(parameters.named_parameters()), "parameters.pt")
note("parameters.pt", parameters, two, linears(parameters))
torch.save(sequential(4, 3, 2, 1).state_dict(), "before-1.6.pt", _use_new_zipfile_serialization=False)
norm = nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1))
torch.save(norm.state_dict(), "batch-norm.pt")

# Before PyTorch 2.1 there were these members alone.
old = sequential(5, 4, 1)
torch.save(old.state_dict(), "new.tmp")
with zipfile.ZipFile("new.tmp") as source, zipfile.ZipFile("no-byteorder.pt", "w") as target:
    for member in source.infolist():
        if member.filename.split("/", 1)[1] in ("data.pkl", "version", "data/0", "data/1", "data/2", "data/3"):
            target.writestr(zipfile.ZipInfo(member.filename), source.read(member))
os.remove("new.tmp")
loaded = torch.load("no-byteorder.pt", weights_only=True)
assert all(torch.equal(loaded[k], v) for k, v in old.state_dict().items())
note("no-byteorder.pt", old, two, linears(old))

# As a big-endian machine would have saved it: torch.load swaps the bytes.
big = sequential(5, 4, 1)
torch.save(big.state_dict(), "little.tmp")
with zipfile.ZipFile("little.tmp") as old, zipfile.ZipFile("big-endian.pt", "w") as new:
    for member in old.infolist():
        content = old.read(member)
        if member.filename.endswith("/byteorder"):
            content = b"big"
        elif "/data/" in member.filename:
            content = b"".join(content[i:i + 4][::-1] for i in range(0, len(content), 4))
        new.writestr(zipfile.ZipInfo(member.filename), content)
os.remove("little.tmp")
loaded = torch.load("big-endian.pt", weights_only=True)
assert all(torch.equal(loaded[k], v) for k, v in big.state_dict().items())
note("big-endian.pt", big, two, linears(big))

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
