"""Opening a file without ever waiting for somebody to write into it: pipes and devices are refused."""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path


class NotOrdinaryError(OSError):
    """What a path leads to is no file, but a pipe, a device or the like; a folder is for others to refuse."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is a pipe or a device, not a file", str(path))


def open_ordinary(path: Path) -> io.FileIO:
    """Open a file for reading bytes.

    On a network disk that does not answer even this waits, so it is for jobs.

    Raises
    ------
    NotOrdinaryError
        If it is a pipe, a device or a socket, which is not opened.
    OSError
        As from `open`.
    """
    _check(path, path.stat())  # a device may notice that it is opened
    file = open(path, "rb", buffering=0, opener=_open_at_once)  # noqa: SIM115
    try:
        _check(path, os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return file


def _check(path: Path, state: os.stat_result) -> None:
    if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
        raise NotOrdinaryError(path)


def _open_at_once(path: str, flags: int) -> int:
    """Come back at once even if a pipe has just taken the place of the file."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
