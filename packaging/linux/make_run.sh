#!/usr/bin/env bash
# make_run.sh: a file that, run by anyone, installs the program for them alone, without an administrator.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
if ! command -v makeself >/dev/null; then
    echo "skipped: makeself is not installed, which makes the .run"
    exit 0
fi
tree=$made/run
rm -rf "$tree"
"$root/packaging/linux/tree.sh" "$tree" ""
install -m 755 "$root/packaging/linux/install.sh" "$tree/install.sh"
file=$made/${name}_${version}_$(uname -m).run
how=(--xz)
if command -v zstd >/dev/null; then how=(--zstd); fi
makeself --nox11 "${how[@]}" --tar-extra "--owner=0 --group=0 --numeric-owner" "$tree" "$file" "$title $version" ./install.sh >/dev/null
rm -rf "$tree"
echo "$file"
