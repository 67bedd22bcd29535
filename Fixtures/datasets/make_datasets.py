"""Makes the small .h5 files beside it, and expected.json, which says what a reader must find in each.

usage: make_datasets.py [CATS_FOLDER]
With the folder of the cat data, statistics of it are written to cats.json too.
Made with h5py 3.16.0 (HDF5 2.0.0) and numpy 2.4.6; the numbers expected are numpy's own arrays.
"""
import gzip
import json
import os
import struct
import sys

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20240611)
expected = {}
M = 5


def path(name):
    return os.path.join(HERE, name)


def numbers(a):
    """What JSON can hold of an array, flattened; integers beyond 2^53 come as the nearest double, as in Double."""
    return [float(v) for v in np.asarray(a).ravel()]


def values(dtype, shape):
    """Numbers that use the whole range of the type, its extremes included."""
    d = np.dtype(dtype)
    if d.kind in "iu":
        i = np.iinfo(d)
        a = rng.integers(i.min, i.max, size=shape, dtype=d.newbyteorder("="), endpoint=True)
        a.flat[0], a.flat[1] = i.min, i.max
    else:
        f = np.finfo(d)
        a = rng.standard_normal(shape).astype(d.newbyteorder("="))
        # The largest, the least normal, the least subnormal, minus zero. float64's largest would overflow a Float.
        a.flat[0], a.flat[1], a.flat[2], a.flat[3] = f.max, f.tiny, f.smallest_subnormal, -0.0
    return a


def open_new(name, libver="earliest", **kw):
    return h5py.File(path(name), "w", libver=libver, **kw)


def good(name, x, *, kind="any", labels=None, classes=None, count=None, targets=None, names=None):
    expected[name] = {
        "kind": kind, "names": names or {}, "exampleCount": len(x), "inputShape": list(x.shape[1:]) or [1],
        "elementType": x.dtype.newbyteorder("=").name, "inputs": numbers(x),
        "labels": None if labels is None else [int(v) for v in labels], "classCount": count, "classNames": classes,
        "targets": targets,
    }


def bad(name, reason, says, *, kind="any", names=None, doing="open"):
    """says: what the message must hold. doing: open, inputs, classes or targets, whichever fails."""
    expected[name] = {"kind": kind, "names": names or {}, "error": {"reason": reason, "says": says, "doing": doing}}


def virtual(f, shape, most):
    """A virtual data set /x whose numbers are compact.h5's /X; by hand, since h5py's own call stores the time."""
    space = h5py.h5s.create_simple(shape, most)
    whole = h5py.h5s.create_simple(shape, most)
    if most != shape:
        for s in (space, whole):
            s.select_hyperslab((0, 0, 0), (h5py.h5s.UNLIMITED, 1, 1), block=(1,) + shape[1:])
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_virtual(space, b"compact.h5", b"/X", whole)
    plist.set_obj_track_times(False)
    h5py.h5d.create(f.id, b"x", h5py.h5t.NATIVE_UINT8, h5py.h5s.create_simple(shape, most), plist)


LAYOUTS = [
    ("contiguous", {}),
    ("chunked", dict(chunks=True)),
    ("gzip", dict(compression="gzip", chunks=(2, 1, 2))),
    ("shuffle-gzip", dict(compression="gzip", compression_opts=9, shuffle=True, chunks=(3, 2, 3))),
    ("shuffle", dict(shuffle=True, chunks=(4, 2, 1))),
    ("fletcher32", dict(fletcher32=True, chunks=(5, 1, 1))),
    ("all-filters", dict(compression="gzip", shuffle=True, fletcher32=True, chunks=(1, 2, 3))),
]
PAIRS = [
    ("train_set_x", "train_set_y", "train"), ("test_set_x", "test_set_y", "test"), ("x_train", "y_train", "train"),
    ("x_test", "y_test", "test"), ("X", "y", "any"), ("images", "labels", "any"), ("data", "label", "any"),
    ("group/X", "group/y", "any"), ("X_train", "Y_train", "train"), ("deep/er/a", "deep/er/b", "any"),
]
FORMS = ["m", "1m", "m1", "onehot-u8", "onehot-f32", "float", "fixed", "variable", "bool"]
CLASSES = ["fixed", None, "variable", "integers", "none-at-all", "row"]
LIBVERS = ["earliest", ("earliest", "v108"), ("v108", "v110"), ("v110", "v110")]


