"""Which kind a file to open is: a project by its ending, a table by its first bytes.

Nobody else tells files apart by either; what is written is in core/writing.
"""

from __future__ import annotations

import enum
import zipfile
from collections.abc import Mapping
from pathlib import Path

from .text_file import open_file

PROJECT_SUFFIX = ".linreg"
_START_BYTES = 8
# A zip file with one of these is an office document.
_OFFICE = {"[Content_Types].xml", "mimetype"}


class InputKind(enum.StrEnum):
    """Kinds of files that may be opened as a table; the value names one to a person."""

    TEXT = "text"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZIP = "zip"
    WORKBOOK = "workbook"
    PARQUET = "Parquet"
    FEATHER = "Feather"
    PDF = "PDF"  # refused with its name

    @property
    def is_packed(self) -> bool:
        """Whether it has to be unpacked, to be read as text."""
        return self in (InputKind.GZIP, InputKind.BZIP2, InputKind.XZ, InputKind.ZIP)

    @property
    def has_typed_cells(self) -> bool:
        """Whether its cells are numbers and texts already; every other kind is read, or refused, as text."""
        return self in (InputKind.WORKBOOK, InputKind.PARQUET, InputKind.FEATHER)


# What their names usually end with: to offer them, not to tell them by.
ENDINGS: Mapping[InputKind, tuple[str, ...]] = {
    InputKind.TEXT: ("csv", "tsv", "tab", "txt", "dat"),
    InputKind.GZIP: ("gz",),
    InputKind.BZIP2: ("bz2",),
    InputKind.XZ: ("xz",),
    InputKind.ZIP: ("zip",),
    InputKind.WORKBOOK: ("xlsx", "xlsm", "xlsb", "xls", "ods"),
    InputKind.PARQUET: ("parquet",),
    InputKind.FEATHER: ("feather", "arrow"),
}

_STARTS = {
    b"\x1f\x8b": InputKind.GZIP,
    b"BZh": InputKind.BZIP2,
    b"\xfd7zXZ\x00": InputKind.XZ,
    b"PK\x03\x04": InputKind.ZIP,
    b"\xd0\xcf\x11\xe0": InputKind.WORKBOOK,  # an old one
    b"PAR1": InputKind.PARQUET,
    b"ARROW1": InputKind.FEATHER,
    b"FEA1": InputKind.FEATHER,
    b"%PDF": InputKind.PDF,
}


def is_project(path: Path) -> bool:
    """Whether a file is a project and no table, told without a look into it."""
    return path.suffix.casefold() == PROJECT_SUFFIX


def input_kind(path: Path) -> InputKind:
    """The kind of a file with a table.

    Raises
    ------
    ProblemError
        If there is no such file, it is a folder, or it may not be read.
    """
    with open_file(path) as file:
        try:
            start = file.read(_START_BYTES)
        except OSError:  # for its reader to tell
            return InputKind.TEXT
    kind = kind_of_start(start)
    return InputKind.WORKBOOK if kind is InputKind.ZIP and _is_office_document(path) else kind


def kind_of_start(start: bytes) -> InputKind:
    """The kind of a file that begins so; by that alone, a workbook of today is a zip file."""
    return next((kind for mark, kind in _STARTS.items() if start.startswith(mark)), InputKind.TEXT)


def _is_office_document(path: Path) -> bool:
    """Whether a zip file is one as office programs write it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_OFFICE & set(archive.namelist()))
    except (zipfile.BadZipFile, OSError):
        return False
