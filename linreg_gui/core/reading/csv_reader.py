"""Reading a table from a text file without asking how it is written, and saying what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from linreg_gui.core.arrays import whole_number
from linreg_gui.core.cells.column_types import check_types, made_into, parsed_as
from linreg_gui.core.cells.number_style import NumberStyle, check_signs, missing_tokens
from linreg_gui.core.cells.parsed_column import ColumnNote, is_blank_column, make_column

from .checks import check_columns, check_memory, expected_rows, find_layout
from .csv_number_signs import parse_in_style
from .csv_parser import Source, with_lines
from .encoding import head_texts
from .options import Given, check_quote
from .report import ReadCancelled, ReadReport
from .text_file import Encoding, Head, WrongEncodingError, read_head
from .unpacking import unpacked

# The shares of the progress that unpacking and reading take; the rest is making columns.
_UNPACKING, _READING = 0.3, 0.9


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
    quote: str | None = None,
    types: Mapping[str, str] | None = None,
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
        A codec of Python. Found: UTF-8, UTF-16 and UTF-32 by their marks, others by charset-normalizer, and
        Windows-1252 or Latin-1 where too little tells.
    header : bool, optional
        Whether the first row holds names; without, they are "column 1" and so on.
    skip_rows : int
        Lines to leave out at the beginning, before the names.
    missing : sequence of str, optional
        Texts that stand for a missing value, in place of `MISSING_TOKENS`; an empty cell always does. Without
        them a text that may be the name of a category, such as “NA” or “None”, is one in a column of text.
    quote : str, optional
        The sign around cells: a quotation mark or an apostrophe; an empty text for none.
    types : mapping from column name to str, optional
        What columns are read as, see `TYPES`: ``"number"``, ``"category"``, ``"date"``, ``"text"`` or
        ``"ignore"``. Names of no column are passed over.
    progress : callable, optional
        Gets the fraction done, in the caller's own thread, many times a second; False cancels.

    Returns
    -------
    frame : pandas.DataFrame
        Columns of numbers are int64, or float64 with NaN where missing. A column in which at least half of
        the filled cells are numbers, but not all, is of type object: floats, NaN, and the texts as written.
        Other columns are text; or of type category or datetime64 where ``types`` says so.
    report : ReadReport

    Raises
    ------
    ValueError
        If a sign or a type that is given cannot be one, or ``skip_rows`` is no count.
    ProblemError
        If the file cannot be read, holds no table, no row or no column of numbers, would not fit into
        memory, or has dates that can be read in two ways; one sentence that names the file.
    ReadCancelled
        If ``progress`` returned False.
    """
    check_signs(decimal, thousands)
    file = Path(path)
    given = Given(
        *(separator, decimal, thousands, header, whole_number(skip_rows, "The number of lines to skip")),
        *(missing_tokens(missing), check_quote(quote), check_types(types or {}), _ticker(progress)),
    )
    with unpacked(file, lambda part: given.tick(_UNPACKING * part)) as plain:
        frame, report = _read_plain(plain, encoding, given)
    return frame, replace(report, path=file)


def _read_plain(file: Path, encoding: str | None, given: Given) -> tuple[pd.DataFrame, ReadReport]:
    head = read_head(file)
    for codec, text in head_texts(file, head, encoding):
        try:
            return _read_text(file, codec, head, text, given)
        except WrongEncodingError:  # further down
            continue
    raise AssertionError("head_texts ends with a problem")


def _ticker(progress: Callable[[float], bool] | None) -> Callable[[float], None]:
    highest = 0.0

    def tick(fraction: float) -> None:
        nonlocal highest
        highest = max(highest, fraction)  # a second reading does not count back
        if progress is not None and progress(highest) is False:
            raise ReadCancelled

    return tick


def _read_text(
    path: Path, encoding: Encoding, head: Head, text: str, given: Given
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a file in an encoding that its beginning is in."""
    layout = find_layout(path, text, head.complete, given)
    n_bytes = head.size * len(text.encode()) / max(1, len(head.start))
    check_memory(path, layout, n_bytes)
    separator, start = layout.separator, text[: layout.start]
    n_columns = len(layout.names)
    signs = (given.missing, layout.quote, expected_rows(layout, n_bytes))
    source = Source(path, encoding, head.size, start, separator, n_columns, *signs)
    kinds = [given.types.get(name, "") for name in layout.names]
    style, pieces, doubt, either = parse_in_style(source, layout, kinds, given)
    names = list(layout.names)
    if layout.trailing and is_blank_column(pieces[-1], given.missing):
        names.pop()
    made = _make_columns(names, pieces, style, kinds, given)
    notes = [replace(note, either_way=max(note.either_way, either[j])) for j, (_, note) in enumerate(made)]
    kept = [j for j, note in enumerate(notes) if note.kind != "ignore"]
    found = with_lines([notes[j] for j in kept], source, lambda: given.tick(_READING))
    check_columns(path, found, given.types)
    frame = pd.DataFrame({notes[j].name: made[j][0] for j in kept}, copy=False)
    given.tick(1.0)
    how = (separator, style.decimal, style.thousands, encoding.name, layout.header)
    return frame, ReadReport(path, *how, len(frame), found, doubt, quote=layout.quote)


def _make_columns(
    names: Sequence[str], pieces: list[list[Any]], style: NumberStyle, kinds: Sequence[str], given: Given
) -> list[tuple[pd.Series, ColumnNote]]:
    """Make the columns one by one, letting go of what was parsed."""
    made = []
    for j, name in enumerate(names):
        done = _READING + (1 - _READING) * j / len(names)
        tick = partial(given.tick, done)
        if kinds[j] == "ignore":
            made.append((pd.Series(), ColumnNote(name, "ignore", 0)))
        else:
            column = make_column(name, pieces[j], style, given.missing, tick, parsed_as(kinds[j]))
            made.append(made_into(kinds[j], *column))
        pieces[j] = []
    return made
