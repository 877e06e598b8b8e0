#!/usr/bin/env bash
# What takes longer than `make test` should: the unit tests under the thread and the address sanitizer, with a look for leaks,
# and many runs one after the other. Each sanitizer has a build of its own below .build, some minutes the first time.
# DEEP_FILTER: a pattern of tests for both sanitizers instead of the suites named here.
set -euo pipefail
cd "$(dirname "$0")/../.."

stage() {
    local name=$1 begin=$SECONDS
    shift
    printf '\n=== %s: %s\n' "$name" "$*"
    "$@" || { printf '\n=== %s FAILED after %d s\n' "$name" $((SECONDS - begin)) >&2; exit 1; }
    printf '=== %s passed after %d s\n' "$name" $((SECONDS - begin))
}

# Threads: everything with tasks, connections and shared state. Addresses: everything that reads bytes, or calls C.
threads=${DEEP_FILTER:-'AerospikeClientTests|AerospikeLocalServerTests|BackupEngineTests|BackupStorageTests|BackupCommandsTests'}
addresses=${DEEP_FILTER:-'AerospikeProtocolTests|BackupFormatTests|BackupStorageTests|BackupEngineTests|YAMLTextTests|TOMLTextTests|AerospikeClientTests'}

# Tests are of Swift Testing only; the empty run of XCTest leaks by itself.
# A backtrace of Swift would hide the sanitizer's report.
export SWIFT_BACKTRACE=enable=no
export TSAN_OPTIONS="halt_on_error=1"
export ASAN_OPTIONS="detect_leaks=1"
export LSAN_OPTIONS="suppressions=$PWD/Tests/Support/leak-sanitizer.txt"

stage "build for the thread sanitizer" swift build --build-tests --sanitize=thread --scratch-path .build/thread
clang -shared -fPIC -O1 -Wall -Werror -o .build/thread/mutex-order.so Tests/Support/mutex-order.c
stage "thread sanitizer" env LD_PRELOAD="$PWD/.build/thread/mutex-order.so" \
    swift test --skip-build --disable-xctest --sanitize=thread --scratch-path .build/thread --filter "$threads"
stage "address sanitizer" swift test --disable-xctest --sanitize=address --scratch-path .build/address --filter "$addresses"
stage "long runs" env LEAK_CYCLES="${LEAK_CYCLES:-200}" \
    .build/venv/bin/python -m pytest Tests/Integration/test_leaks.py Tests/Integration/test_pipe_memory.py
