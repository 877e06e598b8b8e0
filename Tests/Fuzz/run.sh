#!/bin/sh
# run.sh SECONDS: builds every fuzzer, with checks of addresses, and runs each for so many seconds, two at a time.
# Exits with 1 if one of them found something; the input is kept and named. Writes nothing below the repository.
set -eu
# The backtrace of Swift would end the process before the fuzzer can keep the input.
export SWIFT_BACKTRACE=enable=no
seconds=${1:-60}
here=$(cd "$(dirname "$0")" && pwd)
work=${FUZZ_WORK:-$(mktemp -d)}
echo "fuzzing in $work"

cd "$here"
# In one word and last: of several words the compiler heeds the last alone, and the package manager writes them in any order.
# Without the first of the two the fuzzers see no coverage.
swift build -c release --sanitize fuzzer --sanitize address --scratch-path "$work/build" -Xswiftc -sanitize=fuzzer,address \
    -Xswiftc -parse-as-library -Xswiftc -assert-config -Xswiftc Debug
binaries=$(swift build -c release --scratch-path "$work/build" --show-bin-path)
python3 seeds.py "$here/../../Fixtures" "$work/seeds"

# One fuzzer: new inputs go to a corpus of its own, seeds are only read.
fuzz() {
    mkdir -p "$work/corpus/$1" "$work/seeds/$1" "$work/findings"
    if "$binaries/$1" -max_total_time="$seconds" -max_len=4096 -timeout=120 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$work/findings/$1-" "$work/corpus/$1" "$work/seeds/$1" >"$work/$1.log" 2>&1; then
        if ! grep -q 'cov: ' "$work/$1.log"; then
            echo "$1: ran blind, for it was built without coverage"
            return 1
        fi
        echo "$1: $(grep -o 'stat::number_of_executed_units: *[0-9]*' "$work/$1.log" | grep -o '[0-9]*$') inputs, no finding"
    else
        echo "$1: FINDING, see $work/$1.log and $work/findings"
        tail -n 25 "$work/$1.log"
        return 1
    fi
}

failed=0
set -- FuzzBackupText FuzzWire FuzzInfo FuzzMessagePack FuzzTOML FuzzManifest FuzzState FuzzJournal FuzzCluster FuzzSegments FuzzKeys
while [ $# -gt 0 ]; do
    first=$1
    second=${2:-}
    shift
    [ -z "$second" ] || shift
    fuzz "$first" &
    one=$!
    two=
    if [ -n "$second" ]; then
        fuzz "$second" &
        two=$!
    fi
    wait "$one" || failed=1
    [ -z "$two" ] || wait "$two" || failed=1
done
[ "$failed" -ne 0 ] || [ -n "${FUZZ_WORK:-}" ] || rm -rf "$work"
exit "$failed"
