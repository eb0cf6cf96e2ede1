#!/usr/bin/env bash
# make_appimage.sh: the AppImage, by appimagetool, which fetches its runtime from the web.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
read -ra tool <<<"${APPIMAGETOOL:-appimagetool}"
tree=$made/$name.AppDir
rm -rf "$tree"
"$root/packaging/linux/tree.sh" "$tree"
ln -s "usr/bin/$name" "$tree/AppRun"
cp "$tree/usr/share/applications/$app_id.desktop" "$tree/usr/share/icons/hicolor/scalable/apps/$app_id.svg" "$tree"
ARCH=$(uname -m) VERSION=$version "${tool[@]}" --no-appstream "$tree" "$made/$name-$version-$(uname -m).AppImage"
