"""Every activation and what it makes of a derivative, number by number, by PyTorch in float64.

usage: make_activations.py > activations.json

`values` are g(z), `deltas` the derivatives of the sum of g(z) * upstream by z; softmax and log-softmax take four numbers
at a time. Where there is a kink, PyTorch's own choice at z = 0 and 6.
"""
import json, sys
import torch
from make_gradients import ACTIVATIONS
from reference_numbers import Numbers

torch.set_default_dtype(torch.float64)
Z = [0.0, 6.0, 1e-9, -1e-9, 1e-4, -1e-4, 0.5, -0.5, 1.0, -1.0, 2.75, -2.75, 4.5, -4.5, 5.75, -6.0, 8.0, -8.0, 12.5, -12.5,
     20.0, -20.0, 21.0, -21.0, 35.0, -35.0, 90.0, -90.0, 300.0, -300.0, 0.125, -3.5]
upstream = Numbers(55).uniforms(len(Z), 1)


def case(name):
    z = torch.tensor(Z).requires_grad_()
    values = ACTIVATIONS[name](z.reshape(-1, 4)).flatten()
    (values * torch.tensor(upstream)).sum().backward()
    return {"activation": name, "values": values.tolist(), "deltas": z.grad.tolist()}


result = {
    "made by": "make_activations.py",
    "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    "z": Z, "upstream": upstream, "cases": [case(name) for name in ACTIVATIONS],
}
print(json.dumps(result).replace('{"activation"', '\n{"activation"'))
