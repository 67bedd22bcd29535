"""Compares Specs/nnm.ksy with the tables of Specs/nnm-format.md, and what it finds in files with what Specs/nnm_reader.py
finds there.

usage: check_ksy.py FILE…     (Python's standard library) ok with the number of fields, or the first difference
"""
import math, re, struct, sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(root / "Specs"))
import kaitai, nnm_reader

spec = kaitai.read_yaml((root / "Specs/nnm.ksy").read_text())
text = (root / "Specs/nnm-format.md").read_text()

# What a type in the tables is in the .ksy: the type, and how often it stands there.
TYPES = {"u8": ("u1", None), "u16": ("u2", None), "u32": ("u4", None), "u64": ("u8", None), "f64": ("f8", None), "name": ("name", None),
         "u16, u16": ("version", None), "f64, f64": ("pair", None), "4 × u32": ("u4", 4), "c × (f64, f64)": ("pair", "scaling_count"),
         "p × f64": ("f8", "parameter_count"), "k × name": ("name", "class_count"), "": (None, None)}
SIZES = {"u1": 1, "u2": 2, "u4": 4, "u8": 8, "f8": 8, "version": 4, "pair": 16}


def tables(header):
    """The rows of the tables with these column titles, each with the title of its section."""
    found, rows, section = [], None, ""
    for line in text.split("\n"):
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if line.startswith("#"):
            section = line.strip("# `")
        if cells == header:
            rows = []
            found.append((section, rows))
        elif not cells:
            rows = None
        elif rows is not None and set(line) - set("|- "):
            rows.append(cells)
    return found


def check(holds, *what):
    if not holds:
        sys.exit(" ".join(map(str, what)))


def compare_tables():
    """Each row of a table of fields is a field of the .ksy: the same text, at the same offset, of the same type."""
    count, kinds = 0, {"Header": "header", "Chunk": "chunk", "Directory": "entry", "INPT": "inpt", "LAYR": "layer", "OUTP": "outp",
                       "vERF": "check"}
    found = tables(["offset", "type", "field"])
    check([section for section, _ in found] == list(kinds), "tables of", [section for section, _ in found])
    for section, rows in found:
        fields, at = spec["types"][kinds[section]]["seq"], 0
        check(len(rows) == len(fields), section, "has", len(rows), "rows and", len(fields), "fields")
        for (offset, kind, doc), field in zip(rows, fields):
            place = f"{section}, {field['id']}:"
            check(field["doc"] == doc, place, repr(field["doc"]), "is", repr(doc), "in the table")
            check(offset == "" or int(offset) == at, place, "at", at, "and", offset, "in the table")
            size = None
            if kind.endswith(" each"):
                check((field["type"], field["repeat"]) == (TYPES[kind[:-5]][0], "expr"), place, field)
            elif kind.endswith(" bytes"):
                size = int(kind[:-6])
                check(field.get("size", len(field.get("contents", ()))) == size, place, field, "is not", kind)
            else:
                wanted, times = TYPES[kind]
                check(isinstance(field.get("type"), dict) or field.get("type") == wanted, place, field, "is not", kind)
                check(field.get("repeat-expr") == times, place, field, "is not", kind)
                if isinstance(times, int) or times is None:
                    size = SIZES.get(wanted, math.nan) * (times or 1)
            at = at + size if size is not None and at is not None else None
            count += 1
    return count


def compare_codes():
    """The tables of codes are the enumerations of the .ksy, and so are the codes that a field's text lists."""
    for header, enum in ((["code", "name", "payload", "for"], "codec"), (["code", "data type", "bytes a number"], "data_type"),
                         (["code", "activation", "parameters", "g(z)"], "activation")):
        (_, rows), = tables(header)
        codes = {int(row[0]): row[1].split(":")[0].replace("-", "_") for row in rows}
        check(codes == spec["enums"][enum], enum, "differs from", codes)
    for kind in spec["types"].values():
        for field in kind["seq"]:
            listed = dict(re.findall(r"[:,] (\d) ([a-z][a-z -]*[a-z])", field.get("doc", ""))) if "enum" in field else {}
            if listed:
                codes = {int(code): name.replace("-", "_").replace(" ", "_") for code, name in listed.items()}
                enum = spec["enums"][field["enum"]]
                check(codes.keys() == enum.keys() and all(enum[c] in codes[c] for c in enum), field, "lists", codes)