def make_labels(f, name, form, y, k):
    if form == "m":
        f[name] = y.astype(">i8" if y[0] else "<i4")
    elif form == "1m":
        f[name] = y.astype("u1").reshape(1, -1)
    elif form == "m1":
        f.create_dataset(name, data=y.astype(">u2").reshape(-1, 1), compression="gzip")
    elif form == "onehot-u8":
        f[name] = np.eye(k, dtype="u1")[y]
    elif form == "onehot-f32":
        f[name] = np.eye(k, dtype=">f4")[y]
    elif form == "float":
        f[name] = y.astype("f8")
    elif form == "bool":
        f[name] = y.astype(bool)


def matrix():
    """Every type in either byte order, with layouts, names and forms of labels taken in turn."""
    types = [o + t for t in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"] for o in "<>"]
    for i, dtype in enumerate(types):
        layout, options = LAYOUTS[i % len(LAYOUTS)]
        xname, yname, kind = PAIRS[i % len(PAIRS)]
        form = FORMS[i % len(FORMS)]
        classes_form = CLASSES[i % len(CLASSES)]
        k = 2 if form == "bool" else 3
        x = values(dtype, (M, 2, 3))
        y = np.array([0, 1, 1, 0, 1]) if k == 2 else np.array([2, 0, 1, 2, 1])
        words = ["b-cat", "dog", "älg"][:k]
        name = f"{np.dtype(dtype).name}-{'le' if dtype[0] == '<' else 'be'}-{layout}-{form}.h5"
        order = sorted(words, key=lambda w: w.encode())
        with open_new(name, libver=LIBVERS[i % len(LIBVERS)]) as f:
            d = f.create_dataset(xname, data=x.astype(dtype), **options)
            assert d.dtype == np.dtype(dtype), (d.dtype, dtype)
            if form == "fixed":
                f[yname] = np.array([words[c].encode() for c in y])
            elif form == "variable":
                f.create_dataset(yname, data=[words[c] for c in y], dtype=h5py.string_dtype())
            else:
                make_labels(f, yname, form, y, k)
            names = None
            if classes_form == "fixed":
                f["list_classes"] = np.array([w.encode() for w in words])
                names = words
            elif classes_form == "variable":
                f.create_dataset("list_classes", data=words, dtype=h5py.string_dtype())
                names = words
            elif classes_form == "row":
                f["list_classes"] = np.array([[w.encode() for w in words]])
                names = words
            elif classes_form == "integers" and form not in ("fixed", "variable"):
                f["list_classes"] = np.arange(k)
                names = [str(c) for c in range(k)]
        labels, count = y, k
        if form in ("fixed", "variable") and names is None:
            names, labels = order, [order.index(words[c]) for c in y]
        where = dict(inputs=xname, labels=yname) if xname.count("/") > 1 else None
        targets = None if form in ("fixed", "variable") else (
            dict(width=k, values=numbers(np.eye(k)[y])) if form.startswith("onehot") else
            dict(width=1, values=numbers(y)))
        good(name, x, kind=kind, labels=labels, classes=names, count=count, targets=targets, names=where)


def special():
    x, y = values("u1", (M, 2, 3)), np.array([0, 1, 1, 0, 1])

    with open_new("userblock.h5", userblock_size=512) as f:
        f["X"], f["y"] = x, y
    good("userblock.h5", x, labels=y, count=2)
    with open_new("compact.h5") as f:
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_layout(h5py.h5d.COMPACT)
        plist.set_obj_track_times(False)
        for name, a in (("X", x), ("y", y)):
            space = h5py.h5s.create_simple(a.shape)
            d = h5py.h5d.create(f.id, name.encode(), h5py.h5t.py_create(a.dtype), space, plist)
            d.write(h5py.h5s.ALL, h5py.h5s.ALL, a)
    good("compact.h5", x, labels=y, count=2)
    with open_new("one-axis.h5") as f:
        f["x"], f["y"] = np.arange(M, dtype="f4"), np.arange(M) * 0.5
    good("one-axis.h5", np.arange(M, dtype="f4"), targets=dict(width=1, values=numbers(np.arange(M) * 0.5)))
    with open_new("five-axes.h5") as f:
        five = values("i2", (2, 2, 1, 3, 2))
        f["x"], f["y"] = five, np.array([0, 1])
    good("five-axes.h5", five, labels=[0, 1], count=2)
    with open_new("float-targets.h5") as f:
        t = rng.standard_normal((M, 3)).astype("f4")
        f["data"], f["label"] = x, t
    good("float-targets.h5", x, targets=dict(width=3, values=numbers(t)))
    with open_new("both-kinds.h5") as f:
        f["x_train"], f["y_train"], f["x_test"], f["y_test"] = x, y, x[:3] + 1, y[:3]
    good("both-kinds.h5", x[:3] + 1, kind="test", labels=y[:3], count=2)
    with open_new("group-by-kind.h5") as f:
        for g, n in (("test", 3), ("train", M)):
            f[f"{g}/images"], f[f"{g}/labels"] = x[:n], y[:n]
        f["list_classes"] = np.array([b"no", b"yes"])
    good("group-by-kind.h5", x, kind="train", labels=y, count=2, classes=["no", "yes"])
    with open_new("soft-link.h5") as f:
        f["store/a"], f["store/b"] = x, y
        f["alias"] = h5py.SoftLink("/store")
        f["x"], f["y"] = h5py.SoftLink("alias/./a"), h5py.SoftLink("/alias/b")
    good("soft-link.h5", x, labels=y, count=2)
    with open_new("hostile-classes.h5") as f:
        f["x"], f["y"] = x, y
        f["list_classes"] = np.array([b"caf\xe9", b"\x1b[31mred\n"])
    good("hostile-classes.h5", x, labels=y, count=2, classes=["caf\\xE9", "\\x1B[31mred\\x0A"])
    with open_new("space-padded.h5") as f:
        f["x"], f["y"] = x, y
        t = h5py.h5t.C_S1.copy()
        t.set_size(6)
        t.set_strpad(h5py.h5t.STR_SPACEPAD)
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_obj_track_times(False)
        d = h5py.h5d.create(f.id, b"list_classes", t, h5py.h5s.create_simple((2,)), plist)
        d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"a b   ", b"c     "], dtype="S6"), mtype=t)
    good("space-padded.h5", x, labels=y, count=2, classes=["a b", "c"])
    with open_new("string-labels-ordered.h5") as f:
        f["x"], f["y"] = x, np.array([b"yes", b"no", b"no", b"yes", b"yes"]).reshape(1, -1)
        f["list_classes"] = np.array([b"yes", b"no", b"perhaps"])
    good("string-labels-ordered.h5", x, labels=[0, 1, 1, 0, 0], count=3, classes=["yes", "no", "perhaps"])
    with open_new("one-example.h5") as f:
        f["x"], f["y"] = x[:1], np.array([[0, 1, 0]])
    good("one-example.h5", x[:1], labels=[1], count=3)


