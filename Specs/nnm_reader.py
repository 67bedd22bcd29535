#!/usr/bin/env python3
"""A reader of .nnm model files, version 1.0, written from nnm-format.md, with nothing but Python's standard library.

    nnm_reader.py FILE                      what the model is
    nnm_reader.py FILE --predict 0.1,0.2    the output for an input, as JSON; @FILE takes the numbers from a file
    nnm_reader.py FILE --selftest           replays the verification checks; exit code 1 where one does not hold
    nnm_reader.py FILE --verify             ok, or the rule that is broken with its byte and place, and exit code 1
    nnm_reader.py --judge [--places]        the verdict on each file that comes in at standard input, a line each: ok,
                                            or rule, byte (and place); a file is a u32 length and so many bytes

It looks for broken rules in the order of section Rules, so that it reports the same one as every other reader does.
"""
from __future__ import annotations
import hashlib, json, math, re, struct, sys, zlib
from array import array
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from math import exp, expm1, isfinite, log, log1p, prod, sqrt, tanh
from operator import mul
from pathlib import Path
from typing import BinaryIO, Callable, Container, Iterator, NamedTuple, Optional, Sequence, TextIO, Union

class NNMError(Exception):
    """The file breaks a rule of section Rules: its id, the byte of the file where that shows, the place (header,
    directory, or a chunk or tensor by its name), and what is wrong."""
    def __init__(self, rule: int, offset: int, place: str, message: str) -> None:
        self.rule, self.offset, self.place, self.message = f"NNM-{rule:03}", offset, place, message
        super().__init__(f"{self.rule} at byte {offset}, {place}: {message}")

def need(holds: bool, rule: int, offset: int, place: str, message: str) -> None:
    if not holds:
        raise NNMError(rule, offset, place, message)

# -------------------------------------------------------------------------------------------------------- The file

SIGNATURE, KNOWN, BLOCK = b"\x8eNNM\r\n\x1a\n", (b"INDX", b"INPT", b"LAYR", b"OUTP", b"TNSR"), 1 << 20
RAW, DEFLATE, PLANES, SPARSE = range(4)
WEIGHTS, BIASES, SCALES = 1, 2, 3
FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT8 = range(1, 6)
DATA_TYPES = {FLOAT32: ("float32", 4, "f"), FLOAT64: ("float64", 8, "d"), FLOAT16: ("float16", 2, "e"),
              BFLOAT16: ("bfloat16", 2, ""), INT8: ("int8", 1, "b")}  # by code: name, bytes a number, letter for struct

class Entry(NamedTuple):
    """An entry of the directory (section Directory)."""
    type: bytes; codec: int; dtype: int; role: int; rank: int; offset: int; stored: int; raw: int; crc: int
    layer: int; axis1: int; axis2: int; axis3: int; axis4: int; reserved: bytes
    axes = property(lambda e: e[10:14])
    start = property(lambda e: e.offset + 32)              # of the payload
    stop = property(lambda e: e.start + e.stored)          # of the payload
    end = property(lambda e: e.stop + (32 - e.stop) % 64)  # of the padding behind it

    @property
    def place(self) -> str:
        """What the chunk is called in reports, such as INPT, W[1], b[1] and scales[1]."""
        if self.type == b"TNSR":
            return f"{('?', 'W', 'b', 'scales')[self.role]}[{self.layer}]"
        return self.type.decode("ascii")

class Header(NamedTuple):
    """What the header tells (section Header)."""
    needed: tuple; writer: tuple; optional: int; size: int; digest: bytes

