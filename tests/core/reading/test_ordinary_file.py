"""Pipes, devices and sockets are refused at once, wherever a file may be opened."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.reading import ordinary_file
from linreg_gui.core.reading.ordinary_file import NotOrdinaryError, open_ordinary
from linreg_gui.core.reading.table_file import preview_table, read_table

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """Opening it waits for somebody who writes into it."""
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("read", [read_table, preview_table])
def test_a_table_is_not_read_from_a_pipe_or_a_device(pipe, tmp_path, read, monkeypatch) -> None:
    socket_path = tmp_path / "socket.csv"
    monkeypatch.chdir(tmp_path)  # as the whole path may be too long for one
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(socket_path.name)
        for path in (pipe, Path("/dev/zero"), socket_path):
            with pytest.raises(ProblemError) as raised:
                read(path)
            sentence = f"“{path.name}” is a pipe or a device: only files can be opened."
            assert str(raised.value) == sentence


def test_a_project_is_not_read_from_a_pipe(tmp_path) -> None:
    path = tmp_path / "pipe.linreg"
    os.mkfifo(path)
    with pytest.raises(ProblemError) as raised:
        read_project(path)
    expected = "“pipe.linreg” could not be opened: it is a pipe or a device, not a file."
    assert str(raised.value) == expected


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for_either(pipe, monkeypatch) -> None:
    seen = []
    check = ordinary_file._check

    def check_later(path, state) -> None:
        if seen:
            check(path, state)
        seen.append(state)

    monkeypatch.setattr(ordinary_file, "_check", check_later)
    with pytest.raises(NotOrdinaryError):
        open_ordinary(pipe)


def test_a_link_to_a_file_is_a_file(tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with open_ordinary(tmp_path / "b.csv") as file:
        assert file.read() == b"x"
