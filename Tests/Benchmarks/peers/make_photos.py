"""Pictures of 1600 x 1200 as JPEG files that are as hard to decode as photographs: about 0.6 MB each, of smooth areas,
edges and grain.

usage: make_photos.py FOLDER COUNT
"""

import os
import sys

import numpy as np
from PIL import Image

folder, count = sys.argv[1], int(sys.argv[2])
os.makedirs(folder)
random = np.random.default_rng(7)
size = (1600, 1200)
grain = random.normal(0, 7, (2400, 3200, 1)).astype(np.float32)


def noise(cell, reach):
    small = np.clip(random.normal(128, reach, (size[1] // cell + 2, size[0] // cell + 2, 3)), 0, 255).astype(np.uint8)
    return np.asarray(Image.fromarray(small).resize(size, Image.BILINEAR), np.float32) - 128


for number in range(count):
    x, y = random.integers(0, 1600), random.integers(0, 1200)
    picture = 128 + noise(100, 60) + noise(25, 40) + noise(6, 24) + grain[y : y + 1200, x : x + 1600]
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(f"{folder}/{number:03}.jpg", quality=85)
