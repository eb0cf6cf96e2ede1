#!/bin/sh
# Installs the unpacked program under PREFIX (~/.local); “--uninstall” removes it again, and nothing else.
set -eu
name=linreg-gui app_id=io.github.linreg_gui
prefix=${PREFIX:-$HOME/.local}
here=$(cd "$(dirname "$0")" && pwd)
share=$prefix/share

refresh() {
    update-mime-database "$share/mime" >/dev/null 2>&1 || true
    update-desktop-database "$share/applications" >/dev/null 2>&1 || true
    gtk-update-icon-cache -q "$share/icons/hicolor" >/dev/null 2>&1 || true
}

remove() {
    rm -rf "$prefix/lib/$name"
    rm -f "$prefix/bin/$name" "$share/applications/$app_id.desktop" "$share/metainfo/$app_id.metainfo.xml" \
        "$share/mime/packages/$app_id.xml" "$share/man/man1/$name.1.gz" "$share"/icons/hicolor/*/apps/"$app_id".*
    rm -rf "$share/doc/$name"
    refresh
}

if [ "${1:-}" = --uninstall ]; then
    remove
    echo "$name was removed from $prefix."
    exit 0
fi
remove
mkdir -p "$prefix"
for part in lib bin share; do
    cp -R "$here/$part" "$prefix/"
done
cp "$here/install.sh" "$prefix/lib/$name/uninstall.sh"
# A menu does not always look for programs in ~/.local/bin.
sed -i "s|^Exec=$name|Exec=\"$prefix/bin/$name\"|" "$share/applications/$app_id.desktop"
refresh
echo "Installed: $prefix/bin/$name (remove it by: sh $prefix/lib/$name/uninstall.sh --uninstall)"
