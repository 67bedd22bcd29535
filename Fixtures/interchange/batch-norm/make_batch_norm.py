"""State dicts with batch normalizations, as PyTorch, safetensors and gguf write them, and PyTorch's own answers.

    pip install torch==2.13.0 safetensors==0.8.0 gguf==0.19.0 numpy==2.4.6; python3 make_batch_norm.py

Each network stands in each format; expected.json has the activations that the files don't tell, and what the module answers, or
words of the refusal where nobody can tell what comes first.
"""
import json
import os

import gguf
import safetensors
import torch
from safetensors.torch import save_file
from torch import nn

os.chdir(os.path.dirname(os.path.abspath(__file__)))
torch.manual_seed(8)
expected = {"torch": torch.__version__, "safetensors": safetensors.__version__, "files": {}, "refused": {}}


def write(name, module):
    for part in module.modules():
        if isinstance(part, nn.BatchNorm1d):
            if part.affine:
                nn.init.uniform_(part.weight, 0.5, 2)
                nn.init.normal_(part.bias)
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 3)
            part.num_batches_tracked.fill_(70)
    state = module.eval().state_dict()
    torch.save(state, name + ".pt")
    save_file(state, name + ".safetensors")
    writer = gguf.GGUFWriter(name + ".gguf", "mlp")
    for key, tensor in state.items():
        if tensor.dtype.is_floating_point:
            writer.add_tensor(key, tensor.numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def save(name, activations, *modules):
    net = nn.Sequential(*modules)
    write(name, net)
    x = torch.empty(3, 5, dtype=next(net.parameters()).dtype).uniform_(-2, 2)
    with torch.no_grad():
        expected["files"][name] = {"activations": activations, "examples": x.double().tolist(),
                                   "answers": net(x).double().tolist()}


def refuse(name, words, activations, module):
    write(name, module)
    expected["refused"][name] = {"activations": activations, "words": words}


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.bn1, self.fc2 = nn.Linear(5, 4), nn.BatchNorm1d(4), nn.Linear(4, 3)


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 3))

    def forward(self, x):
        return self.net(x)


L, B, R, T, D = nn.Linear, nn.BatchNorm1d, nn.ReLU, nn.Tanh, nn.Dropout
save("before", ["relu", "identity"], L(5, 4), B(4), R(), L(4, 3))
save("before-twice", ["relu", "tanh", "softmax"], L(5, 6, bias=False), B(6), R(), D(), L(6, 4, bias=False), B(4), T(), D(),
     L(4, 3), nn.Softmax(dim=1))
save("behind", ["relu", "identity"], L(5, 4), R(), B(4), L(4, 3))
save("both", ["tanh", "identity"], L(5, 4), B(4), T(), B(4), L(4, 3))
save("first", ["relu", "identity"], B(5), L(5, 4), R(), L(4, 3))
save("last", ["relu", "sigmoid"], L(5, 4), R(), L(4, 3), B(3), nn.Sigmoid())
save("no-activation", ["identity", "identity"], L(5, 4), D(), B(4), D(), L(4, 3), D(), B(3))
save("plain", ["relu", "identity"], L(5, 4), B(4, affine=False), R(), L(4, 3))
save("float64", ["relu", "identity"], L(5, 4).double(), B(4).double(), R(), L(4, 3).double())
inner = Inner()
write("inner", inner)
x = torch.empty(3, 5).uniform_(-2, 2)
with torch.no_grad():
    expected["files"]["inner"] = {"activations": ["relu", "identity"], "examples": x.double().tolist(),
                                  "answers": inner(x).double().tolist()}
unknown = "whether it comes before an activation or behind it"
refuse("named", "normalization 'bn1': " + unknown, ["relu", "identity"], Named())
refuse("gaps", "normalization '2': " + unknown, ["relu", "identity"], nn.Sequential(L(5, 4), R(), B(4), D(), L(4, 3)))
refuse("end", "normalization '4': " + unknown, ["relu", "relu"], nn.Sequential(L(5, 4), R(), L(4, 3), R(), B(3)))
refuse("other-size", "normalization '1': expected one of 4 numbers, found one of 2", ["relu", "identity"],
       nn.Sequential(L(5, 4), B(2), R(), L(4, 3)))

with open("expected.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
