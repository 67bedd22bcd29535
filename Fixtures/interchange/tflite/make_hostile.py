"""Writes .tflite files that nobody should believe into hostile/, with one table of what a reader has to say of each.

    python3 make_hostile.py     # standard library only; three of the files come from make_tflite.py
"""
import json
import os
import struct

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
verdicts = {}
SIZES = {"b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "f": 4, "q": 8, "Q": 8}


class Table:
    """Fields by number: (format, number) stands in the table, all else at an offset. The rest says what to write wrongly."""

    def __init__(self, fields, back=None, list_length=None, length=None, moved=()):
        self.fields, self.back, self.list_length, self.length, self.moved = fields, back, list_length, length, dict(moved)


class Numbers:
    def __init__(self, kind, values, count=None, shift=0):
        self.kind, self.values, self.count, self.shift = kind, values, count, shift


class Offset(int):
    """Whatever an offset is to be, with nothing at its end."""


class Same:
    """What is written once, at the end, however often it is used."""

    def __init__(self, content):
        self.content = content


def build(root, mark=b"TFL3"):
    out, later = bytearray(4) + mark, {}

    def align(size, behind=0):
        while (len(out) + behind) % size:
            out.append(0)

    def reference(at, content):
        if isinstance(content, Offset):
            out[at:at + 4] = struct.pack("<I", content)
            return
        if isinstance(content, Same):
            later.setdefault(content, []).append(at)
        else:
            out[at:at + 4] = struct.pack("<I", place(content) - at)

    def place(content):
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytes):
            align(4)
            start = len(out)
            out.extend(struct.pack("<I", len(content)) + content + b"\0")
            return start
        if isinstance(content, Numbers):
            align(max(4, SIZES[content.kind]), 4 + content.shift)
            start = len(out)
            out.extend(struct.pack("<I", len(content.values) if content.count is None else content.count))
            out.extend(struct.pack(f"<{len(content.values)}{content.kind}", *content.values))
            return start
        if isinstance(content, (list, tuple)):
            align(4)
            start = len(out)
            out.extend(struct.pack("<I", len(content)) + bytes(4 * len(content)))
            for index, one in enumerate(content):
                reference(start + 4 + 4 * index, one)
            return start
        count = max(content.fields, default=-1) + 1
        inline, offsets = bytearray(4), [0] * count
        for number, value in sorted(content.fields.items()):
            size = SIZES[value[0]] if isinstance(value, tuple) and isinstance(value[0], str) and len(value[0]) == 1 else 4
            while len(inline) % size:
                inline.append(0)
            offsets[number] = len(inline)
            inline += struct.pack("<" + value[0], value[1]) if size != 4 or isinstance(value, tuple) and isinstance(
                value[0], str) else bytes(4)
        places = list(offsets)
        for number, offset in content.moved.items():
            offsets[number] = offset
        align(8, 4 + 2 * count)
        fields_at = len(out)
        out.extend(struct.pack(f"<HH{count}H", content.list_length or 4 + 2 * count, content.length or len(inline), *offsets))
        start = len(out)
        inline[:4] = struct.pack("<i", start - fields_at if content.back is None else content.back)
        out.extend(inline)
        for number, value in sorted(content.fields.items()):
            if not (isinstance(value, tuple) and isinstance(value[0], str)):
                reference(start + places[number], value)
        return start

    reference(0, root)
    while later:
        content, places = later.popitem()
        position = place(content.content)
        for at in places:
            out[at:at + 4] = struct.pack("<I", position - at)
    return bytes(out)


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


def tensor(name, shape, buffer=0, kind=0, **more):
    fields = {0: Numbers("i", shape), 1: ("b", kind), 2: ("I", buffer), 3: name}
    return Table({**fields, **{int(k[1:]): v for k, v in more.items()}})


def op(code, inputs, outputs, kind=0, options=None, **more):
    fields = {0: ("I", code), 1: Numbers("i", inputs), 2: Numbers("i", outputs)}
    if options is not None:
        fields.update({3: ("B", kind), 4: options})
    return Table({**fields, **{int(k[1:]): v for k, v in more.items()}})


def code(number, name=None):
    return Table({0: ("b", min(number, 127)), 3: ("i", number), **({1: name} if name is not None else {})})


# The network: x (1, 4), W (3, 4) in buffer 1, b (3) in buffer 2, y (1, 3).
X, W, B, Y = tensor("x", (1, 4)), tensor("W", (3, 4), 1), tensor("b", (3,), 2), tensor("y", (1, 3))
DATA = [Table({}), Table({0: floats(*[0.25] * 12)}), Table({0: floats(1, 2, 3)})]
DENSE = op(0, (0, 1, 2), (3,), 8, Table({0: ("b", 1)}))


