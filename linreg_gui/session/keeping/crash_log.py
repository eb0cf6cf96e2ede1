"""The log: what went wrong, in one file that stays small, written so that even a crash reaches it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path

_FILE = "log.txt"
_OLDER = ("log-1.txt", "log-2.txt")
_TURN_AT = 200_000
_MOST_PER_START = 1_000_000
_MOST_SHOWN = 100_000


class CrashLog:
    """Open from its making to `close`; where it cannot be written, the program goes on without.

    A file that has grown is put aside at the next start, twice, and then forgotten.

    Attributes
    ----------
    path : Path
        The present file.
    """

    def __init__(self, folder: Path, most: int = _MOST_PER_START) -> None:
        self.path = log_path(folder)
        self._left = most
        self._handle: int | None = None
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._turn()
            self._handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    @property
    def handle(self) -> int | None:
        """What the system calls the open file; None if there is none."""
        return self._handle

    def write(self, text: str) -> None:
        """Add a text with the time; in one piece, whichever threads and programs write."""
        if self._handle is None or self._left <= 0:
            return
        entry = f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} {text.rstrip()}\n".encode(errors="replace")
        self._left -= len(entry)
        if self._left <= 0:
            entry += b"No more is written down until the next start.\n"
        with contextlib.suppress(OSError):
            os.write(self._handle, entry)

    def close(self) -> None:
        """Write nothing more; safe to call twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _turn(self) -> None:
        """Put a file that has grown aside."""
        if not self.path.exists() or self.path.stat().st_size < _TURN_AT:
            return
        names = (_FILE, *_OLDER)
        with contextlib.suppress(OSError):  # on Windows, where another copy of the program has it open
            for older, newer in reversed(list(zip(names[1:], names[:-1], strict=True))):
                file = self.path.with_name(newer)
                if file.exists():
                    file.replace(self.path.with_name(older))


def log_path(folder: Path) -> Path:
    """The present file of a log."""
    return folder / _FILE


def read_log(folder: Path) -> str:
    """The end of a log; an empty text if there is none."""
    path = log_path(folder)
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MOST_SHOWN))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
