"""Writes models in JSON that nobody should believe into hostile/, with the words that each must be refused with; and
two that are sound beside this script.

    python3 make_hostile.py     # standard library only
"""
import json
import os

folder = os.path.dirname(os.path.abspath(__file__))
os.makedirs(os.path.join(folder, "hostile"), exist_ok=True)
os.chdir(os.path.join(folder, "hostile"))
verdicts = {}


def write(name, words, content):
    if not isinstance(content, (bytes, str)):
        content = json.dumps(content)
    with open(name + ".json", "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    verdicts[name] = words


def layer(**fields):
    return {"activation": "relu", "weights": [[1, 2]], "biases": [3], **fields}


def model(*layers, **fields):
    return {"format": "nnm-json", "version": 1, "layers": list(layers) or [layer()], **fields}


text = json.dumps(model())


def raw(weights):
    """The text of a model whose weights are as they stand here."""
    return text.replace("[[1, 2]]", weights)


# The text itself
write("cut-short", "expected ',' or '}', found the end", text[:-1])
write("two-values", "expected the end, found '{'", text + text)
write("nul-behind", "expected the end, found the byte 0", text + "\0")
write("byte-order-mark", "expected a model in one of the formats", "\ufeff" + text)
write("utf-16", "expected a model in one of the formats", text.encode("utf-16"))
write("comment", "expected a key in quotes, found '/'", "{/* no */" + text[1:])
write("comma-at-the-end", "expected a JSON value, found ']'", raw("[[1, 2,]]"))
write("key-without-quotes", "expected a key in quotes, found 'f'", text.replace('"format"', "format"))
write("single-quotes", "expected a key in quotes, found '''", text.replace('"', "'"))
write("nested-lists", "at most 64 brackets in each other", '{"layers": ' + "[" * 100_000)
write("nested-objects", "at most 64 brackets in each other", '{"a":' * 10_000)
write("key-twice", "each key once, found 'version' again", text[:-1] + ', "version": 1}')
write("key-twice-escaped", "each key once, found 'version' again", text[:-1] + ', "\\u0076ersion": 1}')
write("not-utf-8", "text in UTF-8, found other bytes", text.encode().replace(b"relu", b"rel\xff"))
write("overlong-utf-8", "text in UTF-8, found other bytes", text.encode().replace(b"relu", b"\xc1\xb2elu"))
write("surrogate-in-utf-8", "text in UTF-8, found other bytes", text.replace("relu", "\ud800elu"))
write("half-a-surrogate", "both halves of a surrogate pair, found one half", text.replace("relu", "\\ud800elu"))
write("surrogates-in-disorder", "both halves of a surrogate pair", text.replace("relu", "\\udc00\\ud800"))
write("escape-unknown", "expected an escape", text.replace("relu", "rel\\x75"))
write("escape-cut-short", "four hexadecimal digits", text.replace("relu", "\\u00"))
write("string-without-end", "the end of the string that begins at byte", text[:-1] + ', "metadata')
write("line-end-in-a-string", "the end of the string", text.replace("relu", "re\nlu"))
# Numbers
write("nan", "expected a JSON value, found 'N'", raw("[[NaN, 2]]"))
write("infinity", "expected a JSON value, found 'I'", raw("[[Infinity, 2]]"))
write("hexadecimal", "expected ',' or ']', found 'x'", raw("[[0x10, 2]]"))
write("zero-in-front", "expected ',' or ']', found '1'", raw("[[01, 2]]"))
write("plus", "expected a JSON value, found '+'", raw("[[+1, 2]]"))
write("point-alone", "expected a digit, found ','", raw("[[1., 2]]"))
write("exponent-alone", "expected a digit, found ','", raw("[[1e, 2]]"))
write("beyond-float32", "a number of the type float32, found 1e39", raw("[[1e39, 2]]"))
write("exponent-of-20-digits", "a number of the type float32", raw("[[1e99999999999999999999, 2]]"))
write("number-of-10000-digits", "a number of at most 1000 characters, found 10000", raw("[[" + "1" * 10_000 + ", 2]]"))
write("beyond-float16", "of the type float16", model(layer(weights=[[1e6, 2]], weights_dtype="float16")))
write("text-as-number", "a number of the type float32, found '1'", model(layer(weights=[["1", 2]])))
write("nan-of-too-few-digits", "a number of the type float32, found '0x7fc'", model(layer(weights=[["0x7fc", 2]])))
write("nan-with-a-sign", "a number of the type float32, found '0x+fc00000'", model(layer(weights=[["0x+fc00000", 2]])))
# The model
write("empty", "format: expected 'nnm-json', found none", {})
write("format-other", "format: expected 'nnm-json', found 'nnm-yaml'", {**model(), "format": "nnm-yaml"})
write("format-long", "format: expected 'nnm-json', found a long string", {**model(), "format": "x" * 10_000})
write("version-2", "version: expected 1, found 2", {**model(), "version": 2})
write("version-1.0", "version: expected 1, found 1.0", {**model(), "version": 1.0})
write("version-text", "version: expected 1, found '1'", {**model(), "version": "1"})
write("key-unknown", "found 'optimizer'", model(optimizer="adam"))
write("no-layers", "a list of layers, found none", {"format": "nnm-json", "version": 1})
write("layers-empty", "a list of layers, found a list of 0", {**model(), "layers": []})
write("layers-object", "a list of layers, found an object of 1 members", {**model(), "layers": {"0": layer()}})
write("layer-number", "layer 1, weights: expected a list of rows, one a unit, found none", model(7))
write("layer-key-unknown", "layer 1: expected the keys activation, biases", model(layer(bias=[1])))
write("layers-4097", "expected 1 to 4096 layers, found 4097", model(*[{"weights": [[1]], "biases": [1], "activation": "elu"}] * 4_097))
write("activation-unknown", "expected one of identity, relu", model(layer(activation="lambda")))
write("activation-nan", "expected one of identity, relu", model(layer(activation="elu:nan")))
write("activation-number", "an activation for each layer, or for none, found 1",
      model(layer(weights=[[1]]), layer(weights=[[1]], activation=7)))
write("activations-missing", "name an activation for each", model({"weights": [[1, 2]], "biases": [3]}))
write("weights-of-text", "layer 1, weights: expected a list of rows, one a unit, found 'AAAA'", model(layer(weights="AAAA")))
write("weights-flat", "layer 1, weights: expected a list of rows, one a unit", model(layer(weights=[1, 2])))
write("weights-empty", "layer 1, weights: expected a list of rows, one a unit", model(layer(weights=[[]])))
write("rows-of-other-lengths", "weights, row 2: expected 2 numbers, found a list of 1", model(layer(weights=[[1, 2], [3]], biases=[1, 2])))
write("row-too-deep", "a number of the type float32, found a list of 1", model(layer(weights=[[[1], 2]])))
write("rows-of-nothing", "row 2: expected 10000 numbers, found a list of 0",
      model(layer(weights=[[1] * 10_000] + [[]] * 10_000)))
write("chain-broken", "rows of 1 numbers, as many as the layer before has units, found 2", model(layer(), layer()))
write("biases-missing", "1 numbers, one a unit, found none", model({"activation": "relu", "weights": [[1, 2]]}))
write("biases-too-many", "1 numbers, one a unit, found a list of 2", model(layer(biases=[1, 2])))
write("type-int8", "one of float64, float32, float16, bfloat16, found 'int8'", model(layer(weights_dtype="int8")))
write("type-number", "one of float64, float32, float16, bfloat16, found 4", model(layer(biases_dtype=4)))
# The description
write("shape-of-others", "input_shape: expected axes of 2 elements together", model(input_shape=[3]))
write("shape-wraps", "input_shape: expected axes of 2 elements together", model(input_shape=[(1 << 62) + 1, 4, 2]))
write("shape-of-rank-10000", "input_shape: expected axes of 2 elements together", model(input_shape=[1] * 9_999 + [2]))
write("shape-fraction", "input_shape: expected integers", model(input_shape=[2.5]))
write("range-upside-down", "input_range: expected two numbers in order", model(input_range=[1, 0]))
write("divisor-of-0", "input_divisor: expected finite numbers other than 0", model(input_offset=[0], input_divisor=[0]))
write("divisors-of-another-number", "as many numbers as input_divisor has", model(input_offset=[0], input_divisor=[1, 2, 3]))
write("resize-unknown", "input_resize: expected a filter and a fit", model(input_resize=["magic", "crop"]))
write("resize-long", "input_resize: expected a filter and a fit", model(input_resize=["x" * 10_000, "crop"]))
write("meaning-unknown", "output_meaning: expected one of", model(output_meaning=["truth"]))
write("meaning-long", "output_meaning: expected one of", model(output_meaning=["x" * 10_000]))
write("classes-of-another-number", "class_names: expected 1 strings, one a class, found 3", model(class_names=["a", "b", "c"]))
write("classes-of-numbers", "class_names", model(class_names=[1]))
write("names-of-no-layers", "layer_names: expected 1 strings", model(layer_names=["a", "b"]))
write("metadata-number", "metadata, 'a': expected a string, found 1", model(metadata={"a": 1}))
write("metadata-key-steers-the-terminal", "metadata", model(metadata={"\u001b[2J\u202e<b>": "x"}))
write("metadata-key-long", "metadata", model(metadata={"k" * 10_000: "x"}))

with open("verdicts.json", "w") as file:
    json.dump(verdicts, file, indent=1, sort_keys=True)
    file.write("\n")

sound = {
    "typed": model({"weights": [[1, -0.25, 3e-2]], "biases": [0.5]}),
    "described": model(
        {"activation": "leaky-relu:0.2", "weights": [[1, 2], ["inf", "-inf"]], "biases": [3, "0x7ff8000000000001"],
         "weights_dtype": "bfloat16", "biases_dtype": "float64"},
        {"activation": "softmax", "weights": [[1, 2], [3, 4], [5, 6]], "biases": [0, 0, 1e-7]},
        input_shape=[2, 1], input_range=[0, 255], input_offset=[1, 2], input_divisor=[127.5, 100],
        input_resize=["bilinear", "crop"], input_name=["picture"], output_name=["kind"],
        class_names=["caf\u00e9", "\U0001f98a", ""], layer_names=["in", "out"], metadata={"author": "somebody"}),
}
for name, content in sound.items():
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump(content, file)
        file.write("\n")
