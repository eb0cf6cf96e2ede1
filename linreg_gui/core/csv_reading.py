"""Reading a table from a text file without asking how it is written, and saying what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from .arrays import whole_number
from .csv_columns import ColumnNote, count_fractions, is_blank_column, is_text, make_column, turned_into_text
from .csv_doubt import Doubt, doubt_about
from .csv_files import HEAD_BYTES, Encoding, WrongEncodingError, file_problem, head_texts, read_head
from .csv_numbers import (
    Evidence,
    NumberStyle,
    check_signs,
    decide_style,
    either_pattern,
    evidence_against,
    evidence_of,
    missing_tokens,
)
from .csv_parsing import Source, parse_columns, with_lines
from .csv_sniffing import Layout, sniff
from .csv_unpacking import unpacked

# The shares of the progress that unpacking and reading take; the rest is making columns.
_UNPACKING, _READING = 0.3, 0.9


class ReadCancelled(Exception):
    """The caller did not want the table any more."""


@dataclass(frozen=True)
class ReadReport:
    """How a file was understood.

    Attributes
    ----------
    path : Path
    separator : str
        The character between cells; empty if there is one column, a blank for columns lined up by blanks.
    decimal, thousands : str
        The decimal sign, and the thousands sign or an empty text.
    encoding : str
        A codec of Python, such as ``"utf-8"`` or ``"cp1252"``.
    header : bool
        Whether the first row holds the names.
    rows : int
        Rows of data.
    columns : tuple of ColumnNote
    doubt : Doubt or None
        Numbers that could be read in two ways; None where nothing is doubtful or the caller decided.
    kind : str
        ``"text"``; of other files see `read_table`, and the signs and the encoding are empty texts.
    sheet, sheets
        The sheet of a workbook that was read, and the names of all.
    """

    path: Path
    separator: str
    decimal: str
    thousands: str
    encoding: str
    header: bool
    rows: int
    columns: tuple[ColumnNote, ...]
    doubt: Doubt | None = None
    kind: str = "text"
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def read_csv(
    path: str | Path,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    skip_rows: int = 0,
    missing: Sequence[str] | None = None,
    progress: Callable[[float], bool] | None = None,
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a table of numbers (and texts) from a text file; whatever is None is found out.

    No value is altered silently: a cell that is not a number in the file's own way of writing numbers is
    kept as text, and the report tells of every doubtful ``1,234`` (see `csv_numbers.decide_style`).

    Parameters
    ----------
    path : str or Path
        A text file, or one packed by gzip, bzip2, xz or zip.
    separator : str, optional
        One character; an empty text for one column, a blank for columns lined up by blanks.
    decimal, thousands : str, optional
        The signs in numbers; an empty ``thousands`` for none.
    encoding : str, optional
        A codec of Python. Found: UTF-8, UTF-16 and UTF-32 by their marks, otherwise Windows-1252 or Latin-1.
    header : bool, optional
        Whether the first row holds names; without, they are "column 1" and so on.
    skip_rows : int
        Lines to leave out at the beginning, before the names.
    missing : sequence of str, optional
        Texts that stand for a missing value, in place of `MISSING_TOKENS`; an empty cell always does.
    progress : callable, optional
        Gets the fraction done, in the caller's own thread, many times a second; False cancels.

    Returns
    -------
    frame : pandas.DataFrame
        Columns of numbers are int64, or float64 with NaN where missing. A column in which at least half of
        the filled cells are numbers, but not all, is of type object: floats, NaN, and the texts as written.
        Other columns are text.
    report : ReadReport

    Raises
    ------
    ValueError
        If a sign that is given cannot be one, or ``skip_rows`` is no count.
    ProblemError
        If the file cannot be read, or holds no table, no row or no column of numbers; one sentence that
        names the file.
    ReadCancelled
        If ``progress`` returned False.
    """
    check_signs(decimal, thousands)
    file = Path(path)
    given = _Given(
        *(separator, decimal, thousands, header, whole_number(skip_rows, "The number of lines to skip")),
        *(missing_tokens(missing), _ticker(progress)),
    )
    with unpacked(file, lambda part: given.tick(_UNPACKING * part)) as plain:
        frame, report = _read_plain(plain, encoding, given)
    return frame, replace(report, path=file)


def _read_plain(file: Path, encoding: str | None, given: _Given) -> tuple[pd.DataFrame, ReadReport]:
    head, size = read_head(file)
    for codec, text in head_texts(file, head, encoding):
        try:
            return _read_text(file, codec, size, text, len(head) < HEAD_BYTES, given)
        except WrongEncodingError:  # further down
            continue
    raise AssertionError("head_texts ends with a problem")


@dataclass(frozen=True)
class _Given:
    """What the caller knows already, and how to tell how far the reading is."""

    separator: str | None
    decimal: str | None
    thousands: str | None
    header: bool | None
    skip_rows: int
    missing: tuple[str, ...]
    tick: Callable[[float], None]


def _ticker(progress: Callable[[float], bool] | None) -> Callable[[float], None]:
    highest = 0.0

    def tick(fraction: float) -> None:
        nonlocal highest
        highest = max(highest, fraction)  # a second reading does not count back
        if progress is not None and progress(highest) is False:
            raise ReadCancelled

    return tick


