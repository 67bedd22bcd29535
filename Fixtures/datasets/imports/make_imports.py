"""Writes the CSV and .npz files of this folder, and expected.json with what pandas and numpy make of them.

usage: make_imports.py
Made with numpy 2.4.6, pandas 3.1.1, h5py 3.16.0 and scikit-learn 1.9.1.
"""
import fractions
import gzip
import io
import json
import os

import h5py
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


# --- CSV: the content, how nndata is to be told to read it, how pandas is, and the column of the labels.
IRIS = "sepal,petal,species\n5.1,1.4,setosa\n7.0,4.7,versicolor\n6.3,6.0,virginica\n4.9,1.4,setosa\n"
CSV = {
    "header.csv": (IRIS, [], {}, "species"),
    "header-crlf.csv": (IRIS.replace("\n", "\r\n"), [], {}, "species"),
    "no-end.csv": (IRIS[:-1], [], {}, "species"),
    "byte-order-mark.csv": ("\ufeff" + IRIS, [], {}, "species"),
    "no-header.csv": (IRIS.split("\n", 1)[1], [], {"header": None}, 2),
    "label-first.csv": ("digit,p0,p1\n7,0,255\n2,128,3\n0,1,2\n", ["--label", "digit", "--type", "uint8"], {}, "digit"),
    "label-by-number.csv": ("7,0,255\n2,128,3\n0,1,2\n", ["--label", "1"], {"header": None}, 0),
    "label-by-its-name.csv": ("a,Class,b\n1,x,2\n3,y,4\n", [], {}, "Class"),
    "label-like-a-name.csv": ("y,2,8\nz,3,1\n", ["--no-header", "--label", "1"], {"header": None}, 0),
    "label-and-numbers.csv": ("label,0,1\n7,2,8\n5,3,1\n", ["--header"], {}, "label"),
    "number-names.csv": ("0,1,2\n1,2,0\n3,4,1\n", ["--header"], {}, "2"),
    "quoted.csv": (
        '"a, with a comma","b ""quoted""",kind\n"1.5",-2e3,"two\nlines"\n+.5,"5.",plain\n', [], {}, "kind"),
    "semicolons.csv": ("a;b;kind\n1;2;x,y\n3;4;z\n", ["--separator", ";"], {"sep": ";"}, "kind"),
    "tabs.csv": ("a\tb\tkind\n1\t2\tx\n3\t4\tz\n", ["--separator", "tab"], {"sep": "\t"}, "kind"),
    "blank-lines.csv": ("a,b,y\n\n1,2,0\n\n\n3,4,1\n\n", [], {}, "y"),
    "dropped.csv": ("id,a,b,y\nx1,1,2,0\nx2,3,4,1\n", ["--drop", "id"], {"usecols": ["a", "b", "y"]}, "y"),
    "spaces.csv": ("a,b,y\n 1 ,\t2,0\n3,  4,1\n", [], {}, "y"),
    "numbers.csv": (
        "a,b,y\n0.1,1e-320,0\n123456789012345678901234567890,1.7976931348623157e308,1\n"
        "-0.0,2.2250738585072011e-308,2\n9007199254740993,0.30000000000000004,3\n"
        "179769313486231580793e287,000000000000000000000000000000000000001.25,4\n", ["--type", "float64"], {}, "y"),
    "negative-labels.csv": ("a,y\n1,-1\n2,1\n3,-1\n", [], {}, "y"),
    "float-labels.csv": ("a,y\n1,0.0\n2,2.0\n3,1.0\n", [], {}, "y"),
    "text-labels.csv": ("a,y\n1,007\n2,7\n3,NA\n4,été\n", [], {"keep_default_na": False, "dtype": {"y": str}}, "y"),
    "one-column-of-texts.csv": ("x,1\ny,2\n", ["--label", "1"], {"header": None}, 0),
}


def csv_expectation(content, options, pandas_options, label):
    frame = pd.read_csv(io.StringIO(content.lstrip("\ufeff")), skipinitialspace=True, **pandas_options)
    labels = frame.pop(label)
    kind = options[options.index("--type") + 1] if "--type" in options else "float32"
    inputs = frame.to_numpy("f8").astype({"uint8": "u1", "float32": "f4", "float64": "f8"}[kind])
    values = labels.tolist()
    if all(isinstance(v, (int, float)) and v == int(v) for v in values):
        values = [int(v) for v in values]
        names = list(range(max(values) + 1)) if min(values) >= 0 else sorted(set(values))
    else:
        values = [str(v) for v in values]
        names = sorted(set(values), key=lambda v: v.encode())
    return {
        "options": options, "type": kind, "shape": list(inputs.shape), "inputs": inputs.astype("f8").ravel().tolist(),
        "labels": [names.index(v) for v in values], "classes": [str(n).replace("\n", "\\x0A") for n in names],
    }


