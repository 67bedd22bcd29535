"""The invalid conformance vectors: a title, the rule that is broken, the byte and the place where that shows, and the
bytes. Every checksum that a case is not about is right."""
from valid_cases import TOOL, sparse_numbers, tiny
from writer import *

HUGE32 = 0xFFFFFFFF
HUGE64 = (("1-TiB", TIB), ("2-63", HALF), ("2-64", ALL))
HISTORY = Chunk(b"hISt", hist([("cost", [0.5, 0.25]), ("accuracy", [NAN, 1.0])], 2))


def every():
    """The chunks of a file that has one of each."""
    return tiny(TOOL, HISTORY, checks=[[1.0, 0.5]])


def with_a(place):
    """The chunks of a small file that has this one."""
    more = [c for c in (TOOL, HISTORY) if c.place == place]
    return tiny(*more, checks=[[1.0, 0.5]] if place == "vERF" else ())


def changed(place, chunks=None, **changes):
    """A file in which one chunk is another."""
    return File([c.changed(**changes) if c.place == place else c for c in chunks or with_a(place)])


def within(place, at, new, chunks=None):
    """A file in which some bytes of a record are others."""
    raw = next(c.raw for c in chunks or with_a(place) if c.place == place)
    return changed(place, chunks, raw=patched(raw, at, new))


def header():
    def case(title, rule, offset, at, new):
        return f"header-{title}", rule, offset, "header", File(every()).put(at, new).seal_header().data
    whole = bytes(File(every()).data)
    end = len(whole)

    for length in (1, 2, 5, 7, 8, 9, 16, 60, 95):
        yield f"cut-to-{length}-bytes", 3, length, "header", whole[:length]
    for title, length in (("directory", 96), ("directory-chunk", 127), ("entry", 200), ("the-last-byte", end - 1)):
        yield f"cut-at-{title}", 3, length, "header", whole[:length]
    yield "empty", 1, 0, "signature", b""
    yield "text", 1, 0, "signature", b"This is no model file but a text, which is longer than a header of 96 bytes. " * 2
    yield "zeros", 1, 0, "signature", bytes(2000)
    yield "one-byte", 1, 0, "signature", b"N"
    yield "three-letters", 1, 0, "signature", b"NNM"
    yield "png", 1, 0, "signature", b"\x89PNG\r\n\x1a\n" + whole[8:]
    yield "signature-last-byte", 2, 0, "signature", whole[:7] + b"\x0b" + whole[8:]
    yield "transfer-line-feeds", 2, 0, "signature", whole.replace(b"\r\n", b"\n")
    yield "transfer-line-ends", 2, 0, "signature", whole.replace(b"\n", b"\r\n")
    yield "transfer-seven-bits", 2, 0, "signature", bytes(byte & 127 for byte in whole)
    yield "transfer-utf-8", 2, 0, "signature", whole.decode("latin-1").encode()
    yield "transfer-replacement", 2, 0, "signature", whole.decode("utf-8", "replace").encode()
    yield "transfer-first-byte", 2, 0, "signature", b"\x00" + whole[1:]
    yield "transfer-short", 2, 0, "signature", b"\x8eNNM\n"
    yield "longer-by-a-byte", 4, 32, "header", whole + b"\0"
    yield "twice", 4, 32, "header", whole + whole

    for at, title in ((8, "version"), (12, "writer"), (16, "required"), (24, "optional"), (32, "length"), (40, "directory"),
                      (48, "size"), (52, "chunks"), (56, "digest"), (87, "digest-end"), (88, "reserved"), (92, "crc")):
        yield f"header-crc-{title}", 5, 92, "header", File(every()).flip(at).data
    for major, minor in ((1, 1), (1, 65535), (2, 0), (0, 9), (0, 0), (65535, 65535)):
        yield case(f"needs-{major}.{minor}", 6, 8, 8, u16(major, minor))
    for title, features in (("first", 1), ("last", HALF), ("all", ALL)):
        yield case(f"feature-{title}", 7, 16, 16, u64(features))
    yield "header-needs-2.0-and-a-feature", 6, 8, "header", File(every(), needed=(2, 0), required=1).data
    yield case("reserved", 8, 88, 88, u32(1))
    yield case("reserved-last", 8, 88, 91, b"\x80")
    for title, length in HUGE64 + (("1-more", end + 1),):
        yield case(f"length-{title}", 3, end, 32, u64(length))
    for title, length in (("1-less", end - 1), ("0", 0), ("95", 95)):
        yield case(f"length-{title}", 4, 32, 32, u64(length))
    for title, offset in HUGE64 + (("0", 0), ("95", 95), ("160", 160)):
        yield case(f"directory-at-{title}", 9, 40, 40, u64(offset))
    for size in (0, 64, 511, 513, 576, HUGE32):
        yield case(f"directory-of-{size}-bytes", 9, 48, 48, u32(size))
    for chunks in (0, 10_001, HUGE32):
        yield case(f"chunks-{chunks}", 9, 52, 52, u32(chunks))
    yield case("chunks-one-less", 9, 48, 52, u32(8))
    yield case("directory-beyond-the-file", 9, 48, 48, u32(64 * 999, 1000))
    # 10 chunks' entries end beyond the file only by their padding
    short = File(every()).put(48, u32(64 * 8, 9)).data[:128 + 64 * 8 + 31]
    short[32:40] = u64(len(short))
    short[92:96] = u32(zlib.crc32(short[:92]))
    yield "header-directory-without-padding", 9, 48, "header", short
    yield "digest", 24, 56, "header", File(every()).put(56, bytes(32)).seal_header().data
    yield "digest-last-bit", 24, 56, "header", File(every()).flip(87).seal_header().data
    file = File(every())
    yield "digest-of-other-weights", 24, 56, "header", file.put(file.payload("W[1]"), f32(1.25)).seal().data
    file = File(every())
    yield "digest-of-another-name", 24, 56, "header", file.put(file.payload("OUTP") + 18, b"x").seal().data


