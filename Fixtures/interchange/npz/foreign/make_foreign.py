"""Archives of scikit-learn's networks under its own names and numpy's, with its own answers in expected.json.

    pip install numpy==2.4.6 scikit-learn==1.9.1; python3 make_foreign.py
"""
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

os.chdir(os.path.dirname(os.path.abspath(__file__)))
warnings.filterwarnings("ignore")
random = np.random.default_rng(2)
expected = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "files": {}, "refused": {}}
X = random.normal(0, 1, (60, 4))
examples = random.normal(0, 1, (3, 4))


def network(sizes, y, kind=MLPRegressor, activation="tanh"):
    return kind(hidden_layer_sizes=sizes, activation=activation, max_iter=20, random_state=0).fit(X, y)


def note(name, net, notes=()):
    answers = net.predict_proba(examples) if hasattr(net, "predict_proba") else net.predict(examples).reshape(3, -1)
    if answers.shape[1] != net.n_outputs_:
        answers = answers[:, 1:]
    last = {"logistic": "sigmoid"}.get(net.out_activation_, net.out_activation_)
    expected["files"][name] = {"activations": [net.activation] * (net.n_layers_ - 2) + [last], "examples": examples.tolist(),
                               "answers": answers.tolist(), "notes": list(notes)}


def by_name(net):
    return {f"{key}_{i}": a for key in ("coefs", "intercepts") for i, a in enumerate(getattr(net, f"{key}_"))}


def refuse(name, words, *arrays, **named):
    np.savez(name + ".npz", *arrays, **named)
    expected["refused"][name] = words


value = X @ [1, -2, 0.5, 0]
deep, classes = network((6, 5), value), network((5,), X[:, :3].argmax(1), MLPClassifier, "relu")
binary, square = network((7,), X.sum(1) > 0, MLPClassifier), network((4,), X @ np.eye(4))
np.savez("coefs-deep.npz", **by_name(deep))
note("coefs-deep", deep)
np.savez("coefs-classes.npz", **by_name(classes))
note("coefs-classes", classes)
np.savez("coefs-square.npz", **by_name(square))
note("coefs-square", square)
np.savez("coefs-others.npz", **by_name(binary), classes_=np.arange(2.0))
note("coefs-others", binary, ["left out: classes_, which is no part of a network"])
turns = [a for pair in zip(deep.coefs_, deep.intercepts_) for a in pair]
start = "arr_0, arr_1, …: taken for weights "
np.savez("arr-inputs-first.npz", *turns)
note("arr-inputs-first", deep, [start + "(inputs, units) and biases in turn"])
np.savez("arr-units-first.npz", *[a.T for a in turns])
note("arr-units-first", deep, [start + "(units, inputs) and biases in turn"])

refuse("arr-square", "can't be told, since they are square", *[a for p in zip(square.coefs_, square.intercepts_) for a in p])
refuse("arr-weights-first", "arr_1.npy: expected weights of two axes and biases of one in turn", *deep.coefs_, *deep.intercepts_)
refuse("arr-odd", "expected arr_5, as the names go up to 4, found no such array", *turns[:-1])
refuse("arr-no-chain", "expected 4 inputs, as many as the layer before has units, found (5, 6)",
       np.ones((4, 5)), np.ones(4), np.ones((5, 6)), np.ones(5))
refuse("coefs-gap", "expected coefs_1, as the names go up to 2, found no such array",
       **{k: a for k, a in by_name(deep).items() if k != "coefs_1"})
refuse("coefs-no-biases", "expected intercepts_0, as the names go up to 2",
       **{k: a for k, a in by_name(deep).items() if k.startswith("coefs")})
refuse("coefs-transposed", "intercepts_0.npy: expected biases of shape (4,), one a unit, found (3,)",
       coefs_0=np.ones((3, 4)), intercepts_0=np.ones(3))

with open("expected.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"), ensure_ascii=False)
    file.write("\n")