def read_header(data: memoryview) -> Header:
    """Sections Header and Compatibility, NNM-001 to NNM-009."""
    def check(holds: bool, rule: int, offset: int, message: str) -> None:
        need(holds, rule, offset, "header", message)
    start = bytes(data[:8])
    if start != SIGNATURE:
        check(not start or not SIGNATURE.startswith(start), 3, len(data), f"truncated: {len(data)} bytes")
        damaged = b"NNM" in (start[1:4], start[2:5], start[3:6])
        raise NNMError(2 if damaged else 1, 0, "signature", "damaged by a transfer in text mode" if damaged else "no model file")
    check(len(data) >= 96, 3, len(data), f"truncated: {len(data)} bytes of a header of 96")
    (major, minor, by_major, by_minor, required, optional, length, directory, size, chunks, digest, reserved,
     crc) = struct.unpack_from("<4H4Q2I32s2I", data, 8)
    check(zlib.crc32(data[:92]) == crc, 5, 92, "wrong CRC-32 of the header")
    check((major, minor) == (1, 0), 6, 8, f"a reader of version {major}.{minor} is needed")
    check(required == 0, 7, 16, f"unknown features {required:#x}: a reader of version {major}.{minor} is needed")
    check(reserved == 0, 8, 88, "reserved bytes are not zero")
    check(len(data) >= length, 3, len(data), f"truncated: {len(data)} of {length} bytes")
    check(len(data) <= length, 4, 32, f"{len(data)} bytes instead of {length}")
    check(1 <= chunks <= 10_000, 9, 52, f"{chunks} chunks")
    check(directory == 96, 9, 40, f"a directory at byte {directory}")
    check(size == 64 * (chunks - 1) and 128 + size + 32 <= length, 9, 48, f"{size} bytes of directory")
    return Header((major, minor), (by_major, by_minor), optional, size, digest)

def read_directory(data: memoryview, size: int, limit: int) -> list[Entry]:
    """Sections Directory, Codecs and Limits, NNM-008 to NNM-020: all that can be told of the chunks before anything
    is allocated for them."""
    crc, = struct.unpack_from("<I", data, 124)  # no entry tells the CRC-32 of the directory itself
    last, total = Entry(b"INDX", RAW, 0, 0, 0, 96, size, size, crc, 0, 0, 0, 0, 0, bytes(8)), 0
    read_chunk(data, last)
    entries = [Entry(*fields) for fields in struct.iter_unpack("<4s4B3Q6I8s", data[128:128 + size])]
    for at, e in zip(range(128, 128 + size, 64), entries):
        def check(holds: bool, rule: int, place: int, message: str) -> None:
            need(holds, rule, at + place, "directory", f"{e.type}: {message}")
        tensor = e.type == b"TNSR"
        check(e.type.isalpha() and e.type[2:3].isupper(), 11, 0, "no type of a chunk")
        check(e.type in KNOWN or e.type[:1].islower(), 12, 0, "unknown critical chunk")
        check(e.type > last.type or tensor and last.type == b"TNSR", 14, 0, "out of order or there twice")
        check(e.codec in ((RAW, DEFLATE, PLANES, SPARSE) if tensor else (RAW, DEFLATE)), 18, 4, "no codec for it")
        check(e.offset == last.end, 10, 8, "it does not begin where the chunk before it ends")
        check(e.end <= len(data), 10, 16, "it reaches beyond the file")
        check(lengths_fit(e), 19, 24, f"{e.stored} bytes stored can't be {e.raw} bytes")
        if tensor:
            check(e.dtype in DATA_TYPES, 33, 5, "unknown data type")
            check(e.role in (WEIGHTS, BIASES, SCALES), 33, 6, "unknown role")
            check(1 <= e.rank <= 4, 34, 7, "wrong number of axes")
            for i, axis in enumerate(e.axes):
                check((axis > 0) == (i < e.rank), 34, 40 + 4 * i, "no shape")
            check(e.raw == prod(e.axes[:e.rank]) * DATA_TYPES[e.dtype][1], 41, 24, f"{e.raw} bytes of {e.axes}")
        else:
            check(not any(e[2:5]) and not any(e[9:14]), 8, 5, "no tensor, but with a tensor's fields")
        check(not any(e.reserved), 8, 56, "reserved bytes are not zero")
        total += e.raw
        check((tensor or e.raw <= 1 << 24) and total <= limit, 20, 24, f"{e.raw} bytes are beyond the limits")
        last = e
    need(last.end == len(data), 10, 32, "header", "the last chunk does not end with the file")
    need({b"INPT", b"LAYR", b"OUTP"} <= {e.type for e in entries}, 13, 128, "directory", "INPT, LAYR or OUTP is missing")
    return entries