# --- .npz: arrays, the options, and which are inputs and labels.
def npz_cases():
    rng = np.random.default_rng(3)
    labels = np.array([0, 2, 1, 2, 0])
    cases = {}
    for descr in ["|u1", "|i1", "<u2", ">i2", "<u4", ">i4", "<i8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "|b1"]:
        for order in "CF":
            x = rng.integers(0, 2 if descr == "|b1" else 120, (5, 3, 2, 2))
            if descr[1] in "if":
                x = x - 60
            x = np.asarray(x, order=order).astype(np.dtype(descr), order=order)
            name = f"{np.dtype(descr).name}-{'be' if descr[0] == '>' else 'le'}-{order}.npz"
            cases[name] = ({"x": x, "y": labels.astype(">i2" if order == "F" else "u1")}, [], "x", "y")
    x = rng.random((5, 4)).astype("f4")
    words = np.array(["b", "ä", "b", "c", "a"])
    cases["strings.npz"] = ({"x": x, "y": words}, [], "x", "y")
    cases["byte-strings.npz"] = ({"x": x, "y": np.array([b"dog", b"cat", b"cat", b"dog", b"eel"])}, [], "x", "y")
    cases["one-hot.npz"] = ({"X": x, "Y": np.eye(4, dtype=">f4")[[3, 0, 1, 1, 0]]}, [], "X", "Y")
    cases["row-of-labels.npz"] = ({"images": x, "labels": labels[None]}, [], "images", "labels")
    cases["column-of-labels.npz"] = ({"images": x, "labels": labels[:, None].astype("f8")}, [], "images", "labels")
    cases["one-axis.npz"] = ({"x": x[:, 0], "y": labels}, [], "x", "y")
    four = {"x_train": x, "y_train": labels, "x_test": x[:2] + 1, "y_test": labels[:2]}
    cases["four-train.npz"] = (four, [], "x_train", "y_train")
    cases["four-test.npz"] = (four, ["--kind", "test"], "x_test", "y_test")
    cases["named.npz"] = ({"a": x, "b": labels}, ["--inputs", "a", "--labels", "b"], "a", "b")
    cases["negative.npz"] = ({"x": x, "y": np.array([-1, 1, 1, -1, 1])}, [], "x", "y")
    return cases


def npz_expectation(arrays, options, inputs, labels):
    x, y = arrays[inputs], arrays[labels]
    if y.ndim == 2 and min(y.shape) > 1:
        y, names = y.argmax(1), list(range(y.shape[1]))
    else:
        y = y.ravel()
        y = [v.decode() for v in y.tolist()] if y.dtype.kind == "S" else y.tolist()
        if isinstance(y[0], str):
            names = sorted(set(y), key=lambda v: v.encode())
        else:
            y = [int(v) for v in y]
            names = list(range(max(y) + 1)) if min(y) >= 0 else sorted(set(y))
    kind = {"bool": "uint8", "float16": "float32"}.get(x.dtype.name, x.dtype.name)
    return {
        "options": options, "type": kind, "shape": list(x.shape), "inputs": x.astype("f8").ravel().tolist(),
        "labels": [list(names).index(v) for v in y], "classes": [str(n) for n in names],
    }


# --- What is refused, and the words that must be in the message.
BAD_CSV = {
    "empty.csv": ("", [], "expected 1 or more records"),
    "header-alone.csv": ("a,b,y\n", [], "expected 1 or more records"),
    "ragged.csv": ("a,b,y\n1,2,0\n3,4\n", [], "line 3: expected 3 fields, as in the first line, found 2"),
    "text-in-a-number.csv": ("a,b,y\n1,2,0\n3,four,1\n", [], "line 3, column 2 ('b'): expected a number, found 'four'"),
    "missing-value.csv": ("a,b,y\n1,,0\n", [], "line 2, column 2 ('b'): expected a number, found nothing"),
    "missing-label.csv": ("a,b,y\n1,2,\n", [], "line 2, column 3 ('y'): expected a label, found nothing"),
    "nan.csv": ("a,b,y\n1,nan,0\n", [], "expected a number, found 'nan'"),
    "infinity.csv": ("a,b,y\n1,inf,0\n", [], "expected a number, found 'inf'"),
    "hexadecimal.csv": ("a,b,y\n1,0x10,0\n", [], "expected a number, found '0x10'"),
    "decimal-comma.csv": ("a;b;y\n1;2,5;0\n", ["--separator", ";"], "expected a number, found '2,5'"),
    "underscores.csv": ("a,b,y\n1,1_000,0\n", [], "expected a number, found '1_000'"),
    "half-an-exponent.csv": ("a,b,y\n1,1e,0\n", [], "expected a number, found '1e'"),
    "beyond-float32.csv": ("a,b,y\n1,1e39,0\n", [], "expected a number that float32 can hold, found '1e39'"),
    "beyond-float64.csv": ("a,b,y\n1,1e999,0\n", ["--type", "float64"], "expected a number that float64 can hold"),
    "beyond-uint8.csv": ("a,b,y\n1,256,0\n", ["--type", "uint8"], "expected a whole number from 0 to 255, found '256'"),
    "fraction-as-uint8.csv": ("a,b,y\n1,0.5,0\n", ["--type", "uint8"], "expected a whole number from 0 to 255"),
    "quote-within.csv": ('a,b,y\n1,2"3,0\n', [], "line 2: expected quotes around the whole field"),
    "behind-a-quote.csv": ('a,b,y\n1,"2"3,0\n', [], "line 2: expected a separator or the end of the line"),
    "open-quote.csv": ('a,b,y\n1,2,0\n1,"2,0\n3,4,1\n', [], "line 3: expected a quote at the end of the field"),
    "huge-label.csv": ("a,y\n1,0\n2,99999999999\n", [], "line 3, column 2 ('y'): expected a class below 65536"),
    "long-label.csv": ("a,y\n1," + "x" * 300 + "\n", [], "expected a label of at most 255 bytes, found 300"),
    "no-such-column.csv": ("a,b,y\n1,2,0\n", ["--label", "z"], "expected a column 'z', found a, b, y"),
    "no-such-number.csv": ("a,b,y\n1,2,0\n", ["--label", "4"], "expected a column 4, counted from 1, found 3 columns"),
    "same-names.csv": ("a,a,y\n1,2,0\n", ["--label", "a"], "expected one column 'a', found 2"),
    "name-or-label.csv": ("y,2,8\nz,3,1\n", [], "line 1: expected names or numbers, found 'y' beside numbers; say with --header"),
    "prices.csv": ("rooms,price\n1,100\n2,150.5\n", [], "line 3, column 2 ('price'): expected classes, texts or whole numbers, found '150.5' among numbers"),
    "one-column.csv": ("1;2;3\n4;5;6\n", [], "expected 1 or more columns of features"),
    "other-shape.csv": ("a,b,y\n1,2,0\n", ["--shape", "3x1"], "expected as many columns of features as the shape 3 × 1 has, found 2"),
    "none-of-the-classes.csv": ("a,y\n1,cat\n2,bird\n", ["--classes", "cat,dog"], "line 3, column 2 ('y'): expected one of the classes cat, dog, found 'bird'"),
    "controls.csv": ("a,b,y\n1,\x1b[31m,0\n", [], "found '\\x1B[31m'"),
}


def bad_npz():
    x = np.ones((3, 2), "f4")
    infinite = x.copy()
    infinite[1, 1] = np.inf
    return {
        "other-count.npz": ({"x": x, "y": np.arange(4)}, [], "y: expected 3 labels, as x has examples, found 4"),
        "no-names.npz": ({"a": x, "b": np.arange(3)}, [], "the file holds a, b; name them with --inputs and --labels"),
        "no-such-array.npz": ({"a": x, "b": np.arange(3)}, ["--inputs", "a", "--labels", "c"], "expected an array 'c'"),
        "infinite.npz": ({"x": infinite, "y": np.arange(3)}, [], "x: example 1, feature 1: expected a finite number, found inf"),
        "complex.npz": ({"x": x.astype("c8"), "y": np.arange(3)}, [], "expected numbers, or strings, found complex64"),
        "string-inputs.npz": ({"x": np.array(["a", "b", "c"]), "y": np.arange(3)}, [], "expected numbers, found strings"),
        "fractions.npz": ({"x": x, "y": np.array([0, 0.5, 1])}, [], "y: example 1: expected a whole number, found 0.5"),
        "nan-label.npz": ({"x": x, "y": np.array([0, 1, np.nan])}, [], "y: example 2: expected a whole number, found nan"),
        "two-ones.npz": ({"x": x, "y": np.array([[1, 0], [1, 1], [0, 1]])}, [], "y: example 1: expected one 1 among zeros"),
        "huge-label.npz": ({"x": x, "y": np.array([0, 1, 2**63], "u8")}, [], "y: example 2: expected a whole number"),
        "three-axes.npz": ({"x": x, "y": np.ones((3, 1, 2))}, [], "expected labels of one axis or two, found 3"),
        "no-rows.npz": ({"x": x[:0], "y": np.arange(0)}, [], "expected 1 or more rows, found the shape (0,)"),
        "object.npz": ({"x": x, "y": np.array([1, None, 2], object)}, [], "pickled Python objects, never to be read"),
    }


# --- Statistics, exact but for the last rounding.
def statistics(values):
    finite = [fractions.Fraction(float(v)) for v in values if np.isfinite(v)]
    mean = sum(finite) / len(finite)
    variance = sum((v - mean) ** 2 for v in finite) / len(finite)
    return {
        "minimum": float(min(finite)), "maximum": float(max(finite)), "mean": float(mean),
        "deviation": float(np.sqrt(float(variance))), "nan": int(np.isnan(values).sum()),
        "infinite": int(np.isinf(values).sum()),
    }


def write_statistics():
    rng = np.random.default_rng(5)
    # A deviation of a hundred-millionth of the mean, which a sum of squares in float64 would lose.
    near = 1e9 + rng.normal(0, 10, (40, 3, 2, 2))
    pixels = rng.integers(0, 256, (300, 5, 4, 3)).astype("u1")
    holes = rng.normal(0, 1, (30, 4)).astype("f4")
    holes[3, 1], holes[7, 1], holes[9, 2], holes[11, 3] = np.nan, np.nan, np.inf, -np.inf
    expected = {}
    for name, data, channels in [
        ("near", near, lambda a: np.moveaxis(a, -1, 0).reshape(2, -1)),
        ("pixels", pixels, lambda a: np.moveaxis(a, -1, 0).reshape(3, -1)),
        ("plane", pixels[..., 0].astype(">i2"), lambda a: a.reshape(1, -1)),
        ("holes", holes, lambda a: a.T),
    ]:
        with h5py.File(os.path.join(HERE, f"statistics-{name}.h5"), "w", libver="earliest") as f:
            f.create_dataset("train_set_x", data=data, chunks=(7,) + data.shape[1:], compression="gzip", track_times=False)
            f.create_dataset("train_set_y", data=np.arange(len(data)) % 2, track_times=False)
        expected[f"statistics-{name}.h5"] = [statistics(row.astype("f8")) for row in channels(data)]
    return expected


def splits():
    """How many of each class scikit-learn puts on either side, where the number of test examples is a whole one."""
    rng = np.random.default_rng(8)
    cases = []
    for counts, share in [((50, 50), 0.2), ((137, 72), 0.25), ((10, 20, 70), 0.1), ((1, 2, 97), 0.5), ((33, 33, 34), 0.37)]:
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts))
        test = round(len(labels) * share)
        try:
            _, chosen = train_test_split(labels, test_size=test, stratify=labels, random_state=0)
            tested = np.bincount(chosen, minlength=len(counts)).tolist()
        except ValueError:  # a class of one
            tested = None
        cases.append({"labels": labels.tolist(), "share": share, "test": test, "tested": tested})
    return cases


