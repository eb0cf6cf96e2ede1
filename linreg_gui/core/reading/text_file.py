"""Text files as bytes: opening them, and handing them out as UTF-8 in whole rows."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import size_text

from .ordinary_file import NotOrdinaryError, open_ordinary
from .quoted_rows import last_row_end, open_quote

HEAD_BYTES = 1 << 18
_SEGMENT_BYTES = 1 << 23
_PIECE_BYTES = 1 << 20
_SLICE_BYTES = 1 << 16
_FEW_LINES = 3

# What stands for bytes that are no letter in the encoding of a file.
BAD_BYTES = "\ufffd"

# A row of more bytes is none: no more is ever held for the sake of one.
LONGEST_ROW = _SEGMENT_BYTES


class WrongEncodingError(Exception):
    """The bytes of a file are not in the encoding that its beginning suggested."""


@dataclass(frozen=True)
class Encoding:
    """An encoding and the bytes of the mark (BOM) that a file starts with.

    Attributes
    ----------
    name : str
    mark : int
    mends : bool
        Whether bytes that are not in it become `BAD_BYTES` instead of a mistake.
    """

    name: str
    mark: int = 0
    mends: bool = False

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes can be used as they are."""
        return not self.mends and self.codec == "utf-8"

    @property
    def codec(self) -> str:
        """The codec of the bytes after the mark."""
        return "utf-8" if self.name in ("utf-8", "utf-8-sig", "ascii") else self.name

    @property
    def decoder(self) -> codecs.IncrementalDecoder:
        """What makes text of the bytes after the mark."""
        return codecs.getincrementaldecoder(self.codec)("replace" if self.mends else "strict")


def file_problem(path: Path, what: str, kind: ProblemKind) -> ProblemError:
    """A problem as one sentence that begins with the file's name."""
    return ProblemError(f"“{path.name or path}” {what}.", kind)


@contextlib.contextmanager
def memory_told(path: Path) -> Iterator[None]:
    """Where reading takes more memory than was to be seen before, that is a sentence."""
    try:
        yield
    except MemoryError:
        pass  # and let go of what is in its frames
    else:
        return
    raise file_problem(path, "takes more memory than is free: close other programs", ProblemKind.MEMORY)


def open_file(path: Path) -> io.FileIO:
    """Open a file for reading bytes.

    Raises
    ------
    ProblemError
        If there is no such file, it is a folder, a pipe or a device, or it may not be read.
    """
    try:
        if path.is_dir():
            raise file_problem(path, "is a folder: choose a file inside it", ProblemKind.NOT_A_FILE)
        return open_ordinary(path)
    except NotOrdinaryError as error:
        what = "is a pipe or a device: only files can be opened"
        raise file_problem(path, what, ProblemKind.NOT_A_FILE) from error
    except FileNotFoundError as error:
        raise file_problem(path, "does not exist", ProblemKind.NO_FILE) from error
    except PermissionError as error:
        raise file_problem(
            path, "may not be read: its permissions forbid it", ProblemKind.NO_PERMISSION
        ) from error
    except OSError as error:
        raise file_problem(
            path, f"cannot be opened: {error.strerror or error}", ProblemKind.NO_FILE
        ) from error


@dataclass(frozen=True)
class Head:
    """The first bytes of a file, the size of the whole, and whether these are all."""

    start: bytes
    size: int
    complete: bool


def read_head(path: Path) -> Head:
    """The first bytes of a file: some hundred kilobytes, or more until they hold a few lines.

    Raises
    ------
    ProblemError
        If the file cannot be read, or its first line is of absurd length.
    """
    with open_file(path) as file:
        try:
            head, wanted = b"", HEAD_BYTES
            while len(head) < wanted and (piece := file.read(wanted - len(head))):
                head += piece
                if len(head) == wanted < LONGEST_ROW and head.count(b"\n") + head.count(b"\r") < _FEW_LINES:
                    wanted *= 2
            size = max(len(head), os.fstat(file.fileno()).st_size)
        except OSError as error:
            raise file_problem(
                path, f"cannot be read: {error.strerror or error}", ProblemKind.NO_FILE
            ) from error
    if len(head) >= LONGEST_ROW and not (b"\n" in head or b"\r" in head or b"\0" in head):
        raise _too_long(path, 1)
    return Head(head, size, len(head) < wanted)


