"""The valid conformance vectors: a title and a file each."""
import random, zlib
from writer import *

EXTREMES = {  # quiet and signalling NaNs with payloads, infinities, -0, subnormals, the largest numbers; as bit patterns
    FLOAT32: (0x7FC00001, 0xFFC12345, 0x7F800001, 0x7F800000, 0xFF800000, 0x80000000, 0x00000001, 0x807FFFFF, 0x7F7FFFFF),
    FLOAT64: (0x7FF8000000000001, 0xFFF0000000000001, 0x7FF0000000000000, 0xFFF0000000000000, 1 << 63, 1, 0x7FEFFFFFFFFFFFFF),
    FLOAT16: (0x7E01, 0xFC01, 0x7C00, 0xFC00, 0x8000, 0x0001, 0x83FF, 0x7BFF),
    BFLOAT16: (0x7FC1, 0xFF81, 0x7F80, 0xFF80, 0x8000, 0x0001, 0x807F, 0x7F7F),
}
ACTIVATIONS = ("identity", "relu", "relu6", "leaky-relu", "elu", "selu", "gelu", "gelu-tanh", "sigmoid", "hard-sigmoid",
               "tanh", "softplus", "softsign", "swish", "hard-swish", "mish", "softmax", "log-softmax")
PARAMETERS = {3: (0.01,), 4: (0.75,), 9: (1 / 6, 0.5)}


def tiny(*more, checks=(), **rest):
    """The worked file of the specification, and more chunks."""
    net = Net().add(1, 8, weights=f32(1.5, -2), biases=f32(0.25))
    return net.chunks(*more, output=outp(("no", "yes"), 1), checks=[net.check(c) for c in checks], **rest)


TOOL = Chunk(b"mETa", meta((b"tool", b"by hand")))


def sparse_numbers(count, dtype):
    """One number in ten, the others zero; the last one is not."""
    step = 1 if dtype == INT8 else 0.125
    return bytes_of([(i % 13 + 1) * step if i % 10 == 9 or i == count - 1 else 0 for i in range(count)], dtype)


def codecs():
    for dtype in TYPES:
        for codec in CODECS:
            weights = sparse_numbers(192, dtype) if codec == SPARSE else None
            net = Net((24,)).add(8, dtype=dtype, weights=weights, codec=codec).add(3, 16, dtype=dtype)
            yield f"{CODECS[codec]}-{TYPES[dtype]}", File(net.chunks(checks=[net.seed(7)]))


def activations():
    for code, title in enumerate(ACTIVATIONS):
        net = Net((3,)).add(4, code, PARAMETERS.get(code, ())).add(2)
        yield f"activation-{title}", File(net.chunks(checks=[net.seed(code), net.check([1.5, -2.0, 0.25])]))
    for code, parameters in ((18, ()), (999, (1.0, -2.0)), (65535, (0.5,))):
        chunks = tiny()
        chunks[1] = chunks[1].changed(raw=layr(layer(2, 1, code, parameters)))
        yield f"activation-unknown-{code}", File(chunks)
    net = Net((2,)).add(2, 3, (-0.0,)).add(2, 3, (30.0,)).add(2, 9, (0.0, -5.0))
    yield "activation-parameters", File(net.chunks(checks=[net.seed(1)]))


def extremes():
    for dtype, patterns in EXTREMES.items():
        width = SIZES[dtype]
        numbers = b"".join(pattern.to_bytes(width, "little") for pattern in patterns)
        numbers += bytes(64 * width - len(numbers))
        for codec in CODECS:
            net = Net((64,)).add(1, dtype=dtype, weights=numbers, codec=codec)
            yield f"extremes-{TYPES[dtype]}-{CODECS[codec]}", File(net.chunks())
    net = Net((64,)).add(2, dtype=INT8, weights=bytes([128, 127, 255, 1] + [0] * 124), codec=SPARSE, scales=f32(NAN, -INF))
    yield "extremes-int8-scales", File(net.chunks())
    yield "extremes-biases", File(Net().add(2, biases=f32(NAN, INF)).chunks())


