"""Training by PyTorch and scikit-learn, to compare our optimizers with.

usage: make_training.py > training.json

`steps`: the network and the examples of reference_network.py, full batch; the parameters W[1] b[1] W[2] b[2] after 1 and
after 100 updates. The name of an optimizer lists its constants, or none where they are the defaults of our own.
`softmaxRegression`: 60 examples of 3 features and 3 classes; the least mean cross-entropy, by scikit-learn without
regularisation. Inputs come from Numbers(seed) with reach 2, the class of an example is the largest of its features, each
plus a number of reach 2.
"""
import json, sys
import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from reference_network import SEED, logits, parameters, start
from reference_numbers import Numbers


def train(make, steps):
    tensors, x, y = start()
    optimizer = make(tensors)
    for _ in range(steps):
        optimizer.zero_grad()
        F.cross_entropy(logits(tensors, x), y).backward()
        optimizer.step()
    return parameters(tensors)


OPTIMIZERS = {
    "gradient-descent 0.1": lambda p: torch.optim.SGD(p, lr=0.1),
    "gradient-descent 0.1 decay 0.02": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.02),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "momentum 0.05 0.8 decay 0.02": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.02),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "nesterov 0.05 0.8 decay 0.02":
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.02, nesterov=True),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.001),
    "rmsprop 0.01 0.9 1e-6 decay 0.02":
        lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-6, weight_decay=0.02),
    "adam": lambda p: torch.optim.Adam(p),
    "adam 0.05 0.8 0.95 1e-6": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6),
    "adam decay 0.02": lambda p: torch.optim.Adam(p, weight_decay=0.02),
    "adamw": lambda p: torch.optim.AdamW(p),
    "adamw 0.05 0.8 0.95 1e-6 decay 0.2":
        lambda p: torch.optim.AdamW(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.2),
}
numbers = Numbers(99)
X = np.array(numbers.uniforms(60 * 3, 2)).reshape(60, 3)
y = np.array([int(np.argmax([v + numbers.uniform(2) for v in row])) for row in X])
model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=100000).fit(X, y)
print(
    json.dumps(
        {
            "made by": "make_training.py",
            "versions": {
                "python": sys.version.split()[0], "torch": torch.__version__, "numpy": np.__version__,
                "scikit-learn": sklearn.__version__,
            },
            "seed": SEED,
            "steps": [
                {"optimizer": name, "steps": steps, "parameters": train(make, steps)}
                for name, make in OPTIMIZERS.items() for steps in (1, 100)
            ],
            "softmaxRegression": {
                "seed": 99, "examples": 60, "classes": y.tolist(),
                "cost": float(log_loss(y, model.predict_proba(X))), "accuracy": float(model.score(X, y)),
            },
            "splitMix64": {"seed": 1234567, "bits": [str(v) for n in [Numbers(1234567)] for v in (n.bits() for _ in range(5))]},
        },
        indent=1,
    )
)
