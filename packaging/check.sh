#!/usr/bin/env bash
# check.sh [PYTHON]: freezes the program, tries what was made as a person would, and leaves the machine as it was.
# What cannot be tried here is skipped, and listed with its reason at the end.
set -euo pipefail
. "$(dirname "$0")/common.sh"
here=$root/packaging
started=$SECONDS
work=$(mktemp -d)
skipped=()
processes=()

clean_up() {
    for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clean_up EXIT
say() { printf '\n--- %s (%s s)\n' "$1" "$((SECONDS - started))"; }
skip() { skipped+=("$1: $2"); echo "skipped: $1: $2"; }
fail() { echo "FAILED: $1"; exit 1; }
has() { command -v "$1" >/dev/null; }

get_tools() {
    local wanted=(desktop-file-utils appstream shared-mime-info lintian nsis makeself zstd binutils xvfb xdotool)
    local missing=() package
    has apt-get && has dpkg-query || { echo "no apt-get here"; return 0; }
    for package in "${wanted[@]}"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    as_root+=(env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get)
    "${as_root[@]}" update -qq >/dev/null 2>&1 || true
    if ! "${as_root[@]}" install -y -qq --no-install-recommends "${missing[@]}" >"$work/apt.txt" 2>&1; then
        for package in "${missing[@]}"; do # one that cannot be had must not keep the others away
            "${as_root[@]}" install -y -qq --no-install-recommends "$package" >"$work/apt.txt" 2>&1 \
                || echo "could not install $package; what needs it is skipped"
        done
    fi
}

start_screen() { # a private X server; sets DISPLAY
    mkfifo "$work/display"
    Xvfb -displayfd 3 -screen 0 1360x860x24 -nolisten tcp -noreset 3>"$work/display" >/dev/null 2>&1 &
    processes+=($!)
    local number
    read -r -t 60 number <"$work/display" || fail "Xvfb did not start"
    DISPLAY=:$number
}

user() { # a user with an empty home and nothing else set: user NAME [VARIABLE=VALUE…] COMMAND…
    local home=$work/$1
    shift
    mkdir -p "$home" "$home.tmp"
    # Slow machines get more time than a person would wait; how long it took is said.
    ${instead:-} env -i HOME="$home" TMPDIR="$home.tmp" PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C.UTF-8 LINREG_GUI_SELFTEST_SECONDS=150 "$@"
}

fingerprint() { (cd "$1" && find . -printf '%p %y %s %T@\n' | LC_ALL=C sort); }

self_test() { # NAME [VARIABLE=VALUE…]: the frozen program, without a network where that can be had
    local report=$work/$1.json before=$SECONDS home=$work/$1 lonely=()
    if unshare -n true 2>/dev/null; then lonely=(unshare -n); fi
    # Without a network the abstract socket of X is out of reach; the one in /tmp is not.
    user "$@" "${lonely[@]}" "$folder/$name" --selftest --report "$report" >"$work/$1.txt" 2>&1 \
        || { cat "$work/$1.txt"; fail "the self-test $1"; }
    sed -n '1,/^$/p;/^[✓✗–]/p' "$work/$1.txt"
    echo "took $((SECONDS - before)) s${lonely:+, without a network}"
    local stray
    stray=$(find "$home" -type f ! -path "$home/.cache/*" ! -path "$home/.config/*" ! -path "$home/.local/share/*")
    stray+=$(find "$home.tmp" -mindepth 1)
    [ -z "$stray" ] || fail "written outside the standard folders: $stray"
    find "$home/.cache/linreg_gui/compiled" -name '*.nbi' | grep -q . || fail "the compiled loop is not in the cache"
}

check_frozen() {
    fingerprint "$folder" >"$work/before.txt"
    say "The frozen program checks itself, without a screen"
    self_test offscreen QT_QPA_PLATFORM=offscreen
    say "The frozen program checks itself, on a screen"
    if has Xvfb; then self_test screen DISPLAY="$DISPLAY"; else skip "self-test on X" "no Xvfb"; fi
    fingerprint "$folder" >"$work/after.txt"
    cmp "$work/before.txt" "$work/after.txt" || fail "the program wrote into its own folder"
    [ "$(user version "$folder/$name" --version)" = "$name $version" ] || fail "another version than $version"
}

open_by() { # NAME, desktop entry, PATH, share: as a file manager opens a CSV by its association, and a picture of it
    local kind=$1 entry=$2 path=$3 command table=$work/$1/houses.csv process status=0
    mkdir -p "$work/$kind"
    awk 'BEGIN { print "area,price"; for (i = 1; i <= 60; i++) print i ",", 3 * i + (i * 7919) % 23 }' >"$table"
    command=$(sed -n 's/^Exec=//p' "$entry")
    [[ $command = *" %f" ]] || fail "the desktop entry takes no file: $command"
    command=${command% %f}
    command=${command//\"/}
    # In place of the shell, so that a signal reaches the program.
    instead=exec user "$kind" DISPLAY="$DISPLAY" PATH="$path:/usr/bin:/bin" "$command" "$table" >"$work/$kind.txt" 2>&1 &
    process=$!
    processes+=($process)
    if has xdotool; then
        DISPLAY=$DISPLAY timeout 90 xdotool search --sync --onlyvisible --name "houses.csv" >/dev/null \
            || { cat "$work/$kind.txt"; fail "the window with the table did not come"; }
    fi
    env -u QT_QPA_PLATFORM DISPLAY="$DISPLAY" "$made/environment/bin/python" "$here/screenshot.py" \
        "$made/screenshot-$kind.png" || { cat "$work/$kind.txt"; fail "the picture of the window"; }
    kill -TERM "$process"
    wait "$process" || status=$?
    [ "$status" = 0 ] || { cat "$work/$kind.txt"; fail "the program ended with status $status"; }
    ! grep -q Traceback "$work/$kind.txt" || { cat "$work/$kind.txt"; fail "an exception"; }
    echo "opened houses.csv and closed; picture: $made/screenshot-$kind.png"
}

check_associations() { # SHARE: what the caches of a desktop make of the installed files
    local share=$1
    if has update-mime-database; then
        XDG_DATA_DIRS=$share update-mime-database "$share/mime"
        grep -q '^60:application/x-linreg-gui:\*\.linreg$' "$share/mime/globs2" || fail ".linreg is not known"
        grep -q ':application/vnd.apache.parquet:\*\.parquet$' "$share/mime/globs2" || fail ".parquet is not known"
    else
        skip "MIME types" "no update-mime-database"
    fi
    if has update-desktop-database; then
        update-desktop-database --quiet "$share/applications"
        local type
        for type in application/x-linreg-gui text/csv text/tab-separated-values application/vnd.apache.parquet \
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; do
            grep -q "^$type=.*$app_id.desktop" "$share/applications/mimeinfo.cache" || fail "$type is not opened"
        done
        echo "opens .linreg, .csv, .tsv, .parquet and .xlsx"
    else
        skip "associations" "no update-desktop-database"
    fi
}

check_deb() {
    say "The Debian package"
    if ! has dpkg-deb || ! has objdump; then skip ".deb" "no dpkg-deb or objdump"; return 0; fi
    local package where=$work/root
    package=$("$here/linux/make_deb.sh" "-Zgzip -z1" "$work")
    du -h "$package"
    mkdir -p "$where/var/lib/dpkg"/{info,updates,triggers} "$where/var/log"
    : >"$where/var/lib/dpkg/status"
    : >"$where/var/lib/dpkg/available"
    find "$where" ! -path '*/var/*' | LC_ALL=C sort >"$work/empty.txt"
    # A root of its own: dpkg unpacks, records and removes as on a machine, and the machine sees nothing of it.
    local dpkg=(dpkg --root="$where" --force-not-root --force-depends --force-bad-path --log="$work/dpkg.log")
    "${dpkg[@]}" --install "$package" >"$work/dpkg.txt" 2>&1 || { cat "$work/dpkg.txt"; fail "installing the package"; }
    check_associations "$where/usr/share"
    say "Started by its menu entry, a CSV opened by its association"
    if has Xvfb; then
        open_by deb "$where/usr/share/applications/$app_id.desktop" "$where/usr/bin"
    else
        skip "installed program" "no Xvfb"
    fi
    say "The package is removed"
    "${dpkg[@]}" --purge "$name" >"$work/dpkg.txt" 2>&1 || { cat "$work/dpkg.txt"; fail "removing the package"; }
    rm -rf "$where/usr/share/mime"/[!p]* "$where/usr/share/applications/mimeinfo.cache" # caches, made above
    find "$where" -depth -type d -empty ! -path '*/var*' -delete
    find "$where" ! -path '*/var/*' ! -path "$where/var" | LC_ALL=C sort >"$work/left.txt"
    local left
    left=$(grep -vxF -f "$work/empty.txt" "$work/left.txt" || true)
    [ -z "$left" ] || fail "left behind: $left"
    echo "nothing is left"
    rm -f "$package"
    lint_deb
}

lint_deb() { # all of the package but the libraries, which take lintian minutes
    if ! has lintian; then skip lintian "not installed"; return 0; fi
    say "lintian"
    local status=0 package
    mkdir -p "$work/slim" "$work/dummy"
    cp "$folder/$name" "$work/dummy/$name"
    package=$(LINREG_GUI_FOLDER=$work/dummy "$here/linux/make_deb.sh" "-Zgzip -z1" "$work/slim")
    timeout 240 lintian --allow-root --fail-on error,warning "$package" >"$work/lintian.txt" 2>&1 || status=$?
    cat "$work/lintian.txt"
    case $status in
        0) echo "nothing to complain of" ;;
        124) skip lintian "took too long" ;;
        *) fail lintian ;;
    esac
}

