#!/usr/bin/env bash
# Starts a server of its own, loads varied records, backs them up, restores them into another namespace and compares the two.
# Leaves the backup in .build/demo/backup. Ends with 0 only if nothing differs.
set -euo pipefail
cd "$(dirname "$0")/../.."

records=${DEMO_RECORDS:-100000}
work=.build/demo
binaries=${DEMO_BINARIES:-.build/release}
python=.build/venv/bin/python
server=

say() { printf '\n--- %s\n' "$*"; }

# Prints a command as it would be typed, then runs it.
run() {
    printf '$ %s\n' "$*"
    "$@"
}

stop_server() {
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=
    fi
}
trap stop_server EXIT

seconds_since() { awk -v begin="$1" -v end="$(date +%s.%N)" 'BEGIN { printf "%.3f", end - begin }'; }

rates() {
    awk -v what="$1" -v seconds="$2" -v records="$records" -v bytes="$3" 'BEGIN {
        if (seconds <= 0) seconds = 0.001
        printf "%s: %.2f s, %.0f records/s, %.1f MB/s\n", what, seconds, records / seconds, bytes / seconds / 1e6
    }'
}

wait_for_address() {
    local line=
    for _ in $(seq 200); do
        line=$(head -n 1 "$work/aslocal.out")
        [ -n "$line" ] && break
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    printf '%s\n' "$line"
    port=$(sed -n 's/^aslocal listening on 127\.0\.0\.1:\([0-9]*\) .*/\1/p' <<<"$line")
    [ -n "$port" ] || { echo "demo: aslocal did not start" >&2; exit 1; }
}

rm -rf "$work"
mkdir -p "$work"

say "an in-memory server with the namespaces test and prod"
printf '$ %s\n' "$binaries/aslocal --port 0 --namespaces test,prod &"
"$binaries/aslocal" --host 127.0.0.1 --port 0 --namespaces test,prod >"$work/aslocal.out" &
server=$!
wait_for_address

say "load $records records, two indexes and a UDF module with the Python client"
"$python" Tests/Demo/records.py load "$port" "$records"

say "back up the namespace test"
begin=$(date +%s.%N)
run "$binaries/asbackup" --host 127.0.0.1 --port "$port" --namespace test --directory "$work/backup" --parallel 2
backup_seconds=$(seconds_since "$begin")

say "the files, and the first lines of one"
ls -l "$work/backup"
first=$(grep -l -a -m 1 '^# first-file' "$work"/backup/*.asb)
head -n 24 "$first" | cut -b 1-120
bytes=$(cat "$work"/backup/*.asb | wc -c)

say "restore it into the namespace prod"
begin=$(date +%s.%N)
run "$binaries/asrestore" --host 127.0.0.1 --port "$port" --namespace test,prod --directory "$work/backup" --wait
restore_seconds=$(seconds_since "$begin")

say "compare the two namespaces record by record"
"$python" Tests/Demo/records.py compare "$port" "$records"
rates "backup " "$backup_seconds" "$bytes"
rates "restore" "$restore_seconds" "$bytes"