def model(ops=(DENSE,), tensors=(X, W, B, Y), codes=(9,), buffers=DATA, inputs=(0,), outputs=(3,), version=3, graphs=None,
          mark=b"TFL3", graph=None, fields=()):
    graph = graph or Table({0: list(tensors), 1: Numbers("i", inputs), 2: Numbers("i", outputs), 3: list(ops)})
    return build(Table({0: ("I", version), 1: [c if isinstance(c, Table) else code(c) for c in codes],
                        2: graphs if graphs is not None else [graph], 4: list(buffers), **dict(fields)}), mark)


def write(name, content, words):
    with open(name + ".tflite", "wb") as file:
        file.write(content)
    assert name not in verdicts, name
    verdicts[name] = words


def behind(name, words, kind, inputs=(3,), options_kind=0, options=None, tensors=(), buffers=(), **more):
    """Dense without an activation to y, and another operator behind it to z."""
    write(name, model((op(0, (0, 1, 2), (3,), 8, Table({0: ("b", 0)})), op(1, inputs, (4,), options_kind, options)),
                      (X, W, B, Y, tensor("z", (1, 3)), *tensors), (9, kind), [*DATA, *buffers], outputs=(4,), **more), words)


sound = model()
verdicts.update({"convolution": "operator 1 (CONV_2D): this operator is none that a dense network is made of",
                 "int8-inputs": "gives int8 numbers: the network computes in whole numbers",
                 "int8-inside": "operator 1 (QUANTIZE): the network computes in whole numbers"})

