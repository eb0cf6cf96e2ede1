"""A pasted table is a file that only this program knows, so that it is read in every way a file is."""

from __future__ import annotations

from pathlib import Path

from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.pasted_table import pasted_options, pasted_text
from linreg_gui.core.table.table import Table
from linreg_gui.core.temporary_folder import TemporaryFolder
from linreg_gui.session.job_thread import Mailbox, Stop

from .jobs import read_table

_FEW_CHARACTERS, _FEW_TAGS, _FEW_SIGNS = 20_000, 1_000, 200

PASTED_NAME = "Pasted table"
PASTED_SOURCE = "From the clipboard."


class PastedFile:
    """The file that holds what was pasted last; gone with the session."""

    def __init__(self) -> None:
        self._folder: TemporaryFolder | None = None

    def is_at(self, path: Path) -> bool:
        """Whether this is the file."""
        return self._folder is not None and path == self.path

    @property
    def path(self) -> Path:
        """Where the file is."""
        if self._folder is None:
            self._folder = TemporaryFolder()
        return self._folder.path / PASTED_NAME

    def close(self) -> None:
        """Delete it."""
        if self._folder is not None:
            self._folder.close()
            self._folder = None


def is_short(text: str, html: str) -> bool:
    """Whether what was pasted is read in some milliseconds: few characters, and no wide row."""
    if len(text) + len(html) > _FEW_CHARACTERS or html.count("<") > _FEW_TAGS:
        return False
    longest = max(text.splitlines(), key=len, default="")
    return sum(not sign.isalnum() for sign in longest) <= _FEW_SIGNS


def read_pasted(
    path: Path,
    text: str,
    html: str,
    chosen: Mailbox[ReadOptions],
    progress: Mailbox[float],
    stop: Stop,
) -> Table | None:
    """Write the file and read it as any other; for a job. None if it was cancelled.

    How it was read is left in ``chosen``.
    """
    options = pasted_options(text, html)
    chosen.put(options)
    path.write_bytes(pasted_text(text, html).encode("utf-8", errors="replace"))
    return read_table(path, PASTED_SOURCE, options, progress, stop)
