"""The small network and the examples that trainings by PyTorch start from, and that ours start from too.

4 -> 3 tanh -> 3 softmax in float64, from Numbers(4242): parameters with reach 1.5, inputs of 5 examples with reach 4,
classes bits % 3.
"""
import torch
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)
SIZES, M, SEED = [4, 3, 3], 5, 4242


def start():
    """W[1], b[1], W[2], b[2]; the inputs; the classes."""
    numbers = Numbers(SEED)
    tensors = []
    for fan_in, units in zip(SIZES, SIZES[1:]):
        tensors.append(torch.tensor(numbers.uniforms(units * fan_in, 1.5)).reshape(units, fan_in).requires_grad_())
        tensors.append(torch.tensor(numbers.uniforms(units, 1.5)).requires_grad_())
    x = torch.tensor(numbers.uniforms(M * SIZES[0], 4)).reshape(M, SIZES[0])
    y = torch.tensor([numbers.bits() % SIZES[2] for _ in range(M)])
    return tensors, x, y


def logits(tensors, x):
    """Z[2]"""
    return torch.tanh(x @ tensors[0].T + tensors[1]) @ tensors[2].T + tensors[3]


def parameters(tensors):
    """All their numbers, one after the other."""
    return [v for t in tensors for v in t.detach().flatten().tolist()]
