"""A classifier in scikit-learn, relu and Adam at 0.001 on mini-batches: what `nntrain` is compared with.

usage: classify_sklearn.py TRAIN.h5 TEST.h5 HIDDEN BATCH EPOCHS        HIDDEN like 128 or 512,256

Prints one JSON object: seconds of training alone, epochs, accuracy on the test set.
"""

import json
import sys
import time
import warnings

from datasets import load
from sklearn.neural_network import MLPClassifier

# So few epochs don't converge, of course.
warnings.simplefilter("ignore")
train, test = sys.argv[1:3]
hidden, batch, epochs = tuple(int(units) for units in sys.argv[3].split(",")), int(sys.argv[4]), int(sys.argv[5])

X, Y = load(train, "train")
network = MLPClassifier(
    hidden, batch_size=batch, max_iter=epochs, alpha=0, tol=0, n_iter_no_change=epochs, random_state=0
)
start = time.perf_counter()
network.fit(X, Y)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "epochs": network.n_iter_, "accuracy": network.score(*load(test, "test"))}))
