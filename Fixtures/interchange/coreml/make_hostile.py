"""Writes .mlmodel files that nobody should believe into hostile/, with one table of what a reader has to say of each.

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


def floats(count, value=0.25):
    return struct.pack(f"<{count}f", *[value] * count)


def numbers(count):
    return field(1, floats(count))


def product(inputs=4, units=3, w=None, b=None, extra=b""):
    return (field(1, inputs) + field(2, units) + field(10, 1) + field(20, numbers(12) if w is None else w)
            + field(21, numbers(3) if b is None else b) + extra)


def layer(name, kind, content=b"", x="x", y="y", extra=b""):
    return field(1, name) + b"".join(field(2, i) for i in x.split()) + b"".join(field(3, o) for o in y.split()) \
        + field(kind, content) + extra


def array(*shape, extra=b""):
    return field(5, b"".join(field(1, n) for n in shape) + field(2, 65568) + extra)


def image(width, height, colors, extra=b""):
    return field(4, field(1, width) + field(2, height) + field(3, colors) + extra)


def feature(name, kind):
    return field(1, name) + field(3, kind)


X, Y = feature("x", array(4)), feature("y", array(3))
FC = layer("fc", 140, product())


def description(inputs=(X,), outputs=(Y,), extra=b""):
    return b"".join(field(1, i) for i in inputs) + b"".join(field(10, o) for o in outputs) + extra


def network(*layers, extra=b""):
    return b"".join(field(1, one) for one in layers or (FC,)) + extra


def model(*layers, version=1, kind=500, about=None, extra=b"", behind=b""):
    return field(1, version) + field(2, description() if about is None else about) \
        + field(kind, network(*layers, extra=extra)) + behind


def write(name, content, words):
    with open(name + ".mlmodel", "wb") as file:
        file.write(content)
    assert name not in verdicts and words
    verdicts[name] = words


sound = model()
write("cut-in-network", sound[:-10], "expected a field of at most the")
write("cut-in-description", field(1, 1) + field(2, description())[:20], "bytes that are left of the model")
write("no-model", field(1, 1) + field(2, description()), "expected a model, found none")
write("length-beyond-file", field(1, 1) + field(2, description()) + varint(500 << 3 | 2) + varint(1 << 40),
      "found 1099511627776 bytes")
write("length-of-64-bits", field(1, 1) + field(2, description()) + varint(500 << 3 | 2) + varint((1 << 64) - 1),
      "found 18446744073709551615 bytes")
write("number-of-70-bits", field(1, 1) + field(2, description() + b"\x08" + b"\xff" * 10),
      "expected a whole number of at most 64 bits")
write("group", sound + varint(600 << 3 | 3), "found a group")
write("field-0", sound + b"\x02\x00", "expected the number of a field, from 1")
write("version-0", model(version=0).replace(b"\x08\x00", b"\x08\x7f", 1), "a specification of version 1 to 10, found 127")
write("version-twice", field(1, 1) + field(2, description()) + field(1, 99) + field(500, network()), "found 99")
write("two-descriptions", model(behind=field(2, description())), "expected one description")
write("two-models", model(behind=field(403, network())), "expected one model")
write("no-description", field(1, 1) + field(10, 0) + field(500, network()), "found something else")
for kind, name in [(502, "mlProgram"), (200, "pipelineClassifier"), (202, "pipeline"), (302, "treeEnsembleRegressor"),
                   (402, "treeEnsembleClassifier"), (301, "supportVectorRegressor"), (401, "supportVectorClassifier"),
                   (404, "kNearestNeighborsClassifier"), (555, "customModel"), (604, "scaler")]:
    write("type-" + name, model(kind=kind), f"a model of the type {name}: networks and linear models alone are read")
write("type-unknown", model(kind=999), "a model of the type number 999")
write("network-is-a-number", field(1, 1) + field(2, description()) + field(500, 7),
      "expected a length and bytes, found a whole number")

# What goes in and out.
write("no-inputs", model(about=description(inputs=())), "expected one input, found none")
write("two-inputs", model(about=description(inputs=(X, feature("z", array(4))))), "expected one input, found 2: 'x', 'z'")
write("no-outputs", model(about=description(outputs=())), "expected one output, found none")
write("two-outputs", model(about=description(outputs=(Y, feature("z", array(3))))), "expected one output, found 2")
write("input-without-type", model(about=description(inputs=(field(1, "x"),))), "expected a type of 'x', found none")
write("input-of-two-types", model(about=description(inputs=(feature("x", array(4) + image(2, 2, 10)),))),
      "expected one type, found 2")
write("input-string", model(about=description(inputs=(feature("x", field(3, b"")),))),
      "the input 'x': expected an array of numbers or a picture, found stringType")
write("input-sequence", model(about=description(inputs=(feature("x", field(7, b"")),))), "found sequenceType")
write("output-picture", model(about=description(outputs=(feature("y", image(1, 3, 10)),))),
      "expected an array of numbers, found a picture")
write("input-empty-shape", model(about=description(inputs=(feature("x", array()),))), "axes of lengths above 0, found ()")
write("input-negative-axis", model(about=description(inputs=(feature("x", array(-4)),))), "found (-4)")
write("input-two-axes", model(about=description(inputs=(feature("x", array(1, 4)),))),
      "one axis, or channels, height and width, found 2 axes")
write("input-product-wraps", model(about=description(inputs=(feature("x", array(1 << 32, 1 << 32, 4)),))),
      "bytes of the file have weights for, found (4294967296")
write("input-70-axes", model(about=description(inputs=(feature("x", array(*[1] * 70)),))), "at most 64 whole numbers")
write("input-several-examples", model(about=description(inputs=(feature("x", array(2, 4)),)), extra=field(5, 1)),
      "one example at a time, as the first axis, found 2")
ranges = field(31, field(1, field(1, 1) + field(2, 9)))
write("input-of-any-length", model(about=description(inputs=(feature("x", array(4, extra=ranges)),))),
      "found an axis of no fixed length")
write("input-ranges-of-others", model(about=description(inputs=(feature("x", array(4, 1, 1, extra=ranges)),))),
      "a range for each of 3 axes, found 1")
write("input-list-of-shapes", model(about=description(
    inputs=(feature("x", array(4, extra=field(21, field(1, field(1, 5))))),))), "found an axis of no fixed length")
write("picture-1-tib", model(about=description(inputs=(feature("x", image(1 << 20, 1 << 20, 10)),))),
      "a width and a height above 0, and at most")
write("picture-beyond-file", model(about=description(inputs=(feature("x", image(1000, 1000, 20)),))),
      "bytes of the file have weights for, found (1000, 1000, 3)")
write("picture-no-size", model(about=description(inputs=(feature("x", image(0, 2, 10)),))), "found 0 and 2")
write("picture-no-colours", model(about=description(inputs=(feature("x", image(2, 2, 0)),))), "as colour space, found 0")
write("picture-float16", model(about=description(inputs=(feature("x", image(2, 2, 40)),))), "GRAYSCALE_FLOAT16 (40)")
write("picture-of-several-sizes", model(about=description(
    inputs=(feature("x", image(2, 2, 10, field(21, b""))),))), "expected a picture of one size")
write("mapping-7", model(extra=field(5, 7)), "expected 0 or 1 as mapping of shapes, found 7")

# What is done to pictures.
GRAY = description(inputs=(feature("x", image(2, 2, 10)),))
write("scaler-of-an-array", model(extra=field(2, field(1, "x") + field(10, field(10, 2.0)))),
      "the input 'x' is no picture, and this is for pictures alone")
write("scaler-of-nothing", model(about=GRAY, extra=field(2, field(1, "z") + field(10, field(10, 2.0)))),
      "expected the name of the input, 'x', found 'z'")
write("scaler-0", model(about=GRAY, extra=field(2, field(1, "x") + field(10, b""))), "a channelScale other than 0")
write("scaler-infinite", model(about=GRAY, extra=field(2, field(10, field(10, float("inf"))))), "a finite number in field 10")
write("scaler-missing", model(about=GRAY, extra=field(2, field(1, "x"))), "a scaler or a mean image, found 0")
write("mean-image-too-short", model(about=GRAY, extra=field(2, field(11, field(1, floats(3))))),
      "a mean image of 4 numbers, found 3")
write("mean-image-too-long", model(about=GRAY, extra=field(2, field(11, field(1, floats(5))))), "at most 4 numbers")
write("mean-image-nan", model(about=GRAY, extra=field(2, field(11, field(1, floats(4, float("nan")))))),
      "finite numbers, and none to divide by 0")

# Layers.
write("no-layers", field(1, 1) + field(2, description()) + field(500, b""), "the output 'y': expected something")
write("layer-without-type", model(field(1, "fc") + field(2, "x") + field(3, "y")), "layer 'fc': expected one type, found none")
write("layer-of-two-types", model(layer("fc", 140, product(), extra=field(130, field(10, b"")))),
      "expected one type, found activation, innerProduct")
write("layer-unknown", model(layer("fc", 1999)), "layer 'fc' (number 1999): this layer is none that a dense network")
for kind, name in [(100, "convolution"), (120, "pooling"), (410, "gru"), (500, "custom"), (605, "branch"), (615, "loop"),
                   (150, "embedding"), (1350, "layerNormalization"), (350, "slice"), (240, "average")]:
    write("layer-" + name, model(layer("l", kind)), f"layer 'l' ({name}): this layer is none")
write("layer-twice", model(layer("fc", 140, product(), y="h"), layer("fc", 130, field(10, b""), "h")),
      "expected each name of a layer once, found 'fc' again")
write("output-twice", model(layer("a", 140, product()), layer("b", 130, field(10, b""), "y", "y")),
      "expected each output to be made once, found 'y' again")
write("output-is-the-input", model(layer("a", 130, field(10, b""), "x", "x"), layer("b", 140, product())),
      "expected each output to be made once, found 'x' again")
write("cycle", model(layer("a", 130, field(10, b""), "b", "a"), layer("b", 130, field(10, b""), "a", "b"),
                     layer("c", 140, product(), "b")), "an input that the model or an earlier layer gives, found 'b'")
write("cycle-of-one", model(layer("a", 130, field(10, b""), "h", "h"), layer("b", 140, product(), "h")), "found 'h'")
write("missing-input", model(layer("fc", 140, product(), "z")), "found 'z'")
write("no-input", model(layer("fc", 140, product(), "")), "expected one input, found 0")
write("two-inputs-of-a-product", model(layer("fc", 140, product(), "x x")), "expected one input, found 2")
write("two-outputs-of-a-layer", model(layer("fc", 140, product(), y="y z")), "expected one output, found 2")
write("output-not-made", model(layer("fc", 140, product(), y="z")), "the output 'y': expected something that a layer")
write("branch", model(layer("a", 140, product(), y="h"), layer("b", 140, product(3, 3, numbers(9)), "h", "i"),
                      layer("c", 230, b"", "i h")), "a branch: 'h' is used again")
write("goes-on", model(layer("a", 140, product()), layer("b", 140, product(3, 3, numbers(9)), "y", "z"),
                       layer("c", 230, b"", "z y", "w"), about=description(outputs=(feature("w", array(3)),))),
      "a branch: 'y' is used again")
write("many-fields", model(layer("fc", 140, product(), " ".join(["x"] * 1100))), "at most 1024 fields")
write("name-not-text", model(field(1, b"\xff\xfe") + field(3, "y") + field(140, product())), "expected text in UTF-8")
write("control-characters", model(layer("fc\x1b[2J", 100)), "(convolution): this layer is none")
write("very-long-name", model(layer("n" * 70000, 140, product())), "at most 65536 bytes of text")

# Numbers.
write("weights-missing", model(layer("fc", 140, field(1, 4) + field(2, 3))), "expected weights, found none")
write("weights-too-few", model(layer("fc", 140, product(w=numbers(11)))),
      "layer 'fc' (innerProduct), weights: expected 12 numbers, found 11")
write("weights-too-many", model(layer("fc", 140, product(w=numbers(13)))), "expected 12 numbers, found 13")
write("input-beyond-file", model(layer("fc", 140, product(1 << 20, 1 << 18)), about=description(
    inputs=(feature("x", array(1 << 20)),))), "no more numbers than")
write("weights-1-tib", model(layer("fc", 140, product(4, 1 << 36))), "expected 274877906944 numbers, found 12")
write("weights-wrap", model(layer("fc", 140, product(4, 1 << 62))), "expected numbers of inputs and outputs above 0")
write("weights-negative", model(layer("fc", 140, product(-4, -3))), "found -4 and -3")
write("weights-odd-bytes", model(layer("fc", 140, product(w=field(1, floats(12) + b"\0")))), "expected numbers of 4 bytes")
write("weights-wrong-wire", model(layer("fc", 140, product(w=field(1, 12)))), "expected a number of 4 bytes")
write("weights-are-a-number", model(layer("fc", 140, field(1, 4) + field(2, 3) + field(20, 5))),
      "expected a length and bytes, found a whole number")
write("weights-twice", model(layer("fc", 140, product(extra=field(20, numbers(12))))), "expected field 20 once, found it 2 times")
write("weights-two-types", model(layer("fc", 140, product(w=numbers(6) + field(2, b"\0" * 12)))), "expected numbers in one field")
write("weights-of-8-bits-inputs-too", model(layer("fc", 140, product(w=field(31, b"\0" * 12)))), "int8RawValue")
write("rounds-its-inputs", model(layer("fc", 140, product(extra=field(22, 1)))), "int8DynamicQuantize")
write("biases-too-few", model(layer("fc", 140, product(b=numbers(2)))), "biases: expected 3 numbers, found 2")
write("other-input", model(layer("fc", 140, product(5, 3, numbers(15)))),
      "an example of 5 numbers in the last three axes, found axes (1, 1, 4, 1, 1)")
write("raw-without-quantization", model(layer("fc", 140, product(w=field(30, b"\0" * 12)))), "expected how raw bytes are")
write("quantization-without-raw", model(layer("fc", 140, product(w=numbers(12) + field(40, field(1, 8))))),
      "expected raw bytes beside a quantization")


def quantized(bits, content, raw=b"\0" * 12):
    return model(layer("fc", 140, product(w=field(30, raw) + field(40, field(1, bits) + content))))


LINEAR = field(101, field(1, floats(1)) + field(2, floats(1)))
write("quantized-to-9-bits", quantized(9, LINEAR), "expected 1 to 8 bits a weight, found 9")
write("quantized-to-0-bits", quantized(0, LINEAR), "found 0")
write("quantized-too-short", quantized(8, LINEAR, b"\0" * 11), "expected bytes for 12 weights of 8 bits, found 11")
write("quantized-too-long", quantized(1, LINEAR, b"\0" * 3), "expected bytes for 12 weights of 1 bits, found 3")
write("quantized-somehow", quantized(8, b""), "expected linear quantization or a table, found neither")
write("quantized-with-2-scales", quantized(8, field(101, field(1, floats(2)))), "one scale and bias, or one for each of 3")
write("quantized-with-short-table", quantized(8, field(102, field(1, floats(255)))), "a table of 256 numbers, found 255")
write("quantized-with-long-table", quantized(8, field(102, field(1, floats(257)))), "at most 256 numbers")


# Parameters.
def then(name, kind, content, words, x="h", extra=(), **more):
    write(name, model(layer("fc", 140, product(), y="h"), *extra, layer("l", kind, content, x, **more)), words)


then("activation-none", 130, b"", "expected one function that is known, found none")
then("activation-two", 130, field(10, b"") + field(30, b""), "found ReLU, tanh")
then("activation-unknown", 130, field(99, b""), "expected one function that is known, found none")
then("activation-nan", 130, field(15, field(1, float("nan"))), "expected a finite number in field 1, found nan")
then("activation-wrong-wire", 130, field(15, field(1, 3)), "expected a number of 4 bytes")
then("activation-twice", 130, field(10, b"") + field(10, b""), "expected field 10 once")
then("activation-none-of-ours", 130, field(20, field(1, 0.5)), "expected an activation that a layer can have")
then("prelu-of-each", 130, field(25, field(1, field(1, struct.pack("<3f", 0.1, 0.2, 0.3)))), "of its own for each unit")
then("prelu-of-others", 130, field(25, field(1, numbers(2))), "expected 3 numbers, found 2")
write("activation-first", model(layer("a", 130, field(10, b""), "x", "h"), layer("fc", 140, product(), "h")),
      "relu before the first layer")
then("unary-unknown", 220, field(1, 8), "expected a function from 0 to 7, found 8")
then("gelu-unknown", 795, field(1, 9), "expected a mode from 0 to 2, found 9")
then("gelu-by-sigmoid", 795, field(1, 2), "expected an activation that a layer can have")
then("softmax-of-another-axis", 950, field(1, 0), "expected the axis of the units")
then("softmax-beyond-axes", 950, field(1, 99), "found axis 99")
then("softmax-twice", 175, b"", "behind a softmax", x="s", extra=(layer("s", 175, b"", "h", "s"),))
then("norm-by-batch", 160, field(1, 3) + field(5, 1), "by the numbers that it is given")
then("norm-of-others", 160, field(1, 4), "as many channels as the third axis from behind is long")
then("norm-negative", 160, field(1, 3) + b"".join(field(n, field(1, floats(3, -1.0))) for n in (15, 16, 17, 18)),
     "expected variances above 0")
then("norm-missing", 160, field(1, 3), "expected gamma, found none")
then("scale-of-others", 245, field(1, 2) + field(2, numbers(2)), "a constant for axes (1, 1, 3, 1, 1)")
then("scale-shape", 245, field(1, 3) + field(1, 1) + field(2, numbers(3)), "one or three axes as the shape of its scale")
then("scale-wraps", 245, field(1, 1 << 40) + field(1, 1 << 40) + field(1, 3) + field(2, numbers(3)), "one or three axes")
then("bias-count", 250, field(1, 3) + field(2, numbers(2)), "expected 3 numbers, found 2")
then("flatten-1-tib", 300, field(1, 1 << 40) + field(1, 1) + field(1, 1), "expected axes of 3 numbers together")
then("reshape-negative", 300, field(1, -1) + field(1, -1) + field(1, 3), "expected axes of 3 numbers together")
then("permute-others", 310, field(1, 0) + field(1, 0) + field(1, 0) + field(1, 0), "expected an order of four of five axes")
then("transpose-short", 985, field(1, 0), "expected an order of 5 axes")
then("squeeze-units", 1120, field(1, 2), "expected axes of length 1")
then("expand-beyond", 1125, field(1, 77), "expected axes of 6")
then("add-nothing", 230, b"", "expected an input that the model or an earlier layer gives, found 'k'", x="h k")
then("max-of-one", 260, b"", "expected 2 inputs, found 1")
then("concat", 320, b"", "of anything but the probabilities 1 − p and p of one unit", x="h h")
then("log-sum-alone", 1295, field(3, 1), "the output 'y': expected something that a layer makes of the input")
then("outer-product", 231, b"", "of numbers that stand along other axes", x="h k",
     extra=(layer("k", 1140, field(1, 3) + field(1, 1), "h", "k"),))
SQUARE = description(inputs=(feature("x", array(1, 2, 2)),))
write("moved-and-added", model(
    layer("p", 310, b"".join(field(1, n) for n in (0, 1, 3, 2)), "x", "p"), layer("a", 230, b"", "x p", "a"),
    layer("fc", 140, product(), "a"), about=SQUARE), "of numbers that stand along other axes")
CONSTANT = layer("k", 290, field(1, 3) + field(1, 1) + field(1, 1) + field(2, numbers(3)), "", "k")
then("power-of-each", 885, b"", "with a constant for each number it is not understood", x="h k", extra=(CONSTANT,))
then("constant-alone", 130, field(10, b""), "takes a constant where only the numbers", x="k", extra=(CONSTANT,))
then("constants-together", 230, b"", "computes with constants alone", x="k k", extra=(CONSTANT,))
then("constant-of-two-axes", 230, b"", "a shape of lengths above 0, found (3, 1)", x="h k",
     extra=(layer("k", 290, field(1, 3) + field(1, 1) + field(2, numbers(3)), "", "k"),))

# Classes and metadata.
def labels(*names, number=100):
    return field(number, b"".join(field(1, name) for name in names))


write("labels-too-few", model(kind=403, extra=labels("a", "b")), "expected 3 labels, one for each number of the output, found 2")
write("labels-twice", model(kind=403, extra=labels("a", "b", "c") + labels(1, 2, 3, number=101)), "expected one list")
write("labels-with-control-characters", model(kind=403, extra=labels("a", "b", "c\n\x1b[0m")), "without control characters")
write("labels-not-text", model(kind=403, extra=labels("a", "b", b"\xff")), "expected text in UTF-8")
write("labels-of-nothing", model(kind=403, extra=labels("a", "b", "c") + field(200, "z")), "the output 'z'")


# Small files that ask for much work: 200,000 numbers, of which each layer touches all.
WIDE = description(inputs=(feature("x", array(2, 1000, 100)),))
BITS = field(30, b"\0" * 25000) + field(40, field(1, 1) + field(102, field(1, floats(2))))
ONE = layer("fc", 140, field(1, 200000) + field(2, 1) + field(20, BITS), "h99")
write("many-passes", model(*(layer(f"l{i}", 310, b"".join(field(1, n) for n in (0, 3, 2, 1)), f"h{i - 1}" if i else "x",
                                   f"h{i}") for i in range(100)), ONE, about=WIDE), "numbers are touched so often")
write("many-scales", model(*(layer(f"l{i}", 231, field(1, 0.5), f"h{i - 1}" if i else "x", f"h{i}") for i in range(100)), ONE,
                           about=WIDE), "numbers are touched so often")

# Linear models.
def doubles(*values):
    return struct.pack(f"<{len(values)}d", *values)


def linear(name, kind, rows, offsets, words, extra=b"", about=None):
    content = b"".join(field(1, field(1, doubles(*row))) for row in rows) + field(2, doubles(*offsets)) + extra
    write(name, field(1, 1) + field(2, about or description()) + field(kind, content), words)


ROW = (1.0, 2.0, 3.0, 4.0)
linear("linear-no-weights", 300, (), (), "expected rows of weights of one length above 0, found none")
linear("linear-rows-of-others", 300, (ROW, ROW[:3]), (0, 0), "rows of weights of one length above 0, found others")
linear("linear-no-offset", 300, (ROW,), (), "expected 1 offsets, one for each row of weights, found 0")
linear("linear-probit", 300, (ROW,), (0,), "NoTransform (0) or Logit (1) as transform, found Probit (2)", field(3, 2))
linear("linear-of-5", 300, ((1.0,) * 5,), (0,), "an array of 5 numbers, as there are weights, found 4")
linear("linear-of-a-picture", 300, (ROW,), (0,), "as there are weights, found a picture", about=GRAY)
linear("linear-three-classes", 400, (ROW,) * 3, (0, 0, 0), "of two classes and one row of weights alone", labels("a", "b", "c"))
linear("linear-one-label", 400, (ROW,), (0,), "of two classes and one row of weights alone", labels("a"))
linear("linear-classes-probit", 400, (ROW,), (0,), "expected Logit (0) as transform, found Probit (1)",
       labels("a", "b") + field(3, 1))
write("linear-floats", field(1, 1) + field(2, description()) + field(300, field(1, field(1, 1.0))), "numbers of 8 bytes")
write("labels-of-one-unit", model(layer("fc", 140, product(4, 1, numbers(4), numbers(1))), kind=403, extra=labels("a", "b")),
      "expected 1 labels, one for each number of the output, found 2")


def metadata(*entries):
    return model(about=description(extra=field(100, b"".join(field(100, field(1, k) + field(2, v)) for k, v in entries))))


write("key-twice", metadata(("a", "1"), ("a", "2")), "expected each key once, found 'a' again")
write("description-no-json", metadata(("nnm.description", "{")), "the metadata's nnm.description")
write("description-nested", metadata(("nnm.description", "[" * 5000)), "the metadata's nnm.description")
write("description-of-others", metadata(("nnm.description", '{"activations":["relu"]}')), "the activations of the network")
write("description-names-other-classes", model(kind=403, about=description(extra=field(100, field(100, field(
    1, "nnm.description") + field(2, '{"class_names":["a","b","d"]}')))), extra=labels("a", "b", "c")),
    "expected those of the description beside the network")
write("description-of-another-shape", metadata(("nnm.description", '{"input_shape":[5]}')), "axes of 4 elements together")

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, ensure_ascii=False, sort_keys=True)
