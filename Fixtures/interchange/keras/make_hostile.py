"""Writes Keras files that nobody should believe, each with the words that it must be refused with: verdicts.json.

    pip install h5py==3.16.0 numpy==2.4.6; python3 make_hostile.py
"""
import io
import json
import os
import struct
import warnings
import zipfile

import h5py
import numpy as np

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
for name in os.listdir():
    os.remove(name)
verdicts = {}
METADATA = {"keras_version": "3.15.1"}


def layer(kind, name, sources=None, **config):
    value = {"module": "keras.layers", "class_name": kind, "config": {"name": name, **config}, "registered_name": None}
    if sources is not None:
        value["name"] = name
        value["inbound_nodes"] = [
            {"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": [s, 0, 0]}} for s in sources],
             "kwargs": {}}] if sources else []
    return value


def dense(name, units, sources=None, activation="relu", **more):
    return layer("Dense", name, sources, units=units, activation=activation, use_bias=True, **more)


INPUT = layer("InputLayer", "input", batch_shape=[None, 4])
BASE = [INPUT, dense("one", 3), dense("two", 2, activation="softmax")]


def sequential(*layers, **more):
    return {"class_name": "Sequential", "config": {"name": "net", "layers": list(layers), **more}}


def functional(*layers, first="input", last="two"):
    return {"class_name": "Functional", "config": {
        "name": "net", "layers": list(layers), "input_layers": [[first, 0, 0]], "output_layers": [[last, 0, 0]]}}


def hdf5(fill):
    memory = io.BytesIO()
    with h5py.File(memory, "w", libver=("v110", "v110")) as file:
        fill(file)
    return memory.getvalue()


def variables(file, names=("one", "two"), shapes=((4, 3), (3, 2))):
    for index, (name, shape) in enumerate(zip(names, shapes)):
        group = file.create_group("layers/dense" + (f"_{index}" if index else "") + "/vars")
        group.attrs["name"] = name
        group["0"] = np.ones(shape, "f4")
        group["1"] = np.ones(shape[-1:], "f4")


SOUND = hdf5(variables)


def archive(name, words, config=sequential(*BASE), weights=SOUND, metadata=METADATA, more=(), leave=()):
    """A .keras file; texts are written as they are, anything else as JSON."""
    def text(value):
        return value if isinstance(value, (str, bytes)) else json.dumps(value)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for member, value in [("metadata.json", metadata), ("config.json", config), ("model.weights.h5", weights), *more]:
            if member not in leave:
                info = zipfile.ZipInfo(member) if isinstance(member, str) else member
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, text(value))
    write(f"{name}.keras", memory.getvalue(), words)


def write(name, content, words):
    verdicts[name] = words
    with open(name, "wb") as file:
        file.write(content)


def changed(words, name, *layers, weights=SOUND, **more):
    archive(name, words, sequential(*layers, **more), weights)


def spoiled(name, words, fill):
    """Sound in all but the variables, of which `fill` may change any."""
    def both(file):
        variables(file)
        fill(file)
    archive(name, words, weights=hdf5(both))


# The archive.
archive("no-metadata", "expected a member metadata.json, found none", leave=["metadata.json"])
archive("no-config", "expected a member config.json, found none", leave=["config.json"])
archive("no-weights", "expected a member model.weights.h5, found none", leave=["model.weights.h5"])
archive("member-path", "'../../evil'", more=[("../../evil", "x")])
archive("member-absolute", "'/etc/evil'", more=[("/etc/evil", "x")])
archive("member-twice", "two of this one", more=[("config.json", "{}")])
link = zipfile.ZipInfo("link")
link.create_system, link.external_attr = 3, 0o120777 << 16
archive("member-link", "symbolic link", more=[(link, "/etc/passwd")])
archive("sound", "")
sound = bytearray(open("sound.keras", "rb").read())
del verdicts["sound.keras"]
os.remove("sound.keras")
headers = bytearray(sound)
at = headers.index(b"config.json")
headers[at:at + 6] = b"konfig"
write("headers-disagree.keras", headers, "a sound zip archive")
huge = bytearray(sound)
at = huge.rindex(b"PK\1\2")
huge[at + 24:at + 28] = struct.pack("<I", 0xFFFFFFF0)
write("claims-4-gib.keras", huge, "stored bytes can hold")
write("cut-short.keras", sound[:-200], "a sound zip archive")

