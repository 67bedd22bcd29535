"""Makes files that look like PyTorch's and that nobody should believe, each with words of its refusal (hostile/verdicts.json).

    python3 make_hostile.py        # the standard library alone
"""
import json
import os
import struct
import zipfile

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))
verdicts = {}

DICT = b"ccollections\nOrderedDict\n)R"


def text(s):
    s = s.encode() if isinstance(s, str) else s
    return b"X" + struct.pack("<I", len(s)) + s


def number(n):
    if -2**31 <= n < 2**31:
        return b"J" + struct.pack("<i", n)
    return b"\x8a\x08" + struct.pack("<q", n)


def numbers(tuple_):
    return b"(" + b"".join(map(number, tuple_)) + b"t"


def storage(key="0", count=6, kind="FloatStorage", tag="storage"):
    return b"(" + text(tag) + f"ctorch\n{kind}\n".encode() + text(key) + text("cpu") + number(count) + b"tQ"


def tensor(key="0", shape=(2, 3), strides=None, offset=0, count=6, kind="FloatStorage"):
    if strides is None:
        strides, step = [], 1
        for n in reversed(shape):
            strides.insert(0, step)
            step *= n
    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage(key, count, kind) + number(offset) + numbers(shape)
            + numbers(strides) + b"\x89" + DICT + b"tR")


WEIGHT = text("0.weight") + tensor()
BIAS = text("0.bias") + tensor("1", (2,), count=2)


def state(*items):
    return b"\x80\x02" + DICT + b"(" + b"".join(items) + b"u."


SOUND = state(WEIGHT, BIAS)


def make(name, words, pickle=SOUND, data=None, top="archive", extra={}, drop=()):
    verdicts[name] = words
    members = {"data.pkl": pickle, "byteorder": b"little", "data/0": bytes(24), "data/1": bytes(8), "version": b"3\n",
               **(data or {})}
    with zipfile.ZipFile(f"{name}.pt", "w") as archive:
        for member, content in [*((f"{top}/{k}", v) for k, v in members.items() if k not in drop), *extra.items()]:
            info = zipfile.ZipInfo(member)
            if content == b"-> /etc/passwd":
                info.create_system, info.external_attr = 3, 0o120777 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED if len(content) > 10_000 else zipfile.ZIP_STORED)


# Names that a pickle asks for, and instructions that no file of tensors has.
make("os-system", "asks for os.system", b"\x80\x02cos\nsystem\n(" + text("touch pwned") + b"tR.")
make("posix-system", "asks for posix.system", state(text("0.weight") + b"cposix\nsystem\n(" + text("id") + b"tR"))
make("builtins-eval", "asks for builtins.eval", b"\x80\x02cbuiltins\neval\n(" + text("1") + b"tR.")
make("getattr", "asks for __builtin__.getattr", b"\x80\x02c__builtin__\ngetattr\n.")
make("whole-module", "asks for __main__.Net", b"\x80\x02c__main__\nNet\n)\x81}b.")
make("torch-function", "asks for torch.load", b"\x80\x02ctorch\nload\n(" + text("/etc/passwd") + b"tR.")
make("torch-utils", "asks for torch._utils._rebuild_device_tensor_from_numpy",
     b"\x80\x02ctorch._utils\n_rebuild_device_tensor_from_numpy\n.")
make("dotted-global", "asks for torch.FloatStorage.from_file", b"\x80\x02ctorch\nFloatStorage.from_file\n.")
make("spaced-global", "asks for  torch.FloatStorage", b"\x80\x02c torch\nFloatStorage\n.")
make("quantized-tensor", "asks for torch._utils._rebuild_qtensor", b"\x80\x02ctorch._utils\n_rebuild_qtensor\n.")
make("long-global", "a name of at most 128 bytes", b"\x80\x02c" + b"x" * 300 + b"\nf\n.")
make("global-cut-short", "a name with its end, found the end of the pickle", b"\x80\x02ccollections")
make("newobj", "the instruction NEWOBJ", b"\x80\x02ccollections\nOrderedDict\n)\x81.")
make("inst", "the instruction INST", b"\x80\x02(ios\nsystem\n.")
make("obj", "the instruction OBJ", b"\x80\x02(ccollections\nOrderedDict\no.")
make("stack-global", "the instruction STACK_GLOBAL", b"\x80\x02" + text("os") + text("system") + b"\x93.")
make("extension", "the instruction EXT1", b"\x80\x02\x82\x01.")
make("persid", "the instruction PERSID", b"\x80\x02Pstorage\n.")
make("duplicate", "the instruction DUP", b"\x80\x02}2.")
make("pop", "the instruction POP", b"\x80\x02}}0.")
make("protocol-0", "expected a pickle, found other bytes", b"(dp0\n.")
make("protocol-4", "a pickle of protocol 2, found protocol 4", b"\x80\x04\x95\0\0\0\0\0\0\0\0}.")
make("no-instruction", "the byte 255", b"\x80\x02\xff.")
make("empty-pickle", "expected a pickle, found an empty member", b"")

