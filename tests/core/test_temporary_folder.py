"""Temporary folders: gone with their process, or swept by a later one; never that of a living process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from linreg_gui.core.temporary_folder import TemporaryFolder, sweep_temporary_folders


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_gone_once_it_is_closed(place) -> None:
    with TemporaryFolder() as path:
        (path / "lock").write_text("a file of any name")
        assert path.is_relative_to(place)
    assert list(place.iterdir()) == []


def test_that_of_a_living_process_is_not_swept(place) -> None:
    folder = TemporaryFolder()
    assert sweep_temporary_folders() == 0
    assert folder.path.exists()
    folder.close()
    folder.close()
    assert list(place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed so there")
def test_that_of_a_killed_process_is_swept(place) -> None:
    code = (
        "import os, signal, tempfile\n"
        f"tempfile.tempdir = {str(place)!r}\n"
        "from linreg_gui.core.temporary_folder import TemporaryFolder\n"
        "folder = TemporaryFolder()\n"
        "(folder.path / 'unpacked.csv').write_text('x')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path.cwd())
    assert len(list(place.rglob("unpacked.csv"))) == 1
    assert sweep_temporary_folders() == 1
    assert list(place.iterdir()) == []


def test_what_is_called_alike_but_not_certainly_ours_stays(place) -> None:
    (place / "linreg_gui-12-abcdefgh").mkdir()  # without a lock, as in the moment it is made
    (place / "linreg_gui-data").mkdir()
    (place / "linreg_gui-data" / "lock").touch()
    (place / "linreg_gui-13-abcdefgh").write_text("a file")
    (place / "real").mkdir()
    (place / "real" / "lock").touch()
    (place / "linreg_gui-14-abcdefgh").symlink_to(place / "real")
    before = sorted(place.rglob("*"))
    assert sweep_temporary_folders() == 0
    assert sorted(place.rglob("*")) == before