def same(a, b):
    """Whether two numbers have the same bits."""
    return struct.pack("<d", a) == struct.pack("<d", b)


def compare_file(path):
    """What the .ksy finds in a valid file is what the reader finds."""
    data = Path(path).read_bytes()
    found, model = kaitai.parse(spec, data), nnm_reader.read(data)

    def equal(a, b, what):
        check(a == b, f"{path}: {what}: {a} and {b}")

    header = model.header
    equal((found.header.needed.major, found.header.needed.minor), header.needed, "needed version")
    equal((found.header.writer.major, found.header.writer.minor), header.writer, "writer")
    equal(found.header.optional_features, header.optional, "features")
    equal((found.header.digest, found.header.file_length), (header.digest, len(data)), "digest and length")
    equal((found.header.directory_offset, found.header.chunk_count), (96, len(found.chunks)), "directory")
    equal(found._io.pos, len(data), "end")
    entries = nnm_reader.read_directory(memoryview(data), header.size, 1 << 31)
    equal(len(found.chunks) - 1, len(entries), "number of chunks")
    equal(found.chunks[0].kind, "INDX", "the first chunk")
    for entry, chunk, e in zip(found.chunks[0].payload.entries, found.chunks[1:], entries):
        equal((entry.kind.encode(), entry.codec, entry.data_type, entry.role, entry.axis_count, entry.offset, entry.stored_length,
               entry.raw_length, entry.crc32, entry.layer, *entry.axes, entry.reserved), tuple(e), "entry")
        equal((chunk.kind, chunk.codec, chunk.stored_length, chunk.raw_length, chunk.crc32),
              (entry.kind, e.codec, e.stored, e.raw, e.crc), "chunk")
        equal(chunk._at["kind"] % 64, 32, "alignment")
        equal((entry.chunk._at["kind"], entry.chunk.crc32), (e.offset, e.crc), "chunk by its offset")
        if e.codec:
            equal(sum(map(len, chunk.payload.stored)) + 8 * len(chunk.payload.table), e.stored, "blocks")
        else:
            compare_record(chunk, model, equal)


def compare_record(chunk, model, equal):
    record, kind = chunk.payload, chunk.kind
    if kind == "INPT":
        equal((record.name.text, tuple(record.axes[:record.axis_count])), (model.input.name, model.input.shape), "input")
        equal([(p.first, p.second) for p in record.scalings], model.input.scalings, "scalings")
        equal((record.range.first, record.range.second) if record.has_range else None, model.input.range, "range")
        equal((nnm_reader.FILTERS[record.filter], nnm_reader.FITS[record.fit]), model.input[3:5], "filter and fit")
        equal(record.element_count, math.prod(model.input.shape), "elements")
    elif kind == "LAYR":
        equal([(l.name.text, l.inputs, l.units, tuple(l.parameters)) for l in record.layers],
              [(l.name, l.inputs, l.units, l.parameters) for l in model.layers], "layers")
        for l, m in zip(record.layers, model.layers):
            equal(spec["enums"]["activation"].get(l.activation, f"unknown activation {l.activation}").replace("_", "-"),
                  m.activation, "activation")
    elif kind == "OUTP":
        equal((record.name.text, nnm_reader.MEANINGS[record.meaning], record.threshold, [c.text for c in record.classes]),
              tuple(model.output), "output")
    elif kind == "mETa":
        equal({e.key.text: e.value for e in record.entries}, model.metadata, "metadata")
    elif kind == "hISt":
        equal([n.text for n in record.names], list(model.history), "columns")
        for column, values in zip(record.columns, model.history.values()):
            equal([struct.pack("<d", x) for x in column.values], [struct.pack("<d", x) for x in values], "a column")
    elif kind == "vERF" and hasattr(record, "checks"):
        equal([(c.tolerance, c.seed, tuple(c.elements) or None, tuple(c.expected)) for c in record.checks],
              [tuple(c) for c in model.checks], "checks")


fields = compare_tables()
compare_codes()
for path in sys.argv[1:]:
    compare_file(path)
print(f"ok: {fields} fields of the tables, {len(sys.argv) - 1} files")
