"""Times of our tools beside those of what people use instead, as ratios of runs made in turn.
usage: bench.py FOLDER_OF_TOOLS PYTHON_OF_PEERS [RUNS]
"""
import json, os, statistics, subprocess, sys, tempfile, time

root = os.path.dirname(os.path.abspath(__file__))
tools, python, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
data = os.path.join(os.environ.get("NN_TEST_DATA", os.path.join(root, "../../../shared/data")), "cats")
if not os.path.exists(data):
    sys.exit(f"bench: {data} is not there: name the folder of the data with NN_TEST_DATA")


def ours():
    """Seconds of the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.time()
        subprocess.run(
            [f"{tools}/nntrain", f"{data}/train_catvnoncat.h5", "--layers", "7,1", "--optimizer", "gradient-descent",
             "--learning-rate", "0.0077", "--iterations", "2501", "--batch-size", "full", "--init", "normal:0.01",
             "--precision", "float64", "--quiet", "-o", f"{folder}/cats.nnm"], check=True)
        return time.time() - start


def notebook():
    """Seconds of training alone."""
    out = subprocess.run([python, f"{root}/peers/notebook.py", data], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)["seconds"]


pairs = [(ours(), notebook()) for _ in range(runs)]
print("| work | ours | peer | peer ÷ ours, median |\n|---|---|---|---|")
print(f"| the seed's run, float64, against the notebook in numpy | {statistics.median(p[0] for p in pairs):.2f} s "
      f"| {statistics.median(p[1] for p in pairs):.2f} s | {statistics.median(b / a for a, b in pairs):.2f} |")