def read_segments(
    path: Path,
    encoding: Encoding,
    skip: int,
    size: int,
    tick: Callable[[float], None],
    quote: str = '"',
    separator: str = ",",
    end: int | None = None,
) -> Iterator[memoryview]:
    """The file as UTF-8 in pieces of some megabytes that end where a row ends.

    Parameters
    ----------
    path, encoding
        The file.
    skip : int
        UTF-8 bytes to leave out at the beginning (after the mark): the header.
    size : int
        Bytes of the file, for the progress.
    tick : callable
        Gets the fraction read so far, about once per megabyte; may raise.
    quote, separator : str
        The signs around and between cells: a line break in a quoted cell ends no row.
    end : int, optional
        Bytes of the file after which nothing is read.

    Yields
    ------
    memoryview
        Valid only until the next one is asked for.

    Raises
    ------
    ProblemError
        If the file is no text, has a row of absurd length, or was changed meanwhile.
    """
    with open_file(path) as file:
        before = _state_of(file)
        file.seek(encoding.mark + (skip if encoding.is_utf8 else 0))
        part = file if end is None else _Beginning(file, end)
        size = size if end is None else end
        reader = part if encoding.is_utf8 else _Utf8Reader(part, encoding.decoder, skip)
        buffer = bytearray(min(_SEGMENT_BYTES, 4 * size + _SLICE_BYTES))
        filled, start = 0, skip
        while True:
            count = _read(path, reader, memoryview(buffer)[filled : filled + _PIECE_BYTES])
            if (at := buffer.find(b"\0", filled, filled + count)) >= 0:
                line = _line_at(path, encoding, start + at)
                raise file_problem(
                    path, f"is not a text file: line {line:,} holds a zero byte", ProblemKind.NOT_TEXT
                )
            filled += count
            tick(min(1.0, file.tell() / max(size, 1)))
            if count and filled < len(buffer):
                continue
            if not count and (file.tell() < size or _state_of(file) != before):
                raise _changed(path, encoding)
            if not count and (opened := open_quote(buffer, filled, quote, separator)) is not None:
                raise _unclosed(path, _line_at(path, encoding, start + opened))
            whole = last_row_end(buffer, filled, quote, separator) if count else filled
            if count and not whole:
                line = _line_at(path, encoding, start)
                raise _too_long(path, line) if not _has_line_break(buffer) else _unclosed(path, line)
            if whole:
                yield memoryview(buffer)[:whole]
                buffer[: filled - whole] = buffer[whole:filled]
                filled -= whole
                start += whole
            if not count:
                return


class _Beginning:
    """A file up to a place in it."""

    def __init__(self, file: io.FileIO, end: int) -> None:
        self._file, self._end = file, end

    def read(self, count: int) -> bytes:
        return self._file.read(min(count, self._left))

    def readinto(self, view: memoryview) -> int | None:
        return self._file.readinto(view[: self._left])

    @property
    def _left(self) -> int:
        return max(0, self._end - self._file.tell())


class _Utf8Reader:
    """Reads a file in another encoding as UTF-8."""

    def __init__(self, file: io.FileIO | _Beginning, decoder: codecs.IncrementalDecoder, skip: int) -> None:
        self._file = file
        self._skip = skip
        self._decoder = decoder
        self._ready = b""

    def readinto(self, view: memoryview) -> int:
        while not self._ready:
            raw = self._file.read(_SLICE_BYTES)
            try:
                self._ready = self._decoder.decode(raw, final=not raw).encode("utf-8")
            except (UnicodeDecodeError, UnicodeError) as error:
                raise WrongEncodingError from error
            left_out = min(self._skip, len(self._ready))
            self._ready = self._ready[left_out:]
            self._skip -= left_out
            if not raw:
                break
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def _read(path: Path, reader: io.FileIO | _Beginning | _Utf8Reader, view: memoryview) -> int:
    try:
        return reader.readinto(view) or 0
    except OSError as error:
        raise file_problem(path, f"cannot be read: {error.strerror or error}", ProblemKind.NO_FILE) from error


def _state_of(file: io.FileIO) -> tuple[int, int]:
    """What tells that somebody wrote to a file."""
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _has_line_break(buffer: bytearray) -> bool:
    return b"\n" in buffer or b"\r" in buffer


def _line_at(path: Path, encoding: Encoding, position: int) -> int:
    """The line, counted from 1, of a position in the text, told in bytes of UTF-8."""
    newlines = returns = 0
    with open_file(path) as file:
        file.seek(encoding.mark)
        reader = file if encoding.is_utf8 else _Utf8Reader(file, encoding.decoder, 0)
        piece = bytearray(_PIECE_BYTES)
        while position > 0 and (count := min(position, reader.readinto(memoryview(piece)) or 0)):
            newlines += piece.count(b"\n", 0, count)
            returns += piece.count(b"\r", 0, count)
            position -= count
    return 1 + (newlines or returns)


def _changed(path: Path, encoding: Encoding) -> ProblemError:
    line = _line_at(path, encoding, sys.maxsize)
    what = f"was changed while it was read, and ends in line {line:,} now: open it again when it is complete"
    return file_problem(path, what, ProblemKind.CHANGED)


def _too_long(path: Path, line: int) -> ProblemError:
    what = f"is not a table of rows: line {line:,} is longer than {size_text(LONGEST_ROW)}"
    return file_problem(path, what, ProblemKind.LONG_LINE)


def _unclosed(path: Path, line: int) -> ProblemError:
    what = f"cannot be read as a table: a quotation mark in line {line:,} is never closed"
    return file_problem(path, what, ProblemKind.RAGGED)
