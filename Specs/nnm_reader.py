#!/usr/bin/env python3
"""A reader of .nnm model files, version 1.0, written from nnm-format.md, with nothing but Python's standard library.

    nnm_reader.py FILE                      what the model is
    nnm_reader.py FILE --predict 0.1,0.2    the output for an input, as JSON; @FILE takes the numbers from a file
    nnm_reader.py FILE --verify             ok, or the rule that is broken and exit code 1
"""
from __future__ import annotations
import hashlib, json, math, struct, sys, zlib
from array import array
from itertools import accumulate, count, cycle
from math import exp, expm1, isfinite, log, log1p, prod, sqrt, tanh
from operator import mul
from pathlib import Path
from typing import Callable, Iterator, NamedTuple, Optional, Sequence, Union

class NNMError(Exception):
    """The file breaks a rule (section Rules): its id, the byte of the file where that shows, and what is wrong."""
    def __init__(self, rule: int, offset: int, message: str) -> None:
        self.rule, self.offset, self.message = f"NNM-{rule:03}", offset, message
        super().__init__(f"{self.rule} at byte {offset}: {message}")

def need(holds: bool, rule: int, offset: int, message: str) -> None:
    if not holds:
        raise NNMError(rule, offset, message)

# -------------------------------------------------------------------------------------------------------- The file

MODEL_TYPES, BLOCK = (b"INPT", b"LAYR", b"OUTP", b"TNSR"), 1 << 20

class Entry(NamedTuple):
    """An entry of the directory (section Directory)."""
    type: bytes; codec: int; dtype: int; role: int; rank: int; offset: int; stored: int; raw: int; crc: int
    layer: int; axis0: int; axis1: int; axis2: int; axis3: int; reserved: bytes
    axes = property(lambda e: e[10:14])
    start = property(lambda e: e.offset + 32)              # of the payload
    stop = property(lambda e: e.start + e.stored)          # of the payload
    end = property(lambda e: e.stop + (32 - e.stop) % 64)  # of the padding behind it

def read_header(data: memoryview) -> tuple:
    """Header and Compatibility, NNM-001 to NNM-009. Gives both versions, the digest and the directory's size."""
    if data[:8] != b"\x8eNNM\r\n\x1a\n":
        need(not data or not b"\x8eNNM\r\n\x1a\n".startswith(bytes(data)), 3, len(data), f"truncated: {len(data)} bytes")
        need(b"NNM" not in (data[1:4], data[2:5], data[3:6]), 2, 0, "damaged by a transfer in text mode")
        raise NNMError(1, 0, "not a .nnm file")
    need(len(data) >= 96, 3, len(data), "the file ends within its header")
    _, major, minor, *writer, required, _, length, start, size, chunks, digest, reserved, crc = struct.unpack(
        "<8s4H4Q2I32s2I", data[:96])
    need(zlib.crc32(data[:92]) == crc, 5, 92, "wrong CRC-32 of the header")
    need((major, minor) == (1, 0), 6, 8, f"a reader of version {major}.{minor} is needed")
    need(required == 0, 7, 16, f"unknown features {required:#x}: a reader of version {major}.{minor} is needed")
    need(reserved == 0, 8, 88, "reserved bytes are not zero")
    need(len(data) >= length, 3, len(data), f"the file has {len(data)} bytes of {length}")
    need(len(data) <= length, 4, length, f"the file has {len(data)} bytes instead of {length}")
    need(start == 96 and size == 64 * (chunks - 1) and chunks <= 10_000 and size <= min(1 << 20, length - 128), 9, 40,
         f"a directory of {chunks} chunks, {size} bytes, at {start}")
    return (major, minor), tuple(writer), digest, size