# A stack and a memo that are not what they should be.
make("no-stop", "the pickle's STOP, found its end", SOUND[:-1])
make("more-behind-stop", "nothing behind the pickle's STOP", SOUND + b"}.")
make("underflow", "2 values on the pickle's stack, found 1", b"\x80\x02}R.")
make("below-the-mark", "1 values on the pickle's stack, found 0", b"\x80\x02}(\x85.")
make("no-mark", "a mark on the pickle's stack, found none", b"\x80\x02}u.")
make("two-values", "one value when the pickle stops, found 2", b"\x80\x02}}.")
make("forgotten", "a value remembered as 7, found none", b"\x80\x02h\x07.")
make("nothing-to-remember", "a value to remember, found none", b"\x80\x02q\x00.")
make("odd-items", "keys and values in pairs", b"\x80\x02}(" + text("a") + b"u.")
make("items-into-a-list", "a dict to put items into, found a list", b"\x80\x02](" + text("a") + b"Nu.")
make("append-to-a-dict", "a list to append to, found a dict", b"\x80\x02}Na.")
make("attributes-of-a-tensor", "the attributes of a dict alone", state(text("0.weight") + tensor() + b"}b", BIAS))
make("call-a-number", "one of PyTorch's functions with a tuple of arguments, found 1", b"\x80\x02K\x01)R.")
make("call-a-type", "a function, found torch.FloatStorage", b"\x80\x02ctorch\nFloatStorage\n)R.")
make("ordered-dict-of-arguments", "an empty OrderedDict", b"\x80\x02ccollections\nOrderedDict\n]\x85R.")
make("string-beyond-the-end", "4294967295 more bytes in the pickle", b"\x80\x02X\xff\xff\xff\xff.")
make("string-not-utf-8", "text in UTF-8", b"\x80\x02" + text(b"\xff\xfe") + b".")
make("long-integer", "a whole number of at most 8 bytes, found 200", b"\x80\x02\x8a\xc8" + bytes(200) + b".")
make("a-million-tuples", "at most 131072 tuples", b"\x80\x02)" + b"\x85" * 1_000_000 + b".")
make("a-million-marks", "at most 65536 marks", b"\x80\x02" + b"(" * 1_000_000 + b".")
make("a-million-values", "at most 65536 values on a pickle's stack", b"\x80\x02" + b"N" * 1_000_000 + b".")
make("memo-of-many", "at most 131072 values that a pickle remembers",
     b"\x80\x02}" + b"".join(b"r" + struct.pack("<I", i) for i in range(200_000)) + b".")
make("pickle-too-long", "at most 4194304 bytes", b"\x80\x02" + bytes(5 << 20))
make("dict-in-itself", "a tensor under '0.bias', found a dict",
     b"\x80\x02}q\0(" + WEIGHT + text("0.bias") + b"h\0u.")
make("list-in-itself", "a state dict, tensors by name, found a list", b"\x80\x02]q\0h\0a.")

# Tensors that are not what they should be.
make("storage-too-small", "6 numbers of 4 bytes each, as the pickle says, found 8 bytes", data={"data/0": bytes(8)})
make("storage-too-large", "6 numbers of 4 bytes each, as the pickle says, found 28 bytes", data={"data/0": bytes(28)})
make("storage-missing", "its numbers in data/1, found no such member", drop=["data/1"])
make("storage-elsewhere", "its numbers in data/../../etc/passwd",
     state(text("0.weight") + tensor("../../etc/passwd"), BIAS))
