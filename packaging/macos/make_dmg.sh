#!/usr/bin/env bash
# make_dmg.sh: signs the .app that freeze.sh made and puts it into a disk image. Runs on macOS only.
# CODESIGN_IDENTITY names a Developer ID; without one the signature is ad hoc, and the first start needs a right
# click and “Open”. With NOTARY_PROFILE (of notarytool) the image is notarised as well.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
app="$made/dist/$title.app"
image=$made/$name-$version-$(uname -m).dmg
identity=${CODESIGN_IDENTITY:--}
options=(--force --deep --sign "$identity")
if [ "$identity" != - ]; then
    # Numba writes machine code into memory and runs it there.
    options+=(--options runtime --timestamp --entitlements "$root/packaging/macos/entitlements.plist")
fi
codesign "${options[@]}" "$app"
codesign --verify --deep --strict "$app"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cp -R "$app" "$tree"
ln -s /Applications "$tree/Applications"
rm -f "$image"
hdiutil create -volname "$title" -srcfolder "$tree" -format UDZO -quiet "$image"
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
