"""The log: what went wrong, in one file that stays small, written so that even a crash reaches it.

Whoever has something to write down does so through `logging`, without knowing of the file.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from pathlib import Path

from linreg_gui.core.reading.ordinary_file import NotOrdinaryError, open_ordinary

_FILE = "log.txt"
_OLDER = ("log-1.txt", "log-2.txt")
_TURN_AT = 200_000
_MOST_PER_START = 1_000_000
_MOST_SHOWN = 100_000


# Not a RotatingFileHandler: a file that is turned over while the program runs has another number than the one
# faulthandler was given, which may be that of a project by then; and what went wrong first would be gone.
class _LogFile(logging.FileHandler):
    """Writes each entry in one piece, whichever threads and programs write, until it has written enough."""

    def __init__(self, path: Path, most: int) -> None:
        if path.is_fifo():  # it would wait for whoever reads it
            raise NotOrdinaryError(path)
        path.touch(mode=0o600)
        super().__init__(path, encoding="utf-8", errors="replace")
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
        self._left = most

    def emit(self, record: logging.LogRecord) -> None:
        if self._left > 0:
            super().emit(record)

    def format(self, record: logging.LogRecord) -> str:
        entry = super().format(record).rstrip()
        self._left -= len(entry.encode(errors="replace"))
        if self._left <= 0:
            entry += "\nNo more is written down until the next start."
        return entry

    def handleError(self, record: logging.LogRecord) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)


class CrashLog:
    """Takes what the program logs from its making to `close`; where it cannot be written, it goes on without.

    A file that has grown is put aside at the next start, twice, and then forgotten.

    Attributes
    ----------
    path : Path
        The present file.
    """

    def __init__(self, folder: Path, most: int = _MOST_PER_START) -> None:
        self.path = log_path(folder)
        # Without a handler, logging would write to the terminal.
        self._handler: logging.Handler = logging.NullHandler()
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._turn()
            self._handler = _LogFile(self.path, most)
        self._logger = logging.getLogger("linreg_gui")
        self._logger.setLevel(logging.INFO)
        self._logger.addHandler(self._handler)

    @property
    def handle(self) -> int | None:
        """What the system calls the open file; None if there is none."""
        stream = self._handler.stream if isinstance(self._handler, _LogFile) else None
        return None if stream is None else stream.fileno()

    def close(self) -> None:
        """Write nothing more; safe to call twice."""
        self._logger.removeHandler(self._handler)
        with contextlib.suppress(OSError):  # on a full disk, which does not take the last entries
            self._handler.close()

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
        with open_ordinary(path) as file:
            file.seek(max(0, path.stat().st_size - _MOST_SHOWN))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
