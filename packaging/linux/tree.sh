#!/usr/bin/env bash
# tree.sh TREE [PREFIX]: lays the frozen program and what a desktop needs of it out under TREE/PREFIX (/usr).
set -euo pipefail
. "$(dirname "$0")/../common.sh"
tree=$1 prefix=${2-/usr}
here=$root/packaging/linux
share=$tree$prefix/share
mkdir -p "$tree$prefix/lib" "$tree$prefix/bin" "$share"/{applications,metainfo,mime/packages,man/man1,doc/$name}
cp -a "$folder" "$tree$prefix/lib/$name"
ln -s "../lib/$name/$name" "$tree$prefix/bin/$name"
for size in 16 22 24 32 48 64 128 256 512; do
    install -D -m 644 "$made/icons/$size.png" "$share/icons/hicolor/${size}x$size/apps/$app_id.png"
done
install -D -m 644 "$root/resources/icons/app.svg" "$share/icons/hicolor/scalable/apps/$app_id.svg"
install -m 644 "$here/$app_id.desktop" "$share/applications/$app_id.desktop"
install -m 644 "$here/$app_id.mime.xml" "$share/mime/packages/$app_id.xml"
sed "s|@version@|$version|" "$here/$name.1" | gzip -9n >"$share/man/man1/$name.1.gz"
chmod 644 "$share/man/man1/$name.1.gz"
# The day of the last change, so that the same source makes the same files.
date=$(git -C "$root" log -1 --format=%cs 2>/dev/null || date +%F)
sed "s|@version@|$version|; s|@homepage@|$homepage|; s|@date@|$date|" "$here/$app_id.metainfo.xml.in" \
    >"$share/metainfo/$app_id.metainfo.xml"
chmod 644 "$share/metainfo/$app_id.metainfo.xml"
{
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n'
    printf 'Upstream-Name: linreg_gui\nSource: %s\n\nFiles: *\nCopyright: linreg_gui developers\n' "$homepage"
    printf 'License: MIT\nComment:\n The licences of the bundled libraries lie beside them, in lib/%s/_internal.\n' "$name"
    printf '\nLicense: MIT\n'
    sed '1,/^$/d; s/^$/./; s/^/ /' "$root/LICENSE"
} >"$share/doc/$name/copyright"
find "$tree" -type d -exec chmod 755 {} +
find "$tree$prefix/lib/$name" -type f ! -name "$name" -exec chmod 644 {} +
