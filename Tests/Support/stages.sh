# To be sourced: `stage NAME COMMAND...` runs a command and ends the script if it fails; `timings` holds how long each took.
timings=()

stage() {
    local name=$1 begin=$SECONDS
    shift
    printf '\n=== %s: %s\n' "$name" "$*"
    "$@" || { printf '\n=== %s FAILED after %d s\n' "$name" $((SECONDS - begin)) >&2; exit 1; }
    timings+=("$(printf '%5d s  %s' $((SECONDS - begin)) "$name")")
}

# `unit_tests TARGET COMMAND...` runs the tests of a target in a process of their own, so that tests of others that only reckon keep
# no node of these waiting. None at all is a failure: the name is wrong.
unit_tests() {
    local target=$1 output=.build/unit-tests.log
    shift
    "$@" --skip-build --disable-xctest --filter "^$target\\." 2>&1 | tee "$output" && ! grep -q 'Test run with 0 tests' "$output"
}