check_run() {
    say "The self-extracting .run, installed by a user and removed again"
    if ! has makeself; then skip ".run" "makeself is not installed"; return 0; fi
    local file home=$work/run
    file=$("$here/linux/make_run.sh" | tail -1)
    du -h "$file"
    user run sh "$file" --quiet --nox11 >"$work/install.txt" 2>&1 || { cat "$work/install.txt"; fail "installing"; }
    if has Xvfb; then
        open_by run "$home/.local/share/applications/$app_id.desktop" "$home/.local/bin"
    fi
    user run sh "$home/.local/lib/$name/uninstall.sh" --uninstall
    local left
    left=$(find "$home/.local" -name "*linreg*" ! -path '*/share/linreg_gui*')
    [ -z "$left" ] || fail "left behind: $left"
    rm -f "$file"
}

check_windows() {
    say "The installer for Windows, with a dummy for the program"
    if ! has makensis; then skip "NSIS" "makensis is not installed"; return 0; fi
    mkdir -p "$work/payload/_internal"
    echo dummy | tee "$work/payload/$name.exe" >"$work/payload/_internal/part"
    rm -f "$("$here/windows/make_installer.sh" "$work/payload" | tee "$work/nsis.txt" | tail -1)"
    echo "compiled: $(tail -1 "$work/nsis.txt")"
}

