"""Writes what coremltools makes of scikit-learn's linear models, and what scikit-learn answers.

    pip install coremltools==9.0 scikit-learn==1.5.1 numpy==2.4.6 && python3 make_sklearn.py
"""
import json
import os

import coremltools as ct
import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(7)
expected = {"coremltools": ct.__version__, "scikit-learn": sklearn.__version__, "files": {}}
x = random.normal(0, 1, (60, 4))


def export(name, model, answer, activations):
    ct.utils.save_spec(ct.converters.sklearn.convert(model, "input", "out").get_spec(), name + ".mlmodel")
    examples = random.normal(0, 1, (3, 4))
    expected["files"][name] = {"examples": examples.tolist(), "answers": answer(examples).reshape(3, -1).tolist(),
                               "activations": activations}


linear = LinearRegression().fit(x, x @ [1, -2, 0.5, 3] + random.normal(0, 0.1, 60))
export("sk-linear", linear, linear.predict, ["identity"])
for name, labels in [("sk-logistic", np.array([0, 1])), ("sk-logistic-words", np.array(["ham", "spam"]))]:
    logistic = LogisticRegression(multi_class="ovr").fit(x, labels[(x[:, 0] + random.normal(0, 0.5, 60) > 0).astype(int)])
    export(name, logistic, lambda examples: logistic.predict_proba(examples)[:, 1], ["sigmoid"])
with open("sklearn.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
