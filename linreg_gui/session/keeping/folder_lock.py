"""A lock on a folder that the system itself lets go of when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Not a QLockFile: that looks for a process of the number in it, and where another one has got that number, as
# every start does in a sandbox, a killed process holds it for ever.
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
        try:
            handle = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
        except OSError:
            return None
        try:
            _lock(handle)
            # Whoever deleted the folder between opening and locking has left a lock of nothing.
            if not os.path.samestat(os.fstat(handle), path.stat()):
                raise FileNotFoundError(path)
        except OSError:
            os.close(handle)
            return None
        return cls(handle, path)

    def release(self) -> None:
        """Let others have it; safe to call twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
