#!/usr/bin/env bash
# make_constraints.sh [PYTHON]: writes constraints.txt anew, with the newest versions a clean environment gets today.
set -euo pipefail
. "$(dirname "$0")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${1:-python3.11}" -m venv "$work/environment"
py=$work/environment/bin/python
"$py" "$root/packaging/requirements.py" >"$work/requirements.txt"
"$py" -m pip install -q --disable-pip-version-check -r "$work/requirements.txt"
{
    echo "# What installers are built from: exact versions, from whatever registry. Written by make_constraints.sh."
    "$py" -m pip list --format freeze --exclude pip --exclude setuptools | sort -f
} >"$root/packaging/constraints.txt"
cat "$root/packaging/constraints.txt"
