"""Text files as bytes: opening them, telling their encoding, and handing them out as UTF-8 in whole lines."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .problem import ProblemError

HEAD_BYTES = 1 << 18
_SEGMENT_BYTES = 1 << 24
_PIECE_BYTES = 1 << 20
_SLICE_BYTES = 1 << 16

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN_BINARIES = (
    (b"PK\x03\x04", "is an Excel workbook or another office document: save it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook: save it as CSV first"),
    (b"%PDF", "is a PDF document, not a table"),
)
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1e\x7f]")


class WrongEncodingError(Exception):
    """The bytes of a file are not in the encoding that its beginning suggested."""


@dataclass(frozen=True)
class Encoding:
    """An encoding and the bytes of the mark (BOM) that a file starts with."""

    name: str
    mark: int = 0

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes can be used as they are."""
        return self.name in ("utf-8", "utf-8-sig", "ascii")

    @property
    def codec(self) -> str:
        """The codec of the bytes after the mark."""
        return "utf-8" if self.is_utf8 else self.name


def file_problem(path: Path, what: str, kind: str) -> ProblemError:
    """A problem as one sentence that begins with the file's name."""
    return ProblemError(f"“{path.name or path}” {what}.", kind)


def open_file(path: Path) -> io.FileIO:
    """Open a file for reading bytes.

    Raises
    ------
    ProblemError
        If there is no such file, it is a folder, or it may not be read.
    """
    try:
        if path.is_dir():
            raise file_problem(path, "is a folder: choose a file inside it", "not a file")
        return path.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise file_problem(path, "does not exist", "no file") from error
    except PermissionError as error:
        raise file_problem(path, "may not be read: its permissions forbid it", "no permission") from error
    except OSError as error:
        raise file_problem(path, f"cannot be opened: {error.strerror or error}", "no file") from error


