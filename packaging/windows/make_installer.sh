#!/usr/bin/env bash
# make_installer.sh [FOLDER]: the installer for Windows from the frozen folder, or from any other to try the script.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
payload=${1:-$folder}
output=$made/$name-$version-setup.exe
slash=/
path() { echo "$1"; }
if command -v cygpath >/dev/null; then # on Windows, in the shell of Git
    slash=\\
    path() { cygpath -w "$1"; }
fi
MSYS2_ARG_CONV_EXCL='*' makensis -V2 -WX "-DVERSION=$version" "-DSLASH=$slash" "-DPAYLOAD=$(path "$payload")" \
    "-DICON=$(path "$made/icons/linreg-gui.ico")" "-DOUTPUT=$(path "$output")" \
    "$(path "$root/packaging/windows/installer.nsi")"
echo "$output"