# The FlatBuffer.
write("mark-alone", b"\x10\0\0\0TFL3", "an offset to a multiple of 4 in the 8 bytes of the file, found 16")
write("root-0", b"\0\0\0\0" + sound[4:], "the model, byte 0: expected an offset")
write("root-beyond", struct.pack("<I", len(sound)) + sound[4:], f"found {len(sound)}")
write("root-largest", b"\xff\xff\xff\xff" + sound[4:], "found 4294967295")
write("root-odd", struct.pack("<I", struct.unpack("<I", sound[:4])[0] + 2) + sound[4:], "the model, byte 0: expected an offset")
write("cut", sound[:len(sound) // 2], "in the ")
write("fields-before-file", build(Table({0: ("I", 3)}, back=1000)), "a table whose list of fields is in the file, found it at byte -")
write("fields-behind-file", build(Table({0: ("I", 3)}, back=-1000)), "a table whose list of fields is in the file, found it at byte 1")
write("fields-furthest", build(Table({0: ("I", 3)}, back=-(1 << 31))), "a table whose list of fields is in the file, found it at byte 2147483")
write("fields-odd", build(Table({0: ("I", 3)}, back=7)), "a table whose list of fields is in the file")
write("fields-too-short", build(Table({0: ("I", 3)}, list_length=2)), "a list of fields of 4 to ")
write("fields-too-long", build(Table({0: ("I", 3)}, list_length=60000)), "bytes, found 60000")
write("fields-of-odd-length", build(Table({0: ("I", 3)}, list_length=5)), "bytes, found 5")
write("table-too-short", build(Table({0: ("I", 3)}, length=2)), "a table of 4 to ")
write("table-too-long", build(Table({0: ("I", 3)}, length=60000)), "bytes, found 60000")
write("field-beyond-table", build(Table({0: ("I", 3)}, moved={0: 400})), "the model, field 0: expected 4 aligned bytes within the 8 of the table")
write("field-over-list", build(Table({0: ("I", 3)}, moved={0: 2})), "found them at its byte 2")
write("field-odd", build(Table({0: ("I", 3), 7: ("I", 0)}, moved={0: 5})), "found them at its byte 5")
write("list-beyond", model(graphs=Offset(1 << 30)), "the model, field 2, byte ")
write("list-claims-4-gib", model(graph=Table({0: Numbers("i", (1, 2), count=0xFFFFFFFF)})), "4294967295 elements of 4")
write("list-unaligned", model(tensors=(X, tensor("W", (3, 4), 1, f4=Table({3: Numbers("q", (0,), shift=4)})), B, Y)),
      "elements at a multiple of 8")
write("table-of-list-beyond", model(graph=Table({0: [Offset(1 << 28)]})), "tensor 0, byte ")
write("name-no-utf8", model(tensors=(X, tensor(b"\xff\xfe", (3, 4), 1), B, Y)), "text in UTF-8")
write("name-claims-1-gib", model(tensors=(X, tensor(Numbers("b", (), count=1 << 30), (3, 4), 1), B, Y)), "1073741824 elements of 1")
long = Same("n" * 60000)
write("name-shared", model(tensors=[tensor(long, (1, 4)) for _ in range(20)]), "lists are used so often")
shape = Same(Numbers("i", [1] * 64))
write("shapes-shared", model(tensors=[Table({0: shape})] * 2000), "lists are used so often")

# The model around the graph.
write("version-2", model(version=2), "version 3 of the schema, found 2")
write("version-missing", build(Table({})), "version 3 of the schema, found 0")
write("no-graph", model(graphs=[]), "one graph, found 0")
write("two-graphs", model(graphs=[Table({}), Table({})]), "one graph, found 2")
write("no-tensors", model(graph=Table({})), "one input and one output, found 0 and 0")
write("two-inputs", model(inputs=(0, 1)), "one input and one output, found 2 and 1")
write("two-outputs", model(outputs=(3, 0)), "one input and one output, found 1 and 2")
write("input-of-nobody", model(inputs=(9,)), "inputs and outputs among the 4 tensors, found the tensor 9")
write("output-negative", model(outputs=(-1,)), "inputs and outputs among the 4 tensors, found the tensor -1")
write("too-many-tensors", model(tensors=[Offset(4)] * 32769), "at most 32768 elements, found 32769")
write("code-of-nobody", model((op(7, (0, 1, 2), (3,)),)), "one of the 1 operators of the file, found number 7")
write("operator-unknown", model(codes=(999,)), "operator 1 (number 999): this operator is none")
write("operator-negative", model(codes=(Table({0: ("b", -4), 3: ("i", -9)}),)), "operator 1 (number -4)")
write("operator-custom", model(codes=(code(32, "FlexErf"),)), "operator 1 (CUSTOM 'FlexErf'): this operator is none")
write("operator-control", model(codes=(code(32, "\x1b[31m"),)), "this operator is none")
write("calls", model(codes=(31,)), "operator 1 (CALL): this operator is none")

# Tensors and buffers.
write("claims-1-tib", model(tensors=(X, tensor("W", (1 << 20, 1 << 18), 1), B, Y)), "1099511627776 bytes for float32")
write("shape-wraps", model(tensors=(X, tensor("W", (1 << 30,) * 3, 1), B, Y)), "a shape that fits a file")
write("shape-negative", model(tensors=(X, tensor("W", (3, -4), 1), B, Y)), "a shape that fits a file, found (3, -4)")
write("shape-of-65-axes", model(tensors=(X, tensor("W", (1,) * 65, 1), B, Y)), "at most 64 elements, found 65")
write("bytes-missing", model(buffers=[Table({}), Table({0: floats(1, 2)}), DATA[2]]), "48 bytes for float32 of shape (3, 4), found 8")
write("type-unknown", model(tensors=(X, tensor("W", (3, 4), 1, 99), B, Y)), "a type of numbers that is known, found the type 99")
write("type-negative", model(tensors=(X, tensor("W", (3, 4), 1, -1), B, Y)), "found the type -1")
write("type-text", model(tensors=(X, tensor("W", (3, 4), 1, 5), B, Y)), "numbers of a type that is read, found string")
write("type-int4", model(tensors=(X, tensor("W", (3, 4), 1, 17), B, Y)), "numbers of a type that is read, found int4")
write("type-int32", model(tensors=(X, tensor("W", (3, 4), 1, 2), B, Y)), "numbers of a type that is read, found int32")
write("type-of-other-size", model(tensors=(X, tensor("W", (3, 4), 1, 1), B, Y)), "24 bytes for float16 of shape (3, 4), found 48")
write("buffer-of-nobody", model(tensors=(X, tensor("W", (3, 4), 8), B, Y)), "one of the 3 buffers, found the buffer 8")
write("buffer-beyond", model(buffers=[Table({}), Table({1: ("Q", 1 << 40), 2: ("Q", 48)}), DATA[2]]), "48 bytes from byte 1099511627776 on")
write("buffer-wraps", model(buffers=[Table({}), Table({1: ("Q", 64), 2: ("Q", (1 << 64) - 64)}), DATA[2]]), "18446744073709551552 bytes")
write("sparse", model(tensors=(X, tensor("W", (3, 4), 1, f6=Table({})), B, Y)), "numbers of a type that is read, found sparse ones")
BYTES = [Table({}), Table({0: bytes(range(12))}), DATA[2]]


def eight(name, words, kind=9, **scale):
    write(name, model(tensors=(X, tensor("W", (3, 4), 1, kind, f4=Table({int(k[1:]): v for k, v in scale.items()})), B, Y),
                      buffers=BYTES), words)


eight("scales-missing", "one scale, or one for each of 3 units, found 0")
eight("scales-two", "one scale, or one for each of 3 units, found 2", f2=Numbers("f", (1, 2)), f3=Numbers("q", (0, 0)))
eight("scales-other-axis", "found 3 along the axis 1", f2=Numbers("f", (1, 2, 3)), f6=("i", 1))
eight("scale-0", "finite scales above 0", f2=Numbers("f", (0,)), f3=Numbers("q", (0,)))
eight("scale-negative", "finite scales above 0", f2=Numbers("f", (-1,)), f3=Numbers("q", (0,)))
eight("scale-not-a-number", "finite scales above 0", f2=Numbers("f", (float("nan"),)), f3=Numbers("q", (0,)))
eight("zero-elsewhere", "whole numbers whose zero is 0", f2=Numbers("f", (1,)), f3=Numbers("q", (3,)))
eight("unsigned", "numbers of a type that is read, found uint8", kind=3, f2=Numbers("f", (1,)), f3=Numbers("q", (0,)))

# The graph.
write("inputs-whole", model(tensors=(tensor("x", (1, 4), kind=3), W, B, Y)), "the input 'x': gives uint8 numbers: the network computes in whole numbers")
write("inputs-text", model(tensors=(tensor("x", (1, 4), kind=5), W, B, Y)), "the input 'x': gives string numbers, where float32 is understood")
write("inputs-of-one-axis", model(tensors=(tensor("x", (4,)), W, B, Y)), "an axis of examples and one of numbers, found 1 axes")
write("outputs-half", model(tensors=(X, W, B, tensor("y", (1, 3), kind=1))), "operator 1 (FULLY_CONNECTED): gives float16 numbers, where")
write("no-operators", model(()), "the output 'y': expected something that an operator makes of the input, found no such")
write("output-is-input", model(outputs=(0,)), "expected a layer, found none")
write("output-is-constant", model(outputs=(1,)), "something that an operator makes of the input")
write("tensor-of-nobody", model((op(0, (0, 1, 44), (3,)),)), "one of the 4 tensors, found the tensor 44")
write("output-left-out", model((op(0, (0, 1, 2), (-1,)),)), "outputs that are tensors, found one that is left out")
write("operator-of-two-outputs", model((op(0, (0, 1, 2), (3, 2)),)), "one output, found 2")
write("writes-to-constant", model((op(0, (0, 1, 2), (2,)),), outputs=(2,)), "each tensor to be made once, found tensor 'b' again")
write("made-twice", model((DENSE, DENSE)), "each tensor to be made once, found tensor 'y' again")
write("cycle", model((op(0, (3, 1, 2), (3,)),)), "an input that is constant, or that an earlier operator gives, found tensor 'y'")
write("weights-from-input", model((op(0, (0, 0, 2), (3,)),)), "input 2 is not a constant: it depends on the input")
write("weights-left-out", model((op(0, (0, -1, 2), (3,)),)), "expected 2 inputs, found 2")
write("inputs-left-out", model((op(0, (), (3,)), op(0, (0, 1, 2), (3,)))), "expected 2 inputs, found 0")
write("constant-as-example", model((op(0, (1, 1, 2), (3,)),)), "takes a constant where only the numbers of an example")
write("weights-of-one-axis", model(tensors=(X, tensor("W", (12,), 1), B, Y)), "weights of two axes, found a constant of shape (12)")
write("weights-of-other-size", model(tensors=(tensor("x", (1, 5)), W, B, Y)), "weights for 5 inputs, found a constant of shape (3, 4)")
write("weights-shuffled", model((op(0, (0, 1, 2), (3,), 8, Table({1: ("b", 1)})),)), "another order (weights_format)")
write("biases-of-other-size", model(tensors=(X, W, tensor("b", (2,), 2), Y), buffers=[*DATA[:2], Table({0: floats(1, 2)})]),
      "3 biases of floating point, one a unit, found a constant of shape (2) of float32")
write("biases-whole", model(tensors=(X, W, tensor("b", (3,), 2, 2), Y)), "found a constant of shape (3) of int32")
write("activation-clipped", model((op(0, (0, 1, 2), (3,), 8, Table({0: ("b", 2)})),)), "the activation RELU_N1_TO_1 is none")
write("activation-signs", model((op(0, (0, 1, 2), (3,), 8, Table({0: ("b", 5)})),)), "the activation SIGN_BIT is none")
write("activation-unknown", model((op(0, (0, 1, 2), (3,), 8, Table({0: ("b", 99)})),)), "an activation from 0 to 5, found 99")
write("settings-of-others", model((op(0, (0, 1, 2), (3,), 9, Table({})),)), "settings of the kind 8, found 9")
write("axes-kept", model((op(0, (0, 1, 2), (3,), 8, Table({2: ("B", 1)})),), (tensor("x", (1, 2, 2)), W, B, Y)), "(keep_num_dims)")
behind("softmax-hotter", "a beta of 1, found 2.0", 25, options_kind=9, options=Table({0: ("f", 2.0)}))
behind("softmax-without-beta", "a beta of 1, found 0.0", 25)
behind("slope-not-a-number", "a finite slope, found nan", 98, options_kind=75, options=Table({0: ("f", float("nan"))}))
behind("dequantized-numbers", "operator 2 (DEQUANTIZE): the network computes in whole numbers", 6)
behind("unknown-function", "an activation that a layer can have", 47)
behind("cosine", "operator 2 (COS): this operator is none", 108)
behind("recurrent", "operator 2 (LSTM): this operator is none", 16)
behind("branch-from-input", "a branch: tensor 'x' is used again", 0, (3, 0))
again = Table({0: floats(*[0.25] * 11, 0.5)})
more = (tensor("V", (3, 4), 3), tensor("z", (1, 3)), tensor("u", (1, 3)))
for name, weights, biases, buffer in [("weights", 4, 2, again), ("biases", 1, 4, Table({0: floats(1, 2, 4)})),
                                      ("size", 4, -1, Table({0: floats(*[1] * 8)}))]:
    shape = {"weights": (3, 4), "biases": (3,), "size": (2, 4)}[name]
    write(f"again-with-other-{name}", model(
        (op(0, (0, 1, 2), (3,)), op(0, (0, weights, biases), (5,)), op(1, (3, 5), (6,))),
        (X, W, B, Y, tensor("V", shape, 3), *more[1:]), (9, 0), [*DATA, buffer], outputs=(6,)),
        "operator 2 (FULLY_CONNECTED): a branch: its input is used again")
behind("chosen-by-list", "single numbers to choose from", 123, (5, 3, 3), tensors=(tensor("k", (3,), 3),),
       buffers=(Table({0: floats(1, 0, 1)}),))
behind("comparison-as-number", "an activation that a layer can have", 61, (3, 5), tensors=(tensor("k", (1,), 3),),
       buffers=(Table({0: floats(1)}),))
behind("one-operand", "2 inputs, found 1", 0)
behind("constants-alone", "computes with constants alone", 0, (1, 2))
behind("slope-a-unit", "with a slope of its own for each unit", 54, (3, 2))
behind("divided-by-0", "none to divide by 0", 42, (3, 5), tensors=(tensor("k", (3,), 3),), buffers=(Table({0: floats(1, 0, 1)}),))
behind("constant-too-long", "a constant for an example of shape (3), found a constant of shape (2)", 0, (3, 5),
       tensors=(tensor("k", (2,), 3),), buffers=(Table({0: floats(1, 0)}),))
behind("reshaped-apart", "one axis of examples and one of the 3 numbers, found the shape (3, 1)", 22, options_kind=17,
       options=Table({0: Numbers("i", (3, 1))}))
behind("reshaped-by-nothing", "one axis of examples and one of the 3 numbers, found the shape ()", 22)
behind("reshaped-by-many", "a shape of at most 64 axes, found 65", 22, (3, 5), tensors=(tensor("k", (65,), 3, 2),),
       buffers=(Table({0: bytes(260)}),))
write("before-layers", model((op(1, (0,), (4,)), op(0, (4, 1, 2), (3,))), (X, W, B, Y, tensor("z", (1, 4))), (9, 19)),
      "relu before the first layer")
wide = tensor("W", (64, 64), 1)
many = [op(0, (0 if i == 0 else 4 + i - 1, 1, -1), (4 + i,)) for i in range(600)]
write("weights-copied-often", model(many, (tensor("x", (1, 64)), wide, B, Y, *[tensor("", (1, 64)) for _ in many]),
      buffers=[Table({}), Table({0: bytes(64 * 64 * 4)}), DATA[2]], outputs=(4 + 599,)), "take many times the file")

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, sort_keys=True)
    file.write("\n")
print(len(verdicts), "files")