# The configuration.
archive("version-1", "keras_version: expected version 2 or 3, found '1.2.2'", metadata={"keras_version": "1.2.2"})
archive("version-missing", "expected a text as keras_version, found none", metadata={})
archive("version-number", "expected a text as keras_version, found 3", metadata={"keras_version": 3})
archive("config-no-json", "config.json, byte 0: expected a JSON value", "import os")
archive("config-nested", "64 brackets in each other", "[" * 1000000)
archive("config-key-twice", "each key once, found 'class_name' again", '{"class_name": "Sequential", "class_name": "x"}')
archive("config-list", "an object with a class_name, found a list of 0", "[]")
archive("config-number", "expected a list of layers", {"class_name": "Sequential", "config": 7})
archive("config-nan", "expected a JSON value, found 'N'", '{"class_name": NaN}')
archive("config-utf8", "text in UTF-8", b'{"class_name": "\xff"}')
archive("no-layers", "expected layers, found none", sequential())
archive("class-subclassed", "a model of the class 'Evil'", {"class_name": "Evil", "config": {}})
changed("layer 2: expected a class_name", "layer-no-class", INPUT, {"config": {}})
changed("layer 2: expected an object as config of Dense", "layer-no-config", INPUT, {"class_name": "Dense", "config": 3})
changed("layers of different names, found two", "layer-twice", INPUT, dense("one", 3), dense("one", 3))
changed("layer 'evil' (Lambda): a function of the author's own, which is never run", "lambda", INPUT,
        layer("Lambda", "evil", function={"class_name": "__lambda__", "config": {"code": "4wEAAAA="}}))
changed("layer 'look' (Conv2D): this layer is none that a dense network is made of", "convolution", INPUT,
        layer("Conv2D", "look", filters=3))
changed("layer 'inner' (Sequential): a model within the model", "nested-model", INPUT, layer("Sequential", "inner", layers=[]))
custom = dense("one", 3)
changed("registered as 'evil>Dense'", "class-registered", INPUT, {**custom, "registered_name": "evil>Dense"})
changed("a class of the module 'os'", "class-of-a-module", INPUT, {**custom, "module": "os"})
changed("'\u202e' (Wow)", "name-bidirectional", INPUT, layer("Wow", "\u202e"))
changed("the activation 'exponential' is none", "activation-unknown", INPUT, dense("one", 3, activation="exponential"))
changed("code is never run", "activation-bytecode", INPUT, dense("one", 3, activation={"value": ["4wEAAAA=", None, None]}))
changed("a function of the module 'os'", "activation-of-a-module", INPUT,
        dense("one", 3, activation={"module": "os", "class_name": "function", "config": "system"}))
changed("the activation PReLU is none", "activation-prelu", INPUT, dense("one", 3, activation=layer("PReLU", "p")))
changed("(ReLU): with max_value 3.0", "relu-bounds", INPUT, dense("one", 3, activation="linear"), layer("ReLU", "r", max_value=3))
changed("(ReLU): expected a number as 'max_value'", "relu-text", INPUT, dense("one", 3), layer("ReLU", "r", max_value="x"))
changed("the axis -1, that of the units", "softmax-axis", INPUT, dense("one", 3), layer("Softmax", "s", axis=2))
changed("relu behind a softmax", "behind-softmax", INPUT, dense("one", 3, activation="softmax"), layer("ReLU", "r"))
changed("another function of its numbers", "two-activations", INPUT, dense("one", 3, activation="tanh"),
        layer("Activation", "again", activation="tanh"))
changed("before the first layer", "activation-first", INPUT, layer("ReLU", "r"), *BASE[1:])
changed("one axis of numbers an example, found 2; a Flatten belongs in front", "picture-without-flatten",
        layer("InputLayer", "input", batch_shape=[None, 2, 4]), *BASE[1:])
changed("data_format 'channels_first'", "channels-first", layer("InputLayer", "input", batch_shape=[None, 2, 2]),
        layer("Flatten", "flat", data_format="channels_first"), *BASE[1:])
changed("a target_shape of as many numbers", "reshape", INPUT, layer("Reshape", "r", target_shape=[5]), *BASE[1:])
changed("a length, or null, found -3", "shape-negative", layer("InputLayer", "input", batch_shape=[None, -3]), *BASE[1:])
archive("shape-huge", "a length, or null, found 99999999999999999999",
        json.dumps(sequential(*BASE)).replace("[null, 4]", "[null, 99999999999999999999]"))
changed("a number as 'scale', found none", "rescaling-no-scale", INPUT, layer("Rescaling", "r"), *BASE[1:])
changed("numbers as 'scale', found 'x'", "rescaling-text", INPUT, layer("Rescaling", "r", scale="x"), *BASE[1:])
changed("4 numbers, one for each index of the last axis, found 3", "rescaling-count", INPUT,
        layer("Rescaling", "r", scale=[1, 2, 3]), *BASE[1:])
