"""A lock on a file that the system itself lets go of when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Not a QLockFile: that looks for a process of the number in it, and where another one has got that number, as
# every start does in a sandbox, a killed process holds it for ever.


def lock_file(path: Path, *, create: bool = False) -> int | None:
    """An open handle, which holds the lock until it is closed.

    None if the file is not there, if another process, or another part of this one, holds it, or if there are
    no locks on that disk.
    """
    flags = os.O_RDWR | (os.O_CREAT if create else 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
    except OSError:
        return None
    if not lock_handle(handle, path):
        os.close(handle)
        return None
    return handle


def lock_handle(handle: int, path: Path) -> bool:
    """Lock an open file; whether that is done, and the path still leads to the file."""
    try:
        _lock(handle)
        # Whoever deleted the file between opening and locking has left a lock of nothing.
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
