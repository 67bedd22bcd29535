"""A writer of .nnm files made from Specs/nnm-format.md, for the conformance vectors: it writes whatever it is told to,
right or wrong, and shares no code with any reader. (Python's standard library.)
"""
import hashlib, math, struct, zlib

FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT8 = 1, 2, 3, 4, 5
SIZES = {FLOAT32: 4, FLOAT64: 8, FLOAT16: 2, BFLOAT16: 2, INT8: 1}
TYPES = {FLOAT32: "float32", FLOAT64: "float64", FLOAT16: "float16", BFLOAT16: "bfloat16", INT8: "int8"}
RAW, DEFLATE, PLANES, SPARSE = 0, 1, 2, 3
CODECS = {RAW: "raw", DEFLATE: "deflate", PLANES: "planes", SPARSE: "sparse"}
MIB, TIB, HALF, ALL = 1 << 20, 1 << 40, 1 << 63, (1 << 64) - 1
NAN, INF = math.nan, math.inf


def u16(*numbers):
    return struct.pack(f"<{len(numbers)}H", *numbers)


def u32(*numbers):
    return struct.pack(f"<{len(numbers)}I", *numbers)


def u64(*numbers):
    return struct.pack(f"<{len(numbers)}Q", *numbers)


def f32(*numbers):
    return struct.pack(f"<{len(numbers)}f", *numbers)


def f64(*numbers):
    return struct.pack(f"<{len(numbers)}d", *numbers)


def name(text):
    encoded = text if isinstance(text, bytes) else text.encode()
    return bytes([len(encoded)]) + encoded


def to_eight(record):
    return record + bytes(-len(record) % 8)


def patched(record, at, new):
    """The record with other bytes from a place on."""
    return record[:at] + new + record[at + len(new):]


# ---- Codecs

def deflated(raw, level=9, strategy=zlib.Z_DEFAULT_STRATEGY):
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
    return compressor.compress(raw) + compressor.flush()


def stream(raw):
    """The smaller of the bytes as they are and of a deflate stream."""
    return min(raw, deflated(raw), key=len)


def blocks(stored):
    """The payload of a chunk in blocks."""
    return b"".join(u32(len(block), zlib.crc32(block)) for block in stored) + b"".join(stored)


def planes_of(raw, dtype):
    """The byte planes of numbers, the most significant first."""
    width, planes = SIZES[dtype], []
    words = [int.from_bytes(raw[i:i + width], "little") for i in range(0, len(raw), width)]
    if dtype != INT8:
        top = 8 * width
        words = [(word << 1 | word >> top - 1) & (1 << top) - 1 for word in words]
    for shift in range(8 * (width - 1), -8, -8):
        planes.append(bytes(word >> shift & 255 for word in words))
    return planes


def block_of(streams):
    return u32(*map(len, streams)) + b"".join(streams)


