"""Which content of a file was seen: so that nothing is written over that nobody has looked at."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.ordinary_file import open_ordinary

T = TypeVar("T")

# The quickest that processors have instructions for; nobody is kept out by it.
_DIGEST = "sha256"
# Read in less time than file systems tell times apart, so that a stamp alone would not do.
_SMALL = 1 << 24
_STORED = re.compile(r"(-?[0-9]{1,20} ){2}([0-9]{1,40} ){3}[0-9a-f]{64}")
_BLOCK = 1 << 20
_TRIES = 3


@dataclass(frozen=True)
class Stamp:
    """What the system tells of a file without reading it. Another stamp may be on the same content.

    Attributes
    ----------
    modified, changed : int
        Nanoseconds: when its content was changed last, and when anything of it was.
    size : int
        In bytes.
    device, inode : int
        Which file it is, whatever its name.
    """

    modified: int
    changed: int
    size: int
    device: int
    inode: int

    @classmethod
    def of(cls, file: Path | int) -> Stamp:
        """The stamp of a path or an open file.

        Raises
        ------
        OSError
            If there is none, or it is no ordinary file.
        """
        found = os.fstat(file) if isinstance(file, int) else file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "It is no ordinary file")
        return cls(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_dev, found.st_ino)


@dataclass(frozen=True)
class FileVersion:
    """A file with its content at one moment.

    Attributes
    ----------
    stamp : Stamp
    digest : str
        Of the content; empty where only the stamp is known.
    """

    stamp: Stamp
    digest: str = ""

    @classmethod
    def of(cls, path: Path) -> FileVersion:
        """What is there now; reads the file, so it is for a job. An `OSError` if that is impossible."""
        with open_ordinary(path) as file:
            return cls(Stamp.of(file.fileno()), digest_of(file))

    def is_at(self, path: Path) -> bool:
        """Whether this content is there still; may read the file. An `OSError` if nothing is there."""
        stamp = Stamp.of(path)
        if not self.digest:  # what is changed of a file may be its rights alone
            return replace(stamp, changed=self.stamp.changed) == self.stamp
        if stamp == self.stamp and stamp.size > _SMALL:
            return True
        return stamp.size == self.stamp.size and FileVersion.of(path).digest == self.digest

    def stored(self) -> str:
        """As a text, for a note beside work that belongs to it."""
        return " ".join(map(str, (*astuple(self.stamp), self.digest)))

    @classmethod
    def restored(cls, text: str) -> FileVersion | None:
        """The version that was stored as this text; None if it is none."""
        if not _STORED.fullmatch(text):
            return None
        *stamp, digest = text.split()
        return cls(Stamp(*map(int, stamp)), digest)


def digest_of(file: BinaryIO) -> str:
    """Of all that is in an open file."""
    digest = hashlib.new(_DIGEST, usedforsecurity=False)
    file.seek(0)
    while block := file.read(_BLOCK):
        check_wanted()
        digest.update(block)
    return digest.hexdigest()


def read_version(path: Path, read: Callable[[Path], T]) -> tuple[T, FileVersion]:
    """What ``read`` makes of a file, and the version of the file that it has read.

    Raises
    ------
    ProblemError
        Whatever ``read`` raises, or if the file is changed all the time.
    """
    for _ in range(_TRIES):
        try:
            version = FileVersion.of(path)
        except OSError:
            version = None  # for ``read`` to tell
        value = read(path)
        if version is not None and _stamp(path) == version.stamp:
            return value, version
    raise ProblemError(
        f"“{path.name}” was changed while it was being opened; open it again.", ProblemKind.CHANGED
    )


def _stamp(path: Path) -> Stamp | None:
    try:
        return Stamp.of(path)
    except OSError:
        return None
