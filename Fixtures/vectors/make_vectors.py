"""Makes the conformance vectors of the .nnm format: valid/*.nnm, invalid/*.nnm, and verdicts.json, which tells of each
whether it is valid or else which rule it breaks, at which byte, in which place.

usage: make_vectors.py     (Python's standard library; the same bytes every time)

Each verdict is declared beside what was done to the file (valid_cases.py, invalid_cases.py), and comes from no reader.
Left out for their size are files at the limits of 4,096 layers and 10,000 chunks, which take a megabyte to reach; files
beyond them are here.
"""
import json, os, shutil
import invalid_cases, valid_cases

here = os.path.dirname(os.path.abspath(__file__))
verdicts = {}


def save(folder, title, data, verdict):
    path = f"{folder}/{title}.nnm"
    assert path not in verdicts, path
    with open(os.path.join(here, path), "wb") as file:
        file.write(data)
    verdicts[path] = verdict


for folder in ("valid", "invalid"):
    shutil.rmtree(os.path.join(here, folder), ignore_errors=True)
    os.mkdir(os.path.join(here, folder))
for title, file in valid_cases.cases():
    save("valid", title, file.data, "ok")
for title, rule, offset, place, data in invalid_cases.cases():
    save("invalid", title, data, {"rule": f"NNM-{rule:03}", "offset": offset, "place": place})
with open(os.path.join(here, "verdicts.json"), "w") as file:
    lines = (f"  {json.dumps(path)}: {json.dumps(verdict)}" for path, verdict in verdicts.items())
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
