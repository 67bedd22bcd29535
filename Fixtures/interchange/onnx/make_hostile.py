"""Writes .onnx files that nobody should believe into hostile/, with one table of what a reader has to say of each.

    python3 make_hostile.py     # standard library only
"""
import json
import os
import struct

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
verdicts = {}


def varint(value):
    value &= (1 << 64) - 1
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    """A field: whole numbers as varints, floats as 4 bytes, all else with its length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name, shape, kind=1, raw=None, extra=b""):
    if raw is None:
        count = 1
        for length in shape:
            count *= length
        raw = struct.pack(f"<{count}f", *(0.25 for _ in range(count)))
    return b"".join(field(1, n) for n in shape) + field(2, kind) + field(8, name) + (field(9, raw) if raw else b"") + extra


def attribute(name, value):
    code = {int: (3, 2), float: (2, 1), str: (4, 3), bytes: (5, 4)}[type(value)]
    return field(1, name) + field(code[0], value) + field(20, code[1])


def node(kind, inputs, output, name="", domain="", **attributes):
    out = b"".join(field(1, i) for i in inputs.split()) + b"".join(field(2, o) for o in output.split())
    out += field(3, name) + field(4, kind)
    out += b"".join(field(5, attribute(k, v)) for k, v in attributes.items())
    return out + (field(7, domain) if domain else b"")


def value(name, shape=(None, 4), kind=1):
    axes = b"".join(field(1, field(2, "n") if n is None else field(1, n)) for n in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, axes)))


W, B = tensor("W", (3, 4)), tensor("b", (3,))
GEMM = node("Gemm", "x W b", "y", "fc", transB=1)
X, Y = value("x"), value("y", (None, 3))


def graph(nodes=(GEMM,), tensors=(W, B), inputs=(X,), outputs=(Y,), extra=b""):
    return (b"".join(field(1, n) for n in nodes) + field(2, "g") + b"".join(field(5, t) for t in tensors)
            + b"".join(field(11, i) for i in inputs) + b"".join(field(12, o) for o in outputs) + extra)


def model(*args, opset=13, extra=b"", **named):
    versions = field(8, field(2, opset)) if opset is not None else b""
    return field(1, 7) + field(7, graph(*args, **named)) + versions + extra


def write(name, content, words):
    with open(name + ".onnx", "wb") as file:
        file.write(content)
    assert name not in verdicts
    verdicts[name] = words


def layer(name, then, words, tensors=(), **named):
    """Gemm to h, and what is behind it."""
    write(name, model((node("Gemm", "x W b", "h", transB=1), *then), (W, B, *tensors), **named), words)


# The wire format.
sound = model()
write("cut-in-graph", sound[:40], "a field of at most the 35 bytes that are left of the model")
write("cut-in-length", field(1, 7) + b"\x3a\xff", "expected a whole number, found the end of the model")
write("cut-in-varint", field(1, 7) + field(7, graph()[:-1] + b"\x80" * 3), "a whole number, found the end of")
write("varint-of-11-bytes", field(1, 7) + field(7, b"\x08" + b"\xff" * 10 + b"\x01"), "found a longer one")
write("varint-of-70-bits", field(1, 7) + field(7, b"\x98\x01" + b"\xff" * 9 + b"\x7f"), "found a longer one")
write("length-beyond-end", field(1, 7) + b"\x3a" + varint(1 << 20) + graph(), "1048576 bytes")
write("length-of-2-to-63", field(1, 7) + b"\x3a" + varint((1 << 63) + 5) + graph(), "9223372036854775813 bytes")
write("field-0", field(1, 7) + field(7, b"\x00\x01" + graph()), "the number of a field")
write("field-too-large", field(1, 7) + field(7, varint(1 << 32 | 0) + b"\x01"), "the number of a field")
write("group", field(1, 7) + field(7, graph() + b"\x0b\x0c"), "found a group")
write("wire-type-6", field(1, 7) + field(7, graph() + b"\x0e"), "found type 6")
write("fixed-cut", field(1, 7) + field(7, graph((node("Relu", "x", "y") + field(5, b"\x15\0\0"),))),
      "a number of 4 bytes, found the end")
write("name-as-number", model((field(1, 5) + field(4, "Relu"),)), "a length and bytes, found a whole number")
write("number-as-text", model(tensors=(field(2, "1") + field(8, "W"), B)), "a whole number")
write("name-no-utf8", model((field(4, b"\xff\xfe"),)), "text in UTF-8")
write("graph-empty", field(1, 7) + field(7, b"") + field(8, field(2, 13)), "the inputs: expected one input, found none")
write("two-graphs", sound + field(7, graph()), "one graph")
write("no-graph-but-nodes", field(1, 7) + field(8, field(2, 13)) + field(7, field(1, GEMM)), "expected one input")

# Versions.
write("opset-6", model(opset=6), "operators of version 7 to 24, found 6")
write("opset-25", model(opset=25), "operators of version 7 to 24, found 25")
write("opset-negative", model(opset=-1), "found -1")
write("opset-missing", model(opset=None), "found no version")
write("opset-twice", model(extra=field(8, field(2, 11))), "one version of the operators")
write("opset-of-others", model(opset=None, extra=field(8, field(1, "ai.onnx.ml") + field(2, 3))), "no version")

# Tensors.
write("claims-1-tib", model(tensors=(tensor("W", (1 << 20, 1 << 18), raw=b"\0" * 48), B)),
      "1099511627776 bytes for float32 of shape (1048576, 262144), found 48")
write("shape-wraps", model(tensors=(tensor("W", (1 << 32, 1 << 32), raw=b"\0" * 48), B)), "a shape that fits a file")
write("shape-wraps-by-bytes", model(tensors=(tensor("W", (1 << 61, 2), raw=b"\0" * 48), B)), "a shape that fits a file")
write("shape-negative", model(tensors=(tensor("W", (3, -4), raw=b"\0" * 48), B)), "found (3, -4)")
write("shape-of-100-axes", model(tensors=(tensor("W", (1,) * 100, raw=b"\0" * 4), B)), "at most 64 whole numbers")
write("shape-empty-axis", model(tensors=(tensor("W", (0, 4), raw=b""), B)), "weights of two axes")
write("raw-too-short", model(tensors=(tensor("W", (3, 4), raw=b"\0" * 47), B)), "48 bytes for float32 of shape (3, 4), found 47")
write("raw-too-long", model(tensors=(tensor("W", (3, 4), raw=b"\0" * 49), B)), "found 49")
write("raw-twice", model(tensors=(tensor("W", (3, 4)) + field(9, b"\0" * 48), B)), "raw data once")
write("raw-and-field", model(tensors=(tensor("W", (3, 4)) + field(4, b"\0" * 48), B)), "field 4 and raw data")
write("numbers-in-wrong-field", model(tensors=(tensor("W", (3, 4), raw=b"") + field(10, b"\0" * 96), B)), "found field 10")
write("numbers-missing", model(tensors=(tensor("W", (3, 4), raw=b""), B)), "12 numbers for the shape (3, 4), found 0")
write("numbers-too-many", model(tensors=(tensor("W", (3, 4), raw=b"") + field(4, b"\0" * 52), B)), "found 13")
write("numbers-cut", model(tensors=(tensor("W", (3, 4), raw=b"") + field(4, b"\0" * 47), B)), "47 bytes")
write("type-wrong-size", model(tensors=(tensor("W", (3, 4), kind=11, raw=b"\0" * 48), B)), "96 bytes for float64")
write("type-unknown", model(tensors=(tensor("W", (3, 4), kind=99), B)), "found the type 99")
write("type-missing", model(tensors=(field(1, 3) + field(8, "W"), B)), "a type of numbers that ONNX has, found none")
write("type-int8", model(tensors=(tensor("W", (3, 4), kind=3, raw=b"\0" * 12), B)), "float16, bfloat16, float32 or float64")
write("type-string", model(tensors=(tensor("W", (3, 4), kind=8, raw=b""), B)), "float16, bfloat16, float32 or float64")
write("type-float8", model(tensors=(tensor("W", (3, 4), kind=17, raw=b"\0" * 12), B)), "float16, bfloat16, float32 or float64")
write("segments", model(tensors=(tensor("W", (3, 4), extra=field(3, field(1, 0))), B)), "a tensor in segments")
write("sparse", field(1, 7) + field(7, graph(extra=field(15, b""))) + field(8, field(2, 13)), "sparse tensors")
write("duplicate-tensor", model(tensors=(W, W, B)), "each tensor once, found 'W' again")
# Numbers in other files. numbers.bin is there, and has 64 bytes.
with open("numbers.bin", "wb") as file:
    file.write(bytes(64))


def external(name, words, location="numbers.bin", *, kind=1, shape=(3, 4), extra=b"", repeated=(), **entries):
    pairs = ([] if location is None else [("location", location)]) + list(entries.items()) + list(repeated)
    places = b"".join(field(13, field(1, key) + field(2, text)) for key, text in pairs)
    write(f"external-{name}", model(tensors=(tensor("W", shape, kind, raw=b"", extra=places + field(14, 1) + extra), B)), words)


for name, path in [("parent", "../../etc/passwd"), ("absolute", "/etc/passwd"), ("folder", "sub/numbers.bin"),
                   ("here", "./numbers.bin"), ("dot", "."), ("dots", ".."), ("empty", ""), ("backslash", "..\\numbers.bin"),
                   ("drive", "C:numbers.bin"), ("url", "file:///etc/passwd"), ("zero", "numbers.bin\0.txt"),
                   ("control", "numbers\x1b[31m.bin"), ("long", "n" * 256), ("slash-behind", "numbers.bin/")]:
    words = "another file, '" + (path if path.isprintable() else "numbers")
    external(name, words, path, length="48")
external("missing", "in 'nothing.bin' in the model's folder, a regular file and no link, found that it can't be opened", "nothing.bin")
external("no-location", "expected the name of a file as the location of external data, found none", None)
external("key-twice", "each key of external data once, found 'location' again", repeated=[("location", "/etc/passwd")])
external("offset-negative", "a number of bytes as the offset of external data, found '-4'", offset="-4", length="48")
external("offset-hexadecimal", "as the offset of external data, found '0x10'", offset="0x10", length="48")
external("offset-signed", "as the offset of external data, found '+4'", offset="+4", length="48")
external("offset-wraps", "as the offset of external data, found '9223372036854775808'", offset=str(1 << 63), length="48")
external("offset-largest", "48 bytes from byte 9223372036854775807 of 'numbers.bin' on", offset=str((1 << 63) - 1), length="48")
external("offset-beyond", "48 bytes from byte 17 of 'numbers.bin' on, found a file of 64 bytes", offset="17", length="48")
external("length-no-number", "a number of bytes as the length of external data, found 'all'", length="all")
external("length-short", "48 bytes in 'numbers.bin', found 44", length="44")
external("length-long", "48 bytes in 'numbers.bin', found 52", length="52")
external("length-missing", "48 bytes in 'numbers.bin', found 64")
external("claims-1-tib", "1099511627776 bytes from byte 0", shape=(1 << 20, 1 << 18), length=str(1 << 40))
external("integers", "only the graph's weights and biases may be", kind=7, length="96")
external("raw-too", "numbers in another file alone, found some in this one too", extra=field(9, bytes(48)), length="48")
external("field-too", "numbers in another file alone, found some in this one too", extra=field(4, bytes(48)), length="48")
write("external-flag-alone", model(tensors=(tensor("W", (3, 4), extra=field(14, 1)), B)), "found some in this one too")
write("external-in-node", model((node("Constant", "", "W") + field(5, field(1, "value") + field(5, tensor(
    "", (3, 4), raw=b"", extra=field(13, field(1, "location") + field(2, "numbers.bin")))) + field(20, 4)), GEMM),
    tensors=(B,)), "only the graph's weights and biases may be")

# The graph.
write("no-nodes", model(()), "expected something that a node makes of the input, found nothing of this name")
write("no-inputs", model(inputs=()), "expected one input, found none")
write("two-inputs", model(inputs=(X, value("z"))), "found 2: 'x', 'z'")
write("two-outputs", model((GEMM, node("Relu", "y", "z")), outputs=(Y, value("z"))), "found 2: 'y', 'z'")
write("no-outputs", model(outputs=()), "one output of numbers, found none")
write("output-of-nobody", model(outputs=(value("nothing"),)), "found nothing of this name")
write("output-is-constant", model(outputs=(value("W"),)), "found a constant")
write("output-in-between", model((GEMM, node("Relu", "y", "z"), node("Gemm", "z V", "q"), node("Identity", "q", "y2")),
      (W, B, tensor("V", (3, 2))), outputs=(value("x"),)), "a layer, found none")
write("input-of-one-axis", model(inputs=(value("x", (4,)),)), "an axis of examples and one of numbers, found 1 axes")
write("tensor-missing", model(tensors=(B,)), "found 'W'")
write("cycle", model((node("Add", "x z", "q"), node("Relu", "q", "z"), node("Gemm", "z W b", "y", transB=1))), "found 'z'")
write("cycle-of-itself", model((node("Relu", "y", "y"),)), "found 'y'")
write("value-twice", model((node("Relu", "x", "y"), node("Tanh", "x", "y"))), "each value to be made once, found 'y' again")
write("value-named-as-tensor", model((node("Gemm", "x W b", "W", transB=1),), outputs=(value("W"),)), "'W' again")
write("parameters-from-input", model((node("Gemm", "x x b", "y"),)), "is not a constant: it depends on the input")
write("gemm-without-weights", model((node("Gemm", "x", "y"),)), "2 inputs, found 1")
write("gemm-of-constants", model((node("Gemm", "W W b", "y"),)), "takes a constant")
write("gemm-transposes-examples", model((node("Gemm", "x W b", "y", transA=1),)), "transA")
write("gemm-alpha-nan", model((node("Gemm", "x W b", "y", transB=1, alpha=float("nan")),)), "a finite number as 'alpha'")
write("gemm-alpha-too-large", model((node("Gemm", "x W b", "y", transB=1, alpha=3e38),),
      (tensor("W", (3, 4), raw=struct.pack("<12f", *[1e38] * 12)), B)), "weights that can be multiplied by")
write("gemm-alpha-is-text", model((node("Gemm", "x W b", "y", transB=1, alpha="1"),)), "a finite number as 'alpha'")
write("weights-of-one-axis", model(tensors=(tensor("W", (4,)), B)), "weights of two axes, found a constant of shape (4)")
write("weights-of-other-size", model(tensors=(tensor("W", (3, 5)), B)), "weights for 4 inputs")
write("biases-of-other-size", model(tensors=(W, tensor("b", (4,)))), "3 biases, one a unit")
write("layers-do-not-fit", model((node("Gemm", "x W b", "h", transB=1), node("Gemm", "h W b", "y", transB=1))),
      "weights for 3 inputs")
write("attribute-twice", model((GEMM + field(5, attribute("transB", 1)),)), "each attribute once, found 'transB' again")
write("too-many-inputs", model((b"".join(field(1, "x") for _ in range(1025)) + field(2, "y") + field(4, "Sum"),)),
      "at most 1024 inputs, outputs and attributes")
write("too-many-nodes", model(tuple(field(4, "A") for _ in range(32769))), "at most 32768 nodes")
write("too-many-tensors", model(tensors=tuple(field(2, 1) + field(8, str(i)) for i in range(32769))), "at most 32768 tensors")
write("no-output-of-node", model((GEMM[:0] + field(1, "x") + field(4, "Relu"),)), "nothing of this name")

# Networks that aren't dense, and ways that aren't one.
layer("convolution", (node("Conv", "h W", "y", "conv1"),), "node 'conv1' (Conv): this operator is none")
layer("unnamed-node", (node("LSTM", "h W", "y"),), "node 2 (LSTM): this operator is none")
layer("loop", (node("Loop", "h W", "y", "loop"),), "node 'loop' (Loop)")
layer("custom-domain", (node("FusedGemm", "h W", "y", "f", domain="com.microsoft"),), "an operator of 'com.microsoft'")
layer("control-in-name", (node("Conv", "h W", "y", "evil\x1b[31m"),), "(Conv): this operator is none")
layer("branch", (node("Gemm", "h V", "p"), node("Gemm", "h V", "q"), node("Add", "p q", "y")),
      "a branch: 'h' is used again", tensors=(tensor("V", (3, 3)),))
layer("residual", (node("Gemm", "h V", "p"), node("Add", "p h", "y")), "a branch: 'h' is used again",
      tensors=(tensor("V", (3, 3)),))
layer("unknown-function", (node("Exp", "h", "y"),), "an activation that a layer can have")
layer("two-activations", (node("Relu", "h", "r"), node("Add", "r v", "s"), node("Tanh", "s", "y")),
      "an activation behind the weights of a layer", tensors=(tensor("v", (3,)),))
layer("normalized-output", (node("Relu", "h", "r"), node("Add", "r v", "y")), "a layer behind the last numbers",
      tensors=(tensor("v", (3,)),))
layer("behind-softmax", (node("Softmax", "h", "s"), node("Mul", "s s", "y")), "behind a softmax")
layer("softmax-of-examples", (node("Softmax", "h", "y", axis=0),), "the axis of the units")
layer("cast-to-integers", (node("Cast", "h", "y", to=7),), "casts to int64")
layer("cast-to-unknown", (node("Cast", "h", "y", to=77),), "a type that ONNX doesn't have")
layer("transposed-examples", (node("Transpose", "h", "y"),), "is not a constant")
layer("reshaped-apart", (node("Reshape", "h s", "y"),), "one axis of examples and one of the 3 numbers",
      tensors=(tensor("s", (2,), kind=7, raw=struct.pack("<2q", -1, 1)),))
layer("reshape-of-nan", (node("Reshape", "h s", "y"),), "one axis of examples",
      tensors=(tensor("s", (2,), raw=struct.pack("<2f", -1, float("nan"))),))
layer("reshape-of-infinity", (node("Reshape", "h s", "y"),), "one axis of examples",
      tensors=(tensor("s", (2,), raw=struct.pack("<2f", -1, float("inf"))),))
layer("selu-of-others", (node("Selu", "h", "y", alpha=2.0),), "that Selu was published with")
layer("gelu-of-others", (node("Gelu", "h", "y", approximate="erf3"),), "'none' or 'tanh'", opset=20)
layer("divided-by-0", (node("Div", "h v", "y"),), "none to divide by 0", tensors=(tensor("v", (3,), raw=b"\0" * 12),))
layer("variance-negative", (node("BatchNormalization", "h p p p v", "y"),), "variances above 0",
      tensors=(tensor("p", (3,)), tensor("v", (3,), raw=struct.pack("<3f", 1, 1, -1))))
layer("norm-lists-differ", (node("BatchNormalization", "h p p p v", "y"),), "four lists of one length",
      tensors=(tensor("p", (3,)), tensor("v", (2,))))
layer("norm-in-training", (node("BatchNormalization", "h p p p p", "y", training_mode=1),), "training_mode",
      tensors=(tensor("p", (3,)),))
layer("dropout-in-training", (node("Dropout", "h r t", "y"),), "training_mode",
      tensors=(tensor("r", ()), tensor("t", (), kind=2, raw=b"\1")))
layer("constants-alone", (node("Add", "b b", "c"), node("Add", "h c", "y")), "computes with constants alone")
write("relu-before-layers", model((node("Relu", "x", "r"), node("Gemm", "r W b", "y", transB=1))),
      "relu before the first layer")
write("axes-not-flat", model(inputs=(value("x", (None, 2, 2)),)), "a Flatten belongs in front")
write("spread-too-far", model((node("Sub", "x c", "s"), node("Flatten", "s", "f"), node("Gemm", "f W b", "y", transB=1)),
      (W, B, tensor("c", (2, 1))), (value("x", (None, 2, 1 << 40)),)), "an example of at most 4194304 numbers")
write("weights-copied-often", model(
    tuple(node("Cast", "W", f"W{i}", to=1) for i in range(400))
    + tuple(node("Gemm", f"{'x' if i == 0 else f'h{i}'} W{i}", f"h{i + 1}", transB=1) for i in range(400)),
    (tensor("W", (64, 64)),), (value("x", (None, 64)),), (value("h400", (None, 64)),)), "take many times the file")
write("weights-folded-often", model(
    (node("Gemm", "x W", "h0"),) + tuple(node("Mul", f"h{i} v", f"h{i + 1}") for i in range(2000)),
    (tensor("W", (64, 64)), tensor("v", (64,))), (value("x", (None, 64)),), (value("h2000", (None, 64)),)),
    "folded a few times")

layer("numbers-wrap", (node("Reshape", "h s", "y"),), "take many times the file",
      (tensor("s", (1 << 60,), kind=10, raw=b""),))
write("preprocessing-of-others", model(
    (node("Sub", "x k", "d"), node("Gemm", "d W b", "y", transB=1)), (W, B, tensor("k", (3,))), (field(1, "x"),)),
    "preprocessing of the 4 numbers that go in, found that of 3")

# Lengths of axes, choices and maps, as exporters write them.
def number(name, value):
    return tensor(name, (), kind=7, raw=struct.pack("<q", value))


def numbers(name, *values):
    return tensor(name, (len(values),), kind=7, raw=struct.pack(f"<{len(values)}q", *values))


SHAPE = node("Shape", "x", "s", "shape")
PICTURE = (value("x", (None, 2, 2)),)


def lengths(name, nodes, words, *tensors, inputs=PICTURE):
    """A Reshape by the shape r, and Gemm behind it."""
    write(f"lengths-{name}", model((*nodes, node("Reshape", "x r", "f", "view"), node("Gemm", "f W b", "y", transB=1)),
                                   (W, B, *tensors), inputs), words)


lengths("as-numbers", (SHAPE, node("Gemm", "s W b", "r")), "node 2 (Gemm): computes with lengths of axes")
lengths("of-unknown", (SHAPE, node("Identity", "s", "r")), "of numbers whose axes aren't known", inputs=(field(1, "x"),))
lengths("of-some", (node("Shape", "x", "r", start=1),), "or of some of the axes")
lengths("of-constant", (node("Shape", "W", "r"),), "takes a constant where only")
lengths("gather-beyond", (SHAPE, node("Gather", "s i", "r")), "one of the 3 axes, found 3", number("i", 3))
lengths("gather-far", (SHAPE, node("Gather", "s i", "r")), "one of the 3 axes, found -9223372036854775808", number("i", -1 << 63))
lengths("gather-many", (SHAPE, node("Gather", "s i", "r")), "at most 64 axes, found 65", numbers("i", *[0] * 65))
lengths("gather-half", (SHAPE, node("Gather", "s i", "r")), "whole numbers, found 0.25", tensor("i", ()))
lengths("concat-many", (SHAPE, node("Concat", " ".join(["s"] * 22), "r", axis=0)), "at most 64 axes, found more")
lengths("times-examples", (SHAPE, node("Gather", "s i", "e"), node("Mul", "e e", "r")), "of lengths other than two", number("i", 0))
lengths("wrap", (SHAPE, node("Gather", "s i", "e"), node("Mul", "e k", "r")), "of lengths other than two", number("i", 1),
        number("k", 1 << 62))
lengths("added", (SHAPE, node("Add", "s s", "r")), "in a way that is not understood")
lengths("examples-last", (SHAPE, node("Gather", "s i", "r")), "doesn't leave the examples apart", numbers("i", 1, 0))
lengths("examples-twice", (SHAPE, node("Gather", "s i", "r")), "doesn't leave the examples apart", numbers("i", 0, 0))
lengths("other-size", (SHAPE, node("Gather", "s i", "r")), "one axis of examples and one of the 4 numbers", numbers("i", 0, 1))
lengths("reshaped", (SHAPE, node("Reshape", "s k", "r")), "computes with lengths of axes as if", numbers("k", 3))
write("lengths-behind-layer", model((node("Gemm", "x W b", "h", transB=1), SHAPE, node("Add", "h s", "y"))), "a branch: 'x' is used again")
layer("chosen-by-list", (node("Where", "c h h", "y"),), "single numbers to choose from",
      tensors=(tensor("c", (3,), kind=9, raw=b"\1\0\1"),))
layer("chosen-behind-softmax", (node("Softmax", "h", "s"), node("Where", "s s s", "y")), "behind a softmax")
layer("tiny-function", (node("Exp", "h", "e"), node("Mul", "e k", "t"), node("Gemm", "t V", "y")),
      "an activation that a layer can have", tensors=(tensor("k", (), raw=struct.pack("<f", 1e-20)), tensor("V", (3, 3))))
layer("comparison", (node("Greater", "h k", "y"),), "an activation that a layer can have", tensors=(tensor("k", ()),))
layer("slope-a-unit", (node("PRelu", "h k", "y"),), "with a slope of its own for each unit",
      tensors=(tensor("k", (3,), raw=struct.pack("<3f", 0.1, 0.2, 0.3)),))
layer("slope-of-nothing", (node("PRelu", "h k", "y"),), "with a slope of its own for each unit",
      tensors=(tensor("k", (0,), raw=b""),))
layer("slope-not-a-number", (node("PRelu", "h k", "y"),), "with a slope of its own for each unit",
      tensors=(tensor("k", (), raw=struct.pack("<f", float("nan"))),))
ZIPMAP = node("ZipMap", "h", "m", domain="ai.onnx.ml")
layer("map-of-nobody", (node("ZipMap", "q", "m", domain="ai.onnx.ml"),), "found nothing of this name",
      outputs=(field(1, "m"), field(1, "l")))
layer("map-of-constant", (node("ZipMap", "W", "m", domain="ai.onnx.ml"),), "found a constant",
      outputs=(field(1, "m"), field(1, "l")))
layer("two-maps", (ZIPMAP, node("ZipMap", "h", "n", domain="ai.onnx.ml")), "found 2: 'm', 'n'",
      outputs=(field(1, "m"), field(1, "n")))
layer("map-used", (ZIPMAP, node("Relu", "m", "y")), "an operator of 'ai.onnx.ml'")

# The metadata.
def described(text):
    return model(extra=field(14, field(1, "nnm.description") + field(2, text)))


write("metadata-twice", model(extra=2 * field(14, field(1, "author") + field(2, "me"))), "each key of the metadata once")
write("description-no-json", described("{"), "the metadata's nnm.description, byte 1")
write("description-nested", described("[" * 100000), "brackets in each other")
write("description-other-activations", described('{"activations": ["relu"]}'), "the activations of the graph, found relu")
write("description-unknown-activation", described('{"activations": ["wow"]}'), "names of activations, found 'wow'")
write("description-classes", described('{"class_names": ["a"]}'), "3 strings, one a class, found 1")
write("description-shape", described('{"input_shape": [4611686018427387904, 4]}'), "axes of 4 elements together")
write("description-divisor-0", described('{"input_offset": [0], "input_divisor": [0]}'), "finite numbers other than 0")
write("description-other-scaling", model(
    (node("Div", "x k", "d"), node("Gemm", "d W b", "y", transB=1)), (W, B, tensor("k", ())),
    extra=field(14, field(1, "nnm.description") + field(2, '{"input_offset": [0], "input_divisor": [3]}'))),
    "the preprocessing of the graph")

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, sort_keys=True)
    file.write("\n")
print(len(verdicts), "files")
