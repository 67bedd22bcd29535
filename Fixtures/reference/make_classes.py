"""Class weights and stratified splits by scikit-learn.

usage: make_classes.py > classes.json

`balanced`: labels, and compute_class_weight("balanced") of them for the classes that occur. `splits`: how many examples
each class has, how many are to validate on, and how many of each class train_test_split(stratify=) takes for that; it
shares by largest remainders, and only counts are kept where the last of them is no tie, which it breaks by rounding or
at random.
"""
import json, sys
import numpy as np
import sklearn
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight

random = np.random.default_rng(17)


def balanced(classes, n):
    labels = random.choice(classes, n, p=random.dirichlet(np.ones(len(classes))))
    present = np.unique(labels)
    return {
        "labels": labels.tolist(), "classes": present.tolist(),
        "weights": compute_class_weight("balanced", classes=present, y=labels).tolist(),
    }


def is_tie(counts, validation):
    shares = [divmod(c * validation, sum(counts)) for c in counts]
    left = validation - sum(q for q, _ in shares)
    remainders = sorted((r for _, r in shares), reverse=True)
    return 0 < left < len(counts) and remainders[left - 1] == remainders[left]


def split(counts, validation):
    labels = np.repeat(np.arange(len(counts)), counts)
    taken = {
        tuple(np.bincount(train_test_split(labels, test_size=validation, stratify=labels, random_state=s)[1],
                          minlength=len(counts)).tolist())
        for s in range(20)
    }
    assert len(taken) == 1
    return {"counts": counts, "validation": validation, "taken": list(taken.pop())}


candidates = [([137, 72], 42), ([137, 72], 21), ([50, 30, 20], 10), ([5, 5], 2), ([100, 3, 7], 11), ([2, 98], 10),
              ([6000] * 10, 9000), ([1000, 10, 100], 333), ([4, 4, 4], 6)]
for _ in range(20):
    counts = random.integers(2, 90, random.integers(2, 7)).tolist()
    candidates.append((counts, int(random.integers(len(counts), sum(counts) - len(counts) + 1))))
splits = [split(c, v) for c, v in candidates if not is_tie(c, v)]
assert len(splits) > 20
print(
    json.dumps(
        {
            "made by": "make_classes.py",
            "versions": {
                "python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__,
            },
            "balanced": [balanced([0, 1], 209), balanced(list(range(10)), 500), balanced([0, 2, 3], 40)],
            "splits": splits,
        },
    ).replace('{"labels"', '\n{"labels"').replace('{"counts"', '\n{"counts"')
)
