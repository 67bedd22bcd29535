"""Makes the .h5 files beside it: data sets in several files, `NAME-1.h5`, `NAME-2.h5`, …, and the same in one, `NAME.h5`,
which numpy put together; and files that don't go with `pictures-1.h5` or others.

Made with h5py 3.16.0 (HDF5 2.0.0) and numpy 2.4.6.
"""
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20241124)


def write(name, x, y, classes=None, attributes=None, **storage):
    with h5py.File(os.path.join(HERE, name), "w", libver="earliest") as file:
        inputs = file.create_dataset("train_set_x", data=x, track_times=False, **storage)
        for key, value in (attributes or {}).items():
            inputs.attrs[key] = np.bytes_(value)
        file.create_dataset("train_set_y", data=y, track_times=False)
        if classes is not None:
            file.create_dataset("list_classes", data=classes, track_times=False)


def strings(values):
    return np.array([value.encode() for value in values], dtype="S")


def join(name, parts, classes=None):
    """parts: (x, y, classes, storage) of each file."""
    for number, (x, y, own, storage) in enumerate(parts, 1):
        write(f"{name}-{number}.h5", x, y, own, **storage)
    write(f"{name}.h5", np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), classes)


# Pictures of classes 0 to 2, which are told apart by their channels; the second file doesn't name the classes.
names = strings(["red", "green", "blue"])


def pictures(count):
    y = rng.integers(0, 3, count)
    x = rng.integers(0, 200, (count, 4, 3, 3), dtype=np.uint8)
    x[np.arange(count), :, :, y] += 55
    return x, y


(x1, y1), (x2, y2), (x3, y3) = pictures(23), pictures(1), pictures(40)
join(
    "pictures",
    [(x1, y1, names, {}), (x2, y2, None, {"chunks": (1, 2, 3, 3)}),
     (x3, y3, names, {"chunks": (7, 4, 3, 3), "compression": "gzip", "shuffle": True})], names)

# Strings as labels, of which neither file has all; é in two spellings is two classes.
words = [["pear", "apple", "e\u0301", "pear"], ["fig", "\u00e9", "apple"], ["pear"]]
join("words", [(rng.standard_normal((len(w), 3)).astype("f4"), strings(w), None, {}) for w in words])

# The largest class is in the second file only.
join("numbers", [(rng.standard_normal((3, 2)), np.array(y), None, {}) for y in ([0, 1, 0], [4, 0, 1])])

# One-hot rows and numbers below their length.
join_x = [rng.standard_normal((2, 2)), rng.standard_normal((3, 2))]
write("rows-1.h5", join_x[0], np.eye(4, dtype="u1")[[1, 3]])
write("rows-2.h5", join_x[1], np.array([0, 2, 1]))
write("rows.h5", np.concatenate(join_x), np.eye(4, dtype="u1")[[1, 3, 0, 2, 1]])

# Targets; the first file's are whole numbers, and could be classes.
join("targets", [(rng.standard_normal((len(y), 2)), np.array(y, dtype=t), None, {})
                 for y, t in (([1, 2, 3], "i4"), ([0.5, -1.25], "f8"))])

# What doesn't go with the first files of the above.
write("other-shape.h5", np.zeros((2, 3, 4, 3), "u1"), np.array([0, 1]), names)
write("other-type.h5", np.zeros((2, 4, 3, 3), "f4"), np.array([0, 1]), names)
write("other-classes.h5", np.zeros((2, 4, 3, 3), "u1"), np.array([0, 1]), strings(["red", "blue", "green"]))
write("other-filter.h5", np.zeros((2, 4, 3, 3), "u1"), np.array([0, 1]), names, {"resize_filter": "lanczos"})
write("beyond-classes.h5", np.zeros((2, 4, 3, 3), "u1"), np.array([0, 3]))
write("other-words.h5", np.zeros((2, 3), "f4"), np.array([0, 1]))
write("other-rows.h5", np.zeros((2, 2)), np.eye(5, dtype="u1")[[1, 3]])
write("beyond-rows.h5", np.zeros((2, 2)), np.array([0, 4]))
write("other-width.h5", np.zeros((2, 2)), np.zeros((2, 3)))
