"""How right a classifier is, by scikit-learn, and its expected calibration error by uncertainty-calibration (A. Kumar,
P. Liang, T. Ma: Verified Uncertainty Calibration, 2019) and by the formula in numpy, which must agree.

usage: make_evaluation.py > evaluation.json

`cases`: `z` are the weighted inputs of an output layer, row by row, softmax, or sigmoid of one unit. Undefined figures
are null (zero_division=nan), and macro averages leave them out. In `five` no answer is class 3 and no example class 4.
In `saturated` probabilities are 1 in float64. The cost is by
scipy's log_softmax.
"""
import json, sys
import numpy as np, sklearn
from importlib.metadata import version
from calibration import get_ece
from scipy.special import log_softmax
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, precision_recall_fscore_support

BINS = 15


def probabilities(z):
    if z.shape[1] == 1:
        p = 1 / (1 + np.exp(-z[:, 0]))
        return np.stack([1 - p, p], 1)
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def cost(z, y):
    if z.shape[1] == 1:
        z = np.concatenate([np.zeros_like(z), z], 1)
    return float(-log_softmax(z, axis=1)[np.arange(len(y)), y].mean())


def calibration(p, right):
    """Guo et al. (2017), equations 2, 3 and 5."""
    bins = []
    for m in range(1, BINS + 1):
        inside = ((m - 1) / BINS < p) & (p <= m / BINS)
        count = int(inside.sum())
        bins.append((count, float(p[inside].mean()) if count else None, float(right[inside].mean()) if count else None))
    return sum(n * abs(accuracy - confidence) for n, confidence, accuracy in bins if n) / len(p), bins


def number(x):
    return None if np.isnan(x) else float(x)


def measures(y, answers, labels, average):
    with np.errstate(all="ignore"):
        return precision_recall_fscore_support(y, answers, labels=labels, average=average, zero_division=np.nan)[:3]


def case(name, z, y):
    z = np.round(z, 3)
    p = probabilities(z)
    # The second of two classes beyond one half, as the model file has it; argmax takes the first of equals.
    answers, labels = p.argmax(1), list(range(p.shape[1]))
    ece, bins = calibration(p.max(1), answers == y)
    assert abs(ece - get_ece(p, y, num_bins=BINS)) < 1e-12
    # Which cuts probabilities off at the smallest number that counts beside 1.
    assert name == "saturated" or abs(cost(z, y) - log_loss(y, p, labels=labels)) < 1e-9
    precision, recall, f1 = measures(y, answers, labels, None)
    return {
        "name": name, "units": z.shape[1], "z": z.flatten().tolist(), "labels": y.tolist(),
        "cost": cost(z, y), "accuracy": accuracy_score(y, answers),
        "confusion": confusion_matrix(y, answers, labels=labels).tolist(),
        "precision": [number(x) for x in precision], "recall": [number(x) for x in recall],
        "f1": [number(x) for x in f1], "macro": [number(x) for x in measures(y, answers, labels, "macro")],
        "ece": ece, "bins": bins,
    }


rng = np.random.default_rng(20261126)
y = rng.integers(0, 4, 200)
z = rng.normal(0, 1, (200, 5)) + 1.5 * np.eye(5)[y]
z[:, 3] -= 9
two = rng.integers(0, 2, 120)
few = rng.integers(0, 3, 24)
json.dump(
    {
        "versions": {
            "python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__,
            "scipy": version("scipy"),
            "uncertainty-calibration": version("uncertainty-calibration"),
        },
        "cases": [
            case("five", z, y),
            case("two", rng.normal(0, 1.5, (120, 1)) + 2 * two[:, None] - 0.5, two),
            case("saturated", 60 * np.eye(3)[rng.integers(0, 3, 24)], few),
        ],
    },
    sys.stdout,
)
print()
