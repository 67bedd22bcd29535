#!/bin/sh
# Runs the fuzz targets one after the other, on the files of the fixtures and on what earlier runs made of them: model
# files as they are and with checksums put right, images of each format, and models in the formats of others.
#
# usage: [RUNS='TARGET:KIND …'] fuzz.sh FOLDER SECONDS [OPTION …]
# FOLDER: where they were built; more options are libFuzzer's.
#
# Exit code 1 where one of them found something. Its file is named then: look at it with `nninspect verify` (or
# `nnpredict`), run it alone with `FOLDER/release/fuzzreader FILE`, and make the smallest like it with
# `-minimize_crash=1`. When the library is mended, a file like it becomes a case of Fixtures/vectors/invalid_cases.py,
# named for what is wrong with it, with the verdict that the specification asks for, so that both readers are held to it
# from then on; or of the bad files in Fixtures/images; or of the hostile ones in Fixtures/interchange.
set -eu
folder=$1 seconds=$2
shift 2
runs=${RUNS:-fuzzreader:nnm fuzzmended:nnm fuzzimages:jpg fuzzimages:png fuzzimages:webp fuzzimages:bmp fuzzimages:pnm
    fuzzinterchange:npz fuzzinterchange:pytorch fuzzinterchange:safetensors fuzzinterchange:onnx fuzzinterchange:gguf
    fuzzinterchange:keras fuzzinterchange:tflite fuzzinterchange:fann fuzzinterchange:coreml
    fuzzinterchange:c fuzzinterchange:json}
fixtures=$(dirname "$0")/../../Fixtures
mkdir -p "$folder/found"

# Large files would take all the time, and show nothing that small ones don't.
seeds() {
    case $1 in
        nnm) find "$fixtures" -name '*.nnm' -size -64k ;;
        pnm) find "$fixtures/images" -name '*.p[bgpa]m' -o -name '*.pnm' ;;
        jpg | png | webp | bmp) find "$fixtures/images" -name "*.$1" ;;
        *) find "$fixtures/interchange/$1" -type f ! -name '*.py' ! -name 'expected.json' ! -name 'verdicts.json' -size -64k ;;
    esac
}

# The crash handler of Swift's runtime can hang; zlib's large allocations would fill the sanitizer's quarantine.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=quarantine_size_mb=8
for run in $runs; do
    target=${run%:*} kind=${run#*:}
    seeds=$folder/seeds-$kind corpus=$folder/corpus-$kind log=$folder/$target-$kind.log
    mkdir -p "$seeds" "$corpus"
    # libhdf5 leaks a little when it fails, and is not ours.
    leaks=1
    [ "$kind" != keras ] || leaks=0
    # Names repeat in good and bad files.
    seeds "$kind" | while read -r file; do cp "$file" "$seeds/$(basename "$(dirname "$file")")-$(basename "$file")"; done
    share=$((seconds / $(echo "$runs" | wc -w) + 1))
    if NN_FUZZ_FORMAT=$kind ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=$leaks "$folder/release/$target" \
        -max_total_time=$share -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$folder/found/$target-" "$@" "$corpus" "$seeds" >"$log" 2>&1 </dev/null
    then
        awk -v run="$target on .$kind" '/executed_units/ { n = $2 } /average_exec/ { rate = $2 } /peak_rss/ { rss = $2 }
            END { printf "%s: %d executions, %d a second, at most %d MB; nothing found\n", run, n, rate, rss }' "$log"
    else
        grep -vE '^#[0-9]+|DE: ' "$log" | tail -n 60
        echo "$target found something: $(ls -t "$folder/found/$target-"* 2>/dev/null | head -n 1), see $log" >&2
        exit 1
    fi
done
