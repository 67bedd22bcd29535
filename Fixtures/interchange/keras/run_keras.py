"""Opens files with Keras and runs them: for each file a line with the version of Keras, inputs and outputs, as JSON.

    python3 run_keras.py FILE …        # wants keras and one of its backends; KERAS_BACKEND names it
"""
import importlib.metadata
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("JAX_ENABLE_X64", "1")
import numpy as np

try:
    import tensorflow as tf
    keras = tf.keras
except ImportError:
    import keras

random = np.random.default_rng(1)
for path in sys.argv[1:]:
    model = keras.models.load_model(path, compile=False)
    dtype = "f8" if model.layers[-1].dtype == "float64" else "f4"
    examples = random.uniform(-2, 2, (2, *model.input_shape[1:])).astype(dtype)
    answers = np.asarray(model(examples, training=False), "f8")
    print(json.dumps({
        "keras": importlib.metadata.version("keras"), "file": os.path.basename(path), "dtype": dtype,
        "examples": examples.reshape(2, -1).astype("f8").tolist(), "answers": answers.tolist()}))
