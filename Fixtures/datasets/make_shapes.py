"""Draws shapes_train.h5 and shapes_test.h5, the data set that comes with the project, in the seed notebook's layout.

usage: make_shapes.py [--check]
Circles, squares and triangles, 64 x 64 x 3, in random colours on random gradients, at random places, sizes and tilts,
behind flecks of noise. Three in four are light on dark, the others dark on light, so that no single pixel tells much: a
linear model does badly, one hidden layer does well.
Made with numpy 2.4.6 and h5py 3.16.0 (HDF5 2.0.0). --check prints what scikit-learn 1.9.1 reaches.
"""
import os
import sys

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE, SAMPLES = 64, 4
CLASSES = ["circle", "square", "triangle"]
SEED, TRAIN, TEST = 7, 600, 180

# The places of all subpixels, x and y.
GRID = (np.arange(SIZE * SAMPLES) + 0.5) / SAMPLES
XX, YY = np.meshgrid(GRID, GRID)


def coverage(shape, cx, cy, radius, tilt):
    """How much of each pixel lies inside the shape, from 0 to 1."""
    x, y = XX - cx, YY - cy
    if shape == "circle":
        inside = x * x + y * y <= radius * radius
    else:
        corners = {"square": 4, "triangle": 3}[shape]
        # The inner radius of the polygon of about the circle's area.
        inner = radius * {4: 0.9, 3: 0.7}[corners]
        inside = np.ones_like(x, dtype=bool)
        for i in range(corners):
            angle = tilt + np.pi / 2 + 2 * np.pi * i / corners
            inside &= x * np.cos(angle) + y * np.sin(angle) <= inner
    return inside.reshape(SIZE, SAMPLES, SIZE, SAMPLES).mean((1, 3))[..., None]


def draw(rng, shape):
    """One picture, its numbers multiples of 17: sixteen levels look as good here and compress far better."""
    dark, light = rng.integers(10, 101, 3).astype(float), rng.integers(150, 247, 3).astype(float)
    back, fore = (dark, light) if rng.random() < 0.75 else (light, dark)
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:SIZE, 0:SIZE] / (SIZE - 1) - 0.5
    slope = np.rint((np.cos(angle) * x + np.sin(angle) * y + 0.5) * 4) / 4
    picture = back + rng.integers(-20, 21, 3) * slope[..., None]
    cx, cy = SIZE / 2 + rng.uniform(-4, 4, 2)
    inside = coverage(shape, cx, cy, rng.uniform(15, 20), rng.uniform(-0.2, 0.2))
    picture = picture * (1 - inside) + fore * inside
    half = (SIZE // 2, SIZE // 2)
    flecks = rng.normal(0, 60, half) * (rng.random(half) < 0.15)
    picture = picture + np.kron(flecks, np.ones((2, 2)))[..., None]
    return (np.clip(np.rint(picture / 17), 0, 15) * 17).astype(np.uint8)


def make(seed, count):
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count) % len(CLASSES))
    return np.stack([draw(rng, CLASSES[c]) for c in labels]), labels.astype(np.int64)


def write(kind, pictures, labels):
    with h5py.File(os.path.join(HERE, f"shapes_{kind}.h5"), "w", libver="earliest") as f:
        f["list_classes"] = np.array([c.encode() for c in CLASSES])
        f.create_dataset(
            f"{kind}_set_x", data=pictures, chunks=(40, SIZE, SIZE, 3), compression="gzip", compression_opts=9,
            shuffle=True)
        f[f"{kind}_set_y"] = labels


def check(x, y, xt, yt):
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    x, xt = (a.reshape(len(a), -1).astype("f4") / 255 for a in (x, xt))
    linear = LogisticRegression(max_iter=100).fit(x, y)
    print("logistic regression", linear.score(x, y), linear.score(xt, yt), flush=True)
    for units, rate, epochs in ((32, 3e-4, 40), (32, 1e-3, 40), (128, 1e-3, 40), (128, 3e-4, 20)):
        scores = []
        for seed in range(4):
            m = MLPClassifier((units,), learning_rate_init=rate, batch_size=32, max_iter=epochs, random_state=seed)
            scores.append(m.fit(x, y).score(xt, yt))
        print(f"{units} units, Adam {rate}, {epochs} epochs:", np.round(scores, 3), flush=True)


train, test = make(SEED, TRAIN), make(SEED + 1, TEST)
write("train", *train)
write("test", *test)
if "--check" in sys.argv:
    check(*train, *test)
