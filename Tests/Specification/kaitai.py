"""An interpreter of as much of Kaitai Struct as Specs/nnm.ksy uses, so that its fields can be tried on real files where
the Kaitai compiler is not at hand. (Python's standard library.)
"""
import re, struct

NUMBERS = {"u1": "B", "u2": "H", "u4": "I", "u8": "Q", "f4": "f", "f8": "d"}


def read_yaml(text):
    """A subset of YAML: maps and lists of maps by indentation, plain and quoted scalars, one-line lists; no other."""
    lines = []
    for line in text.split("\n"):
        if line.strip() and not line.strip().startswith("#"):
            assert "\t" not in line and not line.rstrip().endswith("|"), line
            lines.append((len(line) - len(line.lstrip()), line.strip()))
    value, rest = node(lines, 0)
    assert not rest, rest[0]
    return value


def node(lines, indent):
    """The map or list whose lines have this indentation, and the lines behind it."""
    if lines[0][1].startswith("- "):
        items = []
        while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
            item, lines = node([(indent + 2, lines[0][1][2:])] + lines[1:], indent + 2)
            items.append(item)
        return items, lines
    fields = {}
    while lines and lines[0][0] == indent and not lines[0][1].startswith("- "):
        key, value = re.fullmatch(r"""('[^']*'|[^'"\s][^:]*?):(?: (.*))?""", lines[0][1]).groups()
        key, lines = scalar(key), lines[1:]
        assert key not in fields, f"{key} twice"
        if value is None:
            fields[key], lines = node(lines, lines[0][0])
        else:
            fields[key] = scalar(value)
    return fields, lines


def scalar(text):
    if text[0] == text[-1] == "'" or text[0] == text[-1] == '"':
        return text[1:-1]
    if text.startswith("["):
        return [scalar(item.strip()) for item in text[1:-1].split(",")]
    assert ": " not in text and " #" not in text, f"{text} has to be quoted"
    return int(text, 0) if re.fullmatch(r"0x[0-9a-f]+|\d+", text) else text


class Stream:
    """Bytes with a cursor."""

    def __init__(self, data):
        self.data, self.pos = data, 0

    def take(self, size):
        assert 0 <= size <= len(self.data) - self.pos, f"{size} bytes at {self.pos} of {len(self.data)}"
        self.pos += size
        return self.data[self.pos - size:self.pos]


class Object:
    """What a type of the .ksy makes of a stream: its fields as attributes, and in `_at` where each begins."""

    def __init__(self, spec, kind, stream, parent, parameters=()):
        self._spec, self._kind, self._io, self._parent, self._at = spec, spec["types"].get(kind, spec), stream, parent, {}
        self._root = parent._root if parent else self
        for parameter, value in zip(self._kind.get("params", ()), parameters):
            setattr(self, parameter["id"], value)
        for field in self._kind["seq"]:
            if "if" not in field or self._value(field["if"]):
                self._at[field["id"]] = stream.pos
                self._read(field)

    def __getattr__(self, name):
        """An instance, which is computed when somebody asks for it."""
        instance = self.__dict__.get("_kind", {}).get("instances", {}).get(name)
        if instance is None:
            raise AttributeError(name)
        if "value" in instance:
            return self._value(instance["value"])
        stream = Stream(self._value(instance["io"]).data)
        stream.pos = self._value(instance["pos"])
        return self._one(instance, stream)

    def _read(self, field):
        repeat, values = field.get("repeat"), []
        if repeat is None:
            setattr(self, field["id"], self._one(field, self._io))
            return
        setattr(self, field["id"], values)
        count = self._value(field["repeat-expr"]) if repeat == "expr" else None
        while len(values) < count if repeat == "expr" else self._io.pos < len(self._io.data):
            values.append(self._one(field, self._io, len(values)))

    def _one(self, field, stream, index=None):
        kind = field.get("type")
        if "contents" in field:
            found = stream.take(len(field["contents"]))
            assert list(found) == field["contents"], found
            return found
        if isinstance(kind, str) and kind in NUMBERS:
            number, = struct.unpack("<" + NUMBERS[kind], stream.take(int(kind[1])))
            assert "enum" not in field or field["enum"] in self._spec["enums"]
            return number
        if "size" in field:
            stream = Stream(stream.take(self._value(field["size"], index)))
        if isinstance(kind, dict):
            chosen = self._value(kind["switch-on"])
            kind = next((to for case, to in kind["cases"].items() if self._value(case) == chosen), None)
        if kind is None:
            return stream.data
        if kind == "str":
            return stream.data.decode(field.get("encoding", self._spec["meta"]["encoding"]))
        name, parameters = re.fullmatch(r"(\w+)(?:\((.*)\))?", kind).groups()
        assert name in self._spec["types"], name
        made = Object(self._spec, name, stream, self, [self._value(parameters)] if parameters else [])
        assert "size" not in field or stream.pos == len(stream.data), f"{name} ends at {stream.pos} of {len(stream.data)}"
        return made

    def _value(self, expression, index=None):
        """An expression, written anew in Python."""
        if not isinstance(expression, str):
            return expression
        python = re.sub(r"\.as<\w+>", "", expression).replace("/", "//")
        python = re.sub(r"(\w+)::(\w+)", lambda m: str(self._enum(*m.groups())), python)
        python = re.sub(r"([^?()]+) \? ([^:()]+) : ([^:()]+)", r"(\2 if \1 else \3)", python)
        python = re.sub(r"\.last\b", "[-1]", python)
        names = {name: getattr(self, name) for name in set(re.findall(r"(?<![\w.\"])[a-z_]\w*", python))
                 if name not in ("if", "else", "and", "or", "not", "_index") and '"' + name + '"' not in python}
        return eval(python, {"__builtins__": {}}, {**names, "_index": index})

    def _enum(self, enum, name):
        return next(number for number, found in self._spec["enums"][enum].items() if found == name)


def parse(spec, data):
    """The root object of a file."""
    return Object(spec, None, Stream(data), None)