changed("none below 0", "normalization-negative", INPUT, layer("Normalization", "n", mean=[1], variance=[-1]), *BASE[1:])
changed("the last axis, or all", "normalization-axis", layer("InputLayer", "input", batch_shape=[None, 2, 2]),
        layer("Normalization", "n", axis=[1], mean=[1, 2], variance=[1, 2]), layer("Flatten", "f"), *BASE[1:])
changed("axes as 'axis'", "axis-text", INPUT, dense("one", 3, activation="softmax"), layer("Softmax", "s", axis="x"))

changed("axes as 'axis'", "axis-smallest", INPUT, dense("one", 3, activation="linear"),
        layer("Softmax", "s", axis=-9223372036854775808))
changed("layer 2 (Wow): this layer", "name-long", INPUT, layer("Wow", "n" * 100000))
changed("layer 2: expected a class_name, found a long string", "class-long", INPUT, layer("W" * 100000, "n"))

changed("layer 'again' (InputLayer): an input behind other layers", "input-twice", *BASE,
        layer("InputLayer", "again", batch_shape=[None, 2]))

# Functional models.
inputs = layer("InputLayer", "input", [], batch_shape=[None, 4])
archive("branch", "a branch: 'one' goes into it and into 'two'",
        functional(inputs, dense("one", 3, ["input"]), dense("two", 2, ["one"]), dense("three", 2, ["one"])))
archive("join", "one layer that goes into it, found 2",
        functional(inputs, dense("one", 3, ["input"]), layer("Add", "two", ["one", "input"])))
archive("circle", "no way leads to it from the input 'input'",
        functional(inputs, dense("one", 3, ["two"]), dense("two", 3, ["one"]), last="input"))
archive("no-input", "a layer 'nowhere', the input", functional(dense("one", 3, ["input"]), first="nowhere"))
archive("output-inside", "it stands behind the output of the model, 'one'",
        functional(inputs, dense("one", 3, ["input"]), dense("two", 2, ["one"]), last="one"))
two = functional(inputs, dense("one", 3, ["input"]), dense("two", 2, ["one"]))
two["config"]["input_layers"].append(["more", 0, 0])
archive("two-inputs", "one layer as input_layers, found 2", two)
used = functional(inputs, dense("one", 3, ["input"]), dense("two", 2, ["one"]))
used["config"]["layers"][1]["inbound_nodes"] *= 2
archive("used-twice", "it is used 2 times", used)
training = functional(inputs, layer("Dropout", "drop", ["input"], rate=0.5), dense("one", 3, ["drop"]), last="one")
training["config"]["layers"][1]["inbound_nodes"][0]["kwargs"]["training"] = True
archive("dropout-in-training", "as if in training", training)

# Variables that don't fit.
changed("a kernel for the 7 units, found one for 3", "units", INPUT, dense("one", 7))
changed("a kernel for 5 inputs, found one for 4", "inputs", layer("InputLayer", "input", batch_shape=[None, 5]), dense("one", 3))
changed("its weights in /layers, found none", "no-group", *BASE, dense("three", 2))
spoiled("bias-length", "3 biases, found 5", lambda f: (f["layers/dense/vars"].__delitem__("1"),
        f["layers/dense/vars"].__setitem__("1", np.ones(5, "f4"))))


def kernel(make):
    def fill(file):
        group = file["layers/dense/vars"]
        del group["0"]
        make(group)
    return fill


spoiled("kernel-axes", "2 axes at /layers/dense/vars/0, found the shape (4, 3, 1)",
        kernel(lambda g: g.__setitem__("0", np.ones((4, 3, 1), "f4"))))
spoiled("kernel-empty", "found the shape (0, 3)", kernel(lambda g: g.__setitem__("0", np.ones((0, 3), "f4"))))
spoiled("kernel-int8", "float64 numbers, found int8", kernel(lambda g: g.__setitem__("0", np.ones((4, 3), "i1"))))
spoiled("kernel-texts", "found strings", kernel(lambda g: g.__setitem__("0", np.full((4, 3), b"abc"))))
spoiled("kernel-opaque", "opaque elements of 2 bytes", kernel(lambda g: g.__setitem__("0", np.ones((4, 3), "V2"))))
spoiled("kernel-compound", "a compound type", kernel(lambda g: g.__setitem__("0", np.ones((4, 3), [("a", "f4")]))))
spoiled("kernel-group", "expected a data set, found a group", kernel(lambda g: g.create_group("0")))
spoiled("kernel-never-written", "never wholly written",
        kernel(lambda g: g.create_dataset("0", (1 << 19, 1 << 19), "f4", chunks=(64, 64))))
