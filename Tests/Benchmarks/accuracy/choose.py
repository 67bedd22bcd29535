"""How often nntrain is right about pictures it has never seen, with settings chosen on the training file alone.

usage: choose.py TRAIN.h5 [TEST.h5] --grid FILE [--folds N] [--held N] [--repeats N] [--seeds N] [--tools FOLDER]
                 [--jobs N] [--threads N]

GRID holds the options of nntrain, a setting a line; those of its lines that begin with + go to every setting.

Cross-validation: a setting is trained on all but one of the stratified folds of TRAIN.h5 and measured on that one, for
each of the first HELD folds (all of them unless told) and again for every repeat, with other folds. The highest mean of
the balanced accuracy wins, among equals the lower mean cost. Balanced, the mean of the shares of each class that are
found, since two thirds of the training pictures show no cat: whoever answers "no cat" every time is right for two thirds.

Only then is TEST.h5 opened: the winner is trained on the whole of TRAIN.h5 with every seed, and measured once each.
"""

import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("train")
parser.add_argument("test", nargs="?")
parser.add_argument("--grid", type=pathlib.Path, required=True)
parser.add_argument("--folds", type=int, default=5)
parser.add_argument("--held", type=int)
parser.add_argument("--repeats", type=int, default=1)
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--tools", type=pathlib.Path, default=".build/release")
parser.add_argument("--jobs", type=int, default=2, help="runs side by side")
parser.add_argument("--threads", type=int, default=1, help="of each run; they don't change the result")
options = parser.parse_args()


def read_grid():
    lines = [line.strip() for line in options.grid.read_text().splitlines()]
    common = [line[1:] for line in lines if line.startswith("+")]
    return [" ".join([line, *common]) for line in lines if line and line[0] not in "#+"]


def run(tool, *arguments):
    command = [options.tools / tool, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def measure(train, test, settings, seed, model):
    """Balanced accuracy, accuracy and cost on `test` after training on `train`."""
    run("nntrain", train, "-o", model, "--quiet", "--threads", options.threads, "--seed", seed, *settings.split())
    result = json.loads(run("nnpredict", model, "--evaluate", test, "--json"))
    confusion = np.array(result["confusion"])
    return (confusion.diagonal() / confusion.sum(axis=1)).mean(), result["accuracy"], result["cost"]


def write(path, kind, inputs, labels, classes):
    with h5py.File(path, "w") as file:
        file["list_classes"] = classes
        file[f"{kind}_set_x"], file[f"{kind}_set_y"] = inputs, labels


def write_folds(folder):
    """The pairs of files that TRAIN.h5 is divided into: to train on, and to measure on."""
    with h5py.File(options.train) as file:
        classes, inputs, labels = (file[name][:] for name in ("list_classes", "train_set_x", "train_set_y"))
    pairs = []
    for repeat in range(options.repeats):
        fold, random = np.empty(len(labels), int), np.random.default_rng(repeat)
        # Dealt out like cards, class after class: of no class has one fold two more than another.
        order = np.concatenate([random.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)])
        fold[order] = np.arange(len(labels)) % options.folds
        for held in range(options.held or options.folds):
            pair = folder / f"train-{repeat}-{held}.h5", folder / f"held-{repeat}-{held}.h5"
            write(pair[0], "train", inputs[fold != held], labels[fold != held], classes)
            write(pair[1], "test", inputs[fold == held], labels[fold == held], classes)
            pairs.append(pair)
    return pairs


def deviation(numbers):
    """The sample's standard deviation; 0 of a single number."""
    return numbers.std(ddof=min(1, len(numbers) - 1))


def choose(pool, folder):
    """The best setting of the grid."""
    pairs, grid = write_folds(folder), read_grid()
    print(f"{len(grid)} settings, each trained {len(pairs)} times\nbalanced  deviation  accuracy    cost  settings")
    runs = [
        [pool.submit(measure, *pair, settings, seed, folder / f"{line}-{seed}.nnm") for seed, pair in enumerate(pairs)]
        for line, settings in enumerate(grid)
    ]
    scores = []
    for settings, line in zip(grid, runs):
        found = np.array([fold.result() for fold in line])
        balanced, accuracy, cost = found.mean(axis=0)
        scores.append((balanced, -cost))
        print(f"{balanced:8.4f} {deviation(found[:, 0]):10.4f} {accuracy:9.4f} {cost:7.4f}  {settings}", flush=True)
    return grid[scores.index(max(scores))]


with tempfile.TemporaryDirectory() as name, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
    folder = pathlib.Path(name)
    chosen = choose(pool, folder)
    print(f"chosen: {chosen}", flush=True)
    if options.test:
        runs = [
            pool.submit(measure, options.train, options.test, chosen, seed, folder / f"{seed}.nnm")
            for seed in range(options.seeds)
        ]
        found = np.array([run.result()[1] for run in runs])
        print("test accuracy of each seed from 0:", *(f"{accuracy:.4f}" for accuracy in found))
        print(f"mean {found.mean():.4f}, least {found.min():.4f}, most {found.max():.4f}, deviation {deviation(found):.4f}")