def read_directory(data: memoryview, size: int, limit: int) -> list[Entry]:
    """Directory, Codecs and Limits: all that can be told of the chunks before anything is allocated for them."""
    crc, = struct.unpack("<I", data[124:128])  # no entry tells the CRC-32 of the directory itself
    last, total = Entry(b"INDX", 0, 0, 0, 0, 96, size, size, crc, 0, 0, 0, 0, 0, bytes(8)), 0
    entries = [Entry(*fields) for fields in struct.iter_unpack("<4s4B3Q6I8s", read_chunk(data, last))]
    for at, e in zip(count(128, 64), entries):
        total, tensor = total + e.raw, e.type == b"TNSR"
        need(e.type.isalpha() and e.type[2:3].isupper(), 11, at, f"{e.type} is no type of chunk")
        need(e.type in MODEL_TYPES + (b"INDX",) or e.type[:1].islower(), 12, at, f"unknown critical chunk {e.type}")
        need(e.type > last.type or tensor and last.type == b"TNSR", 14, at, f"{e.type} behind {last.type}")
        need(not any(e.reserved) and (tensor or not any(e[2:5] + e[9:14])), 8, at, "reserved bytes are not zero")
        need(e.offset == last.end and e.end <= len(data), 10, at + 8, "chunks do not tile the file")
        need(e.codec <= 1, 18, at + 4, f"unknown codec {e.codec}")
        need(0 < e.raw <= 1032 * e.stored if e.codec else e.raw == e.stored, 19, at + 24, "lengths unfit for a codec")
        need(total <= limit and (tensor or e.raw <= 1 << 24), 20, at + 24, f"{e.raw} raw bytes are too many")
        if tensor:
            need(e.dtype in (1, 2) and e.role in (1, 2), 33, at + 5, "unknown data type or role")
            check_shape(e.rank, e.axes, at + 40)
            need(e.raw == 4 * e.dtype * prod(e.axes[:e.rank]), 41, at + 24, f"{e.raw} bytes for the axes {e.axes}")
        last = e
    need(last.end == len(data), 10, last.end, "chunks do not tile the file")
    need({b"INPT", b"LAYR", b"OUTP"} <= {e.type for e in entries}, 13, 128, "INPT, LAYR or OUTP is missing")
    return entries

def check_shape(rank: int, axes: Sequence[int], at: int) -> None:
    need(1 <= rank <= 4 and all(axes[:rank]) and not any(axes[rank:]), 34, at, f"{axes} is no shape of {rank} axes")

def read_chunk(data: memoryview, e: Entry) -> memoryview:
    """Chunk, NNM-015 to NNM-017. Gives the payload of the chunk that the entry tells of."""
    need(e.end <= len(data), 10, e.offset, "the chunk reaches beyond the file")
    header = struct.pack("<4sB3x2Q4xI", e.type, e.codec, e.stored, e.raw, e.crc)
    need(data[e.offset:e.start] == header, 15, e.offset, f"the header of {e.type} is not what the directory says")
    need(zlib.crc32(data[e.start:e.stop], zlib.crc32(header[:28])) == e.crc, 16, e.offset, f"wrong CRC-32 of {e.type}")
    need(not any(data[e.stop:e.end]), 17, e.stop, "padding is not zero")
    return data[e.start:e.stop]

