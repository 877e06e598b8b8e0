#!/usr/bin/env bash
# Runs all tests in stages, one build at a time, and ends with how long each stage took. Unit tests and some scenarios of the
# simulation run under the address sanitizer, which looks for leaks too; the executables that the others try are the shipped ones.
# SIMULATIONS: the number of runs under random faults (default 300). FUZZ_SECONDS: time for each fuzz target (default 20).
# PYTEST_WORKERS: integration tests at a time (default 4, each with a server of its own). PYTEST_ARGUMENTS: further arguments for
# pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."
source Tests/Support/stages.sh

fuzz_seconds=${FUZZ_SECONDS:-20}
# The tests wait more than they compute. A server that was named they would empty for one another.
workers=${PYTEST_WORKERS:-4}
[ -z "${AEROSPIKE_HOST:-}" ] || workers=0

# A backtrace of Swift would hide the sanitizer's report.
address=(--sanitize=address --scratch-path .build/address)
sanitized=(
    env SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=1
    LSAN_OPTIONS="suppressions=$PWD/Tests/Support/leak-sanitizer.txt:print_suppressions=0"
)

stage "build for the address sanitizer" swift build --build-tests "${address[@]}"
for target in Tests/*Tests; do
    target=${target#Tests/}
    stage "$target" unit_tests "$target" "${sanitized[@]}" .build/address/debug/aerospike-backupPackageTests.xctest
done
stage "simulation, address sanitizer" "${sanitized[@]}" .build/address/debug/simulation --count 10
stage "release build" Tests/Support/release.sh
stage "simulation" .build/release/simulation --count "${SIMULATIONS:-300}"
# shellcheck disable=SC2086 # several arguments are meant
stage "integration tests" timeout --foreground 1800 .build/venv/bin/python -m pytest Tests/Integration --numprocesses "$workers" ${PYTEST_ARGUMENTS:-}
if [ -x Tests/Fuzz/run.sh ]; then
    export FUZZ_WORK=$PWD/.build/fuzz
    mkdir -p "$FUZZ_WORK"
    stage "fuzz targets" Tests/Fuzz/run.sh "$fuzz_seconds"
fi

printf '\n=== all tests passed\n'
printf '%s\n' "${timings[@]}"
