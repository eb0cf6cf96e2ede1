"""Packed text files (gzip, bzip2, xz, zip), unpacked beside the way while they are read."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from linreg_gui.core.problem import ProblemError

from .checks import Swelling
from .text_file import file_problem, open_file

_STARTS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"PK\x03\x04": "zip"}
_PIECE_BYTES = 1 << 20
# Members that packing programs add on their own.
_ADDED = ("__MACOSX/", ".DS_Store")
# A zip file with one of these is an office document.
_OFFICE = {"[Content_Types].xml", "mimetype"}


_Packed = gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile | zipfile.ZipExtFile


@contextmanager
def unpacked(path: Path, tick: Callable[[float], None], most: int | None = None) -> Iterator[Path]:
    """The path of the plain file: the file itself, or its unpacked content for as long as it is needed.

    Parameters
    ----------
    path : Path
    tick : callable
        Gets the fraction unpacked, many times a second; may raise.
    most : int, optional
        Unpack no more bytes than this.

    Raises
    ------
    ProblemError
        If the file is damaged, locked by a password, does not fit on the disk, or is a zip file with
        another number of files than one.
    """
    kind = _kind(path)
    if kind is None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="linreg_gui-", ignore_cleanup_errors=True) as folder:
        # Under the same name, so that every sentence about it names the file that was chosen.
        plain = Path(folder) / path.name
        _unpack(path, kind, plain, tick, most)
        yield plain


def _kind(path: Path) -> str | None:
    with open_file(path) as file:
        try:
            start = file.read(8)
        except OSError:
            return None
    kind = next((name for mark, name in _STARTS.items() if start.startswith(mark)), None)
    return None if is_office_document(path, start) else kind


def is_office_document(path: Path, start: bytes) -> bool:
    """Whether a file that begins so is a zip file as office programs write it."""
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_OFFICE & set(archive.namelist()))
    except (zipfile.BadZipFile, OSError):
        return False


def _unpack(path: Path, kind: str, plain: Path, tick: Callable[[float], None], most: int | None) -> None:
    size = max(1, path.stat().st_size)
    try:
        with path.open("rb") as packed, _opened(path, kind, packed) as content, plain.open("wb") as out:
            left, swelling = most, Swelling(path)
            # Not read(): of a file that breaks off that gives nothing at all.
            while piece := content.read1(_PIECE_BYTES if left is None else min(left, _PIECE_BYTES)):
                out.write(piece)
                tick(min(1.0, packed.tell() / size))
                if left is not None:
                    left -= len(piece)
                swelling.grow(len(piece))
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise _damaged(path, kind, plain) from error
    except RuntimeError as error:
        raise file_problem(path, "is locked by a password: unpack it first", "locked") from error
    except NotImplementedError as error:
        raise file_problem(path, "is packed in an unusual way: unpack it first", "packed") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise file_problem(path, "does not fit on the disk when it is unpacked", "disk full") from error
        raise _damaged(path, kind, plain) from error


def _damaged(path: Path, kind: str, plain: Path) -> ProblemError:
    """Says up to which line the file is whole; a file of one line or without any has none to name."""
    lines = 0
    if plain.exists():
        with plain.open("rb") as part:
            lines = sum(piece.count(b"\n") for piece in iter(lambda: part.read(_PIECE_BYTES), b""))
    where = f"it breaks off after line {lines:,}" if lines else "it breaks off in line 1"
    return file_problem(path, f"is a damaged {kind} file: {where} of its content", "damaged")


def _opened(path: Path, kind: str, packed: IO[bytes]) -> _Packed:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=packed)
    if kind == "bzip2":
        return bz2.BZ2File(packed)
    if kind == "xz":
        return lzma.LZMAFile(packed)
    archive = zipfile.ZipFile(packed)
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    members = [entry for entry in files if not any(added in entry.filename for added in _ADDED)]
    if len(members) != 1:
        holds = "no file" if not members else f"{len(members):,} files: unpack it and choose one"
        raise file_problem(path, f"is a zip file that holds {holds}", "packed")
    return cast(zipfile.ZipExtFile, archive.open(members[0]))
