#!/usr/bin/env bash
# make_deb.sh [COMPRESSION [WHERE]]: the Debian package, from the frozen folder; “-Zxz -z1” is fast, the default is small.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
read -ra compression <<<"${1:--Zxz -z6}"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
"$root/packaging/linux/tree.sh" "$tree"
doc=$tree/usr/share/doc/$name
{
    printf '%s (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the source.\n\n' "$name" "$version"
    printf ' -- %s  %s\n' "$maintainer" "$(git -C "$root" log -1 --format=%cD 2>/dev/null || date -R)"
} | gzip -9n >"$doc/changelog.gz"
mkdir -p "$tree/usr/share/lintian/overrides"
install -m 644 "$root/packaging/linux/lintian-overrides" "$tree/usr/share/lintian/overrides/$name"
chmod 644 "$doc"/*
mkdir -p "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<END
Package: $name
Version: $version
Section: science
Priority: optional
Architecture: $(dpkg --print-architecture)
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude DEBIAN "$tree" | cut -f1)
Depends: libc6 (>= $("$root/packaging/linux/needed_glibc.sh")), libgl1, libegl1, libxcb1, fontconfig-config, fonts-dejavu-core | fonts-noto-core | fonts-liberation | fonts-freefont-ttf
Homepage: $homepage
Description: See linear regression happen, on your own data
 Open a table, choose features and a label, and watch minibatch stochastic
 gradient descent move the line, the loss and the noise step by step, next to
 the exact solution.
 .
 Opens CSV, Excel and Parquet files, generates data, and shows every number in
 the units of the data.
END
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
chmod 755 "$tree/DEBIAN"
package=${2:-$made}/${name}_${version}_$(dpkg --print-architecture).deb
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s) \
    dpkg-deb --root-owner-group "${compression[@]}" --build "$tree" "$package" >/dev/null
echo "$package"
