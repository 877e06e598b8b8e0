#!/usr/bin/env bash
# Builds the executables as they are shipped: optimised, with the Swift runtime linked in.
set -euo pipefail
cd "$(dirname "$0")/../.."

echo "release: building asbackup, asrestore, asmt and aslocal (some minutes the first time)"
swift build --configuration release --static-swift-stdlib
