#!/bin/sh
# The whole path on real input: data set, training, a look into the model, answers for image files.
# usage: demo.sh FOLDER_OF_TOOLS
set -eu
cd "$(dirname "$0")/.."
PATH="$1:$PATH"
data=/usr/share/datasets/fashion-mnist
out=.build/demo
rm -rf "$out"
mkdir -p "$out"

step() { printf '\n%s\n' "── $*"; }
run() {
    printf '$ %s\n' "$*"
    "$@"
}

if [ -e "$data/train-images-idx3-ubyte.gz" ]; then
    name="Fashion-MNIST" least=0.86
    train="$out/fashion_train.h5" test="$out/fashion_test.h5"
    classes="T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot"
    step "1. Fashion-MNIST, 70,000 pictures of clothes from the Debian package dataset-fashion-mnist, as .h5 files"
    run nndata import idx "$data/train-images-idx3-ubyte.gz" "$data/train-labels-idx1-ubyte.gz" -o "$train" \
        --classes "$classes"
    run nndata import idx "$data/t10k-images-idx3-ubyte.gz" "$data/t10k-labels-idx1-ubyte.gz" -o "$test" \
        --classes "$classes" --kind test
    set -- --layers 128,10 --epochs 8
else
    name="the drawings" least=0.80
    train=Fixtures/datasets/shapes_train.h5 test=Fixtures/datasets/shapes_test.h5
    step "1. The package dataset-fashion-mnist can't be had here: the drawings of Fixtures/datasets instead"
    # The usual rate of Adam is too large for these: some seeds lose all their hidden units to it.
    set -- --learning-rate 0.0001 --epochs 60
fi
run nndata info "$test"
run nndata montage "$test" -o "$out/sheet.png"

step "2. Train a network on $name"
run nntrain "$train" --test "$test" -o "$out/demo.nnm" "$@"

step "3. Look into the model file"
run nninspect "$out/demo.nnm"
run nninspect verify "$out/demo.nnm"

step "4. Make PNG files of the test set, and ask the model about a few"
run nndata export "$test" -o "$out/pictures" --quiet
for class in "$out/pictures"/*/; do find "$class" -name '*.png' | sort | head -1; done >"$out/chosen"
# Names have spaces, but no line has more than one.
tr '\n' '\0' <"$out/chosen" | xargs -0 nnpredict "$out/demo.nnm"

step "5. How often is it right about pictures that it has never seen?"
run nnpredict "$out/demo.nnm" --evaluate "$test"
# Of the object itself, in front of all lists: bins of the calibration have an accuracy, too.
accuracy=$(nnpredict "$out/demo.nnm" --evaluate "$test" --json | sed -nE 's/^\{[^[{]*"accuracy": *([0-9.]+).*/\1/p')
awk -v found="$accuracy" -v least="$least" 'BEGIN { exit !(found >= least) }' || {
    echo "demo: expected an accuracy of at least $least, found ${accuracy:-none}" >&2
    exit 1
}
printf '\nRight for %s of the test set of %s (at least %s is asked). Everything is in %s.\n' \
    "$accuracy" "$name" "$least" "$out"
