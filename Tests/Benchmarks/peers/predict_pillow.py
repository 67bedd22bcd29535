"""What a Python user would run instead of nnpredict: Pillow and onnxruntime on a folder of JPEG files, two threads.

usage: predict_pillow.py MODEL.onnx FOLDER [draft]     64 x 64 x 3 in, row-major, / 255

With draft, Pillow has libjpeg decode to a part of the size. Prints one JSON object: seconds (without the start of Python),
result (the sum of the outputs).
"""

import glob
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from PIL import Image

session = onnxruntime.InferenceSession(sys.argv[1])


def load(path):
    image = Image.open(path)
    if len(sys.argv) > 3:
        image.draft("RGB", (128, 128))
    return np.asarray(image.convert("RGB").resize((64, 64), Image.BILINEAR), np.float32).reshape(-1) / 255


paths = sorted(glob.glob(sys.argv[2] + "/*.jpg"))
start = time.perf_counter()
with ThreadPoolExecutor(2) as pool:
    x = np.stack(list(pool.map(load, paths)))
result = session.run(None, {"x": x})[0].sum(dtype=np.float64)
print(json.dumps({"seconds": time.perf_counter() - start, "result": float(result)}))
