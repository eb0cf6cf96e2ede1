"""A pasted table is a file that only this program knows, so that it is read in every way a file is."""

from __future__ import annotations

import tempfile
from pathlib import Path

from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.pasted_table import pasted_text
from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Mailbox, Stop

from .jobs import read_table

PASTED_NAME = "Pasted table"
PASTED_SOURCE = "From the clipboard."


class PastedFile:
    """The file that holds what was pasted last; gone with the session."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def is_at(self, path: Path) -> bool:
        """Whether this is the file."""
        return self._folder is not None and path == self.path

    @property
    def path(self) -> Path:
        """Where the file is."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="linreg_gui-", ignore_cleanup_errors=True)
        return Path(self._folder.name) / PASTED_NAME

    def close(self) -> None:
        """Delete it."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def read_pasted(
    path: Path, text: str, html: str, options: ReadOptions, progress: Mailbox[float], stop: Stop
) -> Table | None:
    """Write the file and read it as any other; for a job. None if it was cancelled."""
    path.write_bytes(pasted_text(text, html).encode("utf-8", errors="replace"))
    return read_table(path, PASTED_SOURCE, options, progress, stop)
