"""Writing files so that a failure never costs what was there before."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from linreg_gui.core.problem import ProblemError, ProblemKind

# Not a QSaveFile: on a full disk its write puts half a file in place of the earlier one and sees no
# error; it leaves the renaming off the disk, and outside of Linux what a kill has left of it stays for ever.

# Of the file’s own name in that of the temporary one.
_NAME_LENGTH = 40
_SURELY_DEAD_SECONDS = 3600.0


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Let ``write`` fill a file, which appears under its name whole or not at all.

    The bytes go to a temporary file in the same folder, onto the disk, and only then take the name.
    Whatever ``write`` raises leaves nothing behind; a link stays one, and the file it leads to is replaced.

    Raises
    ------
    ProblemError
        If the file cannot be written; an earlier file of that name is still as it was.
    """
    try:
        _write_beside(Path(os.path.realpath(path)), write)
    except OSError as error:
        reason = (error.strerror or str(error) or "unknown error").rstrip(".")
        raise ProblemError(f"“{path.name}” could not be saved: {reason}.", ProblemKind.NOT_SAVED) from error
    return path


def _write_beside(path: Path, write: Callable[[BinaryIO], object]) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:_NAME_LENGTH]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _remember_name(path.parent)
    _sweep(path)


def _sweep(path: Path) -> None:
    """Remove what a process left here that was killed while it was writing this very file."""
    with contextlib.suppress(OSError):
        for left in path.parent.glob(f".{glob.escape(path.name[:_NAME_LENGTH])}.*.tmp"):
            if time.time() - left.stat().st_mtime > _SURELY_DEAD_SECONDS:
                left.unlink()


def _remember_name(folder: Path) -> None:
    """Put the renaming itself onto the disk, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