make("a-tebibyte", "found 24 bytes",
     state(text("0.weight") + tensor(shape=(2, 3), count=2**38), BIAS))
make("count-wraps", "found 24 bytes", state(text("0.weight") + tensor(count=2**62), BIAS))
make("shape-wraps", "a tensor of at most the 6 numbers of its storage",
     state(text("0.weight") + tensor(shape=(2**32, 2**32), strides=(0, 0)), BIAS))
make("shape-beyond-storage", "a tensor of at most the 6 numbers", state(text("0.weight") + tensor(shape=(3, 3)), BIAS))
make("stride-of-0", "a tensor of at most the 6 numbers",
     state(text("0.weight") + tensor(shape=(1 << 20, 3), strides=(0, 1)), BIAS))
make("stride-beyond-storage", "a tensor within the 6 numbers of its storage",
     state(text("0.weight") + tensor(strides=(4, 1)), BIAS))
make("stride-wraps", "a tensor within the 6 numbers of its storage",
     state(text("0.weight") + tensor(strides=(2**62, 2**62)), BIAS))
make("offset-beyond-storage", "a tensor within the 6 numbers of its storage",
     state(text("0.weight") + tensor(offset=1), BIAS))
make("offset-negative", "an offset, a shape and strides of 0 or more",
     state(text("0.weight") + tensor(offset=-1), BIAS))
make("shape-negative", "an offset, a shape and strides of 0 or more",
     state(text("0.weight") + tensor(shape=(-2, -3), strides=(3, 1)), BIAS))
many = [text(f"{i}.weight") + tensor(str(i % 2), (1, 1), count=250_000) for i in range(4000)]
make("two-storages-in-turns", "bytes in the storages of all tensors together", state(*many),
     {"data/0": bytes(1_000_000), "data/1": bytes(1_000_000)})
make("stride-missing", "a stride for each", state(text("0.weight") + tensor(strides=(1,)), BIAS))
make("a-thousand-axes", "a stride for each of at most 64 axes",
     state(text("0.weight") + tensor(shape=(1,) * 1000), BIAS))
make("shape-of-text", "a tensor of a storage, an offset, a shape and strides",
     state(text("0.weight") + b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage() + number(0) + text("2") + numbers([1])
           + b"\x89" + DICT + b"tR"))
make("storage-by-another-name", "a storage's name", state(text("0.weight") + storage(tag="module")))
make("storage-of-none", "a storage's name: 'storage', type, key, device, count, found None", b"\x80\x02NQ.")
make("integers", "float16, bfloat16, float32 or float64 numbers, found int64",
     state(text("0.weight") + tensor(kind="LongStorage"), BIAS), data={"data/0": bytes(48)})
make("complex", "float16, bfloat16, float32 or float64 numbers, found complex64",
     state(text("0.weight") + tensor(kind="ComplexFloatStorage"), BIAS), data={"data/0": bytes(48)})
make("parameter-of-none", "a parameter of a tensor", b"\x80\x02ctorch._utils\n_rebuild_parameter\n(N\x89NtR.")

# Networks that are none.
make("empty", "no tensors", state())
make("two-dicts", "one such dict within a dict, found 2 within",
     b"\x80\x02}(" + text("a") + SOUND[2:-1] + text("b") + SOUND[2:-1] + b"u.")
make("a-tensor-alone", "a state dict, tensors by name, found a tensor", b"\x80\x02" + tensor() + b".")
make("number-for-a-name", "names of tensors, found 1", state(number(1) + tensor(), BIAS))
make("a-number-among-tensors", "a tensor under 'step', found 3", state(WEIGHT, BIAS, text("step") + number(3)))
make("twice-the-same-name", "two of the name '0.weight'", state(WEIGHT, BIAS, WEIGHT))
make("bias-alone", "tensor '0.bias': expected weights that it belongs to, found none", state(BIAS))
make("weights-of-one-axis", "weights of shape (units, inputs), found the shape [6]",
     state(text("0.weight") + tensor(shape=(6,)), BIAS))
make("convolution", "weights of shape (units, inputs), found the shape [1, 1, 2, 3]",
     state(text("0.weight") + tensor(shape=(1, 1, 2, 3)), BIAS))
