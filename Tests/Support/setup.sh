#!/usr/bin/env bash
# Brings a fresh Debian or Ubuntu machine with Swift, make and git to the state that build and tests need.
# A second run only checks and is quick.
set -euo pipefail
cd "$(dirname "$0")/../.."

requirements=Tests/Integration/requirements.txt
environment=.build/venv

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

check_swift() {
    command -v swift >/dev/null || fail "no swift in PATH; install a Swift 6.3 toolchain from https://www.swift.org/install"
    local version
    version=$(swift --version 2>&1 | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case "$version" in
    [0-5].* | 6.[012]) fail "swift is $version; Swift 6.3 or later is needed" ;;
    esac
}

# The clients' wheels exist from this version of Python on.
is_usable_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
        if is_usable_python "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
}

missing_packages() {
    [ -e /usr/include/zlib.h ] || echo zlib1g-dev
    [ -e /usr/include/zstd.h ] || echo libzstd-dev
    [ -e /usr/include/yaml.h ] || echo libyaml-dev
    [ -e /usr/include/xxhash.h ] || echo libxxhash-dev
    local python
    python=$(find_python)
    if [ -z "$python" ]; then
        printf '%s\n' python3 python3-venv
    elif ! [ -x "$environment/bin/python" ] && ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo python3-venv
    fi
}

install_packages() {
    command -v apt-get >/dev/null || fail "please install what corresponds to these Debian packages: $*"
    local -a as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "please install these packages as root, for there is no sudo: $*"
        as_root=(sudo)
    fi
    say "installing system packages with ${as_root[*]:+${as_root[*]} }apt-get: $*"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"
}

install_python_packages() {
    local stamp="$environment/installed.txt"
    if cmp -s "$requirements" "$stamp"; then
        return
    fi
    local python
    python=$(find_python)
    [ -n "$python" ] || fail "no Python 3.10 or later found; the integration tests need one"
    say "installing Python packages into $environment: $(sed -n 's/^\([a-z]*==[^ ;]*\).*/\1/p' "$requirements" | paste -sd ' ')"
    mkdir -p .build
    "$python" -m venv --clear "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: -r "$requirements"
    cp "$requirements" "$stamp"
}

check_swift
mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -gt 0 ]; then
    install_packages "${packages[@]}"
fi
install_python_packages
say "ready"