def marks_of(raw, dtype):
    """The bit map of numbers, and those that it marks."""
    width = SIZES[dtype]
    words = [raw[i:i + width] for i in range(0, len(raw), width)]
    marks = bytearray(-(-len(words) // 8))
    for i, word in enumerate(words):
        if any(word):
            marks[i // 8] |= 1 << i % 8
    return bytes(marks), b"".join(word for word in words if any(word))


def encoded(raw, codec, dtype):
    """The payload that holds the raw bytes."""
    if codec == RAW:
        return raw
    cut = [raw[i:i + MIB] for i in range(0, len(raw), MIB)]
    if codec == DEFLATE:
        return blocks([stream(block) for block in cut])
    if codec == PLANES:
        return blocks([block_of([stream(plane) for plane in planes_of(block, dtype)]) for block in cut])
    stored = []
    for block in cut:
        marks, rest = marks_of(block, dtype)
        stored.append(block_of([stream(plane) for plane in [marks] + planes_of(rest, dtype)]))
    return blocks(stored)


# ---- Chunks and files

class Chunk:
    def __init__(self, kind, raw, codec=RAW, payload=None, dtype=0, role=0, layer=0, axes=()):
        self.kind, self.raw, self.codec, self.dtype, self.role, self.layer, self.axes = (
            kind, raw, codec, dtype, role, layer, axes)
        self.payload = encoded(raw, codec, dtype) if payload is None else payload

    @property
    def place(self):
        if self.kind != b"TNSR":
            return self.kind.decode()
        return f"{ {1: 'W', 2: 'b', 3: 'scales'}[self.role]}[{self.layer}]"

    def changed(self, **changes):
        """The same chunk but for these attributes; a new payload is made unless one is given."""
        fields = dict(kind=self.kind, raw=self.raw, codec=self.codec, dtype=self.dtype, role=self.role, layer=self.layer,
                      axes=self.axes)
        return Chunk(**{**fields, **changes})


class File:
    """A file of these chunks, and where its parts lie."""

    def __init__(self, chunks, needed=(1, 0), writer=(1, 0), required=0, optional=0):
        size = 64 * len(chunks)
        index, body, digest, at = b"", b"", b"", 128 + size + len(self.gap(128 + size))
        self.entries, self.chunks, self.payloads, self.layout = {}, {}, {}, []
        for i, c in enumerate(chunks):
            axes = tuple(c.axes) + (0,) * (4 - len(c.axes))
            stored, raw = len(c.payload), len(c.raw)
            start = c.kind + bytes([c.codec, 0, 0, 0]) + u64(stored, raw) + u32(0)
            crc = zlib.crc32(start + c.payload)
            fields = bytes([c.dtype, c.role, len(c.axes)])
            index += c.kind + bytes([c.codec]) + fields + u64(at, stored, raw) + u32(crc, c.layer, *axes) + bytes(8)
            whole = start + u32(crc) + c.payload
            whole += self.gap(at + len(whole))
            if c.kind in (b"INPT", b"LAYR", b"OUTP", b"TNSR"):
                digest += c.kind + fields + b"\0" + u32(c.layer, *axes) + u64(raw) + hashlib.sha256(c.raw).digest()
            self.entries[c.place], self.chunks[c.place], self.payloads[c.place] = 128 + 64 * i, at, at + 32
            self.layout.append((128 + 64 * i, at, stored))
            body, at = body + whole, at + len(whole)
        head = b"\x8eNNM\r\n\x1a\n" + u16(*needed, *writer) + u64(required, optional, at, 96)
        head += u32(size, len(chunks) + 1) + hashlib.sha256(digest).digest() + bytes(8)
        start = b"INDX" + bytes(4) + u64(size, size) + bytes(8)
        self.data = bytearray(head + start + index + self.gap(128 + size) + body)
        self.layout_end, self.size = len(self.data), size
        self.seal()

    @staticmethod
    def gap(at):
        return bytes((32 - at) % 64)

    def seal(self):
        """Sets every CRC-32 of the layout right but those of blocks."""
        for entry, chunk, stored in self.layout:
            crc = u32(zlib.crc32(self.data[chunk:chunk + 28] + self.data[chunk + 32:chunk + 32 + stored]))
            self.data[chunk + 28:chunk + 32] = self.data[entry + 32:entry + 36] = crc
        return self.seal_directory()

    def seal_directory(self):
        self.data[124:128] = u32(zlib.crc32(self.data[96:124] + self.data[128:128 + self.size]))
        return self.seal_header()

    def seal_header(self):
        self.data[92:96] = u32(zlib.crc32(self.data[:92]))
        return self

    def put(self, at, new):
        self.data[at:at + len(new)] = new
        return self

    def flip(self, at):
        self.data[at] ^= 1
        return self

    def entry(self, place):
        return self.entries[place]

    def chunk(self, place):
        return self.chunks[place]

    def payload(self, place):
        return self.payloads[place]


# ---- Records

def inpt(axes=(2,), scalings=((0.0, 1.0),), title="", bounds=None, filter_=0, fit=0):
    record = bytes([len(axes), int(bounds is not None), filter_, fit]) + u32(len(scalings))
    record += u32(*axes, *(0,) * (4 - len(axes))) + (f64(*bounds) if bounds else bytes(16)) + name(title)
    return to_eight(record) + b"".join(f64(*pair) for pair in scalings)


def layer(inputs, units, activation=0, parameters=(), title="", kind=1, length=None):
    record = u16(kind, activation) + u32(inputs, units) + bytes([len(parameters)]) + name(title)
    record = to_eight(bytes(4) + record) + f64(*parameters)
    return u32(len(record) if length is None else length) + record[4:]


def layr(*records):
    return u32(len(records), 0) + b"".join(records)


def outp(classes=(), meaning=4, threshold=0.5, title=""):
    return bytes([meaning, 0, 0, 0]) + u32(len(classes)) + f64(threshold) + name(title) + b"".join(map(name, classes))


def meta(*pairs):
    return u32(len(pairs)) + b"".join(name(k) + u32(len(v)) + v for k, v in pairs)


def hist(columns, rows):
    """columns: a list of (name, numbers)."""
    return to_eight(u32(len(columns), rows) + b"".join(name(k) for k, _ in columns)) + b"".join(f64(*v) for _, v in columns)


def seed_check(seed, expected, tolerance=1e-4):
    return bytes([1]) + bytes(7) + f64(tolerance) + u64(seed) + f64(*expected)


def values_check(values, expected, tolerance=1e-4):
    return bytes([2]) + bytes(7) + f64(tolerance) + u64(0) + f64(*values, *expected)


def verf(*checks):
    return u32(len(checks), 0) + b"".join(checks)


# ---- What a network computes, in plain float64

def g(code, zs, p):
    def one(z):
        e = math.exp(min(z, 700.0))
        if code == 0: return z
        if code == 1: return z if z > 0 else 0.0
        if code == 2: return min(z, 6.0) if z > 0 else 0.0
        if code == 3: return z if z > 0 else p[0] * z
        if code == 4: return z if z > 0 else p[0] * (e - 1)
        if code == 5: return 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * (e - 1))
        if code == 6: return z / 2 * math.erfc(-z / math.sqrt(2))
        if code == 7: return z / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z ** 3)))
        if code == 8: return 1 / (1 + 1 / e)
        if code == 9: return min(max(p[0] * z + p[1], 0.0), 1.0)
        if code == 10: return (e - 1 / e) / (e + 1 / e)
        if code == 11: return math.log(1 + e)
        if code == 12: return z / (1 + abs(z))
        if code == 13: return z / (1 + 1 / e)
        if code == 14: return z * min(max(z / 6 + 0.5, 0.0), 1.0)
        if code == 15: return z * math.tanh(math.log(1 + e))
        total = sum(math.exp(other) for other in zs)
        return e / total if code == 16 else z - math.log(total)
    return [one(z) for z in zs]