def decode(e: Entry, payload: memoryview) -> memoryview:
    """Codecs, NNM-021 to NNM-023. Gives the raw bytes."""
    if e.codec == 0:
        return payload
    blocks, raw = -(-e.raw // BLOCK), bytearray()
    need(8 * blocks <= e.stored, 21, e.start, "the table of blocks is cut off")
    table = list(struct.iter_unpack("<2I", payload[:8 * blocks]))
    bounds = list(accumulate((stored for stored, _ in table), initial=8 * blocks))
    need(bounds[-1] == e.stored, 21, e.start, "the blocks do not fill the payload")
    for start, stop, (_, crc) in zip(bounds, bounds[1:], table):
        need(zlib.crc32(payload[start:stop]) == crc, 22, e.start + start, "wrong CRC-32 of a block")
        size, stream = min(BLOCK, e.raw - len(raw)), zlib.decompressobj(-15)
        try:
            block = stream.decompress(payload[start:stop], size + 1)  # room for one more byte, so that it shows
        except zlib.error as error:
            raise NNMError(23, e.start + start, str(error)) from None
        need(stream.eof and not stream.unused_data and len(block) == size, 23, e.start + start, "wrong size of a block")
        raw += block
    return memoryview(raw)

def content_digest(chunks: Sequence[tuple[Entry, memoryview]]) -> bytes:
    """Content digest, over 68 bytes for each chunk of the model."""
    return hashlib.sha256(b"".join(
        struct.pack("<4s4B5IQ32s", e.type, *e[2:5], 0, *e[9:14], e.raw, hashlib.sha256(raw).digest())
        for e, raw in chunks if e.type in MODEL_TYPES)).digest()

# --------------------------------------------------------------------------------------------------------- Records

class Record:
    """A cursor that takes the fields of a record one by one (sections Conventions and Records)."""
    def __init__(self, entry: Entry, raw: memoryview) -> None:
        self.entry, self.raw, self.at = entry, raw, 0

    def need(self, holds: bool, rule: int, message: str) -> None:
        need(holds, rule, self.entry.start + (0 if self.entry.codec else self.at), message)

    def take(self, size: int) -> memoryview:
        self.need(size <= len(self.raw) - self.at, 30, "the record is too short")
        self.at += size
        return self.raw[self.at - size:self.at]

    def fields(self, layout: str) -> tuple:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def numbers(self, n: int, code: str = "d") -> array:
        return array(code, (x for x, in struct.iter_unpack("<" + code, self.take(n * struct.calcsize(code)))))

    def zeros(self, size: int) -> None:
        self.need(not any(self.take(size)), 31, "padding or reserved bytes are not zero")

    def text(self, size: int) -> str:
        try:
            return str(self.take(size), "utf-8")
        except UnicodeDecodeError as error:
            raise NNMError(32, self.entry.start, str(error)) from None

    def name(self) -> str:
        name = self.text(*self.fields("B"))
        self.need(not any(c < " " or "\x7f" <= c <= "\x9f" for c in name), 32, "a control character in a name")
        return name

    def end(self) -> None:
        self.need(self.at == len(self.raw), 30, "the record is too long")

class Input(NamedTuple):
    name: str; shape: tuple; range: Optional[tuple]; filter: str; fit: str; scalings: list

class Layer(NamedTuple):
    name: str; inputs: int; units: int; activation: str; g: Optional[Callable]
    parameters: array; weights: array; biases: array

class Output(NamedTuple):
    name: str; meaning: str; threshold: float; classes: list

FILTERS = ("no image", "nearest", "bilinear", "bicubic", "lanczos", "area")
FITS = ("no image", "stretch", "fit", "crop")
MEANINGS = {1: "probability", 2: "logit", 3: "log-probability", 4: "value"}

def read_input(record: Record) -> Input:
    """INPT, NNM-033 to NNM-035 and NNM-046."""
    rank, ranged, filter_, fit, scalings, *axes = record.fields("4BI4I")
    record.need(ranged < 2 and filter_ < len(FILTERS) and fit < len(FITS) and (filter_ == 0) == (fit == 0), 33,
                f"range {ranged}, filter {filter_}, fit {fit}")
    check_shape(rank, axes, record.entry.start)
    shape, bounds = tuple(axes[:rank]), record.fields("2d")
    record.need(prod(shape) < 1 << 32, 34, f"an input of shape {shape}")
    record.need(all(map(isfinite, bounds)) and bounds[0] <= bounds[1] if ranged else not any(record.raw[24:40]), 46,
                f"the range is {bounds}")
    name = record.name()
    record.zeros(-record.at % 8)
    record.need(scalings in (1, shape[-1], prod(shape)), 35, f"{scalings} scalings of an input of shape {shape}")
    pairs = [record.fields("2d") for _ in range(scalings)]
    record.need(all(isfinite(offset) and isfinite(divisor) and divisor != 0 for offset, divisor in pairs), 35,
                "a scaling is not finite or divides by 0")
    record.end()
    return Input(name, shape, bounds if ranged else None, FILTERS[filter_], FITS[fit], pairs)

def read_layers(record: Record, inputs: int, tensors: Iterator[tuple[Entry, memoryview]]) -> list[Layer]:
    """LAYR, NNM-036 to NNM-040; each layer takes the next two of the tensors."""
    (number,), layers = record.fields("I"), []
    record.need(1 <= number <= 4096, 36, f"{number} layers")
    record.zeros(4)
    for i in range(1, number + 1):
        start, (length, kind, code) = record.at, record.fields("I2H")
        record.need(kind == 1, 37, f"layer {i} is of the unknown kind {kind}")
        taken, units, parameters = record.fields("2IB")
        record.need(taken == inputs, 39, f"layer {i} takes {taken} inputs and is given {inputs}")
        record.need(units > 0, 34, f"layer {i} has no units")
        name = record.name()
        record.zeros((start - record.at) % 8)
        activation, wanted, g = ACTIVATIONS.get(code, (f"unknown activation {code}", parameters, None))
        record.need(parameters == wanted, 38, f"{activation} has {wanted} parameters, not {parameters}")
        values = record.numbers(parameters)
        record.need(all(map(isfinite, values)), 38, f"a parameter of {activation} is not finite")
        record.need(record.at - start == length, 30, f"layer {i} has {record.at - start} bytes, not {length}")
        layers.append(Layer(name, inputs, units, activation, g, values,
                            read_tensor(tensors, i, 1, 2, (units, inputs, 0, 0)),
                            read_tensor(tensors, i, 2, 1, (units, 0, 0, 0))))
        inputs = units
    record.end()
    record.need(next(tensors, None) is None, 40, f"more tensors than {number} layers have")
    return layers

def read_tensor(tensors: Iterator[tuple[Entry, memoryview]], layer: int, *wanted: object) -> array:
    """TNSR, NNM-040: the next tensor, which has to be the one that is wanted."""
    e, raw = next(tensors, (None, None))
    need(e is not None, 40, 96, f"tensors of layer {layer} are missing")
    need((e.layer, e.role, e.rank, e.axes) == (layer, *wanted), 40, e.offset, f"this is no tensor for layer {layer}")
    return Record(e, raw).numbers(prod(e.axes[:e.rank]), "fd"[e.dtype - 1])

def read_output(record: Record, units: int) -> Output:
    """OUTP, NNM-033, NNM-042 and NNM-043."""
    meaning, = record.fields("B")
    record.need(meaning in MEANINGS, 33, f"unknown meaning {meaning}")
    record.zeros(3)
    names, threshold = record.fields("Id")
    record.need(names in (0, 2 if units == 1 and meaning != 4 else units), 42, f"{names} class names for {units} units")
    record.need(isfinite(threshold), 43, f"the threshold is {threshold}")
    output = Output(record.name(), MEANINGS[meaning], threshold, [record.name() for _ in range(names)])
    record.end()
    return output

def read_metadata(record: Record) -> dict[str, str]:
    """mETa, NNM-044."""
    metadata, last = {}, ""
    for _ in range(*record.fields("I")):
        key, (size,) = record.name(), record.fields("I")
        record.need(all("!" <= c <= "~" for c in key) and key > last and size <= 65_536, 44, f"key {key!r} behind {last!r}, {size} bytes")
        metadata[key], last = record.text(size), key
    record.end()
    return metadata

def read_history(record: Record) -> dict[str, array]:
    """hISt, NNM-045."""
    (columns, rows), names = record.fields("2I"), {}
    record.need(0 < columns <= 1024, 45, f"{columns} columns")
    for _ in range(columns):
        name = record.name()
        record.need(name != "" and name not in names, 45, f"a column of the name {name!r}")
        names[name] = None
    record.zeros(-record.at % 8)
    history = {name: record.numbers(rows) for name in names}
    record.end()
    return history

# ----------------------------------------------------------------------------------------------------- Predictions

def each(g: Callable) -> Callable:
    """The activation that applies g to each unit by itself."""
    return lambda zs, *parameters: [g(z, *parameters) for z in zs]

def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))  # here and below, so that nothing overflows

