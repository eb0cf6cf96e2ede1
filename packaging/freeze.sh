#!/usr/bin/env bash
# freeze.sh [PYTHON]: the folder with the program, from a clean environment of exactly the versions in constraints.txt.
set -euo pipefail
. "$(dirname "$0")/common.sh"
python=${1:-python3.11}
environment=$made/environment
rm -rf "$environment" "$folder"
"$python" -m venv "$environment"
for py in "$environment/bin/python" "$environment/Scripts/python.exe"; do [ ! -x "$py" ] || break; done
# The libraries alone: the program itself is taken from the checkout.
"$py" "$root/packaging/requirements.py" >"$made/requirements.txt"
"$py" -m pip install -qq --disable-pip-version-check --only-binary :all: \
    -c "$root/packaging/constraints.txt" -r "$made/requirements.txt"
"$py" "$root/packaging/make_icons.py" "$made/icons"
cd "$made"
LINREG_GUI_ICONS=$made/icons "$py" -m PyInstaller --log-level ERROR --noconfirm --distpath "$made/dist" \
    --workpath "$made/work" "$root/packaging/linreg_gui.spec"
"$py" "$root/packaging/check_size.py" "$folder"