spoiled("kernel-wraps", "too large", kernel(lambda g: g.create_dataset("0", (1 << 31, 1 << 31), "f8", chunks=(64, 64))))
spoiled("kernel-link-out", "links to another file", kernel(lambda g: g.__setitem__("0", h5py.ExternalLink("/etc/passwd", "/0"))))
spoiled("kernel-link-nowhere", "which is not there", kernel(lambda g: g.__setitem__("0", h5py.SoftLink("/nowhere"))))
spoiled("kernel-link-circle", "soft links in a row", kernel(lambda g: g.__setitem__("0", h5py.SoftLink("/layers/dense/vars/0"))))
spoiled("kernel-lzf", "compressed with", kernel(lambda g: g.create_dataset("0", data=np.ones((4, 3), "f4"), compression="lzf")))


def virtual(group):
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (4, 3))
    group.create_virtual_dataset("0", layout)


spoiled("kernel-virtual", "a virtual data set", kernel(virtual))
spoiled("kernel-elsewhere", "stand in other files",
        kernel(lambda g: g.create_dataset("0", (4, 3), "f4", external=[("/etc/passwd", 0, 48)])))
spoiled("group-link-out", "links to another file", lambda f: (
    f.__delitem__("layers/dense"), f["layers"].__setitem__("dense", h5py.ExternalLink("other.h5", "/"))))
spoiled("name-of-another", "expected 'one', found 'evil'", lambda f: f["layers/dense/vars"].attrs.__setitem__("name", "evil"))
spoiled("variables-more", "2 variables: kernel, bias, found 3", lambda f: f["layers/dense/vars"].__setitem__("2", [1.0]))
archive("weights-no-hdf5", "model.weights.h5: expected an HDF5 file, found no HDF5 signature", weights=b"x" * 1000)
archive("weights-cut-short", "truncated", weights=SOUND[:-100])
archive("weights-empty", "found an empty one", weights=b"")
archive("weights-of-nothing", "there is nothing of that name", weights=hdf5(lambda f: None))


def shared(file):
    """One kernel that compresses well, for every layer."""
    kernel = file.create_dataset("k", data=np.zeros((400, 400), "f4"), chunks=(400, 400), compression="gzip")
    bias = file.create_dataset("b", data=np.zeros(400, "f4"))
    for index in range(20):
        group = file.create_group("layers/dense" + (f"_{index}" if index else "") + "/vars")
        group["0"], group["1"] = kernel, bias


changed("take many times the file", "kernel-shared", *[dense(f"l{i}", 400) for i in range(20)], weights=hdf5(shared))


def normalized(values):
    def fill(file):
        variables(file, ["one"], [(4, 3)])
        group = file.create_group("layers/batch_normalization/vars")
        for index, value in enumerate(values):
            group[str(index)] = np.asarray(value, "f4")
    return hdf5(fill)


norm = layer("BatchNormalization", "norm", axis=-1)
changed("variances above 0", "norm-variance", INPUT, dense("one", 3), norm, weights=normalized([[1] * 3] * 3 + [[-1] * 3]))
changed("3 numbers, one for each index of the last axis, found 5", "norm-count", INPUT, dense("one", 3), norm,
        weights=normalized([[1] * 5] * 4))
changed("lists of 3 numbers", "norm-lists", INPUT, dense("one", 3), norm, weights=normalized([[1] * 2] + [[1] * 3] * 3))
changed("4 variables: gamma, beta, moving_mean, moving_variance, found 2", "norm-variables", INPUT, dense("one", 3), norm,
        weights=normalized([[1] * 3] * 2))
changed("the last axis, found [2]", "norm-axis", INPUT, dense("one", 3), layer("BatchNormalization", "norm", axis=2),
        weights=normalized([[1] * 3] * 4))
changed("a layer behind the last numbers", "norm-last", INPUT, dense("one", 3), norm, weights=normalized([[1] * 3] * 4))
changed("behind another one", "norm-between-activations", INPUT, dense("one", 3, activation="tanh"), norm, layer("ReLU", "r"),
        weights=normalized([[1] * 3] * 4))

