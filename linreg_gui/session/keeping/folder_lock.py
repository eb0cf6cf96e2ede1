"""A lock on a folder, by a file in it."""

from __future__ import annotations

import os
from pathlib import Path

from linreg_gui.core.file_lock import lock_file

_NAME = "lock"


class FolderLock:
    """Held from `take` until `release` or the end of the process."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle: int | None = handle
        self.path = path

    @classmethod
    def take(cls, folder: Path, *, create: bool = False) -> FolderLock | None:
        """The lock of a folder; None if another process, or another part of this one, holds it."""
        path = folder / _NAME
        handle = lock_file(path, create=create)
        return None if handle is None else cls(handle, path)

    def release(self) -> None:
        """Let others have it; safe to call twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
