"""Packed text files (gzip, bzip2, xz, zip), unpacked beside the way while they are read."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.temporary_folder import TemporaryFolder

from .checks import Swelling
from .input_kind import InputKind, input_kind
from .text_file import LONGEST_ROW, file_problem
from .xz_stream import XzStream

_PIECE_BYTES = 1 << 20
# Members that packing programs add on their own.
_ADDED = ("__MACOSX/", ".DS_Store")

_Packed = gzip.GzipFile | bz2.BZ2File | XzStream | zipfile.ZipExtFile


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
    kind = input_kind(path)
    if not kind.is_packed:
        yield path
        return
    with TemporaryFolder() as folder:
        # Under the same name, so that every sentence about it names the file that was chosen.
        plain = folder / path.name
        _unpack(path, kind, plain, tick, most)
        yield plain


def _unpack(
    path: Path, kind: InputKind, plain: Path, tick: Callable[[float], None], most: int | None
) -> None:
    size = max(1, path.stat().st_size)
    try:
        with path.open("rb") as packed, _opened(path, kind, packed) as content, plain.open("wb") as out:
            left = most
            swelling = Swelling(path, plain.parent)
            is_one_line, done = True, 0
            # Not read(): of a file that breaks off that gives nothing at all.
            while piece := content.read1(_PIECE_BYTES if left is None else min(left, _PIECE_BYTES)):
                out.write(piece)
                tick(min(1.0, packed.tell() / size))
                if left is not None:
                    left -= len(piece)
                swelling.grow(len(piece))
                done += len(piece)
                is_one_line = is_one_line and b"\n" not in piece and b"\r" not in piece
                if is_one_line and done > LONGEST_ROW:  # the rest of it is for nobody
                    return
    except MemoryError as error:
        what = "is packed in a way that takes more memory to unpack than is free: pack it anew"
        raise file_problem(path, what, ProblemKind.MEMORY) from error
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise _damaged(path, kind, plain) from error
    except RuntimeError as error:
        raise file_problem(path, "is locked by a password: unpack it first", ProblemKind.LOCKED) from error
    except NotImplementedError as error:
        raise file_problem(
            path, "is packed in an unusual way: unpack it first", ProblemKind.PACKED
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise file_problem(
                path, "does not fit on the disk when it is unpacked", ProblemKind.DISK_FULL
            ) from error
        raise _damaged(path, kind, plain) from error


def _damaged(path: Path, kind: InputKind, plain: Path) -> ProblemError:
    """Says up to which line the file is whole; a file of one line or without any has none to name."""
    lines = 0
    if plain.exists():
        with plain.open("rb") as part:
            lines = sum(piece.count(b"\n") for piece in iter(lambda: part.read(_PIECE_BYTES), b""))
    where = f"it breaks off after line {lines:,}" if lines else "it breaks off in line 1"
    return file_problem(path, f"is a damaged {kind} file: {where} of its content", ProblemKind.DAMAGED)


def _opened(path: Path, kind: InputKind, packed: IO[bytes]) -> _Packed:
    if kind is InputKind.GZIP:
        return gzip.GzipFile(fileobj=packed)
    if kind is InputKind.BZIP2:
        return bz2.BZ2File(packed)
    if kind is InputKind.XZ:
        return XzStream(packed)
    archive = zipfile.ZipFile(packed)
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    members = [entry for entry in files if not any(added in entry.filename for added in _ADDED)]
    if len(members) != 1:
        holds = "no file" if not members else f"{len(members):,} files: unpack it and choose one"
        raise file_problem(path, f"is a zip file that holds {holds}", ProblemKind.PACKED)
    return cast(zipfile.ZipExtFile, archive.open(members[0]))