def _read_text(
    path: Path, encoding: Encoding, size: int, text: str, complete: bool, given: _Given
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a file in an encoding that its beginning is in."""
    layout = sniff(
        *(text, complete),
        separator=given.separator,
        header=given.header,
        skip_rows=given.skip_rows,
        missing=given.missing,
    )
    if layout is None:
        raise file_problem(path, "is empty", "empty")
    if not layout.rows:
        raise file_problem(path, "has names of columns but no row of data below them", "no rows")
    separator, start = layout.separator, text[: layout.start]
    source = Source(path, encoding, size, start, separator, len(layout.names), given.missing)
    style, pieces, doubt = _parse_in_style(source, layout, given)
    names = list(layout.names)
    if layout.trailing and is_blank_column(pieces[-1], given.missing):
        names.pop()
    made = _make_columns(names, pieces, style, given)
    notes = with_lines([note for _, note in made], source)
    if not any(note.numeric for note in notes):
        raise file_problem(path, "has no column of numbers", "no numeric column")
    frame = pd.DataFrame({note.name: column for column, note in made}, copy=False)
    given.tick(1.0)
    found = (separator, style.decimal, style.thousands, encoding.name, layout.header)
    return frame, ReadReport(path, *found, len(frame), notes, doubt)


def _make_columns(
    names: Sequence[str], pieces: list[list[Any]], style: NumberStyle, given: _Given
) -> list[tuple[pd.Series, ColumnNote]]:
    """Make the columns one by one, letting go of what was parsed."""
    made = []
    for j, name in enumerate(names):
        done = _READING + (1 - _READING) * j / len(names)
        made.append(make_column(name, pieces[j], style, given.missing, partial(given.tick, done)))
        pieces[j] = []
    return made


def _parse_in_style(
    source: Source, layout: Layout, given: _Given
) -> tuple[NumberStyle, list[list[Any]], Doubt | None]:
    """Parse the file, and once more if whole columns show what its first rows did not."""
    sample = sum((evidence_of([column]) for column in sample_columns(layout)), start=Evidence.none())
    decimal, thousands = given.decimal, given.thousands
    style = decide_style(sample, source.separator, decimal, thousands)
    if decimal is None and not sample.is_clear:
        style = NumberStyle(".", style.thousands)  # keeps doubtful cells as text until all are seen
    early = _columns_beyond(style, layout, given.missing)
    open_question = decimal is None and thousands is None and not sample.is_clear
    # As text, so that every one of their cells can speak.
    pointed = _columns_like(either_pattern("."), layout) if open_question else set()
    early |= pointed
    doubt = None
    while True:
        text_columns = set(early)
        pieces = parse_columns(source, style.decimal, text_columns, lambda part: given.tick(_READING * part))
        if not any(map(len, pieces[0])):
            raise file_problem(source.path, "has no row of data", "no rows")
        evidence = sample + _evidence_of_columns(pieces, style, given, pointed)
        decided = decide_style(evidence, source.separator, decimal, thousands)
        if open_question:
            doubt = doubt_about(evidence, decided, layout.names, [_strings(column) for column in pieces])
            open_question = False
        late = {j for j in text_columns - early if turned_into_text(pieces[j], decided, given.missing)}
        if not late and (decided.decimal == style.decimal or not any(map(count_fractions, pieces))):
            return decided, pieces, doubt
        style, decimal, thousands, early = decided, decided.decimal, decided.thousands, early | late


def sample_columns(layout: Layout) -> list[Any]:
    """The columns of the first rows, as texts in pyarrow arrays."""
    import pyarrow as pa

    width = len(layout.names)
    rows = [row for row in layout.rows if len(row) == width]
    return [pa.array([row[j] for row in rows], pa.string()) for j in range(width)]


def _evidence_of_columns(
    pieces: Sequence[Sequence[Any]], style: NumberStyle, given: _Given, pointed: set[int]
) -> Evidence:
    """What all cells say; those that were parsed as fractions speak for the decimal sign in use.

    In the columns ``pointed``, plain numbers of the style in use speak, too.
    """
    total = Evidence.none()
    for j, column in enumerate(pieces):
        given.tick(0.0)
        total.decimal[style.decimal] += count_fractions(column)
        strings = _strings(column)
        if strings and not is_text(strings, given.missing):
            total += evidence_of(strings) if j in pointed else evidence_against(strings, style)
    return total


def _strings(column: Sequence[Any]) -> list[Any]:
    """The pieces of a column that were kept as text."""
    return [piece for piece in column if str(piece.type) == "string"]


def _columns_like(pattern: str, layout: Layout) -> set[int]:
    """The columns with such a cell in the first rows."""
    like = re.compile(pattern)
    width = len(layout.names)
    return {j for row in layout.rows for j, cell in enumerate(row[:width]) if like.match(cell.strip())}


def _columns_beyond(style: NumberStyle, layout: Layout, missing: Sequence[str]) -> set[int]:
    """The columns that hold more than plain numbers in the first rows."""
    plain = re.compile(f"(?![+−])(?:{NumberStyle(style.decimal).pattern})")
    beyond = set()
    for row in layout.rows:
        for j, cell in enumerate(row[: len(layout.names)]):
            if j not in beyond and cell not in missing and not plain.match(cell.strip()):
                beyond.add(j)
    return beyond