make("no-units", "weights of shape (units, inputs), found the shape [0, 3]", state(text("0.weight") + tensor(shape=(0, 3), count=0)))
make("bias-of-other-length", "biases of shape [2], one a unit, found the shape [1]",
     state(WEIGHT, text("0.bias") + tensor("1", (1,), count=2)))
make("layers-that-do-not-fit", "each takes what the one before it gives, found '0' 3 → 2, '2' 3 → 2",
     state(WEIGHT, BIAS, text("2.weight") + tensor()))
make("running-mean", "tensor '1.running_mean': expected variances beside the means, found none",
     state(WEIGHT, BIAS, text("1.running_mean") + tensor("1", (2,), count=2)))
NORM = [text(f"1.running_{end}") + tensor("1", (2,), count=2) for end in ("mean", "var")]
make("norm-lists-differ", "tensor '1.running_var': expected the shape [2] of its means, found [1]",
     state(WEIGHT, BIAS, NORM[0], text("1.running_var") + tensor("1", (1,), count=2)))
make("norm-of-axes", "tensor '1.running_mean': expected means, a number a unit, found the shape [1, 2]",
     state(WEIGHT, BIAS, text("1.running_mean") + tensor("1", (1, 2), count=2), NORM[1]))
make("norm-alone", "tensors named 'fc1.weight', 'fc1.bias', …, found no weights", state(*NORM))
make("name-of-control-characters", "\u202e", state(text("\u202e\x1b[2J") + tensor()))

# Archives that are not what they should be.
make("no-pickle", "one member data.pkl in a folder, found 0", drop=["data.pkl"])
make("two-folders", "all members in one folder, archive/, found another", extra={"other/data/0": b""})
make("two-pickles", "one member data.pkl in a folder, found 2", extra={"other/data.pkl": SOUND})
make("path-upwards", "a plain name, perhaps in folders", extra={"archive/../../evil": b""})
make("absolute-path", "a plain name, perhaps in folders", extra={"/etc/evil": b""})
make("backslash", "a plain name, perhaps in folders", extra={"archive/..\\evil": b""})
make("symbolic-link", "a symbolic link", extra={"archive/data/2": b"-> /etc/passwd"})
make("torchscript", "a TorchScript program", extra={"archive/constants.pkl": b"\x80\x02)."})
make("byte-order", "little or big, found other words", data={"byteorder": b"middle"})
make("description-not-json", "archive/nnm.description, byte 0", data={"nnm.description": b"hello"})
make("description-of-a-list", "a JSON object, found a list", data={"nnm.description": b"[]"})
make("description-of-brackets", "brackets in each other", data={"nnm.description": b"[" * 1_000_000})
make("description-of-other-layers", "1 activations, one a layer, found 2",
     data={"nnm.description": b'{"activations": ["relu", "relu"]}'})
make("description-of-unknown-activation", "found 'rm -rf'", data={"nnm.description": b'{"activations": ["rm -rf"]}'})
make("description-of-numbers", "a list of strings under 'activations'", data={"nnm.description": b'{"activations": [1]}'})
make("description-of-another-shape", "axes of 3 elements together",
     data={"nnm.description": b'{"activations": ["relu"], "input_shape": [2, 2]}'})
make("nothing-told", "name an activation for each, as in --activations softmax")

with open("two-same-members.pt", "wb") as file, zipfile.ZipFile(file, "w") as archive:
    import warnings
    warnings.simplefilter("ignore")
    archive.writestr(zipfile.ZipInfo("archive/data.pkl"), SOUND)
    archive.writestr(zipfile.ZipInfo("archive/data.pkl"), SOUND)
verdicts["two-same-members"] = "members of different names, found two of this one"
sound = open("nothing-told.pt", "rb").read()
damaged = sound.replace(b"_rebuild_tensor_v2", b"_rebuild_tensor_v3", 1)
open("bad-checksum.pt", "wb").write(damaged)
verdicts["bad-checksum"] = "the member is damaged"
open("cut-short.pt", "wb").write(sound[:-30])
verdicts["cut-short"] = "a sound zip archive"

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, sort_keys=True)
    file.write("\n")
