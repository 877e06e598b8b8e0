#!/usr/bin/env bash
# What is looked at beside `make test`: tests with tasks, connections and shared state under the thread sanitizer, in a build of
# its own below .build, and many runs one after the other, in which nothing may grow. Ends with how long each stage took.
# LEAK_CYCLES: how many runs (default 200).
set -euo pipefail
cd "$(dirname "$0")/../.."
source Tests/Support/stages.sh

# A backtrace of Swift would hide the sanitizer's report.
thread=(--sanitize=thread --scratch-path .build/thread)
order=.build/thread/thread-order.so
sanitized=(env SWIFT_BACKTRACE=enable=no TSAN_OPTIONS=halt_on_error=1 LD_PRELOAD="$PWD/$order")

stage "build for the thread sanitizer" swift build --build-tests "${thread[@]}"
stage "order of threads" clang -shared -fPIC -O1 -Wall -Werror -o "$order" Tests/Support/thread-order.c
for target in AerospikeClientTests AerospikeLocalServerTests BackupCommandsTests BackupEngineTests BackupStorageTests; do
    stage "$target" unit_tests "$target" "${sanitized[@]}" .build/thread/debug/aerospike-backupPackageTests.xctest
done
stage "long runs" env LEAK_CYCLES="${LEAK_CYCLES:-200}" \
    .build/venv/bin/python -m pytest Tests/Integration/test_leaks.py Tests/Integration/test_pipe_memory.py

printf '\n=== nothing found\n'
printf '%s\n' "${timings[@]}"
