"""A forward and backward pass with dropout by PyTorch, with the units silent that our generator silences.

usage: make_dropout.py > dropout.json

4 -> 5 tanh -> 4 gelu -> 3 softmax on 6 examples, float64: parameters W[1] b[1] W[2] b[2] W[3] b[3] with reach 1.5, inputs
with reach 4 and classes bits % 3 from Numbers(seed). Of the hidden units of each layer those are silent that Dropout.fill
chooses: for layer l from 0 and example i, Numbers(d ^ l << 48 ^ i).bits() seeds another generator, each of whose numbers
decides for two units, by its lower and then its upper 32 bits: silent below rate * 2^32. The others are divided by
1 - rate.
"""
import json, sys
import torch
import torch.nn.functional as F
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)
SIZES, M = [4, 5, 4, 3], 6


def factors(rate, seed, units, layer):
    rows = []
    for row in range(M):
        numbers, bits = Numbers(Numbers(seed ^ layer << 48 ^ row).bits()), []
        while len(bits) < units:
            word = numbers.bits()
            bits += [word & 0xFFFFFFFF, word >> 32]
        rows.append([0.0 if b < int(rate * 2**32) else 1 / (1 - rate) for b in bits[:units]])
    return torch.tensor(rows)


def case(seed, rate, dropout_seed):
    numbers, tensors = Numbers(seed), []
    for fan_in, units in zip(SIZES, SIZES[1:]):
        tensors.append(torch.tensor(numbers.uniforms(units * fan_in, 1.5)).reshape(units, fan_in).requires_grad_())
        tensors.append(torch.tensor(numbers.uniforms(units, 1.5)).requires_grad_())
    a = torch.tensor(numbers.uniforms(M * SIZES[0], 4)).reshape(M, SIZES[0])
    y = torch.tensor([numbers.bits() % SIZES[-1] for _ in range(M)])
    for layer, g in enumerate((torch.tanh, F.gelu)):
        a = g(a @ tensors[2 * layer].T + tensors[2 * layer + 1])
        a = a * factors(rate, dropout_seed, SIZES[layer + 1], layer)
    cost = F.cross_entropy(a @ tensors[4].T + tensors[5], y)
    cost.backward()
    return {
        "seed": seed, "rate": rate, "dropoutSeed": str(dropout_seed), "cost": cost.item(),
        "gradient": [v for t in tensors for v in t.grad.flatten().tolist()],
    }


result = {
    "made by": "make_dropout.py",
    "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    "sizes": SIZES, "examples": M,
    "cases": [case(600, 0.5, 1), case(601, 0.2, 12345678901234567890), case(602, 0.75, 99), case(603, 0.0, 7)],
}
print(json.dumps(result).replace('{"seed"', '\n{"seed"'))