def directory():
    def case(title, rule, place, at, new, offset=None):
        """A file with other bytes in an entry; `at` and `offset` count from the entry."""
        file = File(every())
        start = file.entry(place)
        file.put(start + at, new).seal_directory()
        return f"entry-{title}", rule, start + (at if offset is None else offset), "directory", file.data

    for title, kind in (("digit", b"me4a"), ("space", b"m Ta"), ("umlaut", b"m\xc4Ta"), ("zero", bytes(4)),
                        ("third-small", b"meta"), ("critical-third-small", b"ABcD")):
        yield case(f"type-{title}", 11, "mETa", 0, kind)
    for kind in (b"QUUX", b"CONV", b"QuUx", b"AAAA", b"ZZZZ"):
        yield f"entry-critical-{kind.decode()}", 12, 128, "directory", File([Chunk(kind, b"")] + every()).data
    chunks = every()
    yield "second-directory", 14, 128, "directory", File([Chunk(b"INDX", b"")] + chunks).data
    yield "directory-at-the-end", 14, 640, "directory", File(chunks + [Chunk(b"INDX", b"")]).data
    yield "metadata-twice", 14, 128 + 64 * 7, "directory", File(chunks[:7] + [TOOL] + chunks[7:]).data
    yield "input-twice", 14, 192, "directory", File(chunks[:1] + chunks).data
    yield "output-before-layers", 14, 256, "directory", File([chunks[0], chunks[2], chunks[1]] + chunks[3:]).data
    yield "metadata-before-history", 14, 512, "directory", File(chunks[:5] + [chunks[6], chunks[5], chunks[7]]).data
    yield "tensors-before-output", 14, 128 + 64 * 4, "directory", File(chunks[:2] + chunks[3:5] + [chunks[2]]).data
    yield "unknown-twice", 14, 128 + 64 * 6, "directory", File(tiny(Chunk(b"abCd", b"1"), Chunk(b"abCd", b"2"))).data
    yield "unknown-before-tensors", 14, 128 + 64 * 4, "directory", File(
        chunks[:3] + [Chunk(b"abCd", b"1")] + chunks[3:]).data
    for place in ("INPT", "LAYR", "OUTP"):
        yield f"no-{place}", 13, 128, "directory", File([c for c in chunks if c.place != place]).data
    yield "no-chunks", 13, 128, "directory", File([]).data
    yield "nothing-but-metadata", 13, 128, "directory", File([TOOL]).data
    for codec in (4, 255):
        yield case(f"codec-{codec}", 18, "W[1]", 4, bytes([codec]))
        yield case(f"codec-{codec}-of-metadata", 18, "mETa", 4, bytes([codec]))
    for place in ("INPT", "LAYR", "OUTP", "hISt", "mETa", "vERF"):
        yield case(f"planes-of-{place}", 18, place, 4, bytes([PLANES]))
    yield case("sparse-of-INPT", 18, "INPT", 4, bytes([SPARSE]))
    yield "entry-sparse-of-unknown", 18, 128 + 64 * 5 + 4, "directory", File(
        tiny(Chunk(b"abCd", bytes(99), SPARSE, b"123456789"))).data
    for title, offset in HUGE64 + (("0", 0), ("96", 96)):
        yield case(f"offset-{title}", 10, "LAYR", 8, u64(offset))
    at = File(every()).chunk("LAYR")
    yield case("offset-of-a-gap", 10, "LAYR", 8, u64(at + 64))
    yield case("offset-of-an-overlap", 10, "LAYR", 8, u64(at - 64))
    yield case("offset-of-the-first", 10, "INPT", 8, u64(96))
    for title, stored in HUGE64 + (("beyond", 2000),):
        yield case(f"stored-{title}", 10, "mETa", 16, u64(stored))
        yield case(f"stored-and-raw-{title}", 10, "W[1]", 16, u64(stored, stored))
        yield case(f"last-stored-and-raw-{title}", 10, "vERF", 16, u64(stored, stored))
    yield case("stored-into-the-next", 10, "INPT", 16, u64(600, 600), 64 + 8)
    file = File(every())
    yield "last-without-padding", 10, file.entry("vERF") + 16, "directory", cut(file, 1)
    file = File(every())
    file.data += bytes(64)
    yield "a-gap-at-the-end", 10, 32, "header", lengthened(file)
    file = File(every())
    file.data += b"\1"
    yield "a-byte-at-the-end", 10, 32, "header", lengthened(file)
    for title, raw in HUGE64 + (("1-more", 9), ("1-less", 7), ("0", 0)):
        yield case(f"raw-{title}", 19, "W[1]", 24, u64(raw))
        yield case(f"raw-of-metadata-{title}", 19, "mETa", 24, u64(raw))
    packed = Net((64,)).add(2, weights=bytes(512), codec=DEFLATE).chunks()
    for codec in (DEFLATE, PLANES, SPARSE):
        for title, raw in HUGE64 + (("stored", len(packed[3].payload)), ("0", 0), ("1", 1)):
            file = File(packed)
            file.put(file.entry("W[1]") + 4, bytes([codec])).put(file.entry("W[1]") + 24, u64(raw)).seal_directory()
            yield f"entry-{CODECS[codec]}-raw-{title}", 19, file.entry("W[1]") + 24, "directory", file.data
        for stored in (0, 8):
            file = File(packed)
            file.put(file.entry("W[1]") + 4, bytes([codec])).put(file.entry("W[1]") + 16, u64(stored)).seal_directory()
            yield f"entry-{CODECS[codec]}-stored-{stored}", 19, file.entry("W[1]") + 24, "directory", file.data
    for codec in (DEFLATE, PLANES):
        file = File([c if c.place != "W[1]" else c.changed(codec=codec, payload=b"x" * 20) for c in packed])
        raw = 1032 * 20 + 1
        file.put(file.entry("W[1]") + 24, u64(raw)).seal_directory()
        yield f"entry-{CODECS[codec]}-raw-1033-fold", 19, file.entry("W[1]") + 24, "directory", file.data
    blank = Chunk(b"zzZz", bytes((1 << 24) + 1), DEFLATE)
    yield "beyond-16-MiB", 20, 128 + 64 * 5 + 24, "directory", File(tiny(blank)).data
    blank = Chunk(b"mETa", bytes((1 << 24) + MIB), DEFLATE)
    yield "metadata-beyond-16-MiB", 20, 128 + 64 * 5 + 24, "directory", File(tiny(blank)).data
    # 2 GiB and 4 bytes of zeros that a sparse chunk claims in 20,000 bytes
    count = (1 << 29) + 1
    file = File([Chunk(b"INPT", inpt((count,))), Chunk(b"LAYR", layr(layer(count, 1))), Chunk(b"OUTP", outp()),
                 Chunk(b"TNSR", bytes(20000), SPARSE, bytes(20000), FLOAT32, 1, 1, (1, count)),
                 Chunk(b"TNSR", f32(0), dtype=FLOAT32, role=2, layer=1, axes=(1,))])
    file.put(file.entry("W[1]") + 24, u64(4 * count)).put(file.chunk("W[1]") + 16, u64(4 * count)).seal()
    yield "beyond-2-GiB", 20, file.entry("W[1]") + 24, "directory", file.data
    for dtype in (0, 6, 255):
        yield case(f"data-type-{dtype}", 33, "W[1]", 5, bytes([dtype]))
    for role in (0, 4, 255):
        yield case(f"role-{role}", 33, "b[1]", 6, bytes([role]))
    for axes in (0, 5, 255):
        yield case(f"axes-{axes}", 34, "W[1]", 7, bytes([axes]))
    yield case("axes-1-of-2", 34, "W[1]", 7, b"\1", 44)
    yield case("axes-3-of-2", 34, "W[1]", 7, b"\3", 48)
    for i in range(2):
        yield case(f"axis-{i + 1}-of-0", 34, "W[1]", 40 + 4 * i, u32(0))
    for i in range(2, 4):
        yield case(f"axis-{i + 1}-of-1", 34, "W[1]", 40 + 4 * i, u32(1))
    for title, axes in (("huge", (HUGE32, HUGE32)), ("1-TiB", (1 << 20, 1 << 18)), ("other", (1, 3)), ("wraps", (1 << 31, 1 << 31))):
        yield case(f"shape-{title}", 41, "W[1]", 40, u32(*axes), 24)
    file = File(every())
    file.put(file.entry("W[1]") + 7, b"\4").put(file.entry("W[1]") + 40, u32(*(HUGE32,) * 4)).seal_directory()
    yield "entry-shape-of-4-huge-axes", 41, file.entry("W[1]") + 24, "directory", file.data
    for dtype in (FLOAT64, FLOAT16, BFLOAT16, INT8):
        yield case(f"raw-not-of-{TYPES[dtype]}", 41, "W[1]", 5, bytes([dtype]), 24)
    for at, title in ((5, "data-type"), (6, "role"), (7, "axes"), (36, "layer"), (40, "axis"), (55, "last-axis")):
        yield case(f"{title}-of-metadata", 8, "mETa", at, b"\1", 5)
    yield case("layer-of-OUTP", 8, "OUTP", 36, u32(1), 5)
    for place in ("INPT", "W[1]", "vERF"):
        yield case(f"reserved-of-{place}", 8, place, 56, b"\1")
    yield case("reserved-last", 8, "b[1]", 63, b"\x80", 56)


