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
# no node of these waiting. None at all is a failure: the name is wrong. Nor may they take more than ten minutes: a test that hangs
# is named. COMMAND is the executable with all tests, which `swift test` would start too, but would say less of one that hangs.
unit_tests() {
    local target=$1 output=.build/unit-tests.log result=0
    shift
    NO_COLOR=1 timeout --foreground 600 "$@" --testing-library swift-testing --filter "^$target\\." 2>&1 | tee "$output" || result=$?
    [ "$result" -ne 124 ] || printf '\n=== not at their end after 600 s:\n%s\n' "$(unfinished_tests "$output")" >&2
    [ "$result" -eq 0 ] && ! grep -q 'Test run with 0 tests' "$output"
}

# The names of the tests in an output that began and did not end.
unfinished_tests() {
    comm -23 \
        <(sed -nE '/ Test case passing /d; s/^◇ Test (.*) started\.$/\1/p' "$1" | grep -vx run | sort -u) \
        <(sed -nE 's/^[✔✘] Test (.*) (passed|failed) after .*/\1/p' "$1" | sed -E 's/ with [0-9]+ test cases?$//' | sort -u)
}