def in_blocks():
    row = f32(*(0.5,) * 16)
    for title, count in (("a-block", MIB // 4), ("a-block-and-one", MIB // 4 + 1), ("three-blocks", 3 * MIB // 4)):
        raw = row * (count // 16) + f32(-1.5) * (count % 16)
        for codec in (DEFLATE, PLANES, SPARSE):
            weights = raw if codec != SPARSE else bytes(4 * count - 4) + f32(-1.5)
            net = Net((count,)).add(1, weights=weights, codec=codec)
            yield f"{title}-{CODECS[codec]}", File(net.chunks())
    yield "a-block-and-one-int8-sparse", File(
        Net((MIB + 1,)).add(1, dtype=INT8, weights=bytes(MIB) + b"\x80", codec=SPARSE).chunks())
    yield "a-block-and-one-int8-planes", File(
        Net((MIB + 1,)).add(1, dtype=INT8, weights=bytes(MIB) + b"\x80", codec=PLANES).chunks())


def streams():
    raw = f32(*((i % 15 - 7) / 8 for i in range(192)))
    strategies = (("fixed", 9, zlib.Z_FIXED), ("huffman-only", 9, zlib.Z_HUFFMAN_ONLY),
                  ("run-length", 9, zlib.Z_RLE))
    for title, level, strategy in strategies:
        net = Net((192,)).add(1, weights=raw, codec=DEFLATE)
        chunks = net.chunks()
        chunks[3] = chunks[3].changed(payload=blocks([deflated(raw, level, strategy)]))
        yield f"stream-{title}", File(chunks)
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    flushed = compressor.compress(raw[:400]) + compressor.flush(zlib.Z_FULL_FLUSH) + compressor.compress(raw[400:])
    chunks = Net((192,)).add(1, weights=raw).chunks()
    weights = chunks[3].changed(codec=DEFLATE, payload=blocks([flushed + compressor.flush()]))
    yield "stream-flushed", File(chunks[:3] + [weights] + chunks[4:])

    rng = random.Random(1)
    noise = b"".join(bytes([rng.randrange(256), rng.randrange(256), 0, 63]) for _ in range(64))
    yield "planes-two-raw", File(Net((64,)).add(1, weights=noise, codec=PLANES).chunks())
    chunks = Net((64,)).add(1, weights=noise).chunks()
    planes = planes_of(noise, FLOAT32)
    payload = blocks([block_of([deflated(planes[0]), planes[1], planes[2], planes[3]])])
    yield "planes-raw-that-could-be-deflate", File(
        chunks[:3] + [chunks[3].changed(codec=PLANES, payload=payload)] + chunks[4:])
    few = b"".join(noise[4 * i:4 * i + 4] if i in (0, 7, 8, 62) else bytes(4) for i in range(63))
    yield "sparse-streams-all-raw", File(Net((63,)).add(1, weights=few, codec=SPARSE).chunks())
    yield "sparse-nothing-but-zeros", File(Net((64,)).add(1, weights=bytes(256), codec=SPARSE).chunks())
    yield "sparse-nothing-but-minus-zeros", File(Net((64,)).add(1, weights=f32(*(-0.0,) * 64), codec=SPARSE).chunks())
    yield "sparse-all-marked", File(Net((61,)).add(1, weights=f32(*(0.5,) * 61), codec=SPARSE).chunks())


def chunk_kinds():
    history = Chunk(b"hISt", hist([("cost", [0.5, 0.25]), ("accuracy", [NAN, 1.0])], 2))
    yield "tiny", File(tiny(TOOL))
    yield "least", File(Net((1,)).add(1).chunks())
    yield "all-chunks", File(tiny(TOOL, history, checks=[[1.0, 0.5]]))
    net = Net((96,), bounds=(0.0, 255.0), title="pixels " * 30).add(4, 1, title="hidden " * 30).add(3, 16)
    classes = outp([f"class {i}" + " and so on" * 20 for i in range(3)], 1)
    compressible = [Chunk(b"hISt", hist([("cost", [0.5] * 64)], 64), DEFLATE),
                    Chunk(b"mETa", meta((b"note", b"again " * 50)), DEFLATE)]
    yield "records-compressed", File(net.chunks(*compressible, output=classes, codec=DEFLATE,
                                                checks=[net.check([1.0] * 96)]))
    for kind in (b"abCd", b"abCD", b"aBCd", b"zzZz"):
        yield f"unknown-{kind.decode()}", File(sorted(tiny(TOOL, Chunk(kind, b"what?")), key=lambda c: c.kind))
    yield "unknown-empty", File(tiny(Chunk(b"none"[:2] + b"Ne", b"")))
    yield "unknown-compressed", File(tiny(TOOL, Chunk(b"zzZz", b"again " * 50, DEFLATE)))
    yield "unknown-three", File(sorted(tiny(TOOL, *(Chunk(k, k * 9) for k in (b"abCd", b"nnNn", b"zzZZ"))),
                                       key=lambda c: c.kind))
    yield "features-optional", File(tiny(), optional=ALL)
    yield "written-by-9.9", File(tiny(), writer=(9, 9))
    yield "written-by-0.0", File(tiny(), writer=(0, 0))
    yield "metadata-none", File(tiny(Chunk(b"mETa", meta())))
    yield "metadata-values", File(tiny(Chunk(b"mETa", meta(
        (b"!", b""), (b"a", b"\0\n\x7f"), (b"a!", "é €😀".encode()), (b"b", b"b"), (b"~" * 255, b"long")))))
    yield "metadata-65536-bytes", File(tiny(Chunk(b"mETa", meta((b"note", b"x" * 65536)), DEFLATE)))
    yield "unknown-16-MiB", File(tiny(Chunk(b"zzZz", bytes(1 << 24), DEFLATE)))
    yield "history-without-rows", File(tiny(Chunk(b"hISt", hist([("cost", [])], 0))))
    yield "history-1024-columns", File(tiny(Chunk(b"hISt", hist([(f"{i}", []) for i in range(1024)], 0), DEFLATE)))
    yield "history-special", File(tiny(Chunk(b"hISt", hist([("é", [NAN, INF, -0.0]), ("e\u0301", [-INF, 5e-324, 1e308])], 3))))


def inputs():
    for axes in ((3,), (2, 3), (2, 2, 3), (2, 1, 2, 3)):
        for scalings in (1, axes[-1], math.prod(axes)):
            if scalings == axes[-1] and len(axes) == 1:
                continue
            pairs = [(0.5 * i, 2.0 - 4 * (i % 2)) for i in range(scalings)]
            net = Net(axes, pairs).add(2)
            yield f"input-{len(axes)}-axes-{scalings}-scalings", File(net.chunks(checks=[net.seed(3)]))
    for filter_, title in enumerate(("nearest", "bilinear", "bicubic", "lanczos", "area"), 1):
        fit = filter_ % 3 + 1
        net = Net((2, 2, 3), ((0.0, 255.0),), (0.0, 255.0), filter_=filter_, fit=fit, title="image").add(2)
        yield f"input-image-{title}-fit-{fit}", File(net.chunks(checks=[net.seed(ALL)]))
    for title, bounds in (("equal", (2.0, 2.0)), ("minus-zero", (-0.0, 0.0)), ("wide", (-1e300, 1e300))):
        yield f"input-range-{title}", File(Net(bounds=bounds).add(1).chunks())
    yield "input-scaling-subnormal", File(Net(scalings=((0.0, 5e-324),)).add(1).chunks())
    yield "input-scaling-minus-zero-offset", File(Net(scalings=((-0.0, -1.0),)).add(1).chunks())
    yield "input-name-255-bytes", File(Net(title="n" * 255).add(1, title="é" * 127).chunks(output=outp(title="😀" * 63)))


def outputs():
    for meaning, title in enumerate(("probability", "logit", "log-probability", "value"), 1):
        net = Net().add(3)
        yield f"output-{title}", File(net.chunks(output=outp(("a", "b", "c"), meaning), checks=[net.seed(0)]))
    yield "output-a-logit", File(Net().add(1).chunks(output=outp(("no", "yes"), 2, 0.25)))
    yield "output-a-value", File(Net().add(1).chunks(output=outp(("degrees",), 4, -0.0)))
    yield "output-classes-empty-and-alike", File(Net().add(3).chunks(output=outp(("", "", ""), 1)))
    yield "output-no-classes", File(Net().add(1).chunks(output=outp((), 1, -5.0)))
    yield "output-threshold-large", File(Net().add(1).chunks(output=outp((), 1, 1.7976931348623157e308)))


def types():
    for dtype, bias in ((FLOAT16, FLOAT64), (BFLOAT16, FLOAT32), (INT8, FLOAT64), (INT8, BFLOAT16), (FLOAT64, FLOAT16)):
        net = Net((3,)).add(4, 1, dtype=dtype, bias_type=bias).add(2, dtype=FLOAT32)
        yield f"weights-{TYPES[dtype]}-biases-{TYPES[bias]}", File(net.chunks(checks=[net.seed(5)]))
    net = Net((3,)).add(4, 10, dtype=INT8, scales=f32(0.0, -0.5, 0.25, 1.0)).add(5, dtype=INT8).add(2, 17, dtype=FLOAT16)
    yield "int8-layers", File(net.chunks(checks=[net.seed(6)]))
    deep = Net((4,))
    for _ in range(6):
        deep.add(4, 10)
    yield "six-layers", File(deep.chunks(checks=[deep.seed(1), deep.check([0.0, -0.0, 1.0, 2.0])]))


def verifications():
    net = Net().add(2, 16)
    yield "verification-64-checks", File(net.chunks(checks=[net.seed(i) for i in range(64)]))
    yield "verification-seeds", File(net.chunks(checks=[net.seed(s) for s in (0, 1, HALF, ALL)]))
    yield "verification-values", File(net.chunks(checks=[net.check([0.1, -0.2]), net.check([-0.0, 1e-3])]))
    large = Net().add(1, weights=f32(1024, 4096))
    yield "verification-relative", File(large.chunks(checks=[large.check([100.0, 200.0], 1e-5)]))
    yield "verification-that-fails", File(net.chunks(checks=[values_check([1.0, 2.0], [5.0, 5.0])]))
    yield "verification-tolerance-subnormal", File(Net().add(1).chunks(checks=[values_check([0.0, 0.0], [-0.5], 5e-324)]))


def cases():
    for group in (codecs, activations, extremes, in_blocks, streams, chunk_kinds, inputs, outputs, types, verifications):
        yield from group()
