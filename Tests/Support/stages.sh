# To be sourced: `stage NAME COMMAND...` runs a command and ends the script if it fails; `timings` holds how long each took.
timings=()

stage() {
    local name=$1 begin=$SECONDS
    shift
    printf '\n=== %s: %s\n' "$name" "$*"
    "$@" || { printf '\n=== %s FAILED after %d s\n' "$name" $((SECONDS - begin)) >&2; exit 1; }
    timings+=("$(printf '%5d s  %s' $((SECONDS - begin)) "$name")")
}