def read_head(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file and its size."""
    with open_file(path) as file:
        try:
            head = b""
            while len(head) < HEAD_BYTES and (piece := file.read(HEAD_BYTES - len(head))):
                head += piece
        except OSError as error:
            raise file_problem(path, f"cannot be read: {error.strerror or error}", "no file") from error
    return head, max(len(head), path.stat().st_size)


def possible_encodings(path: Path, head: bytes, complete: bool, given: str | None = None) -> list[Encoding]:
    """The encodings to try in turn: by its mark, else UTF-8 if the bytes are, else Western European.

    Raises
    ------
    ProblemError
        If the bytes are not text, or the given encoding is unknown.
    """
    if given is not None:
        return [_given_encoding(head, given)]
    for mark, name in _MARKS:
        if head.startswith(mark):
            return [Encoding(name, len(mark))]
    for start, what in _KNOWN_BINARIES:
        if head.startswith(start):
            raise file_problem(path, what, "not text")
    if b"\0" in head:
        return [_wide_without_mark(path, head)]
    western = [Encoding("cp1252"), Encoding("latin-1")]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, complete)
    except UnicodeDecodeError:
        return western
    return [Encoding("utf-8"), *western]


def decode_head(path: Path, head: bytes, encoding: Encoding, complete: bool) -> str:
    """The beginning of the file as text.

    Raises
    ------
    ProblemError
        If it is noise.
    WrongEncodingError
        If it is not in this encoding.
    """
    try:
        text = codecs.getincrementaldecoder(encoding.codec)().decode(head[encoding.mark :], complete)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise WrongEncodingError from error
    if "\0" in text or len(_NOISE.findall(text)) * 50 > len(text):
        raise _not_text(path)
    return text


def head_texts(path: Path, head: bytes, given: str | None) -> Iterator[tuple[Encoding, str]]:
    """The beginning of the file as text in each encoding it can be in; a problem when none is left."""
    complete = len(head) < HEAD_BYTES
    encodings = possible_encodings(path, head, complete, given)
    for encoding in encodings:
        try:
            text = decode_head(path, head, encoding, complete)
        except WrongEncodingError:
            continue
        yield encoding, text
    raise file_problem(path, f"is not written in the encoding {given or encodings[-1].name}", "encoding")


def read_segments(
    path: Path, encoding: Encoding, skip: int, size: int, tick: Callable[[float], None]
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

    Yields
    ------
    memoryview
        Valid only until the next one is asked for.
    """
    with open_file(path) as file:
        file.seek(encoding.mark + (skip if encoding.is_utf8 else 0))
        reader = file if encoding.is_utf8 else _Utf8Reader(file, encoding.codec, skip)
        buffer = bytearray(min(_SEGMENT_BYTES, 4 * size + _SLICE_BYTES))
        filled = 0
        while True:
            count = reader.readinto(memoryview(buffer)[filled : filled + _PIECE_BYTES]) or 0
            if buffer.find(b"\0", filled, filled + count) >= 0:
                raise _not_text(path)
            filled += count
            tick(min(1.0, file.tell() / max(size, 1)))
            if count and filled < len(buffer):
                continue
            end = _last_row_end(buffer, filled) if count else filled
            if end:
                yield memoryview(buffer)[:end]
                buffer[: filled - end] = buffer[end:filled]
                filled -= end
            elif count:
                buffer = buffer + bytearray(len(buffer))  # one row, or one quoted cell, fills it all
            if not count:
                return


def squeeze_blanks(rows: bytes) -> bytes:
    """Rows of columns lined up by blanks, with one blank between cells and none at the ends of a row."""
    return b"".join(_squeezed(part) for part in _slices(rows))


class _Utf8Reader:
    """Reads a file in another encoding as UTF-8."""

    def __init__(self, file: io.FileIO, codec: str, skip: int) -> None:
        self._file, self._skip = file, skip
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._ready = b""

    def readinto(self, view: memoryview) -> int:
        while not self._ready:
            raw = self._file.read(_SLICE_BYTES)
            try:
                self._ready = self._decoder.decode(raw, final=not raw).encode("utf-8")
            except (UnicodeDecodeError, UnicodeError) as error:
                raise WrongEncodingError from error
            left_out = min(self._skip, len(self._ready))
            self._ready, self._skip = self._ready[left_out:], self._skip - left_out
            if not raw:
                break
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def _last_row_end(buffer: bytearray, filled: int) -> int:
    """Where the last complete row ends: after a line break with an even number of quotes before it."""
    newline = b"\n" if buffer.find(b"\n", 0, filled) >= 0 else b"\r"
    end = buffer.rfind(newline, 0, filled) + 1
    if buffer.find(b'"', 0, end) < 0:
        return end
    quotes = sum(buffer.count(b'"', at, min(at + _PIECE_BYTES, end)) for at in range(0, end, _PIECE_BYTES))
    while end and quotes % 2:
        earlier = buffer.rfind(newline, 0, end - 1) + 1
        quotes -= buffer.count(b'"', earlier, end)
        end = earlier
    return end


def _given_encoding(head: bytes, given: str) -> Encoding:
    try:
        name = codecs.lookup(given).name
    except LookupError as error:
        raise ProblemError(f"There is no encoding named “{given}”.", "encoding") from error
    name = {"utf-8-sig": "utf-8", "iso8859-1": "latin-1"}.get(name, name)
    for mark, marked in _MARKS:
        if head.startswith(mark) and marked.startswith(name):
            return Encoding(marked, len(mark))
    return Encoding({"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name))


def _wide_without_mark(path: Path, head: bytes) -> Encoding:
    """UTF-16 without a mark shows by a zero in nearly every second byte of Western text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and not even:
        return Encoding("utf-16-le")
    if even > 0.7 * half and not odd:
        return Encoding("utf-16-be")
    raise _not_text(path)


def _not_text(path: Path) -> ProblemError:
    return file_problem(path, "is not a text file, so no table can be read from it", "not text")


def _slices(rows: bytes) -> Iterator[bytes]:
    """Small runs of whole lines, so that no single call takes long."""
    start = 0
    while start < len(rows):
        end = rows.find(b"\n", start + _SLICE_BYTES) + 1 or len(rows)
        yield rows[start:end]
        start = end


def _squeezed(rows: bytes) -> bytes:
    if b'"' in rows:
        rows = re.sub(rb'("[^"]*")|[ \t]+', lambda match: match[1] or b" ", rows)
    else:
        rows = re.sub(rb"[ \t]+", b" ", rows)
    return re.sub(rb"^ | (?=\r?$)", b"", rows, flags=re.MULTILINE)