def softplus(z: float) -> float:
    return max(z, 0.0) + log1p(exp(-abs(z)))

def softmax(zs: Sequence[float]) -> list[float]:
    return [exp(z) for z in log_softmax(zs)]

def log_softmax(zs: Sequence[float]) -> list[float]:
    top = max(zs)
    rest = log(sum(exp(z - top) for z in zs))
    return [z - top - rest for z in zs]

def clip(z: float, top: float) -> float:
    return min(max(z, 0.0), top)

LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772
ACTIVATIONS = dict(enumerate((  # by code: name, number of parameters, g
    ("identity", 0, each(lambda z: z)),
    ("relu", 0, each(lambda z: max(z, 0.0))),
    ("relu6", 0, each(lambda z: clip(z, 6.0))),
    ("leaky-relu", 1, each(lambda z, slope: z if z > 0 else slope * z)),
    ("elu", 1, each(lambda z, alpha: z if z > 0 else alpha * expm1(z))),
    ("selu", 0, each(lambda z: LAMBDA * (z if z > 0 else ALPHA * expm1(z)))),
    ("gelu", 0, each(lambda z: z / 2 * math.erfc(-z / sqrt(2)))),
    ("gelu-tanh", 0, each(lambda z: z / 2 * (1 + tanh(sqrt(2 / math.pi) * (z + 0.044715 * z * z * z))))),
    ("sigmoid", 0, each(sigmoid)),
    ("hard-sigmoid", 2, each(lambda z, slope, offset: clip(slope * z + offset, 1.0))),
    ("tanh", 0, each(tanh)),
    ("softplus", 0, each(softplus)),
    ("softsign", 0, each(lambda z: z / (1 + abs(z)))),
    ("swish", 0, each(lambda z: z * sigmoid(z))),
    ("hard-swish", 0, each(lambda z: z * clip(z / 6 + 0.5, 1.0))),
    ("mish", 0, each(lambda z: z * tanh(softplus(z)))),
    ("softmax", 0, softmax),
    ("log-softmax", 0, log_softmax))))

class Decision(NamedTuple):
    index: int; name: Optional[str]; probability: Optional[float]

