"""A zip of a few named parts, of which nothing is trusted: names, sizes and sums are checked before use."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, BinaryIO

from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.ordinary_file import open_ordinary
from linreg_gui.core.wording import size_text

from .whole_parts import most_unpacked, name_sum

Write = Callable[[IO[bytes]], object]

_MOST_PARTS = 2_000
_MOST_BYTES = 1 << 36
_ENCRYPTED = 0x1
# Every part begins with a header of at least so many bytes, and has an entry of so many more at the end.
_OVERHEAD = 30 + 46
_LONGEST_EXTRA = 40  # the sum of the name, and sizes beyond 4 GiB
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def damaged_project(name: str, why: str = "") -> ProblemError:
    """The problem of a project file that cannot be what it claims to be."""
    reason = f": {why}" if why else ""
    return ProblemError(
        f"“{name}” is no project file, or a damaged one{reason}.", ProblemKind.DAMAGED_PROJECT
    )


def no_room_for_project(name: str, free: int) -> ProblemError:
    """The problem of a project that does not fit into memory."""
    sentence = f"“{name}” takes more memory than the {size_text(free)} that are free."
    return ProblemError(sentence, ProblemKind.MEMORY)


def write_archive(file: BinaryIO, parts: Mapping[str, bytes | Write]) -> None:
    """Write parts one after the other; JSON is packed, the others are as small as they get already.

    A large part is better given as what writes it to a file than as its bytes.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.external_attr = 0o644 << 16
            info.extra = name_sum(name)
            info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".json") else zipfile.ZIP_STORED
            if isinstance(data, bytes):
                archive.writestr(info, data)
            else:
                with archive.open(info, "w", force_zip64=True) as part:
                    data(part)


def read_archive(
    path: Path,
    allowed: re.Pattern[str],
    wanted: re.Pattern[str] | None = None,
    *,
    most_bytes: int = _MOST_BYTES,
) -> dict[str, bytes]:
    """All parts by name.

    Parameters
    ----------
    path : Path
    allowed : pattern
        What the whole name of a part may be.
    wanted : pattern, optional
        Of which of these the bytes are needed; of all by default.
    most_bytes : int, optional
        That all parts unpack to.

    Raises
    ------
    ProblemError
        If the file cannot be read, is no such zip, is damaged, or holds anything that is not expected.
    """
    try:
        with open_ordinary(path) as file, zipfile.ZipFile(file) as archive:
            size = path.stat().st_size
            _check(path.name, archive.infolist(), size, allowed, most_bytes)
            parts = [part for part in archive.infolist() if (wanted or allowed).fullmatch(part.filename)]
            return {part.filename: archive.read(part) for part in parts}
    except ProblemError:
        raise
    except OSError as error:
        if isinstance(error, IsADirectoryError) or error.strerror:
            reason = "it is a folder" if path.is_dir() else str(error.strerror).rstrip(".")
            raise ProblemError(
                f"“{path.name}” could not be opened: {reason}.", ProblemKind.NOT_OPENED
            ) from error
        raise damaged_project(path.name) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged_project(path.name) from error
    except (IndexError, KeyError, OverflowError) as error:  # zipfile trusts some of the numbers it finds
        raise damaged_project(path.name) from error


def _check(
    name: str, parts: list[zipfile.ZipInfo], size: int, allowed: re.Pattern[str], most_bytes: int
) -> None:
    """Everything the table of contents tells, before a byte is unpacked."""
    if len(parts) > _MOST_PARTS:
        raise damaged_project(name, f"it has {len(parts):,} parts")
    names = [part.filename for part in parts]
    for part in parts:
        if not allowed.fullmatch(part.orig_filename) or part.filename != part.orig_filename:
            raise damaged_project(
                name, f"it has a part that does not belong there, “{part.orig_filename[:80]}”"
            )
        if part.comment or len(part.extra) > _LONGEST_EXTRA:  # which would have swallowed the parts after it
            raise damaged_project(name, f"“{part.filename}” has a note that does not belong there")
        if part.flag_bits & _ENCRYPTED:
            raise damaged_project(name, "it is locked by a password")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged_project(name, f"“{part.filename}” is packed in an unknown way")
        if part.file_size > _most_bytes(part):
            raise damaged_project(name, f"“{part.filename}” would unpack to {part.file_size:,} bytes")
    if len(set(names)) < len(names):
        raise damaged_project(name, "it has two parts of the same name")
    if sum(part.file_size for part in parts) > most_bytes:
        raise damaged_project(name, f"it would unpack to more than {size_text(most_bytes)}")
    if sum(part.file_size for part in parts) > (free := available_memory()):
        raise no_room_for_project(name, free)
    if sum(part.compress_size + _OVERHEAD for part in parts) > size:
        raise damaged_project(name, "its parts overlap")


def _most_bytes(part: zipfile.ZipInfo) -> int:
    """What a part of that size in the file can honestly unpack to."""
    if part.compress_type == zipfile.ZIP_STORED:
        return part.compress_size
    return most_unpacked(part.compress_size)
