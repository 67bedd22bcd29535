#!/bin/sh
# Runs the fuzz targets one after the other, on the conformance vectors and on what earlier runs made of them.
#
# usage: fuzz.sh FOLDER SECONDS [OPTION …]     FOLDER: where they were built; more options are libFuzzer's
#
# Exit code 1 where one of them found something. Its file is named then: look at it with `nninspect verify`, run it
# alone with `FOLDER/release/fuzzreader FILE`, and make the smallest like it with `-minimize_crash=1`. When the library
# is mended, a file like it becomes a case of Fixtures/vectors/invalid_cases.py, named for what is wrong with it, with
# the verdict that the specification asks for. So both readers are held to it from then on.
set -eu
folder=$1 seconds=$2
shift 2
targets='fuzzreader fuzzmended'
vectors=$(dirname "$0")/../../Fixtures
mkdir -p "$folder/vectors" "$folder/corpus" "$folder/found"
# Large ones would take all the time, and show nothing that small ones don't.
find "$vectors" -name '*.nnm' -size -64k -exec cp {} "$folder/vectors" \;

# The crash handler of Swift's runtime can hang; zlib's large allocations would fill the sanitizer's quarantine.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=quarantine_size_mb=8
for target in $targets; do
    log=$folder/$target.log
    if "$folder/release/$target" -max_total_time=$((seconds / 2)) -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$folder/found/$target-" "$@" "$folder/corpus" "$folder/vectors" >"$log" 2>&1 </dev/null; then
        awk -v target=$target '/executed_units/ { n = $2 } /average_exec/ { rate = $2 } /peak_rss/ { rss = $2 }
            END { printf "%s: %d executions, %d a second, at most %d MB; nothing found\n", target, n, rate, rss }' "$log"
    else
        grep -vE '^#[0-9]+|DE: ' "$log" | tail -n 60
        echo "$target found something: $(ls -t "$folder/found/$target-"* 2>/dev/null | head -n 1), see $log" >&2
        exit 1
    fi
done