def lengths_fit(e: Entry) -> bool:
    """The end of section Codecs, NNM-019."""
    if e.codec == RAW:
        return e.stored == e.raw
    return 8 * -(-e.raw // BLOCK) < e.stored < e.raw and (e.codec == SPARSE or e.raw <= 1032 * e.stored)

def read_chunk(data: memoryview, e: Entry) -> memoryview:
    """Sections Chunk and Codecs, NNM-015 to NNM-026. Gives the raw bytes of the chunk that the entry tells of."""
    header = struct.pack("<4sB3x2Q4xI", e.type, e.codec, e.stored, e.raw, e.crc)
    payload, padding = data[e.start:e.stop], bytes(data[e.stop:e.end])
    need(data[e.offset:e.start] == header, 15, e.offset, e.place, "the chunk is not what the directory says")
    need(zlib.crc32(payload, zlib.crc32(header[:28])) == e.crc, 16, e.offset, e.place, "wrong CRC-32")
    need(not any(padding), 17, e.end - len(padding.lstrip(b"\0")), e.place, "padding is not zero")
    if e.codec == RAW:
        return payload
    blocks, raw = -(-e.raw // BLOCK), bytearray()
    table, at = list(struct.iter_unpack("<2I", payload[:8 * blocks])), 8 * blocks
    need(at + sum(stored for stored, _ in table) == e.stored, 21, e.start, e.place, "blocks do not fill the payload")
    for i, (stored, crc) in enumerate(table, 1):
        block = Block(e, i, e.start + at, payload[at:at + stored], min(BLOCK, e.raw - len(raw)))
        block.need(zlib.crc32(block.stored) == crc, 22, "wrong CRC-32")
        raw += block.decoded()
        at += stored
    return memoryview(raw)

class Block:
    """A stored block that holds so many raw bytes (sections Blocks to sparse, NNM-023, NNM-025 and NNM-026)."""
    def __init__(self, entry: Entry, index: int, offset: int, stored: memoryview, size: int) -> None:
        self.entry, self.index, self.offset, self.stored, self.size = entry, index, offset, stored, size

    def need(self, holds: bool, rule: int, message: str) -> None:
        if not holds:
            raise NNMError(rule, self.offset, f"{self.entry.place}, block {self.index}", message)

    def decoded(self) -> Union[bytes, memoryview]:
        """The raw bytes of the block."""
        if self.entry.codec == DEFLATE:
            return self.inflated([self.stored], self.size)[0]
        width = DATA_TYPES[self.entry.dtype][1]
        number = self.size // width
        if self.entry.codec == PLANES:
            return self.numbers(self.inflated(self.streams(width), number), width)
        bitmap, *planes = self.streams(width + 1)
        marks = int.from_bytes(self.inflated([bitmap], -(-number // 8))[0], "little")
        self.need(marks.bit_length() <= number, 26, "the bit map marks more numbers than there are")
        bits, zero = f"{marks:0{number}b}"[::-1], bytes(width)
        words = self.numbers(self.inflated(planes, bits.count("1")), width)
        marked = [words[i:i + width] for i in range(0, len(words), width)]
        self.need(zero not in marked, 26, "the bit map marks a number that is zero")
        rest = iter(marked)
        return b"".join(next(rest) if bit == "1" else zero for bit in bits)

    def streams(self, count: int) -> list[memoryview]:
        """So many streams, whose lengths stand before them."""
        self.need(4 * count <= len(self.stored), 25, "the lengths of the streams are cut off")
        lengths, at, streams = struct.unpack_from(f"<{count}I", self.stored), 4 * count, []
        self.need(at + sum(lengths) == len(self.stored), 25, "the streams do not fill the block")
        for length in lengths:
            streams.append(self.stored[at:at + length])
            at += length
        return streams

    def inflated(self, streams: list[memoryview], size: int) -> list:
        """What the streams hold, which is so many bytes each: their lengths are checked first, then they themselves."""
        self.need(all(len(stream) <= size for stream in streams), 25, "a stream is longer than what it holds")
        return [stream if len(stream) == size else self.inflate(stream, size) for stream in streams]

    def inflate(self, stream: memoryview, size: int) -> bytes:
        inflater = zlib.decompressobj(wbits=-15)
        try:
            raw = inflater.decompress(stream, size + 1)  # room for one byte too many, so that it shows
        except zlib.error as error:
            self.need(False, 23, f"no deflate stream: {error}")
        self.need(len(raw) == size and inflater.eof and not inflater.unused_data, 23, "a stream of wrong length")
        return raw

    def numbers(self, planes: list, width: int) -> bytes:
        """The numbers whose bytes stand in planes, the most significant first, and rotated left by a bit but for int8."""
        count = len(planes[0])
        words = bytearray(count * width)
        for i, plane in enumerate(planes):
            words[width - 1 - i::width] = plane
        if self.entry.dtype == INT8:
            return bytes(words)
        rotated = int.from_bytes(words, "little")  # all words at once, as one large integer
        signs = rotated & int.from_bytes((b"\1" + bytes(width - 1)) * count, "little")
        return ((rotated ^ signs) >> 1 | signs << 8 * width - 1).to_bytes(count * width, "little")

def content_digest(chunks: Sequence[tuple[Entry, memoryview]]) -> bytes:
    """Section Content digest: over 68 bytes for each chunk of the model."""
    return hashlib.sha256(b"".join(
        struct.pack("<4s4B5IQ32s", e.type, *e[2:5], 0, *e[9:14], e.raw, hashlib.sha256(raw).digest())
        for e, raw in chunks if e.type in KNOWN)).digest()

# --------------------------------------------------------------------------------------------------------- Records

CONTROL, SIZES = re.compile("[\0-\x1f\x7f-\x9f]"), {"B": 1, "H": 2, "I": 4, "Q": 8, "d": 8}

class Record:
    """A cursor that takes the fields of a record in their order (sections Conventions and Records); `field` is where
    the one that was taken last begins."""
    def __init__(self, entry: Entry, raw: memoryview) -> None:
        self.entry, self.raw, self.at, self.field = entry, raw, 0, 0

    def need(self, holds: bool, rule: int, message: str, at: Optional[int] = None) -> None:
        """A rule's report: at the last field unless told otherwise, and at the payload where that is compressed."""
        if not holds:
            within = 0 if self.entry.codec else self.field if at is None else at
            raise NNMError(rule, self.entry.start + within, self.entry.place, message)

    def take(self, size: int) -> memoryview:
        self.field = self.at
        self.need(size <= len(self.raw) - self.at, 30, "the record is too short")
        self.at += size
        return self.raw[self.field:self.at]

    def number(self, code: str, rule: int = 0, allowed: Container = (), what: str = "") -> Union[int, float]:
        """A number, which a rule may ask to be one of those allowed."""
        number, = struct.unpack("<" + code, self.take(SIZES[code]))
        self.need(not rule or number in allowed, rule, f"{number} {what}")
        return number

    def finite(self, count: int, rule: int) -> tuple:
        """So many float64 numbers, which are finite."""
        start, there = self.at, min(count, (len(self.raw) - self.at) // 8)
        numbers = struct.unpack(f"<{there}d", self.take(8 * there))
        for i, number in enumerate(numbers):
            self.need(isfinite(number), rule, f"{number} is not finite", start + 8 * i)
        self.need(there == count, 30, "the record is too short", self.at)
        return numbers

    def zeros(self, size: int) -> None:
        found = bytes(self.take(size))
        self.need(not any(found), 31, "padding or reserved bytes are not zero", self.at - len(found.lstrip(b"\0")))

    def padding(self) -> None:
        self.zeros(-self.at % 8)

    def text(self, encoded: memoryview) -> str:
        try:
            return str(encoded, "utf-8")
        except UnicodeDecodeError as error:
            self.need(False, 32, str(error))
            raise

    def name(self) -> str:
        """A length and so many bytes; reports of these are at the length."""
        start, encoded = self.at, self.take(self.number("B"))
        self.field = start
        name = self.text(encoded)
        self.need(not CONTROL.search(name), 32, "a control character in a name")
        return name

    def end(self) -> None:
        self.need(self.at == len(self.raw), 30, "the record is too long", self.at)

class Tensor(NamedTuple):
    dtype: int; raw: memoryview

    @property
    def numbers(self) -> Sequence[float]:
        """The numbers in row-major order; those of int8 without their scales."""
        _, width, code = DATA_TYPES[self.dtype]
        raw, count = self.raw, len(self.raw) // width
        if self.dtype == BFLOAT16:
            raw, code = bytearray(4 * count), "f"
            raw[2::4], raw[3::4] = self.raw[0::2], self.raw[1::2]
        return struct.unpack(f"<{count}{code}", raw)

class Input(NamedTuple):
    name: str; shape: tuple; range: Optional[tuple]; filter: str; fit: str; scalings: list

class Output(NamedTuple):
    name: str; meaning: str; threshold: float; classes: list

class Check(NamedTuple):
    tolerance: float; seed: int; values: Optional[tuple]; expected: tuple

@dataclass
class Layer:
    name: str; inputs: int; units: int; activation: str; g: Optional[Callable]; parameters: tuple
    tensors: dict  # by role

    @cached_property
    def rows(self) -> list:
        """W[l] as a list of rows, with the scales of an int8 matrix multiplied in (section Directory)."""
        numbers = self.tensors[WEIGHTS].numbers
        rows = [numbers[i:i + self.inputs] for i in range(0, len(numbers), self.inputs)]
        if SCALES in self.tensors:
            rows = [array("f", [scale * q for q in row]) for row, scale in zip(rows, self.tensors[SCALES].numbers)]
        return rows

    @cached_property
    def biases(self) -> Sequence[float]:
        return self.tensors[BIASES].numbers

FILTERS = ("no image", "nearest", "bilinear", "bicubic", "lanczos", "area")
FITS = ("no image", "stretch", "fit", "crop")
MEANINGS = {1: "probability", 2: "logit", 3: "log-probability", 4: "value"}

def read_input(record: Record) -> Input:
    """Section INPT, NNM-030 to NNM-035 and NNM-046."""
    rank = record.number("B", 34, range(1, 5), "axes")
    ranged = record.number("B", 33, range(2), "is neither 0 nor 1")
    filter_ = record.number("B", 33, range(len(FILTERS)), "is no filter")
    fit = record.number("B", 33, range(len(FITS)), "is no fit")
    record.need((filter_ == 0) == (fit == 0), 33, f"filter {filter_} with fit {fit}", 2)
    scalings, axes = record.number("I"), []
    for i in range(4):
        axes.append(record.number("I"))
        record.need((axes[i] > 0) == (i < rank), 34, f"{axes} is no shape of {rank} axes")
    shape = tuple(axes[:rank])
    record.need(prod(shape) < 1 << 32, 34, f"an input of shape {shape}", 8)
    low, high = record.finite(2, 46)
    record.need(low <= high if ranged else not any(record.raw[24:40]), 46, f"{low} to {high} is no range", 24)
    name = record.name()
    record.padding()
    record.need(scalings in (1, shape[-1], prod(shape)), 35, f"{scalings} scalings of a shape {shape}", 4)
    pairs = []
    for _ in range(scalings):
        pairs.append((*record.finite(1, 35), *record.finite(1, 35)))
        record.need(pairs[-1][1] != 0, 35, "a divisor of 0")
    record.end()
    return Input(name, shape, (low, high) if ranged else None, FILTERS[filter_], FITS[fit], pairs)

def read_layers(record: Record) -> list[Layer]:
    """Section LAYR, NNM-030 to NNM-038."""
    number, layers = record.number("I", 36, range(1, 4097), "layers"), []
    record.zeros(4)
    for _ in range(number):
        start, length = record.at, record.number("I")
        record.number("H", 37, (1,), "is no kind of layer")
        code, some = record.number("H"), range(1, 1 << 32)
        inputs, units = record.number("I", 34, some, "inputs"), record.number("I", 34, some, "units")
        parameters = record.number("B")
        activation, wanted, g = ACTIVATIONS.get(code, (f"unknown activation {code}", parameters, None))
        record.need(parameters == wanted, 38, f"{activation} has {wanted} parameters, not {parameters}")
        name = record.name()
        record.padding()
        layers.append(Layer(name, inputs, units, activation, g, record.finite(parameters, 38), {}))
        record.need(length == record.at - start, 30, f"the layer's record has {record.at - start} bytes", start)
    record.end()
    return layers

def read_output(record: Record) -> Output:
    """Section OUTP, NNM-030 to NNM-033 and NNM-043."""
    meaning = record.number("B", 33, MEANINGS, "is no meaning")
    record.zeros(3)
    number, (threshold,), name = record.number("I"), record.finite(1, 43), record.name()
    record.need(number <= len(record.raw) - record.at, 30, f"{number} class names are cut off", 4)
    output = Output(name, MEANINGS[meaning], threshold, [record.name() for _ in range(number)])
    record.end()
    return output

def check_model(input_: Input, layers: list[Layer], output: Output, entries: list[Entry]) -> None:
    """What INPT, LAYR, OUTP and the directory must agree on, NNM-039, NNM-042 and NNM-040."""
    records, given = {e.type: e for e in entries}, prod(input_.shape)
    for layer in layers:
        need(layer.inputs == given, 39, records[b"LAYR"].start, "LAYR", f"{layer.inputs} inputs instead of {given}")
        given = layer.units
    classes = 2 if given == 1 and output.meaning != "value" else given
    need(len(output.classes) in (0, classes), 42, records[b"OUTP"].start, "OUTP", f"{classes} classes have other names")
    tensors, floats = (e for e in entries if e.type == b"TNSR"), set(DATA_TYPES) - {INT8}
    for i, layer in enumerate(layers, 1):
        matrix, row = (layer.units, layer.inputs, 0, 0), (layer.units, 0, 0, 0)
        weights = check_tensor(next(tensors, None), i, WEIGHTS, matrix, set(DATA_TYPES))
        check_tensor(next(tensors, None), i, BIASES, row, floats)
        if weights.dtype == INT8:
            check_tensor(next(tensors, None), i, SCALES, row, {FLOAT32})
    need(next(tensors, None) is None, 40, 128, "directory", "more tensors than the layers have")

def check_tensor(e: Optional[Entry], layer: int, role: int, axes: tuple, dtypes: set) -> Entry:
    fits = e is not None and (e.layer, e.role, e.axes) == (layer, role, axes) and e.dtype in dtypes
    need(fits, 40, 128, "directory", f"layer {layer} misses a tensor of role {role} and shape {axes}")
    return e

def read_metadata(record: Record) -> dict[str, str]:
    """Section mETa, NNM-030, NNM-032 and NNM-044."""
    metadata, last = {}, ""
    for _ in range(record.number("I")):
        key = record.name()
        record.need(all("!" <= c <= "~" for c in key) and key > last, 44, f"the key {key!r} behind {last!r}")
        size = record.number("I", 44, range(65_537), "bytes of value")
        metadata[key], last = record.text(record.take(size)), key
    record.end()
    return metadata

def read_history(record: Record) -> dict[str, tuple]:
    """Section hISt, NNM-030 to NNM-032 and NNM-045."""
    columns, names = record.number("I", 45, range(1, 1025), "columns"), []
    rows, seen = record.number("I"), {""}
    for _ in range(columns):
        names.append(record.name())
        record.need(names[-1] not in seen, 45, f"a column of the name {names[-1]!r}")
        seen.add(names[-1])
    record.padding()
    numbers = struct.unpack(f"<{columns * rows}d", record.take(8 * columns * rows))
    record.end()
    return {name: numbers[i * rows:(i + 1) * rows] for i, name in enumerate(names)}

def read_checks(record: Record, input_: Input, layers: list[Layer]) -> list[Check]:
    """Section vERF, NNM-030, NNM-031, NNM-033 and NNM-047."""
    number, checks = record.number("I", 47, range(1, 65), "checks"), []
    record.zeros(4)
    for _ in range(number):
        kind = record.number("B", 33, (1, 2), "is no kind of input")
        record.zeros(7)
        tolerance, = record.finite(1, 47)
        record.need(tolerance > 0, 47, f"a tolerance of {tolerance}")
        seed = record.number("Q", 47, range(1 << 64 if kind == 1 else 1), "is a seed beside values")
        values = record.finite(prod(input_.shape), 47) if kind == 2 else None
        checks.append(Check(tolerance, seed, values, record.finite(layers[-1].units, 47)))
    record.end()
    return checks

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

def split_mix(seed: int) -> Iterator[float]:
    """The numbers u, from 0 to 1, that SplitMix64 makes of a seed (section vERF)."""
    mask, state = (1 << 64) - 1, seed
    while True:
        state = state + 0x9E3779B97F4A7C15 & mask
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        yield ((z ^ z >> 31) >> 11) * 2.0 ** -53

class Model(NamedTuple):
    """What a file holds. All is computed as float64, also where the network's precision is float32 (section INPT)."""
    header: Header; input: Input; layers: list; output: Output; history: dict; metadata: dict; checks: list
    extras: list  # the entries of ancillary chunks of unknown types

    def predict(self, raw_values: Sequence[float]) -> list[float]:
        """The output A[L] for the raw elements of an example, in row-major order (sections INPT and LAYR)."""
        if len(raw_values) != prod(self.input.shape):
            raise ValueError(f"{len(raw_values)} numbers for an input of shape {self.input.shape}")
        values = [(x - offset) / divisor for x, (offset, divisor) in zip(raw_values, cycle(self.input.scalings))]
        for layer in self.layers:
            if layer.g is None:
                raise ValueError(f"no prediction with {layer.activation}")
            sums = [sum(map(mul, row, values)) + bias for row, bias in zip(layer.rows, layer.biases)]
            values = layer.g(sums, *layer.parameters)
        return values

    def decide(self, output: Sequence[float]) -> Optional[tuple[int, float]]:
        """The class that an output stands for, and its probability (section OUTP); None where values have no answer."""
        meaning, one = self.output.meaning, len(output) == 1
        if meaning == "value":
            return None
        if meaning == "logit":
            output = [sigmoid(output[0])] if one else softmax(output)
        elif meaning == "log-probability":
            output = [exp(min(x, 700.0)) for x in output]  # beyond that exp would overflow
        if one:
            output = [1 - output[0], output[0]]
        best = int(output[1] > self.output.threshold) if one else max(range(len(output)), key=output.__getitem__)
        return best, output[best]

    def example(self, check: Check) -> Sequence[float]:
        """The raw elements that a check asks about (section vERF)."""
        if check.values is not None:
            return check.values
        numbers = zip(split_mix(check.seed), range(prod(self.input.shape)))
        if self.input.range:
            low, high = self.input.range
            return [low + u * (high - low) for u, _ in numbers]
        return [offset + (2 * u - 1) * divisor for (u, _), (offset, divisor) in zip(numbers, cycle(self.input.scalings))]

    def failures(self) -> list[str]:
        """The checks that do not hold, a line each (section vERF)."""
        return [f"check {i}: {a} instead of {e}, tolerance {check.tolerance}" for i, check in enumerate(self.checks, 1)
                for a, e in zip(self.predict(self.example(check)), check.expected)
                if not abs(a - e) <= check.tolerance * max(1.0, abs(e))]

    def summary(self) -> str:
        h, i, o = self.header, self.input, self.output
        return "\n".join((
            "version {}.{}, written by {}.{}".format(*h.needed, *h.writer) + f", digest {h.digest.hex()}",
            f"input {i.name!r}: {i.shape}, range {i.range}, {i.filter}, {i.fit}, {len(i.scalings)} scalings",
            *(f"layer {n} {layer.name!r}: {layer.inputs} -> {layer.units}, {layer.activation} {list(layer.parameters)}, "
              f"{DATA_TYPES[layer.tensors[WEIGHTS].dtype][0]}" for n, layer in enumerate(self.layers, 1)),
            f"output {o.name!r}: {o.meaning}, threshold {o.threshold}, classes {o.classes}",
            *(f"history {name!r}: {len(column)} rows" for name, column in self.history.items()),
            *(f"metadata {key!r}: {value!r}" for key, value in self.metadata.items()),
            f"{len(self.checks)} verification checks",
            *(f"unknown chunk {e.place!r}, {e.stored} bytes" for e in self.extras)))

def read(path_or_bytes: Union[str, Path, bytes], limit: int = 1 << 31) -> Model:
    """The model in a file that breaks no rule (section Rules, whose order this follows); limit is for the raw lengths
    of all chunks together (section Limits)."""
    in_memory = isinstance(path_or_bytes, (bytes, bytearray))
    data = memoryview(path_or_bytes if in_memory else Path(path_or_bytes).read_bytes())
    header = read_header(data)
    entries = read_directory(data, header.size, limit)
    chunks, found = [], {b"hISt": {}, b"mETa": {}, b"vERF": []}
    parsers = {b"INPT": read_input, b"LAYR": read_layers, b"OUTP": read_output, b"hISt": read_history,
               b"mETa": read_metadata, b"vERF": lambda record: read_checks(record, found[b"INPT"], found[b"LAYR"])}
    for e in entries:  # INPT, LAYR and OUTP, on which all else depends, are the first three of them
        raw = read_chunk(data, e)
        chunks.append((e, raw))
        if e.type in parsers:
            found[e.type] = parsers[e.type](Record(e, raw))
        if e.type == b"OUTP":
            check_model(found[b"INPT"], found[b"LAYR"], found[b"OUTP"], entries)
        elif e.type == b"TNSR":
            found[b"LAYR"][e.layer - 1].tensors[e.role] = Tensor(e.dtype, raw)
    need(content_digest(chunks) == header.digest, 24, 56, "header", "wrong content digest")
    return Model(header, *(found[t] for t in parsers), [e for e in entries if e.type not in found and e.type not in KNOWN])

# ---------------------------------------------------------------------------------------------------- Command line

def judge(files: BinaryIO, verdicts: TextIO, places: bool) -> None:
    """Answers for each file of a stream as --judge promises; an exception of any other kind is a bug of this reader."""
    while len(length := files.read(4)) == 4:
        try:
            read(files.read(*struct.unpack("<I", length)))
            verdict = "ok"
        except NNMError as error:
            verdict = f"{error.rule} {error.offset}" + f" {error.place}" * places
        except Exception as error:
            verdict = f"crash {error!r}"
        print(verdict, file=verdicts, flush=True)

def main(file: str = "", *options: str) -> Union[str, int]:
    """The command line, as told at the top: prints what is asked for, and gives what to exit with."""
    if file == "--judge" and options in ((), ("--places",)):
        return judge(sys.stdin.buffer, sys.stdout, bool(options)) or 0
    action = options[0] if options else "--summary"
    if not file or len(options) != {"--summary": 0, "--predict": 2, "--verify": 1, "--selftest": 1}.get(action, -1):
        return __doc__
    try:
        model = read(file)
        if action == "--predict":
            text = Path(options[1][1:]).read_text() if options[1].startswith("@") else options[1]
            output = model.predict([float(number) for number in text.replace(",", " ").split()])
            print(json.dumps(output, allow_nan=False))
        elif action == "--selftest":
            failures = model.failures()
            print(*failures or [f"ok, {len(model.checks)} checks"], sep="\n")
            return 1 if failures else 0
        else:
            print("ok" if action == "--verify" else model.summary())
        return 0
    except NNMError as error:
        if action != "--verify":
            return str(error)
        print(error)
        return 1
    except (OSError, ValueError) as error:
        return str(error)

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
