#!/bin/sh
# keep.sh: what the fuzzers of run.sh found in the folder FUZZ_WORK is reduced to the fewest inputs that reach as much code, and kept
# in Corpora, a file for each fuzzer with an input in base64 a line. The next run of anybody begins with them (seeds.py).
set -eu
export SWIFT_BACKTRACE=enable=no
work=${FUZZ_WORK:?names no folder in which run.sh has built and run the fuzzers}
here=$(cd "$(dirname "$0")" && pwd)
binaries=$(cd "$here" && swift build -c release --scratch-path "$work/build" --show-bin-path)

mkdir -p "$here/Corpora"
for corpus in "$work"/corpus/*; do
    fuzzer=$(basename "$corpus")
    rm -rf "$work/kept/$fuzzer"
    mkdir -p "$work/kept/$fuzzer"
    "$binaries/$fuzzer" -merge=1 -max_len=1024 -timeout=120 -rss_limit_mb=2048 "$work/kept/$fuzzer" "$corpus" "$work/seeds/$fuzzer" \
        >"$work/$fuzzer.merge.log" 2>&1 || { tail -n 25 "$work/$fuzzer.merge.log"; exit 1; }
    python3 "$here/corpora.py" pack "$work/kept/$fuzzer" "$here/Corpora/$fuzzer.txt"
    echo "$fuzzer: $(wc -l <"$here/Corpora/$fuzzer.txt") inputs kept"
done
