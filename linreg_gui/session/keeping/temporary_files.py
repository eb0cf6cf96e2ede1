"""The files that are written first, beside what is saved: locked meanwhile, so that dead ones are known."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
from pathlib import Path

from linreg_gui.core.file_lock import lock_file, lock_handle

# Of the file's own name in that of the temporary one.
NAME_LENGTH = 40
_NAME = re.compile(r"\..{1,40}\.linreg-[0-9a-f]{16}\.tmp", re.DOTALL)


class TemporaryFile:
    """A new file beside another one.

    Attributes
    ----------
    path : Path
    handle : int
        Open for reading and writing; whoever has made it closes it.
    """

    def __init__(self, beside: Path, mode: int) -> None:
        """With the rights that the system gives to new ones there; an `OSError` if there can be none."""
        # Not mkstemp: that lets nobody else in, whatever a person's mask and the lists of the folder say.
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        while True:
            name = f".{beside.name[:NAME_LENGTH]}.linreg-{secrets.token_hex(8)}.tmp"
            self.path = beside.with_name(name)
            with contextlib.suppress(FileExistsError):
                self.handle = os.open(self.path, flags, mode)
                self._lock: int | None = None
                if sys.platform == "win32":
                    return  # a locked file cannot be written there, and an open one not be deleted
                lock_handle(self.handle, self.path)
                if self.path.exists():
                    # Held until the file has its name, when the handle is closed already.
                    self._lock = os.dup(self.handle)
                    return
                os.close(self.handle)  # swept before it was locked

    def unlock(self) -> None:
        """It has got its name, or is gone; safe to call twice."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def sweep_temporary_files(folder: Path) -> int:
    """Delete those in a folder whose process has ended while it was writing; how many.

    Only what bears such a name, belongs to this user and can be locked: where there are no locks, nothing.
    """
    swept = 0
    if sys.platform == "win32":
        return swept
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _NAME.fullmatch(path.name) and _is_own_file(path):
                lock = lock_file(path)
                if lock is not None:
                    with contextlib.suppress(OSError):
                        path.unlink()
                        swept += 1
                    os.close(lock)
    return swept


def _is_own_file(path: Path) -> bool:
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid()
