#!/usr/bin/env bash
# Runs all tests in stages, one build at a time, and ends with how long each stage took.
# SIMULATIONS: the number of runs under random faults (default 300). FUZZ_SECONDS: time for each fuzz target (default 60).
# PYTEST_ARGUMENTS: further arguments for pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."

fuzz_seconds=${FUZZ_SECONDS:-60}
timings=()

stage() {
    local name=$1 begin=$SECONDS
    shift
    printf '\n=== %s: %s\n' "$name" "$*"
    "$@" || { printf '\n=== %s FAILED after %d s\n' "$name" $((SECONDS - begin)) >&2; exit 1; }
    timings+=("$(printf '%5d s  %s' $((SECONDS - begin)) "$name")")
}

stage "unit tests" swift test --parallel
stage "release build" Tests/Support/release.sh
stage "simulation" .build/release/simulation --count "${SIMULATIONS:-300}"
# shellcheck disable=SC2086 # several arguments are meant
stage "integration tests" .build/venv/bin/python -m pytest Tests/Integration ${PYTEST_ARGUMENTS:-}
if [ -x Tests/Fuzz/run.sh ]; then
    export FUZZ_WORK=$PWD/.build/fuzz
    mkdir -p "$FUZZ_WORK"
    stage "fuzz targets" Tests/Fuzz/run.sh "$fuzz_seconds"
fi

printf '\n=== all tests passed\n'
printf '%s\n' "${timings[@]}"