# What our own files say besides.
for name, text, words in [
        ("description-no-json", "{", "nnm.description, byte 1"), ("description-list", "[]", "a JSON object"),
        ("description-activations", '{"activations": ["tanh", "tanh"]}', "the activations of the layers, found tanh,tanh"),
        ("description-unknown", '{"activations": ["wow"]}', "names of activations, found 'wow'"),
        ("description-history", '{"history": {"cost": [1, 2], "accuracy": [1]}}', "numbers of one length under 'history'"),
        ("description-history-text", '{"history": {"cost": ["0x1"]}}', "numbers of one length under 'history'"),
        ("description-classes", '{"class_names": ["a"]}', "2 strings, one a class, found 1"),
        ("description-shape", '{"input_shape": [4611686018427387904, 4]}', "axes of 4 elements together")]:
    archive(name, words, more=[("nnm.description", text)])
changed_scaling = sequential(INPUT, layer("Rescaling", "r", scale=0.5), *BASE[1:])
archive("description-scaling", "the preprocessing of the layers", changed_scaling,
        more=[("nnm.description", '{"input_offset": [0], "input_divisor": [3]}')])


# HDF5 alone.
def legacy(name, words, change=lambda f: None, config=sequential(*BASE)):
    def fill(file):
        file.attrs["model_config"] = config if isinstance(config, (str, bytes)) else json.dumps(config)
        file.attrs["keras_version"] = "2.15.0"
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [b"one", b"two"]
        for layer_name, shape in [("one", (4, 3)), ("two", (3, 2))]:
            inner = group.create_group(layer_name)
            inner.attrs["weight_names"] = [f"{layer_name}/kernel:0".encode(), f"{layer_name}/bias:0".encode()]
            inner[f"{layer_name}/kernel:0"] = np.ones(shape, "f4")
            inner[f"{layer_name}/bias:0"] = np.ones(shape[-1:], "f4")
        change(file)
    write(f"{name}.h5", hdf5(fill), words)


def without(*path):
    def change(file):
        *groups, last = path
        target = file["/".join(groups)] if groups else file
        if last in target.attrs:
            del target.attrs[last]
        else:
            del target[last]
    return change


legacy("no-config", "with an attribute model_config, found weights alone; save the whole model", without("model_config"))
write("dataset.h5", hdf5(lambda f: f.__setitem__("train_set_x", np.ones(3, "u1"))), "found another HDF5 file")
legacy("no-version", "an attribute keras_version, found none", without("keras_version"))
legacy("config-of-numbers", "expected strings, found int64", lambda f: f.attrs.__setitem__("model_config", [1, 2]))
legacy("config-not-utf8", "text in UTF-8", config=b'{"class_name": "\xff"}')
legacy("lambda", "layer 'evil' (Lambda)", config=sequential(INPUT, layer("Lambda", "evil")))
legacy("no-weights", "/model_weights: there is nothing of that name", without("model_weights"))
legacy("no-layer-names", "its weights in /model_weights, found none", without("model_weights", "layer_names"))
legacy("no-layer", "there is nothing of that name", without("model_weights", "two"))
legacy("no-kernel", "there is nothing of that name", without("model_weights/one/one", "kernel:0"))
legacy("no-weight-names", "2 variables: kernel, bias, found 0", without("model_weights/one", "weight_names"))
legacy("weight-names", "one variable 'kernel' among its weight_names, found 0",
       lambda f: f["model_weights/one"].attrs.__setitem__("weight_names", [b"a", b"b"]))
legacy("weight-names-up", "there is nothing of that name",
       lambda f: f["model_weights/one"].attrs.__setitem__("weight_names", [b"../../kernel", b"one/bias:0"]))
legacy("weight-names-of-numbers", "expected strings, found float64",
       lambda f: f["model_weights/one"].attrs.__setitem__("weight_names", [1.0, 2.0]))
legacy("weights-link-out", "links to another file", lambda f: (
    f.__delitem__("model_weights"), f.__setitem__("model_weights", h5py.ExternalLink("/etc/passwd", "/"))))
legacy("layer-link-nowhere", "which is not there", lambda f: (
    f.__delitem__("model_weights/one"), f.__setitem__("model_weights/one", h5py.SoftLink("/nowhere"))))
legacy("sound", "")
sound = open("sound.h5", "rb").read()
del verdicts["sound.h5"]
os.remove("sound.h5")
write("cut-short.h5", sound[:-300], "truncated")
write("signature-alone.h5", sound[:8], "can't open it")

# Small, and many times larger once its JSON is read; refused by the library, and by nnconvert for want of memory.
archive("brackets", "", "[" + "[]," * 2700000 + "[]]")
del verdicts["brackets.keras"]
os.replace("brackets.keras", "../brackets.keras")

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=0, ensure_ascii=True)
print(len(verdicts), "files,", sum(os.path.getsize(name) for name in os.listdir()), "bytes")