check_texts() {
    say "Desktop entry, store entry, workflow, scripts"
    local entry=$here/linux/$app_id.desktop share=$work/texts
    if has desktop-file-validate; then desktop-file-validate "$entry"; else skip "desktop entry" "no desktop-file-validate"; fi
    sed "s|@version@|$version|; s|@homepage@|$homepage|; s|@date@|2000-01-01|" "$here/linux/$app_id.metainfo.xml.in" \
        >"$work/$app_id.metainfo.xml"
    if has appstreamcli; then
        appstreamcli validate --no-net --pedantic "$work/$app_id.metainfo.xml" || fail "the store entry"
    else
        skip "store entry" "no appstreamcli"
    fi
    local script
    while read -r script; do bash -n "$script"; done < <(find "$here" -name '*.sh')
    check_workflow
}

check_workflow() {
    local py=$work/lint/bin flows=("$root"/.github/workflows/*.yml)
    "$made/environment/bin/python" -m venv "$work/lint"
    if ! timeout 300 "$py/pip" install -qq --disable-pip-version-check -r "$here/lint_requirements.txt" 2>"$work/pip.txt"; then
        skip "workflow" "its linters could not be installed: $(tail -1 "$work/pip.txt")"
        return 0
    fi
    "$py/check-jsonschema" --builtin-schema vendor.github-workflows "${flows[@]}"
    "$py/yamllint" -d '{extends: default, rules: {line-length: {max: 120}, truthy: {check-keys: false}, document-start: disable}}' \
        "${flows[@]}"
    "$py/actionlint" -shellcheck= -pyflakes= "${flows[@]}"
    "$py/zizmor" --offline --quiet --no-progress --config "$here/zizmor.yml" "${flows[@]}"
    echo "the workflow is sound"
}

say "Tools"
get_tools
say "Freezing version $version"
[ -n "${LINREG_GUI_KEEP_FROZEN:-}" ] || "$here/freeze.sh" "${1:-python3.11}" || fail "freezing"
if has Xvfb; then start_screen; fi
check_frozen
check_deb
check_run
check_windows
check_texts

say "Packaging is sound"
for reason in "${skipped[@]}"; do echo "skipped: $reason"; done
