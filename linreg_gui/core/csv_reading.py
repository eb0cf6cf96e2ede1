"""Reading a CSV file into a table: the one place where text becomes numbers."""

from __future__ import annotations

import codecs
import csv as python_csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from .columns import numeric_columns
from .csv_columns import column_names, column_values
from .csv_sniffing import Dialect, parse_rows, single_byte_encoding, sniff_dialect, sniff_encoding
from .problem import ProblemError

MISSING = ("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "?", "-", ".")
_HEAD_BYTES = 1 << 18
_BLOCK_BYTES = 1 << 20

Progress = Callable[[float], bool]


class ReadCancelled(Exception):
    """Reading was given up because `progress` asked for it."""


@dataclass(frozen=True)
class ReadReport:
    """How a file was read.

    Attributes
    ----------
    path : Path
    encoding : str
    dialect : Dialect
    rows : int
    missing : dict from column name to int
        Cells that were empty or said to be missing, where there are any.
    not_numbers : dict from column name to int
        Texts among numbers, where there are any.
    """

    path: Path
    encoding: str
    dialect: Dialect
    rows: int
    missing: dict[str, int]
    not_numbers: dict[str, int]


def read_csv(
    path: str | Path,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    missing: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a delimited text file; whatever is not given is found out.

    Parameters
    ----------
    path : str or Path
    separator, decimal, thousands : str, optional
        One character each; an empty ``thousands`` means that digits are not grouped.
    encoding : str, optional
        Found: UTF-8 with and without byte order mark, UTF-16, and Windows-1252 or Latin-1 otherwise.
    header : bool, optional
        Whether the first row holds the names of the columns.
    missing : sequence of str, optional
        Cells that count as missing, in place of `MISSING`.
    progress : callable, optional
        Is told the share of the file read so far and says whether to go on.

    Returns
    -------
    frame : pandas.DataFrame
        Columns of numbers are int64 or float64 (NaN where missing). A column of numbers with some texts
        among them holds both, as they are.
    report : ReadReport

    Raises
    ------
    ProblemError
        If the file cannot be read as a table with a column of numbers; the sentence names the file.
    ReadCancelled
        If ``progress`` returned False.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        size = file.stat().st_size
    except OSError as error:
        raise ProblemError(_os_sentence(file, error), "not readable") from error
    try:
        return _read(file, head, size, (separator, decimal, thousands, header), encoding, missing, progress)
    except ProblemError as error:
        if file.name in error.problem.sentence:
            raise
        raise ProblemError(f"“{file.name}” {error.problem.sentence}.", error.problem.kind) from error


def _read(
    file: Path,
    head: bytes,
    size: int,
    options: tuple[str | None, str | None, str | None, bool | None],
    encoding: str | None,
    missing: Sequence[str] | None,
    progress: Progress | None,
) -> tuple[pd.DataFrame, ReadReport]:
    if not head.strip():
        raise ProblemError("is empty", "empty")
    used = encoding or sniff_encoding(head, len(head) == size)
    tokens = list(MISSING if missing is None else ("", *missing))
    while True:
        text = _decode(head, used, len(head) == size)
        dialect = sniff_dialect(text, *options)
        first = parse_rows(text, dialect.separator)
        if not first:
            raise ProblemError("is empty", "empty")
        if dialect.header and len(first) < 2 and len(head) == size:
            raise ProblemError("has names of columns but no rows", "empty")
        try:
            frame = _table(file, size, used, dialect, first, tokens, progress)
            break
        except UnicodeDecodeError:
            if encoding is not None or used in ("cp1252", "latin-1"):
                raise ProblemError(f"is not written in the encoding {used}", "encoding") from None
            # Its beginning was plain enough for UTF-8, but the rest is not.
            used = single_byte_encoding(file.read_bytes())
    if not numeric_columns(frame):
        raise ProblemError("has no column of numbers", "no numeric column")
    return frame, _report(file, used, dialect, frame)


def _table(
    file: Path,
    size: int,
    encoding: str,
    dialect: Dialect,
    first: list[list[str]],
    missing: list[str],
    progress: Progress | None,
) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import csv

    width = Counter(len(row) for row in first[1:] or first).most_common(1)[0][0]
    names = column_names(first[0] if dialect.header else [], width)
    read = csv.ReadOptions(
        column_names=[str(j) for j in range(width)],
        skip_rows_after_names=int(dialect.header),
        block_size=_BLOCK_BYTES,
        encoding="utf-8" if encoding == "utf-8-sig" else encoding,
    )
    parse = csv.ParseOptions(delimiter=dialect.separator, newlines_in_values=True)
    convert = csv.ConvertOptions(
        null_values=missing,
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
        decimal_point=dialect.decimal,
        true_values=[],
        false_values=[],
        timestamp_parsers=[],
    )
    try:
        with _stream(file, size, dialect.separator, progress) as stream:
            table = csv.read_csv(stream, read, parse, convert)
    except pa.ArrowInvalid as error:
        if "UTF8" in str(error) or "utf-8" in str(error).lower():
            raise UnicodeDecodeError(encoding, b"", 0, 1, str(error)) from error
        raise ProblemError(_ragged_sentence(file, encoding, dialect, width, str(error)), "ragged") from error
    if any(pa.types.is_binary(column.type) for column in table.columns):
        raise UnicodeDecodeError(encoding, b"", 0, 1, "not UTF-8")
    columns: dict[str, object] = {}
    for name, column in zip(names, table.columns, strict=True):
        if progress is not None and not progress(1.0):
            raise ReadCancelled
        if name or column.null_count < len(column):
            columns[name or f"column {len(columns) + 1}"] = column_values(column, dialect)
    return pd.DataFrame(columns, copy=False)


def _stream(file: Path, size: int, separator: str, progress: Progress | None) -> io.IOBase:
    """The bytes of the file; where spaces separate, runs of them are made one."""
    if separator != " ":
        return _CountedFile(file, size, progress)
    lines = (b" ".join(line.split()) for line in file.read_bytes().splitlines())
    return io.BytesIO(b"\n".join(lines))


class _CountedFile(io.RawIOBase):
    """A file that tells how much of it was read and stops when asked to."""

    def __init__(self, file: Path, size: int, progress: Progress | None) -> None:
        super().__init__()
        self._stream: BinaryIO = file.open("rb")
        self._size, self._progress = max(1, size), progress

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._progress is not None and not self._progress(min(1.0, self._stream.tell() / self._size)):
            raise ReadCancelled
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _decode(head: bytes, encoding: str, complete: bool) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head, complete)
    except (UnicodeDecodeError, LookupError):
        raise ProblemError(f"is not written in the encoding {encoding}", "encoding") from None
    # The last line of a beginning may be cut off.
    return text if complete else text.rsplit("\n", 1)[0]


def _rows(file: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    with file.open(encoding=encoding, errors="replace", newline="") as stream:
        reader = python_csv.reader(stream, delimiter=separator)
        for row in reader:
            if row:
                yield reader.line_num, row


def _ragged_sentence(file: Path, encoding: str, dialect: Dialect, width: int, message: str) -> str:
    try:
        for line, row in _rows(file, encoding, dialect.separator):
            if len(row) != width:
                fields = "field" if len(row) == 1 else "fields"
                return f"has {len(row)} {fields} in line {line:,}, where the first rows have {width}"
    except Exception as error:  # whatever is wrong with it, it is not a table
        message = str(error)
    return f"cannot be read as a table: {message.splitlines()[0].rstrip('.')}"


def _report(file: Path, encoding: str, dialect: Dialect, frame: pd.DataFrame) -> ReadReport:
    missing, texts = {}, {}
    numeric = set(numeric_columns(frame))
    for name in frame.columns:
        column = frame[name]
        empty = int(column.isna().sum())
        if empty:
            missing[name] = empty
        if name in numeric and column.dtype == object:
            texts[name] = int(sum(isinstance(value, str) for value in column))
    return ReadReport(file, encoding, dialect, len(frame), missing, texts)


def _os_sentence(file: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"“{file}” does not exist."
    if isinstance(error, IsADirectoryError) or file.is_dir():
        return f"“{file.name}” is a folder, not a file."
    if isinstance(error, PermissionError):
        return f"You are not allowed to read “{file.name}”."
    return f"“{file.name}” could not be read: {(error.strerror or 'unknown error').rstrip('.')}."