def malformed():
    x, y = values("u1", (M, 2, 3)), np.array([0, 1, 1, 0, 1])
    F = "malformed"

    def simple(name, says, a=x, b=y, doing="open", classes=None, **kw):
        with open_new(name) as f:
            if a is not None:
                f["train_set_x"] = a
            if b is not None:
                f["train_set_y"] = b
            if classes is not None:
                f["list_classes"] = classes
        bad(name, F, says, doing=doing, **kw)

    simple("bad-no-labels.h5", "/train_set_x: expected train_set_y beside it", b=None)
    simple("bad-no-inputs.h5", "/train_set_y: expected train_set_x beside it", a=None)
    simple("bad-label-count.h5", "/train_set_y: expected 5 labels, as /train_set_x has examples, found 4", b=y[:4])
    simple("bad-label-row-count.h5", "expected 5 labels, as /train_set_x has examples, found 6", b=np.zeros((1, 6), "u1"))
    simple("bad-negative-label.h5", "/train_set_y: example 3: expected a class, a whole number from 0, found -1",
           b=np.array([0, 1, 1, -1, 1]), doing="classes")
    simple("bad-fraction-label.h5", "/train_set_y: example 1: expected a class, a whole number from 0, found 0.5",
           b=np.array([0, .5, 1, 0, 1]), doing="classes")
    simple("bad-huge-label.h5", "example 4: expected a class, a whole number from 0, found 1099511627776",
           b=np.array([0, 1, 1, 0, 2**40]), doing="classes")
    simple("bad-label-beyond-classes.h5", "/train_set_y: example 1: expected a class from 0 to 1, found 2",
           b=np.array([0, 2, 1, 0, 1]), classes=np.array([b"a", b"b"]), doing="classes")
    simple("bad-one-hot.h5", "/train_set_y: example 2: expected one 1 among zeros, found 2 ones",
           b=np.array([[1, 0], [0, 1], [1, 1], [0, 1], [1, 0]]), doing="classes")
    simple("bad-one-hot-value.h5", "/train_set_y: example 4: expected one 1 among zeros, found 3",
           b=np.array([[1, 0], [0, 1], [0, 1], [0, 1], [1, 3]]), doing="classes")
    simple("bad-nan-target.h5", "/train_set_y: example 3: expected a finite number, found NaN",
           b=np.array([[1, 0], [0, 1], [1, 1], [0, np.nan], [1, 0]]), doing="targets")
    simple("bad-string-targets.h5", "/train_set_y: expected numbers, found strings", b=np.array([b"a"] * M),
           doing="targets")
    simple("bad-unknown-string.h5", "/train_set_y: example 1: expected the name of a class, found “c”",
           b=np.array([b"a", b"c", b"a", b"b", b"a"]), classes=np.array([b"a", b"b"]), doing="classes")
    simple("bad-twice-a-class.h5", "/list_classes: class 2: expected names that differ, found “a” again",
           b=np.array([b"a", b"b", b"a", b"b", b"a"]), classes=np.array([b"a", b"b", b"a"]), doing="classes")
    simple("bad-class-name-long.h5", "/list_classes: class 1: expected at most 255 bytes, found 300",
           classes=np.array([b"a", b"b" * 300]))
    simple("bad-labels-rank.h5", "expected a shape of (m), (1, m), (m, 1) or (m, k), found 5 × 1 × 1",
           b=y.reshape(5, 1, 1))
    for value, word in ((np.nan, "NaN"), (np.inf, "inf"), (-np.inf, "-inf")):
        a = np.ones((M, 2, 3), "f4")
        a[3, 1, 0] = value
        simple(f"bad-input-{word}.h5", f"/train_set_x: example 3, feature 3: expected a finite number, found {word}",
               a=a, doing="inputs")
    a = np.ones((M, 2, 3))
    a[1, 0, 2] = 1e300
    simple("bad-input-overflow.h5", "example 1, feature 2: expected a finite number, found 1e+300, too large for float32",
           a=a, doing="inputs")
    simple("bad-no-examples.h5", "/train_set_x: expected 1 or more examples, found 0", a=x[:0], b=y[:0])
    simple("bad-no-features.h5", "/train_set_x: expected 1 or more features an example", a=np.zeros((M, 0, 3), "u1"))
    simple("bad-scalar.h5", "/train_set_x: expected one axis or more, found a single value", a=np.float32(1))
    simple("bad-complex.h5", "/train_set_x: expected numbers, found a compound type", a=x.astype("c8"))
    simple("bad-strings-as-inputs.h5", "/train_set_x: expected numbers, found strings", a=np.array([b"a"] * M))

    with open_new("bad-nothing.h5") as f:
        f["weights"], f["a/b/c"] = x, y
    bad("bad-nothing.h5", F, "the file holds /a, /weights; name them with --inputs and --labels")
    with open_new("bad-ambiguous.h5") as f:
        f["x_train"], f["y_train"], f["x_test"], f["y_test"] = x, y, x, y
    bad("bad-ambiguous.h5", F, "found /x_train, /x_test: say which with --inputs and --labels")
    with open_new("bad-two-groups.h5") as f:
        for g in "ab":
            f[f"{g}/x"], f[f"{g}/y"] = x, y
    bad("bad-two-groups.h5", F, "found /a/x, /b/x: say which with --inputs and --labels", kind="train")
    with open_new("bad-group-as-inputs.h5") as f:
        f["x/inner"], f["y"] = x, y
    bad("bad-group-as-inputs.h5", F, "/x: expected a data set, found a group", names=dict(inputs="x", labels="y"))
    with open_new("bad-other-train.h5") as f:
        f["train_set_x"], f["test_set_x"], f["test_set_y"] = x, x, y
    bad("bad-other-train.h5", F, "/train_set_x: expected train_set_y beside it", kind="train")
    with open_new("bad-misnamed.h5") as f:
        f["x"], f["y"] = x, y
    bad("bad-misnamed.h5", F, "/z: there is nothing of that name", names=dict(inputs="z", labels="y"))
    with open_new("bad-unnamed.h5") as f:
        f["q"], f["y"] = x, y
    bad("bad-unnamed.h5", F, "/q: can't tell what goes with it: name that with --labels", names=dict(inputs="q"))

    with open_new("bad-external-link.h5") as f:
        f["x"], f["y"] = h5py.ExternalLink("compact.h5", "/X"), y
    bad("bad-external-link.h5", F, "/x: links to another file (compact.h5:/X), which is not followed")
    with open_new("bad-soft-to-external.h5") as f:
        f["out"] = h5py.ExternalLink("compact.h5", "/")
        f["x"], f["y"] = h5py.SoftLink("/out/X"), y
    bad("bad-soft-to-external.h5", F, "/out: links to another file (compact.h5:/), which is not followed")
    with open_new("bad-dangling-link.h5") as f:
        f["x"], f["y"] = h5py.SoftLink("/nowhere/at/all"), y
    bad("bad-dangling-link.h5", F, "/x: a soft link to /nowhere/at/all, which is not there")
    with open_new("bad-link-circle.h5") as f:
        f["x"], f["b"], f["y"] = h5py.SoftLink("/b"), h5py.SoftLink("/x"), y
    bad("bad-link-circle.h5", F, "/x: more than 16 soft links in a row, maybe in a circle")
    with open_new("bad-virtual.h5", libver=("v110", "v110")) as f:
        virtual(f, x.shape, x.shape)
        f["y"] = y
    bad("bad-virtual.h5", F, "/x: a virtual data set, whose parts are not followed")
    with open_new("bad-virtual-unlimited.h5", libver=("v110", "v110")) as f:
        virtual(f, x.shape, (h5py.h5s.UNLIMITED,) + x.shape[1:])
        f["y"] = y
    bad("bad-virtual-unlimited.h5", F, "/x: a virtual data set, whose parts are not followed")
    with open_new("bad-external-storage.h5") as f:
        f.create_dataset("x", x.shape, "u1", external=[("make_datasets.py", 0, x.size)])
        f["y"] = y
    bad("bad-external-storage.h5", F, "/x: its numbers stand in other files, which are not opened")
    with open_new("bad-filter-lzf.h5") as f:
        f.create_dataset("x", data=x, compression="lzf")
        f["y"] = y
    bad("bad-filter-lzf.h5", F, "/x: compressed with lzf (filter 32000); only gzip (deflate), shuffle and fletcher32")
    with open_new("bad-filter-scaleoffset.h5") as f:
        f.create_dataset("x", data=x, scaleoffset=0)
        f["y"] = y
    bad("bad-filter-scaleoffset.h5", F, "/x: compressed with scaleoffset (filter 6);")
    with open_new("bad-huge-chunked.h5") as f:
        f.create_dataset("x", (1 << 20, 1 << 20), "u1", chunks=(64, 64))
        f.create_dataset("y", (1 << 20,), "u1", chunks=(64,))
    bad("bad-huge-chunked.h5", F, "/x: expected 268435456 chunks of data, found 0: never wholly written")
    with open_new("bad-huge-contiguous.h5") as f:
        f.create_dataset("x", (1 << 20, 1 << 20), "u1")
        f["y"] = y
    bad("bad-huge-contiguous.h5", F, "/x: expected 1099511627776 bytes of data, found 0: never wholly written")
    with open_new("bad-huge-overflow.h5") as f:
        f.create_dataset("x", (1 << 31, 1 << 20, 1 << 9), "f8", chunks=(1, 1, 1))
        f["y"] = y
    bad("bad-huge-overflow.h5", F, "/x: a shape of 2147483648 × 1048576 × 512 is too large")
    with open_new("bad-huge-chunk.h5") as f:
        f.create_dataset("x", (1 << 30, 2), "u1", chunks=(1 << 29, 2))
        f["y"] = y
    bad("bad-huge-chunk.h5", F, "/x: expected at most 268435456 bytes a chunk, found 1073741824")
    with open_new("bad-part-written.h5") as f:
        d = f.create_dataset("x", (M, 2, 3), "u1", chunks=(2, 2, 3), compression="gzip")
        d[:2] = x[:2]
        f["y"] = y
    bad("bad-part-written.h5", F, "/x: expected 3 chunks of data, found 1: never wholly written")
    with open_new("bad-checksum.h5") as f:
        f.create_dataset("x", data=np.full((M, 40), 77, "u1"), chunks=(M, 40), fletcher32=True)
        f["y"] = y
    raw = bytearray(open(path("bad-checksum.h5"), "rb").read())
    raw[raw.index(b"M" * 100) + 50] ^= 1
    open(path("bad-checksum.h5"), "wb").write(raw)
    bad("bad-checksum.h5", F, "/x: can't read it: ", doing="inputs")

    whole = open(path("compact.h5"), "rb").read()
    open(path("bad-truncated.h5"), "wb").write(whole[:-100])
    bad("bad-truncated.h5", F, f"truncated: {len(whole) - 100} of {len(whole)} bytes")
    open(path("bad-signature-only.h5"), "wb").write(whole[:8])
    bad("bad-signature-only.h5", F, "can't open it: ")
    whole = open(path("userblock.h5"), "rb").read()
    open(path("bad-truncated-userblock.h5"), "wb").write(whole[:-1])
    bad("bad-truncated-userblock.h5", F, f"truncated: {len(whole) - 1} of {len(whole)} bytes")
    open(path("bad-empty.h5"), "wb").close()
    bad("bad-empty.h5", F, "expected an HDF5 file, found an empty one")
    open(path("bad-text.h5"), "w").write("This is a text, and not even a long one.\n")
    bad("bad-text.h5", F, "expected an HDF5 file, found no HDF5 signature in it")
    with open_new("bad-no-members.h5"):
        pass
    bad("bad-no-members.h5", F, "the file holds nothing; name them with --inputs and --labels")
    bad("absent.h5", "missing", "absent.h5: can't be opened: No such file or directory")
    bad(".", "missing", "Is a directory")