class Model(NamedTuple):
    """What a file holds. All is computed as float64, also where the network's precision is float32 (section INPT)."""
    version: tuple; writer: tuple; digest: bytes
    input: Input; layers: list; output: Output; history: dict; metadata: dict

    def predict(self, raw_values: Sequence[float]) -> list[float]:
        """The output A[L] for the raw elements of an example, in row-major order (sections INPT and LAYR)."""
        if len(raw_values) != prod(self.input.shape):
            raise ValueError(f"{len(raw_values)} numbers for an input of shape {self.input.shape}")
        values = [(x - offset) / divisor for x, (offset, divisor) in zip(raw_values, cycle(self.input.scalings))]
        for layer in self.layers:
            if layer.g is None:
                raise ValueError(f"no prediction with {layer.activation}")
            rows = (layer.weights[i:i + layer.inputs] for i in range(0, len(layer.weights), layer.inputs))
            sums = [sum(map(mul, row, values)) + bias for row, bias in zip(rows, layer.biases)]
            values = layer.g(sums, *layer.parameters)
        return values

    def decide(self, output: Sequence[float]) -> Optional[Decision]:
        """The class that an output stands for, and its probability (section OUTP); None for a single value."""
        _, meaning, threshold, names = self.output
        one, value = len(output) == 1, meaning == "value"
        if one and value:
            return None
        if meaning == "logit":
            output = [sigmoid(output[0])] if one else softmax(output)
        elif meaning == "log-probability":
            output = [exp(min(x, 0.0)) for x in output]
        if one:
            output = [1 - output[0], output[0]]
        index = int(output[1] > threshold) if one else max(range(len(output)), key=output.__getitem__)
        return Decision(index, names[index] if names else None, None if value else output[index])

    def summary(self) -> str:
        i, o, size = self.input, self.output, sum(len(layer.weights) + len(layer.biases) for layer in self.layers)
        return "\n".join((
            "version {}.{}, written by {}.{}".format(*self.version, *self.writer) + f", digest {self.digest.hex()}",
            f"input {i.name!r}: {i.shape}, range {i.range}, {i.filter}, {i.fit}, {len(i.scalings)} scalings",
            *(f"layer {n} {layer.name!r}: {layer.inputs} -> {layer.units}, {layer.activation} {list(layer.parameters)}"
              for n, layer in enumerate(self.layers, 1)),
            f"output {o.name!r}: {o.meaning}, threshold {o.threshold}, classes {o.classes}; {size} weights and biases",
            *(f"history {name!r}: {len(column)} rows" for name, column in self.history.items()),
            *(f"metadata {key!r}: {value!r}" for key, value in self.metadata.items())))

def read(path_or_bytes: Union[str, Path, bytes], limit: int = 1 << 31) -> Model:
    """The model in a file that breaks no rule; limit is for the raw lengths together (section Limits)."""
    in_memory = isinstance(path_or_bytes, (bytes, bytearray))
    data = memoryview(path_or_bytes if in_memory else Path(path_or_bytes).read_bytes())
    *identity, digest, size = read_header(data)
    payloads = [(e, read_chunk(data, e)) for e in read_directory(data, size, limit)]
    chunks = [(e, decode(e, payload)) for e, payload in payloads]
    need(content_digest(chunks) == digest, 24, 56, "wrong content digest")
    records = {e.type: Record(e, raw) for e, raw in chunks}
    input_ = read_input(records[b"INPT"])
    layers = read_layers(records[b"LAYR"], prod(input_.shape), (c for c in chunks if c[0].type == b"TNSR"))
    output = read_output(records[b"OUTP"], layers[-1].units)
    history = read_history(records[b"hISt"]) if b"hISt" in records else {}
    metadata = read_metadata(records[b"mETa"]) if b"mETa" in records else {}
    return Model(*identity, digest, input_, layers, output, history, metadata)

def main(file: str = "", *options: str) -> Union[str, int]:
    """The command line, as told at the top: prints what is asked for, and gives what to exit with."""
    verify, predict = options == ("--verify",), len(options) == 2 and options[0] == "--predict"
    if not file or options and not verify and not predict:
        return __doc__
    try:
        model = read(file)
        if predict:
            text = Path(options[1][1:]).read_text() if options[1].startswith("@") else options[1]
            output = model.predict([float(number) for number in text.replace(",", " ").split()])
        print("ok" if verify else json.dumps(output, allow_nan=False) if predict else model.summary())
        return 0
    except NNMError as error:
        if not verify:
            return str(error)
        print(error.rule, error.message)
        return 1
    except (OSError, ValueError) as error:
        return str(error)

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
