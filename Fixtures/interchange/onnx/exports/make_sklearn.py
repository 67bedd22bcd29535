"""Exports scikit-learn's networks with skl2onnx as it does by itself, and notes scikit-learn's own answers in sklearn.json.

    pip install -r ../requirements.txt; python3 make_sklearn.py
"""
import json
import os
import warnings

import numpy as np
import onnx
import skl2onnx
import sklearn
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

os.chdir(os.path.dirname(os.path.abspath(__file__)))
warnings.filterwarnings("ignore")
random = np.random.default_rng(9)
expected = {"scikit-learn": sklearn.__version__, "skl2onnx": skl2onnx.__version__, "files": {}}
X = random.normal(0, 1, (60, 4))
two, three = (X.sum(1) > 0).astype(int), X[:, :3].argmax(1)
words = np.array(["Hund", "Katze", "猫"])[three]
labels = (X[:, :3] > 0).astype(int)


def export(name, network, y, *steps, zipmap=True, kind=FloatTensorType, **options):
    trained = (make_pipeline(*steps, network) if steps else network).fit(X, y)
    if isinstance(network, MLPClassifier):
        options["zipmap"] = zipmap
    model = skl2onnx.to_onnx(trained, initial_types=[("x", kind([None, 4]))], target_opset=15,
                             options={id(network): options} if options else None)
    onnx.save(model, name + ".onnx")
    examples = random.normal(0, 1, (3, 4)).astype("f4").astype("f8")
    isClassifier = isinstance(network, MLPClassifier)
    answers = np.asarray(trained.predict_proba(examples) if isClassifier else trained.predict(examples))
    hidden = "identity" if network.activation == "identity" else {"logistic": "sigmoid"}.get(network.activation, network.activation)
    last = {"softmax": "softmax", "logistic": "sigmoid", "identity": "identity"}[network.out_activation_]
    expected["files"][name] = {"examples": examples.tolist(), "answers": answers.reshape(3, -1).tolist(),
                               "activations": [hidden] * (network.n_layers_ - 2) + [last]}


def classifier(activation="relu", sizes=(6, 5)):
    return MLPClassifier(hidden_layer_sizes=sizes, activation=activation, max_iter=30, random_state=0)


def regressor(activation="relu", sizes=(6, 5)):
    return MLPRegressor(hidden_layer_sizes=sizes, activation=activation, max_iter=30, random_state=0)


for activation in ["relu", "tanh", "logistic", "identity"]:
    export(f"sklearn-{activation}", regressor(activation), X @ [1, -2, 0.5, 0])
export("sklearn-binary", classifier(), two, zipmap=False)
export("sklearn-three", classifier(), three, zipmap=False)
export("sklearn-words", classifier("tanh"), words, zipmap=False)
export("sklearn-multilabel", classifier("logistic"), labels, zipmap=False)
export("sklearn-zipmap", classifier(), words)
export("sklearn-zipmap-binary", classifier(), two)
export("sklearn-scaled", classifier(), three, StandardScaler(), zipmap=False)
export("sklearn-scaled-mean", regressor(), X @ [1, 1, 0, 0], StandardScaler(with_std=False))
export("sklearn-scaled-zipmap", classifier(), words, StandardScaler())
export("sklearn-minmax", regressor(), X @ [1, 1, 0, 0], MinMaxScaler())
export("sklearn-float64", regressor(), X @ [1, 1, 0, 0], StandardScaler(), kind=DoubleTensorType)

with open("sklearn.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"), ensure_ascii=False)
    file.write("\n")
print(len(expected["files"]), "files")