def idx():
    """A pair of IDX files, plain and gzip, with the same content."""
    images = rng.integers(0, 256, (7, 4, 3), dtype="u1")
    labels = np.array([3, 0, 1, 1, 2, 0, 3], "u1")
    a = struct.pack(">HBBIII", 0, 8, 3, *images.shape) + images.tobytes()
    b = struct.pack(">HBBI", 0, 8, 1, len(labels)) + labels.tobytes()
    for name, data in (("images-idx3-ubyte", a), ("labels-idx1-ubyte", b)):
        open(path(name), "wb").write(data)
        open(path(name + ".gz"), "wb").write(gzip.compress(data, mtime=0))
    return {"images": numbers(images), "shape": list(images.shape), "labels": [int(v) for v in labels]}


def cats(folder):
    out = {}
    for kind in ("train", "test"):
        with h5py.File(os.path.join(folder, f"{kind}_catvnoncat.h5")) as f:
            x, y, c = f[f"{kind}_set_x"][:], f[f"{kind}_set_y"][:], f["list_classes"][:]
            out[kind] = {
                "inputShape": list(x.shape[1:]), "sumOfEach": [int(v) for v in x.reshape(len(x), -1).sum(1, dtype="i8")],
                "labels": [int(v) for v in y], "classNames": [v.decode() for v in c],
            }
    return out


matrix()
special()
malformed()
with open(path("expected.json"), "w") as f:
    json.dump({"files": expected, "idx": idx()}, f, indent=0, ensure_ascii=False, sort_keys=True)
if len(sys.argv) > 1:
    with open(path("cats.json"), "w") as f:
        json.dump(cats(sys.argv[1]), f, separators=(",", ":"))
