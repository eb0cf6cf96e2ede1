"""Figures are written whole or not at all, and it is told how it went."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest
from pytestqt.qtbot import QtBot

from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.keeping.background_saving import BackgroundSaving


@pytest.fixture
def saving(qtbot: QtBot) -> BackgroundSaving:
    return BackgroundSaving(Jobs())


def test_a_figure_is_saved(qtbot: QtBot, saving: BackgroundSaving, tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    with qtbot.waitSignal(saving.saved) as told:
        saving.save(path, lambda file: file.write(b"<svg/>"))
    assert told.args == [path]
    assert path.read_bytes() == b"<svg/>"


def test_a_full_disk_leaves_the_earlier_file_and_is_told(
    qtbot: QtBot, saving: BackgroundSaving, tmp_path: Path
) -> None:
    def fail(file: BinaryIO) -> None:
        file.write(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "figure.png"
    path.write_bytes(b"the one before")
    with qtbot.waitSignal(saving.failed) as told:
        saving.save(path, fail)
    assert told.args[0].sentence == "“figure.png” could not be saved: No space left on device."
    assert path.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(qtbot: QtBot, saving: BackgroundSaving, tmp_path: Path) -> None:
    with qtbot.waitSignal(saving.failed) as told:
        saving.save(tmp_path / "gone" / "figure.pdf", lambda file: file.write(b"x"))
    assert "there is no such folder" in told.args[0].sentence