def cut(file, count):
    del file.data[-count:]
    return lengthened(file)


def lengthened(file):
    return file.put(32, u64(len(file.data))).seal_header().data


def chunks():
    """Chunks that are not what the directory says, or are damaged."""
    for place in ("INPT", "W[1]", "vERF"):
        for at, title in ((0, "type"), (4, "codec"), (5, "reserved"), (7, "reserved-last"), (8, "stored"), (15, "stored-high"),
                          (16, "raw"), (23, "raw-high"), (24, "second-reserved"), (28, "crc")):
            file = File(every())
            yield f"chunk-{place}-{title}".replace("[1]", "1"), 15, file.chunk(place), place, file.flip(file.chunk(place) + at).data
    for title, huge in HUGE64:
        file = File(every())
        yield f"chunk-stored-{title}", 15, file.chunk("mETa"), "mETa", file.put(file.chunk("mETa") + 8, u64(huge)).seal().data
        file = File(every())
        yield f"chunk-raw-{title}", 15, file.chunk("mETa"), "mETa", file.put(file.chunk("mETa") + 16, u64(huge)).seal().data
        for at in (104, 112):
            yield f"directory-lengths-{title}-{at}", 15, 96, "INDX", File(every()).put(at, u64(huge)).seal_directory().data
    for at, title in ((96, "type"), (100, "codec"), (101, "reserved"), (104, "stored"), (112, "raw"), (120, "second-reserved")):
        yield f"directory-{title}", 15, 96, "INDX", File(every()).flip(at).seal_directory().data
    yield "directory-crc", 16, 96, "INDX", File(every()).flip(124).data
    yield "directory-payload", 16, 96, "INDX", File(every()).flip(128).data
    for place in ("INPT", "LAYR", "OUTP", "W[1]", "b[1]", "hISt", "mETa", "vERF"):
        file = File(every())
        yield f"damaged-{place}".replace("[1]", "1"), 16, file.chunk(place), place, file.flip(file.payload(place)).data
    # The CRC-32 is wrong in the directory and in the chunk
    file = File(every())
    file.flip(file.chunk("W[1]") + 28).flip(file.entry("W[1]") + 32).seal_directory()
    yield "crc-wrong-twice", 16, file.chunk("W[1]"), "W[1]", file.data
    file = File(tiny(Chunk(b"zzZz", b"unknown")))
    yield "damaged-unknown", 16, file.chunk("zzZz"), "zzZz", file.flip(file.payload("zzZz")).data
    for place, length in (("OUTP", 24), ("b[1]", 4), ("mETa", 20)):
        file = File(every())
        at = file.payload(place) + length
        yield f"padding-first-{place}".replace("[1]", "1"), 17, at, place, file.put(at, b"\1").data
    file = File(every())
    at = len(file.data) - 1
    yield "padding-last-byte", 17, at, "vERF", file.put(at, b"\x80").data
    file = File(tiny())  # the payload of the directory ends 32 bytes before the padding does
    at = 128 + 64 * 5
    yield "padding-of-the-directory", 17, at + 3, "INDX", file.put(at + 3, b"\1").put(at + 9, b"\1").data


def packed(codec, payload, raw=None, dtype=FLOAT32, count=64):
    """A file whose W[1] has this payload."""
    weights = raw if raw is not None else sparse_numbers(count, dtype)
    chunks = Net((count,)).add(1, dtype=dtype, weights=weights).chunks()
    return File(chunks[:3] + [chunks[3].changed(codec=codec, payload=payload)] + chunks[4:])


