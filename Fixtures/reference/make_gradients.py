"""Outputs, costs and gradients of small networks by PyTorch's autograd, in float64.

usage: make_gradients.py > gradients.json

One case for every activation in the output layer with every loss that it goes with (4 -> 3 tanh -> 3 g), and one for
every activation in the hidden layer (4 -> 3 g -> 3 softmax, categorical cross-entropy). Of each case only the seed and
the results are stored: parameters in the order W[1] b[1] W[2] b[2], row-major, then the inputs of the 5 examples, then
the targets come from reference_numbers.Numbers(seed), reach 1.5 for parameters and 4 for inputs. Targets are classes
(bits % 3, as one-hot rows) for the cross-entropies, else uniform with reach 2. `saturated` are costs and derivatives
of single output units at z = +-1000, where textbook formulas overflow.
"""
import json, sys
import torch
import torch.nn.functional as F
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)
ACTIVATIONS = {
    "identity": lambda z: z, "relu": F.relu, "relu6": F.relu6,
    "leaky-relu": lambda z: F.leaky_relu(z, 0.01), "leaky-relu:0.2": lambda z: F.leaky_relu(z, 0.2),
    "elu": F.elu, "elu:0.5": lambda z: F.elu(z, 0.5), "selu": F.selu,
    "gelu": F.gelu, "gelu-tanh": lambda z: F.gelu(z, approximate="tanh"),
    # F.hardsigmoid and F.hardswish multiply by 1/6 in float32 even here.
    "sigmoid": torch.sigmoid, "hard-sigmoid": lambda z: torch.clamp(z / 6 + 0.5, 0, 1),
    "hard-sigmoid:0.2:0.5": lambda z: torch.clamp(0.2 * z + 0.5, 0, 1), "tanh": torch.tanh,
    "softplus": lambda z: F.softplus(z, threshold=1e9), "softsign": F.softsign, "swish": F.silu,
    "hard-swish": lambda z: z * torch.clamp(z / 6 + 0.5, 0, 1), "mish": F.mish,
    "softmax": lambda z: F.softmax(z, 1), "log-softmax": lambda z: F.log_softmax(z, 1),
}
COSTS = {
    "binary-cross-entropy": lambda z, a, y: F.binary_cross_entropy_with_logits(z, y),
    "categorical-cross-entropy": lambda z, a, y: F.cross_entropy(z, y),
    "mean-squared-error": lambda z, a, y: F.mse_loss(a, y),
    "mean-absolute-error": lambda z, a, y: F.l1_loss(a, y),
    "huber": lambda z, a, y: F.huber_loss(a, y),
}
NEEDS = {"binary-cross-entropy": ["sigmoid"], "categorical-cross-entropy": ["softmax", "log-softmax"]}
SIZES, M = [4, 3, 3], 5


def case(seed, hidden, output, loss):
    numbers = Numbers(seed)
    tensors = []
    for fan_in, units in zip(SIZES, SIZES[1:]):
        tensors.append(torch.tensor(numbers.uniforms(units * fan_in, 1.5)).reshape(units, fan_in).requires_grad_())
        tensors.append(torch.tensor(numbers.uniforms(units, 1.5)).requires_grad_())
    x = torch.tensor(numbers.uniforms(M * SIZES[0], 4)).reshape(M, SIZES[0])
    if loss in NEEDS:
        y = F.one_hot(torch.tensor([numbers.bits() % SIZES[2] for _ in range(M)]), SIZES[2]).double()
    else:
        y = torch.tensor(numbers.uniforms(M * SIZES[2], 2)).reshape(M, SIZES[2])
    W1, b1, W2, b2 = tensors
    z = ACTIVATIONS[hidden](x @ W1.T + b1) @ W2.T + b2
    a = ACTIVATIONS[output](z)
    cost = COSTS[loss](z, a, y)
    cost.backward()
    return {
        "seed": seed, "activations": [hidden, output], "loss": loss, "outputs": a.detach().flatten().tolist(),
        "cost": cost.item(), "gradient": [v for t in tensors for v in t.grad.flatten().tolist()],
    }


def saturated(activation, loss, z, y):
    zs = torch.tensor([z], requires_grad=True)
    cost = COSTS[loss](zs, ACTIVATIONS[activation](zs), torch.tensor([y]))
    cost.backward()
    return {"activation": activation, "loss": loss, "z": z, "y": y, "cost": cost.item(), "delta": zs.grad[0].tolist()}


pairs = [("tanh", g, loss) for loss in COSTS for g in ACTIVATIONS if g in NEEDS.get(loss, ACTIVATIONS)]
pairs += [(g, "softmax", "categorical-cross-entropy") for g in ACTIVATIONS]
result = {
    "made by": "make_gradients.py",
    "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    "sizes": SIZES, "examples": M,
    "cases": [case(1000 + i, *p) for i, p in enumerate(pairs)],
    "saturated": [
        saturated("sigmoid", "binary-cross-entropy", [z], [y]) for z in (-1000.0, 1000.0) for y in (0.0, 1.0)
    ]
    + [
        saturated(g, "categorical-cross-entropy", [z, 0.0, -z], y)
        for g in ("softmax", "log-softmax") for z in (-1000.0, 1000.0) for y in ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    ],
}
if __name__ == "__main__":
    print(json.dumps(result, indent=None, separators=(",", ":")).replace('{"seed"', '\n{"seed"').replace('{"activation"', '\n{"activation"'))