def value_of(raw, dtype):
    """A number from its stored bytes."""
    if dtype == BFLOAT16:
        return struct.unpack("<f", b"\0\0" + raw)[0]
    return struct.unpack({FLOAT32: "<f", FLOAT64: "<d", FLOAT16: "<e", INT8: "<b"}[dtype], raw)[0]


def bytes_of(numbers, dtype):
    if dtype == BFLOAT16:  # cut off, which is exact for the numbers that are used here
        return b"".join(f32(number)[2:] for number in numbers)
    return struct.pack(f"<{len(numbers)}{ {FLOAT32: 'f', FLOAT64: 'd', FLOAT16: 'e', INT8: 'b'}[dtype]}", *numbers)


def seeded(seed, bounds, scalings, count):
    state, example = seed, []
    for i in range(count):
        state = (state + 0x9E3779B97F4A7C15) % 2 ** 64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2 ** 64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2 ** 64
        u = ((z ^ z >> 31) >> 11) / 2 ** 53
        offset, divisor = scalings[i % len(scalings)]
        example.append(bounds[0] + u * (bounds[1] - bounds[0]) if bounds else offset + (2 * u - 1) * divisor)
    return example


class Net:
    """A model; `layers` holds (units, activation, parameters, dtype, weights, biases, scales)."""

    def __init__(self, axes=(2,), scalings=((0.0, 1.0),), bounds=None, **rest):
        self.axes, self.scalings, self.bounds, self.rest, self.layers = axes, scalings, bounds, rest, []
        self.count = math.prod(axes)

    def add(self, units, activation=0, parameters=(), dtype=FLOAT32, weights=None, biases=None, scales=None,
            bias_type=None, codec=RAW, title=""):
        inputs = self.layers[-1]["units"] if self.layers else self.count
        if weights is None:  # multiples of 1/8 are exact in every type, and -7 to 7 in int8
            step = 1 if dtype == INT8 else 0.125
            weights = bytes_of([((3 * i * i + 5 * i + 1) % 15 - 7) * step for i in range(units * inputs)], dtype)
        bias_type = bias_type or (FLOAT32 if dtype == INT8 else dtype)
        if biases is None:
            biases = bytes_of([(i % 5 - 2) * 0.25 for i in range(units)], bias_type)
        if dtype == INT8 and scales is None:
            scales = f32(*((i % 3 + 1) * 0.0625 for i in range(units)))
        self.layers.append(dict(inputs=inputs, units=units, activation=activation, parameters=parameters, dtype=dtype,
                                weights=weights, biases=biases, scales=scales, bias_type=bias_type, codec=codec,
                                title=title))
        return self

    def predict(self, example):
        values = [(x - self.scalings[i % len(self.scalings)][0]) / self.scalings[i % len(self.scalings)][1]
                  for i, x in enumerate(example)]
        for l in self.layers:
            size, zs = SIZES[l["dtype"]], []
            for j in range(l["units"]):
                row = l["weights"][j * l["inputs"] * size:(j + 1) * l["inputs"] * size]
                weights = [value_of(row[i:i + size], l["dtype"]) for i in range(0, len(row), size)]
                if l["scales"]:
                    weights = [w * value_of(l["scales"][4 * j:4 * j + 4], FLOAT32) for w in weights]
                width = SIZES[l["bias_type"]]
                bias = value_of(l["biases"][j * width:(j + 1) * width], l["bias_type"])
                zs.append(math.fsum(w * a for w, a in zip(weights, values)) + bias)
            values = g(l["activation"], zs, l["parameters"])
        return values

    def seed(self, seed, tolerance=1e-4):
        return seed_check(seed, self.predict(seeded(seed, self.bounds, self.scalings, self.count)), tolerance)

    def check(self, values, tolerance=1e-4):
        return values_check(values, self.predict(values), tolerance)

    def chunks(self, *more, output=None, checks=(), codec=RAW):
        """The chunks of the model and more, in order; `codec` is for the records."""
        found = [Chunk(b"INPT", inpt(self.axes, self.scalings, bounds=self.bounds, **self.rest), codec),
                 Chunk(b"LAYR", layr(*(layer(l["inputs"], l["units"], l["activation"], l["parameters"], l["title"])
                                       for l in self.layers)), codec),
                 Chunk(b"OUTP", output or outp(), codec if output else RAW)]
        for n, l in enumerate(self.layers, 1):
            shape, units = (l["units"], l["inputs"]), (l["units"],)
            found.append(Chunk(b"TNSR", l["weights"], l["codec"], None, l["dtype"], 1, n, shape))
            found.append(Chunk(b"TNSR", l["biases"], RAW, None, l["bias_type"], 2, n, units))
            if l["scales"]:
                found.append(Chunk(b"TNSR", l["scales"], RAW, None, FLOAT32, 3, n, units))
        found += more
        if checks:
            found.append(Chunk(b"vERF", verf(*checks), codec))
        return sorted(found, key=lambda c: c.kind)  # stable
