#!/bin/sh
# How often trained networks are right about pictures they have never seen.
# usage: accuracy.sh FOLDER_OF_TOOLS [cats] [fashion] [pytorch]      all three unless told
# Wants the environment that `make bench-peers` makes; data that isn't there is skipped.
set -eu
cd "$(dirname "$0")/../../.."
tools=$1
shift
[ $# -gt 0 ] || set -- cats fashion pytorch

here=Tests/Benchmarks/accuracy
out=.build/accuracy
python=.build/bench-peers/bin/python
cats=${NN_TEST_DATA:-../shared/data}/cats
idx=/usr/share/datasets/fashion-mnist
[ -x "$python" ] || { echo "accuracy: $python: not there; run make bench-peers" >&2; exit 1; }

import_fashion() {
    [ -e "$idx/train-images-idx3-ubyte.gz" ] || { echo "$1: no $idx (Debian's dataset-fashion-mnist): skipped"; return 1; }
    mkdir -p "$out"
    for part in train:train test:t10k; do
        file=$idx/${part#*:}
        "$tools/nndata" import idx "$file-images-idx3-ubyte.gz" "$file-labels-idx1-ubyte.gz" --kind "${part%:*}" --quiet \
            -o "$out/fashion_${part%:*}.h5"
    done
}

for what; do
    printf '\n── %s\n' "$what"
    case $what in
    cats)
        [ -e "$cats/train_catvnoncat.h5" ] || { echo "cats: no $cats: skipped"; continue; }
        "$python" $here/choose.py "$cats/train_catvnoncat.h5" "$cats/test_catvnoncat.h5" --grid $here/cats.txt --tools "$tools"
        ;;
    fashion)
        import_fashion "$what" || continue
        # One fold of six: 10,000 pictures to choose by are enough.
        "$python" $here/choose.py $out/fashion_train.h5 $out/fashion_test.h5 --grid $here/fashion.txt --folds 6 --held 1 \
            --seeds 1 --jobs 1 --threads 2 --tools "$tools"
        ;;
    pytorch)
        "$python" -c 'import torch' 2>/dev/null || { echo "pytorch: not installed: skipped"; continue; }
        import_fashion "$what" || continue
        "$python" $here/against_pytorch.py $out/fashion_train.h5 $out/fashion_test.h5 --tools "$tools"
        ;;
    *) echo "accuracy: expected cats, fashion or pytorch, found $what" >&2; exit 64 ;;
    esac
done
