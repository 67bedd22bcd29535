"""A classifier in Keras on JAX, relu and Adam at 0.001 on mini-batches: what `nntrain` is compared with.

usage: classify_keras.py TRAIN.h5 TEST.h5 HIDDEN BATCH EPOCHS        HIDDEN like 128 or 512,256

Prints one JSON object: seconds of training alone, without compilation; epochs; accuracy on the test set.
"""

import json
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "jax"
import keras
from datasets import load

train, test = sys.argv[1:3]
hidden, batch, epochs = [int(units) for units in sys.argv[3].split(",")], int(sys.argv[4]), int(sys.argv[5])

keras.utils.set_random_seed(0)
(X, Y), (test_X, test_Y) = load(train, "train"), load(test, "test")
network = keras.Sequential(
    [keras.layers.Dense(units, "relu") for units in hidden] + [keras.layers.Dense(int(Y.max()) + 1)]
)
network.compile(
    keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
# A whole batch and the last, smaller one: both are compiled here, and not while the time runs.
few = batch + len(X) % batch
network.fit(X[:few], Y[:few], batch_size=batch, epochs=1, verbose=0)

start = time.perf_counter()
network.fit(X, Y, batch_size=batch, epochs=epochs, verbose=0)
seconds = time.perf_counter() - start
accuracy = network.evaluate(test_X, test_Y, batch_size=1000, verbose=0)[1]
print(json.dumps({"seconds": seconds, "epochs": epochs, "accuracy": accuracy}))
