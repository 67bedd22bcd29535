"""Files that must be refused, each for its own reason, made of one that libfann 2.2.0 wrote; run here, with Python alone.
verdicts.json has the words of each refusal."""
import json
import pathlib
import re
import shutil

here = pathlib.Path(__file__).parent
good = (here / "one.net").read_text()
verdicts = {}
shutil.rmtree(here / "hostile", ignore_errors=True)
(here / "hostile").mkdir()


def put(name, content, words):
    data = content if isinstance(content, bytes) else content.encode()
    (here / "hostile" / f"{name}.net").write_bytes(data)
    verdicts[name] = words


def change(name, old, new, words, count=1):
    assert old in good, old
    put(name, good.replace(old, new, count), words)


def line(key, value):
    return re.sub(rf"^{key}=.*$", lambda _: f"{key}={value}", good, flags=re.M)


neurons = good.index("neurons (")
connections = good.index("connections (")
change("version-1.1", "FLO_2.1", "FLO_1.1", "line 1: expected FANN_FLO_2.1, found 'FANN_FLO_1.1'")
change("fixed", "FLO_2.1", "FIX_2.1", "a network of whole numbers")
put("version-alone", "FANN_FLO_2.1", "line 1: expected the end of the line")
put("version-long", "FANN_FLO_2.1" + "x" * 3_000, "line 1: expected the end of the line")
put("no-header", "FANN_FLO_2.1\n", "expected a key and '=', found the end of the file")
put("layers-missing", good.replace("num_layers=2\n", ""), "layer_sizes: expected num_layers before it, found none")
put("layers-1", line("num_layers", "1"), "num_layers: expected a number from 2")
put("layers-many", line("num_layers", "4294967295"), "num_layers: expected a number from 2")
put("layers-negative", line("num_layers", "-2"), "found '-2'")
put("layers-wrap", line("num_layers", "18446744073709551618"), "num_layers: expected a number from 2")
put("layers-more-than-sizes", line("num_layers", "3"), "layer_sizes, 3: expected a whole number, found")
put("layers-fewer-than-sizes", line("layer_sizes", "4 2 2 "), "layer_sizes: expected the end of the line, found '2'")
put("size-1", line("layer_sizes", "1 2 "), "layer_sizes, 1: expected 2 or more")
put("size-0", line("layer_sizes", "4 0 "), "layer_sizes, 2: expected 2 or more")
put("size-huge", line("layer_sizes", "4 4294967295 "), "neuron 5: expected 4 inputs, one from each of the layer before, found 0")
put("size-wraps", line("layer_sizes", "4 9223372036854775809 "), "layer_sizes, 2: expected a whole number")
put("size-first-huge", line("layer_sizes", "4294967295 2 "), "neuron 4: expected 0 inputs")
put("shortcut", line("network_type", "1"), "network_type: shortcuts from layer to layer")
put("type-2", line("network_type", "2"), "network_type: expected 0 for layers, found '2'")
put("sparse", line("connection_rate", "0.500000"), "a network of which not all units are connected ('0.500000')")
put("rate-nan", line("connection_rate", "nan"), "connection_rate: a network of which not all units are connected")
put("key-unknown", good.replace("quickprop_mu=", "quickprop_nu="), "a key of libfann's, or layer_sizes, found 'quickprop_nu'")
put("key-twice", good.replace("quickprop_mu=", "quickprop_decay="), "quickprop_decay: expected each key once")
put("key-long", good.replace("quickprop_mu", "q" * 3_000), "expected a key and '='")
put("control", line("learning_rate", "0.7\x1b[2J"), "learning_rate: expected printable ASCII")
put("cut-in-neurons", good[: neurons + 101], "neuron 1: expected ','")
put("cut-before-connections", good[:connections], "connections: expected 'connections (connected_to_neuron, weight)='")
put("cut-in-connections", good[: connections + 60], "layer 1, unit 1, byte")
put("cut-at-the-end", good[:-2], "connections: expected the end of the line, found the end of the file")
change("inputs-other", "(4, 5,", "(3, 5,", "neuron 4: expected 4 inputs, one from each of the layer before, found 3")
change("inputs-negative", "(4, 5,", "(-4, 5,", "neuron 4: expected a whole number, found '-4'")
change("function-gaussian", "(4, 5,", "(4, 7,", "the function 7 (GAUSSIAN), which no activation of a model is")
change("function-unknown", "(4, 5,", "(4, 99,", "the function 99 (unknown)")
change("function-huge", "(4, 5,", "(4, 99999999999999999999,", "neuron 4: expected a whole number")
steepness = re.search(r"\(4, 5, ([^)]*)\)", good).group(1)
change("steepness-0", "(4, 5, " + steepness, "(4, 5, 0", "neuron 4: expected a steepness above 0")
change("steepness-negative", "(4, 5, " + steepness, "(4, 5, -1", "neuron 4: expected a steepness above 0")
change("steepness-inf", "(4, 5, " + steepness, "(4, 5, inf", "neuron 4: expected a steepness above 0")
change("steepness-nan", "(4, 5, " + steepness, "(4, 5, nan", "neuron 4: expected a number, found 'nan'")
weight = re.search(r"weight\)=\(0, ([^)]*)\)", good).group(1)
change("weight-nan", weight, "nan", "expected a number, found 'nan'")
change("weight-hexadecimal", weight, "0x1p3", "expected a number, found '0x1p3'")
change("weight-comma", weight, "1,5", "expected ')'")
change("weight-1e999", weight, "1e999", "expected a number that a double holds, found '1e999'")
change("weight-long", weight, "1" * 3_000, "expected")
change("weight-missing", weight, "", "expected a number, found ')'")
change("connection-other", "(1, ", "(2, ", "expected a connection to the neuron 1: each to all of the layer before, found one to 2")
change("connection-huge", "(1, ", "(4294967297, ", "found one to 4294967297")
put("connection-more", good.rstrip() + " (3, 1.0) \n", "connections: expected the end of the line, found '('")
put("scale-2", line("scale_included", "2"), "scale_included: expected 0 or 1, found '2'")
put("scale-missing", line("scale_included", "1"), "scale_mean_in: expected 'scale_mean_in='")
scaled = (here / "scaled.net").read_text()
put("scale-short", re.sub(r"^(scale_mean_in=\S+).*$", r"\1", scaled, flags=re.M), "scale_mean_in: expected a number")
put("scale-inf", re.sub(r"^scale_mean_in=\S+", "scale_mean_in=inf", scaled, flags=re.M), "scale_mean_in: expected finite numbers")
put("scale-factor-0", re.sub(r"^scale_factor_in=\S+", "scale_factor_in=0", scaled, flags=re.M), "a scale that can be undone")
put("scale-factor-out-0", re.sub(r"^scale_factor_out=\S+", "scale_factor_out=0", scaled, flags=re.M), "what is done to the outputs")
put("scale-behind-tanh", re.sub(r"\(5, 0,", "(5, 5,", scaled), "what is done to the outputs behind their activation")
uneven = re.sub(r"\(5, 0,", "(5, 3,", scaled, count=1)
put("functions-of-a-layer", uneven, "layer 2: expected one function for all units, which is SIGMOID, found LINEAR at unit 2")
put("elliot-at-the-end", good.replace("(4, 5,", "(4, 10,"), "what is done to the outputs behind their activation")
put("types-other", good + "nnm_types=float16,float16 \n", "nnm_types: expected float32 or float64")
put("types-many", good + "nnm_types=" + "float32,float32 " * 2 + "\n", "nnm_types: expected float32 or float64")
put("description-none", good + "nnm_description={\n", "nnm_description, byte")
put("description-others", good + 'nnm_description={"activations": ["relu"]}\n', "expected the activations of the network, found relu")
put("text-behind", good + "more\n", "expected the end of the file, found 'm'")
put("binary", b"FANN_FLO_2.1\n" + bytes(range(256)) * 16, "expected a key and '='")
(here / "hostile" / "verdicts.json").write_text(json.dumps(verdicts, indent=1) + "\n")