def main():
    expected = {"csv": {}, "npz": {}, "badCSV": {}, "badNPZ": {}, "statistics": write_statistics(), "splits": splits()}
    for name, (content, *rest) in CSV.items():
        write(name, content.encode())
        expected["csv"][name] = csv_expectation(content, *rest)
    write("header.csv.gz", gzip.compress(IRIS.encode(), mtime=0))
    expected["csv"]["header.csv.gz"] = expected["csv"]["header.csv"]
    for index, (name, (arrays, *rest)) in enumerate(npz_cases().items()):
        (np.savez_compressed if index % 2 else np.savez)(os.path.join(HERE, name), **arrays)
        expected["npz"][name] = npz_expectation(arrays, *rest)
    for name, (content, options, words) in BAD_CSV.items():
        write("bad-" + name, content.encode())
        expected["badCSV"]["bad-" + name] = {"options": options, "words": words}
    write("bad-cut.csv.gz", gzip.compress(IRIS.encode() * 100, mtime=0)[:-9])
    expected["badCSV"]["bad-cut.csv.gz"] = {"options": [], "words": "damaged gzip data"}
    for name, (arrays, options, words) in bad_npz().items():
        np.savez(os.path.join(HERE, "bad-" + name), **arrays)
        expected["badNPZ"]["bad-" + name] = {"options": options, "words": words}
    with open(os.path.join(HERE, "expected.json"), "w") as f:
        json.dump(expected, f, indent=1, ensure_ascii=False)
        f.write("\n")


main()