def coded():
    raw = sparse_numbers(64, FLOAT32)
    one = deflated(raw)
    planes = [stream(plane) for plane in planes_of(raw, FLOAT32)]
    marks, rest = marks_of(raw, FLOAT32)
    sparse = [stream(plane) for plane in [marks] + planes_of(rest, FLOAT32)]
    made = {DEFLATE: [one], PLANES: [block_of(planes)], SPARSE: [block_of(sparse)]}

    def case(title, rule, codec, payload, block=True, raw_bytes=None, **rest):
        file = packed(codec, payload, raw_bytes, **rest)
        place = "W[1], block 1" if block else "W[1]"
        return f"{CODECS[codec]}-{title}", rule, file.payload("W[1]") + (8 if block else 0), place, file.data

    for codec, stored in made.items():
        good = blocks(stored)
        for title, length in (("0", 0), ("1-less", len(good) - 9), ("1-more", len(good) - 7), ("huge", HUGE32)):
            yield case(f"table-{title}", 21, codec, patched(good, 0, u32(length)), False)
        yield case("table-with-a-byte-behind", 21, codec, good + b"\0", False)
        yield case("block-damaged", 22, codec, patched(good, 8, bytes([good[8] ^ 1])))
        yield case("block-damaged-at-its-end", 22, codec, good[:-1] + bytes([good[-1] ^ 1]))
        yield case("block-crc", 22, codec, patched(good, 4, u32(zlib.crc32(stored[0]) ^ 1)))
    for title, data in (("cut-off", one[:-1]), ("with-a-byte-behind", one + b"\0"), ("no-deflate", b"\xff" * 30),
                        ("too-short", deflated(raw[:-1])), ("too-long", deflated(raw + b"\0")), ("with-zlib-header", zlib.compress(raw, 9)),
                        ("of-one-byte", b"\3"), ("twice", one + one), ("unfinished", unfinished(raw)), ("bomb", deflated(bytes(1 << 16)))):
        yield case(f"stream-{title}", 23, DEFLATE, blocks([data]))
    for i in range(4):
        plane = planes_of(raw, FLOAT32)[i]
        for title, data in (("cut-off", deflated(plane)[:-1]), ("too-long", deflated(plane + b"\0")), ("empty", b"")):
            yield case(f"plane-{i + 1}-{title}", 23, PLANES, blocks([block_of(planes[:i] + [data] + planes[i + 1:])]))
    for codec, good in ((PLANES, planes), (SPARSE, sparse)):
        whole = block_of(good)
        for i in range(len(good)):
            yield case(f"length-{i + 1}-huge", 25, codec, blocks([patched(whole, 4 * i, u32(HUGE32))]))
        yield case("lengths-too-small", 25, codec, blocks([patched(whole, 0, u32(len(good[0]) - 1))]))
        yield case("lengths-too-large", 25, codec, blocks([patched(whole, 0, u32(len(good[0]) + 1))]))
        yield case("a-byte-behind", 25, codec, blocks([whole + b"\0"]))
        yield case("lengths-cut-off", 25, codec, blocks([whole[:4 * len(good) - 1]]))
        yield case("block-of-a-byte", 25, codec, blocks([b"\0"]))
    yield case("plane-longer-than-its-numbers", 25, PLANES, blocks([block_of([planes[0], planes[1], planes[2], bytes(65)])]))
    yield case("bit-map-longer-than-its-numbers", 25, SPARSE, blocks([block_of([bytes(9)] + sparse[1:])]))
    yield case("plane-longer-than-its-marks", 25, SPARSE, blocks([block_of(sparse[:4] + [bytes(len(rest) // 4 + 1)])]))
    yield case("bit-map-no-deflate", 23, SPARSE, blocks([block_of([b"\xff" * 7] + sparse[1:])]))
    yield case("plane-no-deflate", 23, SPARSE, blocks([block_of(sparse[:4] + [b"\xff\xff"])]))
    yield case("plane-missing", 23, SPARSE, blocks([block_of(sparse[:4] + [b""])]))
    # One number less than its bit map marks, and a number more
    fewer = planes_of(rest[:-4], FLOAT32)
    yield case("a-number-too-few", 23, SPARSE, blocks([block_of([marks] + fewer)]))
    more = planes_of(rest + f32(1), FLOAT32)
    yield case("a-number-too-many", 25, SPARSE, blocks([block_of([marks] + more)]))
    zero = planes_of(bytes(4) + rest[4:], FLOAT32)
    yield case("a-marked-zero", 26, SPARSE, blocks([block_of([marks] + zero)]))
    zeros = planes_of(rest[:-4] + bytes(4), FLOAT32)
    yield case("the-last-marked-zero", 26, SPARSE, blocks([block_of([marks] + zeros)]))
    for count in (57, 60, 63):
        few = sparse_numbers(count, FLOAT32)
        map_, others = marks_of(few, FLOAT32)
        behind = map_[:-1] + bytes([map_[-1] | 128])
        yield case(f"bit-{64 - count}-behind-{count}-numbers", 26, SPARSE,
                   blocks([block_of([behind] + planes_of(others, FLOAT32))]), count=count)
        another = planes_of(others + f32(1), FLOAT32)
        yield case(f"bit-{64 - count}-behind-{count}-and-its-number", 26, SPARSE,
                   blocks([block_of([behind] + another)]), count=count)
    for dtype in (FLOAT64, FLOAT16, BFLOAT16, INT8):
        numbers = sparse_numbers(256, dtype)
        map_, others = marks_of(numbers, dtype)
        others = bytes(SIZES[dtype]) + others[SIZES[dtype]:]
        yield case(f"a-marked-zero-{TYPES[dtype]}", 26, SPARSE, blocks([block_of([stream(map_)] + planes_of(others, dtype))]),
                   dtype=dtype, count=256)
        good = block_of([stream(plane) for plane in planes_of(numbers, dtype)])
        yield case(f"a-byte-behind-{TYPES[dtype]}", 25, PLANES, blocks([good + b"\0"]), dtype=dtype, count=256)

    # Two blocks, of which the second one is broken
    count = MIB // 4 + 64
    numbers = bytes(MIB) + raw
    stored = {codec: [encoded(part, codec, FLOAT32)[8:] for part in (bytes(MIB), raw)] for codec in (DEFLATE, PLANES, SPARSE)}
    for codec, (first, second) in stored.items():
        def two(title, rule, payload, at=16 + len(first)):
            file = packed(codec, payload, numbers, count=count)
            place = "W[1], block 2" if at else "W[1]"
            return f"{CODECS[codec]}-second-{title}", rule, file.payload("W[1]") + at, place, file.data
        good = blocks([first, second])
        yield two("block-damaged", 22, good[:-1] + bytes([good[-1] ^ 1]))
        yield two("block-crc", 22, patched(good, 12, u32(zlib.crc32(second) ^ 1)))
        yield two("block-of-no-bytes", 23 if codec == DEFLATE else 25, blocks([first, b""]))
        yield two("block-missing", 21, blocks([first]) + second, 0)
        yield two("block-and-a-third", 21, blocks([first, second, second]), 0)
        yield two("table-huge", 21, patched(good, 8, u32(HUGE32)), 0)
    first, second = stored[DEFLATE]
    file = packed(DEFLATE, blocks([first, raw + b"\0"]), numbers, count=count)
    yield "deflate-block-longer-than-it-holds", 25, file.payload("W[1]") + 16 + len(first), "W[1], block 2", file.data
    file = packed(DEFLATE, blocks([deflated(bytes(MIB + 1)), second]), numbers, count=count)
    yield "deflate-first-block-too-long", 23, file.payload("W[1]") + 16, "W[1], block 1", file.data
    file = packed(DEFLATE, blocks([deflated(numbers), b""]), numbers, count=count)
    yield "deflate-all-in-the-first-block", 23, file.payload("W[1]") + 16, "W[1], block 1", file.data
    # In chunks of every other kind
    again = meta((b"note", b"again " * 50))
    for title, rule, payload, at in (("block-crc", 22, patched(blocks([deflated(again)]), 4, u32(1)), 8),
                                     ("stream", 23, blocks([deflated(again)[:-1]]), 8), ("table", 21, blocks([b"x" * 9]) + b"y", 0)):
        for kind in (b"mETa", b"zzZz"):
            file = File(tiny(Chunk(kind, again, DEFLATE, payload)))
            place = kind.decode() + (", block 1" if at else "")
            yield f"{kind.decode()}-{title}", rule, file.payload(kind.decode()) + at, place, file.data


def unfinished(raw):
    """Deflate data without a last block."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(raw) + compressor.flush(zlib.Z_SYNC_FLUSH)


def records():
    def case(title, rule, place, at, new, offset=None, chunks=None):
        file = within(place, at, new, chunks)
        return f"{place}-{title}", rule, file.payload(place) + (at if offset is None else offset), place, file.data

    def whole(title, rule, place, raw, offset, chunks=None, **changes):
        file = changed(place, chunks, raw=raw, **changes)
        return f"{place}-{title}", rule, file.payload(place) + offset, place, file.data

    # INPT
    good = inpt()
    for at, field in ((0, 0), (1, 1), (3, 3), (4, 4), (7, 4), (8, 8), (15, 12), (23, 20), (24, 24), (39, 32), (40, 40),
                      (41, 41), (47, 41), (48, 48), (63, 56)):
        yield whole(f"cut-to-{at}-bytes", 30, "INPT", good[:at], field)
    yield whole("a-byte-behind", 30, "INPT", good + b"\0", 64)
    yield whole("a-scaling-behind", 30, "INPT", good + f64(0, 1), 64)
    yield case("name-beyond-the-record", 30, "INPT", 40, b"\xff", 41)
    for axes in (0, 5, 255):
        yield case(f"axes-{axes}", 34, "INPT", 0, bytes([axes]))
    for value in (2, 255):
        yield case(f"range-{value}", 33, "INPT", 1, bytes([value]))
    yield case("filter-6", 33, "INPT", 2, b"\6\1")
    yield case("fit-4", 33, "INPT", 2, b"\1\4", 3)
    yield case("filter-without-fit", 33, "INPT", 2, b"\1")
    yield case("fit-without-filter", 33, "INPT", 3, b"\1", 2)
    for scalings in (0, 3, HUGE32):
        yield case(f"scalings-{scalings}", 35, "INPT", 4, u32(scalings))
    yield case("scalings-2-of-1", 30, "INPT", 4, u32(2), 64)
    yield whole("scalings-huge", 30, "INPT", patched(inpt((HUGE32,)), 4, u32(HUGE32)), 64)
    yield case("axis-1-of-0", 34, "INPT", 8, u32(0))
    file = changed("INPT", raw=inpt((HUGE32,)))
    yield "INPT-axis-1-huge", 39, file.payload("LAYR"), "LAYR", file.data
    for i in range(1, 4):
        yield case(f"axis-{i + 1}-behind", 34, "INPT", 8 + 4 * i, u32(1))
    yield case("axis-2-missing", 34, "INPT", 0, b"\2", 12)
    for title, axes in (("2-32", (1 << 16, 1 << 16)), ("2-64", (HUGE32, HUGE32)), ("2-128", (HUGE32,) * 4), ("wraps", (1 << 31, 2, 1))):
        yield whole(f"product-{title}", 34, "INPT", inpt(axes), 8)
    for title, bounds, at in (("descends", (1.0, 0.0), 24), ("low-nan", (NAN, 0.0), 24), ("low-infinite", (-INF, 0.0), 24),
                              ("high-nan", (0.0, NAN), 32), ("high-infinite", (0.0, INF), 32), ("both-nan", (NAN, NAN), 24)):
        yield whole(f"range-{title}", 46, "INPT", inpt(bounds=bounds), at)
    yield case("range-not-given", 46, "INPT", 32, f64(255), 24)
    yield case("range-not-given-minus-zero", 46, "INPT", 24, f64(-0.0))
    yield case("padding", 31, "INPT", 41, b"\1")
    yield case("padding-last", 31, "INPT", 47, b"\1")
    for title, text in BAD_NAMES:
        yield whole(f"name-{title}", 32, "INPT", inpt(title=text), 40)
    for title, pair, at in (("offset-nan", (NAN, 1.0), 48), ("offset-infinite", (INF, 1.0), 48), ("divisor-nan", (0.0, NAN), 56),
                            ("divisor-infinite", (0.0, -INF), 56), ("divisor-0", (0.0, 0.0), 56), ("divisor-minus-0", (0.0, -0.0), 56)):
        yield whole(f"scaling-{title}", 35, "INPT", inpt(scalings=(pair,)), at)
    yield whole("second-divisor-0", 35, "INPT", inpt(scalings=((0.0, 1.0), (0.0, 0.0))), 72)

    # LAYR
    good = layr(layer(2, 1, 8))
    for at, field in ((0, 0), (3, 0), (4, 4), (8, 8), (12, 12), (14, 14), (16, 16), (20, 20), (24, 24), (25, 25), (26, 26), (31, 26)):
        yield whole(f"cut-to-{at}-bytes", 30, "LAYR", good[:at], field)
    yield whole("a-byte-behind", 30, "LAYR", good + b"\0", 32)
    yield whole("a-layer-behind", 30, "LAYR", good + layer(1, 1), 32)
    yield case("name-beyond-the-record", 30, "LAYR", 25, b"\xff", 26)
    for number in (0, 4097, HUGE32):
        yield case(f"layers-{number}", 36, "LAYR", 0, u32(number))
    for number in (2, 4096):
        yield case(f"layers-{number}-of-1", 30, "LAYR", 0, u32(number), 32)
    yield case("zeros", 31, "LAYR", 6, b"\1")
    for length in (0, 16, 23, 32, HUGE32):
        yield case(f"length-{length}", 30, "LAYR", 8, u32(length))
    for kind in (0, 2, 65535):
        yield case(f"kind-{kind}", 37, "LAYR", 12, u16(kind))
    yield case("inputs-0", 34, "LAYR", 16, u32(0))
    yield case("units-0", 34, "LAYR", 20, u32(0))
    for inputs in (1, 3, HUGE32):
        yield case(f"inputs-{inputs}", 39, "LAYR", 16, u32(inputs), 0)
    yield "LAYR-units-huge", 40, 128, "directory", within("LAYR", 20, u32(HUGE32), plain()).data
    yield whole("second-layer-disagrees", 39, "LAYR", layr(layer(2, 3), layer(2, 1)), 0)
    for code, parameters in ((8, 1), (3, 0), (9, 1), (16, 255)):
        yield whole(f"activation-{code}-with-{parameters}-parameters", 38, "LAYR", layr(layer(2, 1, code, (1.0,) * parameters)), 24)
    yield whole("parameters-beyond-the-record", 30, "LAYR", patched(layr(layer(2, 1, 99)), 24, b"\xff"), 32)
    for title, parameters, at in (("nan", (NAN,), 32), ("infinite", (INF,), 32)):
        yield whole(f"parameter-{title}", 38, "LAYR", layr(layer(2, 1, 3, parameters)), at)
    yield whole("second-parameter-infinite", 38, "LAYR", layr(layer(2, 1, 9, (0.5, -INF))), 40)
    yield whole("parameter-of-unknown-nan", 38, "LAYR", layr(layer(2, 1, 99, (0.5, NAN))), 40)
    yield case("padding", 31, "LAYR", 26, b"\1")
    yield case("padding-last", 31, "LAYR", 31, b"\1")
    for title, text in BAD_NAMES:
        yield whole(f"name-{title}", 32, "LAYR", layr(layer(2, 1, 8, title=text)), 25)
    yield whole("second-layer-kind", 37, "LAYR", layr(layer(2, 3), layer(3, 1, kind=7)), 36)
    yield whole("second-layer-length", 30, "LAYR", layr(layer(2, 3), layer(3, 1, length=25)), 32)

    # OUTP
    good = outp(("no", "yes"), 1)
    for at, field in ((0, 0), (1, 1), (3, 1), (4, 4), (8, 8), (15, 8), (16, 16), (17, 4), (19, 18), (20, 20), (23, 21)):
        yield whole(f"cut-to-{at}-bytes", 30, "OUTP", good[:at], field)
    yield whole("a-byte-behind", 30, "OUTP", good + b"\0", 24)
    for meaning in (0, 5, 255):
        yield case(f"meaning-{meaning}", 33, "OUTP", 0, bytes([meaning]))
    for at in (1, 3):
        yield case(f"zeros-{at}", 31, "OUTP", at, b"\1")
    for title, threshold in (("nan", NAN), ("infinite", INF), ("minus-infinite", -INF)):
        yield case(f"threshold-{title}", 43, "OUTP", 8, f64(threshold))
    yield case("classes-1", 30, "OUTP", 4, u32(1), 20)
    for classes in (8, HUGE32, 1 << 31):
        yield case(f"classes-{classes}", 30, "OUTP", 4, u32(classes))
    yield case("classes-3-of-2", 30, "OUTP", 4, u32(3), 24)
    yield case("name-beyond-the-record", 30, "OUTP", 16, b"\xff", 17)
    yield case("class-beyond-the-record", 30, "OUTP", 20, b"\4", 21)
    for title, text in BAD_NAMES:
        yield whole(f"name-{title}", 32, "OUTP", outp(("no", "yes"), 1, title=text), 16)
        yield whole(f"class-{title}", 32, "OUTP", outp(("no", text), 1), 20)
    yield whole("one-class-name", 42, "OUTP", outp(("no",), 1), 0)
    yield whole("three-class-names", 42, "OUTP", outp(("a", "b", "c"), 1), 0)
    yield whole("two-class-names-of-a-value", 42, "OUTP", outp(("no", "yes"), 4), 0)
    three = Net().add(3).chunks(output=outp(("a", "b"), 1))
    file = File(three)
    yield "OUTP-two-class-names-of-three-units", 42, file.payload("OUTP"), "OUTP", file.data

    # mETa
    good = meta((b"tool", b"by hand"))
    for at, field in ((0, 0), (3, 0), (4, 4), (8, 5), (9, 9), (12, 9), (13, 13), (19, 13)):
        yield whole(f"cut-to-{at}-bytes", 30, "mETa", good[:at], field)
    yield whole("a-byte-behind", 30, "mETa", good + b"\0", 20)
    yield case("entries-0", 30, "mETa", 0, u32(0), 4)
    for entries in (2, HUGE32):
        yield case(f"entries-{entries}", 30, "mETa", 0, u32(entries), 20)
    for length in (65537, 1 << 31, HUGE32):
        yield case(f"value-of-{length}-bytes", 44, "mETa", 9, u32(length))
    yield case("value-beyond-the-record", 30, "mETa", 9, u32(8), 13)
    for title, value in (("not-utf-8", b"\xff"), ("surrogate", b"\xed\xa0\x80"), ("overlong", b"\xc0\x80"), ("cut-off", b"a\xe2\x82")):
        yield whole(f"value-{title}", 32, "mETa", meta((b"tool", value)), 13)
    for title, key in (("empty", b""), ("in-unicode", "\u00e9".encode()), ("with-a-space", b"a b")):
        yield whole(f"key-{title}", 44, "mETa", meta((key, b"1")), 4)
    for title, key in (("control", b"a\n"), ("delete", b"a\x7f"), ("not-utf-8", b"\xff")):
        yield whole(f"key-{title}", 32, "mETa", meta((key, b"1")), 4)
    for title, first, second in (("unsorted", b"b", b"a"), ("twice", b"a", b"a"), ("longer-first", b"ab", b"a"), ("small-letters-first", b"a", b"A")):
        yield whole(f"keys-{title}", 44, "mETa", meta((first, b"1"), (second, b"2")), 4 + 1 + len(first) + 5)
    yield whole("second-key-empty", 44, "mETa", meta((b"a", b"1"), (b"", b"2")), 11)

    # hISt
    good = hist([("cost", [0.5, 0.25])], 2)
    for at, field in ((0, 0), (4, 4), (8, 8), (12, 9), (13, 13), (15, 13), (16, 16), (31, 16)):
        yield whole(f"cut-to-{at}-bytes", 30, "hISt", good[:at], field)
    yield whole("a-byte-behind", 30, "hISt", good + b"\0", 32)
    yield whole("columns-0", 45, "hISt", hist([], 0), 0)
    yield whole("columns-1025", 45, "hISt", hist([(f"{i}", []) for i in range(1025)], 0), 0, codec=DEFLATE)
    for columns in (1025, HUGE32):
        yield whole(f"columns-claimed-{columns}", 45, "hISt", patched(good, 0, u32(columns)), 0)
    for rows in (3, 1 << 31, HUGE32):
        yield whole(f"rows-{rows}", 30, "hISt", patched(good, 4, u32(rows)), 16)
    yield whole("rows-1-of-2", 30, "hISt", patched(good, 4, u32(1)), 24)
    for title, second, at in (("twice", "cost", 13), ("empty", "", 13)):
        yield whole(f"column-{title}", 45, "hISt", hist([("cost", []), (second, [])], 0), at)
    yield whole("column-first-empty", 45, "hISt", hist([("", [])], 0), 8)
    for title, text in BAD_NAMES:
        yield whole(f"column-{title}", 32, "hISt", hist([(text, [])], 0), 8)
    yield whole("padding", 31, "hISt", patched(good, 14, b"\1"), 14)

    # vERF
    good = verf(values_check([1.0, 0.5], [0.679178699175393]))
    for at, field in ((0, 0), (4, 4), (8, 8), (9, 9), (15, 9), (16, 16), (24, 24), (32, 32), (47, 40), (48, 48), (55, 48)):
        yield whole(f"cut-to-{at}-bytes", 30, "vERF", good[:at], field)
    yield whole("a-byte-behind", 30, "vERF", good + b"\0", 56)
    yield whole("an-output-behind", 30, "vERF", good + f64(0.5), 56)
    for number in (0, 65, HUGE32):
        yield case(f"checks-{number}", 47, "vERF", 0, u32(number))
    yield case("checks-2-of-1", 30, "vERF", 0, u32(2), 56)
    yield case("zeros", 31, "vERF", 7, b"\1")
    for kind in (0, 3, 255):
        yield case(f"input-{kind}", 33, "vERF", 8, bytes([kind]))
    for at in (9, 15):
        yield case(f"zeros-{at}", 31, "vERF", at, b"\1")
    for title, tolerance in (("0", 0.0), ("minus-0", -0.0), ("negative", -1.0), ("nan", NAN), ("infinite", INF)):
        yield case(f"tolerance-{title}", 47, "vERF", 16, f64(tolerance))
    yield case("seed-beside-values", 47, "vERF", 24, u64(1))
    for at, title in ((32, "first-value"), (40, "second-value"), (48, "output")):
        yield case(f"{title}-nan", 47, "vERF", at, f64(NAN))
        yield case(f"{title}-infinite", 47, "vERF", at, f64(-INF))
    yield whole("seed-with-values", 30, "vERF", verf(bytes([1]) + values_check([1.0, 0.5], [0.5])[1:]), 40)
    yield whole("second-check-tolerance", 47, "vERF", verf(seed_check(1, [0.5]), seed_check(1, [0.5], 0.0)), 8 + 32 + 8)

    # Within a compressed chunk, everything is reported at its payload
    long = Net((96,)).add(1, 8, title="long " * 40)
    def compressed(title, rule, place, at, new, output=outp(("very " * 40, "long " * 40), 1)):
        net = long.chunks(Chunk(b"mETa", meta((b"note", b"again " * 50)), DEFLATE), Chunk(b"hISt", hist([("cost", [1.0] * 64)], 64), DEFLATE),
                          output=output, codec=DEFLATE, checks=[long.check([1.0] * 96)])
        net[0] = net[0].changed(raw=inpt((96,), title="name " * 40))
        file = within(place, at, new, net)
        return f"compressed-{place}-{title}", rule, file.payload(place), place, file.data
    yield compressed("axes", 34, "INPT", 0, b"\5")
    yield compressed("padding", 31, "INPT", 247, b"\1")
    yield compressed("scaling", 35, "INPT", 256, f64(0.0))
    yield compressed("name", 30, "INPT", 40, b"\xff")
    yield compressed("kind", 37, "LAYR", 12, u16(3))
    yield compressed("parameters", 38, "LAYR", 24, b"\1")
    yield compressed("length", 30, "LAYR", 8, u32(1))
    yield compressed("inputs", 39, "LAYR", 16, u32(95))
    yield compressed("threshold", 43, "OUTP", 8, f64(NAN))
    yield compressed("class", 32, "OUTP", 18, b"\n")
    yield compressed("classes", 42, "OUTP", 0, b"\1", outp(("one " * 60,), 1))
    yield compressed("key", 44, "mETa", 5, b" ")
    yield compressed("value", 32, "mETa", 40, b"\xff")
    yield compressed("columns", 45, "hISt", 0, u32(0))
    yield compressed("rows", 30, "hISt", 4, u32(65))
    yield compressed("tolerance", 47, "vERF", 16, f64(0.0))
    yield compressed("value", 47, "vERF", 40, f64(NAN))


BAD_NAMES = (("not-utf-8", b"\xff"), ("line-feed", b"a\nb"), ("delete", b"\x7f"), ("c1-control", b"\xc2\x85"),
             ("surrogate", b"\xed\xbf\xbf"))


def plain():
    return Net().add(1, 8).chunks()


def tensors():
    """The tensors that the layers need, and no others."""
    def case(title, chunks):
        return f"tensors-{title}", 40, 128, "directory", File(chunks).data

    def tensor(role, shape, dtype=FLOAT32, layer=1):
        return Chunk(b"TNSR", bytes(SIZES[dtype] * math.prod(shape)), RAW, None, dtype, role, layer, shape)

    records = Net((3,)).add(2).chunks()[:3]
    w, b, s = tensor(1, (2, 3)), tensor(2, (2,)), tensor(3, (2,))
    q = tensor(1, (2, 3), INT8)
    for title, found in (
            ("none", []), ("no-weights", [b]), ("no-biases", [w]), ("biases-first", [b, w]), ("weights-twice", [w, w, b]),
            ("biases-twice", [w, b, b]), ("of-layer-0", [w.changed(layer=0), b.changed(layer=0)]),
            ("of-layer-2", [w.changed(layer=2), b.changed(layer=2)]), ("of-layer-2-behind", [w, b, w.changed(layer=2), b.changed(layer=2)]),
            ("of-a-huge-layer", [w, b.changed(layer=HUGE32)]), ("transposed", [tensor(1, (3, 2)), b]), ("weights-of-1-axis", [tensor(1, (6,)), b]),
            ("weights-of-3-axes", [tensor(1, (2, 3, 1)), b]), ("biases-of-2-axes", [w, tensor(2, (2, 1))]),
            ("biases-of-inputs", [w, tensor(2, (3,))]), ("scales-of-float32", [w, b, s]), ("scales-missing", [q, b]),
            ("scales-before-biases", [q, s, b]), ("scales-first", [s, q, b]), ("scales-twice", [q, b, s, s]),
            ("scales-float16", [q, b, tensor(3, (2,), FLOAT16)]), ("scales-float64", [q, b, tensor(3, (2,), FLOAT64)]),
            ("scales-int8", [q, b, tensor(3, (2,), INT8)]), ("scales-of-inputs", [q, b, tensor(3, (3,))]),
            ("one-scale", [q, b, tensor(3, (1,))]), ("scales-of-2-axes", [q, b, tensor(3, (2, 1))]),
            ("biases-int8", [w, tensor(2, (2,), INT8)]), ("biases-int8-beside-int8", [q, tensor(2, (2,), INT8), s]),
            ("scales-of-layer-2", [q, b, s.changed(layer=2)]), ("biases-as-weights", [w, b.changed(role=1)])):
        yield case(title, records + found)
    two = Net((3,)).add(2).add(1).chunks()
    yield case("layers-swapped", two[:3] + two[5:7] + two[3:5])
    yield case("roles-before-layers", two[:3] + [two[3], two[5], two[4], two[6]])
    yield case("second-layer-missing", two[:5])
    yield case("first-layer-missing", two[:3] + two[5:])


def order():
    """Files that break several rules: the one that is looked for first is reported."""
    file = File(every())
    yield "order-header-before-directory", 8, 88, "header", file.flip(88).flip(130).seal_header().data
    file = File(every())
    file.flip(file.payload("vERF"))
    file.flip(file.payload("W[1]"))
    yield "order-chunks-in-turn", 16, file.chunk("W[1]"), "W[1]", file.data
    file = File(every())
    file.flip(file.payload("W[1]")).put(file.payload("OUTP") + 8, f64(NAN)).put(56, bytes(32)).seal_header()
    yield "order-crc-before-record", 16, file.chunk("OUTP"), "OUTP", file.data
    file = File(every())
    file.put(file.payload("LAYR") + 16, u32(3)).put(file.payload("OUTP") + 8, f64(NAN)).seal()
    yield "order-output-before-chain", 43, file.payload("OUTP") + 8, "OUTP", file.data
    file = File(every())
    file.put(file.payload("LAYR") + 16, u32(3)).put(file.payload("OUTP"), b"\4").seal()
    yield "order-chain-before-classes", 39, file.payload("LAYR"), "LAYR", file.data
    file = File(every())
    file.put(file.payload("LAYR") + 20, u32(3)).seal()
    yield "order-classes-before-tensors", 42, file.payload("OUTP"), "OUTP", file.data
    file = File(plain())
    file.put(file.payload("LAYR") + 20, u32(3)).flip(file.payload("W[1]"))
    file.put(file.chunk("LAYR") + 28, u32(zlib.crc32(file.data[file.chunk("LAYR"):][:28] + file.data[file.payload("LAYR"):][:32])))
    file.put(file.entry("LAYR") + 32, file.data[file.chunk("LAYR") + 28:][:4]).seal_directory()
    yield "order-tensors-before-their-bytes", 40, 128, "directory", file.data
    file = File(every())
    file.put(56, bytes(32)).put(len(file.data) - 1, b"\1").seal_header()
    yield "order-padding-before-digest", 17, len(file.data) - 1, "vERF", file.data
    file = File(every())
    file.put(file.payload("W[1]"), f32(0)).put(file.payload("mETa") + 5, b" ").seal()
    yield "order-metadata-before-digest", 44, file.payload("mETa") + 4, "mETa", file.data
    file = File(every())
    file.put(file.entry("mETa") + 4, b"\7").put(file.entry("INPT") + 56, b"\1").seal_directory()
    yield "order-entries-in-turn", 8, file.entry("INPT") + 56, "directory", file.data
    file = File(every())
    file.put(file.entry("W[1]") + 4, b"\7").put(file.entry("W[1]") + 8, u64(0)).seal_directory()
    yield "order-codec-before-offset", 18, file.entry("W[1]") + 4, "directory", file.data
    file = File(every())
    file.put(file.entry("W[1]") + 16, u64(7)).put(file.entry("W[1]") + 5, b"\7").seal_directory()
    yield "order-lengths-before-data-type", 19, file.entry("W[1]") + 24, "directory", file.data
    file = File(every())
    file.flip(file.chunk("W[1]") + 5).flip(file.payload("W[1]"))
    yield "order-chunk-header-before-crc", 15, file.chunk("W[1]"), "W[1]", file.data
    file = packed(SPARSE, blocks([b"\1"]))
    yield "order-table-before-block", 21, file.payload("W[1]"), "W[1]", file.put(file.payload("W[1]"), u32(2, 0)).seal().data
    file = packed(PLANES, patched(blocks([b"\1"]), 4, u32(0)))
    yield "order-block-crc-before-lengths", 22, file.payload("W[1]") + 8, "W[1], block 1", file.data
    file = File(every()[:2] + [TOOL])
    yield "order-tiling-before-missing", 10, 32, "header", lengthened(file.put(len(file.data), bytes(64)))


def cases():
    for group in (header, directory, chunks, coded, records, tensors, order):
        yield from group()
