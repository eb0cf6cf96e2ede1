"""What the installers are made from agrees with the program."""

from __future__ import annotations

import configparser
import re
import runpy
import shutil
import struct
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from project_paths import ROOT

from linreg_gui import __version__
from linreg_gui.app.process.qt_application import DESKTOP_ID
from linreg_gui.views.dialogs.about import about_text

PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"


def desktop_entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.read(LINUX / f"{DESKTOP_ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_version_stands_in_one_place_and_shows_in_the_window() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "linreg_gui/__init__.py"
    assert __version__ in about_text()
    skipped = {"environment", "build"}
    for path in PACKAGING.rglob("*"):
        if path.is_file() and path.suffix not in (".txt", ".md") and not skipped & set(path.parts):
            assert f'"{__version__}"' not in path.read_text(encoding="utf-8"), path


def test_wheel_and_installers_have_every_folder_of_resources_that_the_program_reads() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    in_wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "linreg_gui").rglob("*.py")]
    read = {part for text in texts for part in re.findall(r'resource_path\("(\w+)"', text)}
    assert {"icons", "page", "samples"} <= read
    assert {f"resources/{part}" for part in read} == set(in_wheel)
    spec = (PACKAGING / "linreg_gui.spec").read_text(encoding="utf-8")
    assert read == set(re.findall(r'"(\w+)"', re.search(r"^PARTS = \((.*)\)$", spec, re.MULTILINE)[1]))


def test_the_change_log_tells_of_this_version_and_keeps_room_for_what_comes() -> None:
    headings = re.findall("^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    versions, days = zip(*(heading.split(" - ") for heading in headings[1:]), strict=True)
    assert versions[0] == __version__
    assert len(set(versions)) == len(versions)
    assert sorted(map(date.fromisoformat, days), reverse=True) == [date.fromisoformat(day) for day in days]


def test_no_release_tells_of_the_same_kind_of_change_in_two_places() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in re.split("^## ", text, flags=re.MULTILINE)[1:]:
        kinds = re.findall("^### (.*)$", release, re.MULTILINE)
        assert sorted(kinds) == sorted(set(kinds))


def test_every_resource_that_the_program_reads_is_in_wheel_and_frozen_program() -> None:
    asked = set()
    for path in (ROOT / "linreg_gui").rglob("*.py"):
        asked |= set(re.findall(r'resource_path\("(\w+)"', path.read_text(encoding="utf-8")))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    spec = (PACKAGING / "linreg_gui.spec").read_text(encoding="utf-8")
    assert {"icons", "samples", "lessons"} <= asked
    for part in asked:
        assert included[f"resources/{part}"] == f"linreg_gui/resources/{part}"
        assert f'"{part}"' in spec


def test_notebooks_get_the_types_of_the_core() -> None:
    assert (ROOT / "linreg_gui" / "py.typed").is_file()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["linreg_gui"]


def test_the_desktop_entry_belongs_to_the_windows_and_takes_a_file() -> None:
    entry = desktop_entry()
    assert entry["Exec"] == "linreg-gui %f"
    assert entry["Icon"] == DESKTOP_ID
    for kind in ("application/x-linreg-gui", "text/csv", "text/tab-separated-values"):
        assert kind in entry["MimeType"].split(";")


def test_the_store_entry_tells_the_same_kinds_of_files_as_the_desktop_entry() -> None:
    store = ET.parse(LINUX / f"{DESKTOP_ID}.metainfo.xml.in").getroot()
    told = {element.text for element in store.iter("mediatype")}
    assert told == set(desktop_entry()["MimeType"].strip(";").split(";"))
    assert store.findtext("id") == DESKTOP_ID
    for picture in store.iter("image"):
        assert (ROOT / re.sub(r"@homepage@/raw/main/", "", picture.text or "")).is_file()


@pytest.mark.parametrize("line", (PACKAGING / "constraints.txt").read_text().splitlines())
def test_constraints_are_exact_versions_and_name_no_registry(line: str) -> None:
    assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9_.\-]+==[0-9][0-9A-Za-z.]*", line)


def test_constraints_cover_what_the_program_needs() -> None:
    known = {
        re.sub("[-_.]+", "-", line.partition("==")[0]).lower()
        for line in (PACKAGING / "constraints.txt").read_text().splitlines()
    }
    command = [sys.executable, str(PACKAGING / "requirements.py")]
    needed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    names = {re.sub("[-_.]+", "-", re.split("[^A-Za-z0-9_.-]", line)[0]).lower() for line in needed if line}
    assert len(names) > 10
    assert names <= known


def test_icons_of_every_system_are_drawn_from_the_one_drawing(tmp_path) -> None:
    command = [sys.executable, str(PACKAGING / "make_icons.py"), str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    ico, icns = (tmp_path / "linreg-gui.ico").read_bytes(), (tmp_path / "linreg-gui.icns").read_bytes()
    reserved, kind, count = struct.unpack("<HHH", ico[:6])
    assert (reserved, kind) == (0, 1)
    for number in range(count):
        size, offset = struct.unpack("<II", ico[6 + 16 * number + 8 : 6 + 16 * number + 16])
        assert ico[offset : offset + 8] == b"\x89PNG\r\n\x1a\n"
        assert offset + size <= len(ico)
    assert icns[:4] == b"icns"
    assert struct.unpack(">I", icns[4:8])[0] == len(icns)


def test_the_size_budget_is_checked(tmp_path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 3_000_000)
    script = (PACKAGING / "check_size.py").read_text(encoding="utf-8")

    def status(budget: str) -> int:
        changed = re.sub(r"^BUDGET_MIB = \d+$", f"BUDGET_MIB = {budget}", script, flags=re.MULTILINE)
        (tmp_path / "script.py").write_text(changed, encoding="utf-8")
        command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path)]
        return subprocess.run(command, check=False).returncode

    assert status("100") == 0
    assert status("1") == 1


def test_the_man_page_tells_of_every_option_as_it_is_now() -> None:
    maker = runpy.run_path(str(PACKAGING / "make_man_page.py"))
    page = (LINUX / "linreg-gui.1").read_text(encoding="utf-8")
    assert page == maker["man_page"](), "python packaging/make_man_page.py brings it up to date"
    assert "$here/$name.1" in (LINUX / "tree.sh").read_text()  # every package has it


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not there")
def test_the_man_page_is_sound() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(LINUX / "linreg-gui.1")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    assert "linreg-gui predict project.linreg new.csv" in done.stdout
