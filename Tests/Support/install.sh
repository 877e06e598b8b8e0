#!/usr/bin/env bash
# install.sh install|uninstall: puts executables, completions of shells and manual pages below DESTDIR/PREFIX, or removes them.
# PREFIX is /usr/local by default. BINARIES names where the executables are (default: .build/release).
set -euo pipefail
cd "$(dirname "$0")/../.."

prefix=${PREFIX:-/usr/local}
root=${DESTDIR:-}$prefix
binaries=${BINARIES:-.build/release}
tools=(asbackup asrestore asmt)

# What is installed for a tool, and the option of the tool that prints it.
texts() {
    printf '%s\n' \
        "share/bash-completion/completions/$1 --print-completion=bash" \
        "share/zsh/site-functions/_$1 --print-completion=zsh" \
        "share/fish/vendor_completions.d/$1.fish --print-completion=fish" \
        "share/man/man1/$1.1 --print-manual"
}

case "${1:-}" in
install)
    for tool in "${tools[@]}" aslocal; do
        if [ ! -x "$binaries/$tool" ]; then
            echo "install: $binaries/$tool is not there; build it with: make release" >&2
            exit 1
        fi
    done
    for tool in "${tools[@]}" aslocal; do install -D -m 755 "$binaries/$tool" "$root/bin/$tool"; done
    text=$(mktemp)
    trap 'rm -f "$text"' EXIT
    for tool in "${tools[@]}"; do
        texts "$tool" | while read -r path option; do
            "$binaries/$tool" "$option" >"$text"
            install -D -m 644 "$text" "$root/$path"
        done
    done
    echo "installed asbackup, asrestore, asmt and aslocal below $root"
    ;;
uninstall)
    for tool in "${tools[@]}"; do
        texts "$tool" | while read -r path _; do rm -f "$root/$path"; done
    done
    for tool in "${tools[@]}" aslocal; do rm -f "$root/bin/$tool"; done
    echo "removed asbackup, asrestore, asmt and aslocal from $root"
    ;;
*)
    echo "usage: install.sh install|uninstall" >&2
    exit 1
    ;;
esac
