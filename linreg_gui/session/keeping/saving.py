"""Writing files so that a failure never costs what was there before.

Every file for a person is written here.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .file_traits import FileTraits
from .file_version import Stamp
from .temporary_files import NAME_LENGTH, TemporaryFile

# Not a QSaveFile: on a full disk its write puts half a file in place of the earlier one and sees no
# error; it leaves the renaming off the disk, and outside of Linux what a kill has left of it stays for ever.

_SURELY_DEAD_SECONDS = 3600.0
_FOR_ALL, _FOR_ME = 0o666, 0o600
_SHUT = (errno.EACCES, errno.EPERM, errno.EROFS)
_LONGEST_TURN = 5.0
_TURN_SECONDS = 0.01


@dataclass(frozen=True)
class Written:
    """A file that is there now.

    Attributes
    ----------
    path : Path
        As it was asked for.
    stamp : Stamp
    remarks : tuple of str
        Sentences on what the file before had and this one has not.
    """

    path: Path
    stamp: Stamp
    remarks: tuple[str, ...] = ()


def write_whole(
    path: Path, write: Callable[[BinaryIO], object], check: Callable[[Path], object] = lambda _: None
) -> Written:
    """Let ``write`` fill a file, which appears under its name whole or not at all.

    The bytes go to a temporary file in the same folder, onto the disk, and only then take the name. Whatever
    ``write`` raises leaves nothing behind. A link stays one, and the file it leads to is replaced; it keeps
    its rights, its owner where that is allowed, and its attributes. Other names of it (hard links) lead to
    the version before: only so there is a whole file at every moment.

    Parameters
    ----------
    path : Path
    write : callable
        Gets a file that is open for writing and reading.
    check : callable
        Gets the file that is to be replaced, first of all and right before that; what it raises stops it.

    Raises
    ------
    ProblemError
        If the file cannot be written; an earlier file of that name is still as it was.
    """
    try:
        _refuse_what_is_no_file(path)
        stamp, remarks = _write_beside(Path(os.path.realpath(path)), write, check)
    except OSError as error:
        reason = (error.strerror or str(error) or "unknown error").rstrip(".")
        raise ProblemError(f"“{path.name}” could not be saved: {reason}.", ProblemKind.NOT_SAVED) from error
    return Written(path, stamp, remarks)


def _refuse_what_is_no_file(path: Path) -> None:
    """Before anything is opened, which may wait for ever or do something."""
    with contextlib.suppress(FileNotFoundError):
        mode = path.stat().st_mode
        for is_one, kind in (
            (stat.S_ISDIR, "a folder"),
            (stat.S_ISFIFO, "a pipe"),
            (stat.S_ISSOCK, "a socket"),
            (stat.S_ISCHR, "a device"),
            (stat.S_ISBLK, "a device"),
        ):
            if is_one(mode):
                raise OSError(0, f"it is {kind} and no file")
        if not stat.S_ISREG(mode):
            raise OSError(0, "it is no ordinary file")


def _write_beside(
    path: Path, write: Callable[[BinaryIO], object], check: Callable[[Path], object]
) -> tuple[Stamp, tuple[str, ...]]:
    traits = FileTraits.of(path)
    if traits is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "Permission denied")
    check(path)
    temporary = _open_beside(path, _FOR_ALL if traits is None else _FOR_ME)
    missing: list[str] = []
    try:
        with os.fdopen(temporary.handle, "w+b") as file:
            write(file)
            file.flush()
            if traits is not None:
                missing = traits.give_to(file.fileno())
            os.fsync(file.fileno())
        with _turn_in(path.parent):
            check(path)
            check_wanted()
            temporary.path.replace(path)
            stamp = Stamp.of(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.path.unlink()
        raise
    finally:
        temporary.unlock()
    _remember_name(path.parent)
    _sweep(path)
    return stamp, () if traits is None else _remarks(path.name, traits, missing)


def _open_beside(path: Path, mode: int) -> TemporaryFile:
    try:
        return TemporaryFile(path, mode)
    except FileNotFoundError as error:
        raise OSError(error.errno, "there is no such folder") from error
    except OSError as error:
        if error.errno in _SHUT:
            reason = f"no file can be made in its folder ({error.strerror})"
            raise OSError(error.errno, reason) from error
        raise


def _remarks(name: str, traits: FileTraits, missing: list[str]) -> tuple[str, ...]:
    remarks = []
    if traits.links > 1:
        others = counted(traits.links - 1, "other name")
        leads = "which still leads" if traits.links == 2 else "which still lead"
        remarks.append(f"“{name}” had {others} on the disk (a hard link), {leads} to the version before.")
    if missing:
        remarks.append(f"Of the earlier “{name}” this could not be kept: {'; '.join(missing)}.")
    return tuple(remarks)


def _sweep(path: Path) -> None:
    """Remove what a process of any version left here that was killed while it was writing this very file."""
    with contextlib.suppress(OSError):
        for left in path.parent.glob(f".{glob.escape(path.name[:NAME_LENGTH])}.*.tmp"):
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


if sys.platform == "win32":

    @contextlib.contextmanager
    def _turn_in(_folder: Path) -> Iterator[None]:
        """Folders cannot be locked."""
        yield

else:
    import fcntl

    @contextlib.contextmanager
    def _turn_in(folder: Path) -> Iterator[None]:
        """Look and replace in one turn, whichever windows and processes save there; not for ever."""
        try:
            handle = os.open(folder, os.O_RDONLY)
        except OSError:  # a folder that may be written to, but not listed
            yield
            return
        try:
            until = time.monotonic() + _LONGEST_TURN
            while not _lock(handle) and time.monotonic() < until:
                time.sleep(_TURN_SECONDS)
            yield
        finally:
            os.close(handle)

    def _lock(handle: int) -> bool:
        """Whether there is nothing more to wait for."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
        return True
