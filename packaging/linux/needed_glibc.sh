#!/usr/bin/env bash
# needed_glibc.sh: the newest version of glibc that a file of the frozen folder asks for.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
find "$folder" -type f \( -name '*.so*' -o -name "$name" \) -exec objdump -T {} + 2>/dev/null \
    | grep -o 'GLIBC_2\.[0-9.]*' | sort -uV | tail -1 | sed 's/GLIBC_//'
