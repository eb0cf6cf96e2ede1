"""Reading a table from a text file without asking how it is written, and saying what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from linreg_gui.core.cells.chosen_type import keeps_zeros, make_chosen_column, without_zeros
from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.cells.column_types import NoType
from linreg_gui.core.cells.frames import Values, frame_of, without_index
from linreg_gui.core.cells.parsed_column import ColumnNote, is_blank_column
from linreg_gui.core.late_pandas import pd

from .checks import check_columns, check_memory, check_width
from .column_findings import column_findings
from .csv_number_signs import FoundSigns, parse_in_style
from .csv_parser import bad_bytes_finding, repeats, with_lines
from .footer import footer_finding, last_rows
from .options import ReadOptions, unnamed_choice
from .report import ReadCancelled, ReadReport
from .text_file import WrongEncodingError, memory_told, read_head
from .text_table import TextTable, text_tables
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
    unnamed: str | None = None,
    units: bool | None = None,
    skip_footer: int = 0,
    progress: Callable[[float], bool] | None = None,
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a table of numbers (and texts) from a text file; whatever is None is found out.

    No value is altered silently: a cell that is not a number in its column's own way of writing numbers is
    kept as text, and the report tells of every doubtful ``1,234`` (see `column_signs.decide_columns`).

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
        Windows-1252 or Latin-1 where too little tells. A few bytes that are not in UTF-8, found or given,
        become marks (U+FFFD) in their cells, which the report counts.
    header : bool, optional
        Whether the first row holds names; without, they are "column 1" and so on. Lines of comment before
        the names are passed over.
    skip_rows : int
        Lines to leave out at the beginning, before the names.
    missing : sequence of str, optional
        Texts that stand for a missing value, in place of `MISSING_TOKENS`; an empty cell always does. Without
        them a text that may be the name of a category, such as “NA” or “None”, is one in a column of text.
    quote : str, optional
        The sign around cells: a quotation mark or an apostrophe; an empty text for none.
    types : mapping from column name to str, optional
        What columns are read as, see `TYPE_CHOICES`: ``"number"``, ``"category"``, ``"date"``, ``"text"`` or
        ``"ignore"``, and ``"decimal-comma number"`` or ``"decimal-point number"`` where ``1,234`` may be
        either. Names of no column are passed over.
    unnamed : str, optional
        Where rows have one cell more than there are names: whether the ``"first"`` column has none (row
        names) or the ``"last"``, or ``"none"``, as a thousands comma without quotes cuts a number in two.
    units : bool, optional
        Whether the row below the names holds units.
    skip_footer : int
        Rows to leave out at the end, such as a total.
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
    options = ReadOptions(
        separator=separator,
        decimal=decimal,
        thousands=thousands,
        encoding=encoding,
        header=header,
        skip_rows=skip_rows,
        missing=None if missing is None else tuple(missing),
        quote=quote,
        types=tuple((types or {}).items()),
        unnamed=unnamed_choice(unnamed),
        units=units,
        skip_footer=skip_footer,
    )
    return read_text(Path(path), options, progress)


def read_text(
    path: Path, options: ReadOptions, progress: Callable[[float], bool] | None = None
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a table from a text file, packed or not; see `read_csv`."""
    options.check()
    tick = _ticker(progress)
    with memory_told(path), unpacked(path, lambda part: tick(_UNPACKING * part)) as plain:
        head = read_head(plain)
        check_width(path, head)
        for table in text_tables(plain, head, options):
            try:
                frame, report = _read(table, tick)
            except WrongEncodingError:  # further down
                continue
            return frame, replace(report, path=path)
    raise AssertionError("text_tables ends with a problem")


def _ticker(progress: Callable[[float], bool] | None) -> Callable[[float], None]:
    highest = 0.0

    def tick(fraction: float) -> None:
        nonlocal highest
        highest = max(highest, fraction)  # a second reading does not count back
        if progress is not None and progress(highest) is False:
            raise ReadCancelled

    return tick


def _read(table: TextTable, tick: Callable[[float], None]) -> tuple[pd.DataFrame, ReadReport]:
    check_memory(table)
    signs, pieces = parse_in_style(table, tick)
    if table.takes_row_names and repeats(pieces[0]):
        return _read(table.without_row_names(), tick)
    names = list(table.layout.names)
    if table.layout.trailing and is_blank_column(pieces[-1], table.options.missing_tokens):
        names.pop()
    tail = last_rows(pieces[: len(names)])
    bad = bad_bytes_finding(table, pieces) if table.encoding.mends else None
    made = _make_columns(table, names, pieces, signs, tick)
    notes = [_with_signs(note, signs.shown[j], signs.either[j]) for j, (_, note) in enumerate(made)]
    kept = [j for j, note in enumerate(notes) if note.kind is not NoType.IGNORED]
    found = with_lines([notes[j] for j in kept], table, lambda: tick(_READING))
    check_columns(table.path, found, table.options)
    frame = frame_of({notes[j].name: made[j][0] for j in kept})
    findings = [bad, footer_finding(tail, table.layout.rows, frame, table.options)]
    tick(1.0)
    told = [*column_findings(found, table.options), *(found for found in findings if found is not None)]
    return frame, table.report(signs.style, len(frame), found, signs.doubt, told)


def _with_signs(note: ColumnNote, shown: ColumnSigns, either_way: int) -> ColumnNote:
    """A note with how the numbers of its column are written, and how many depend on a choice."""
    signs = replace(shown, forms=note.signs.forms) if note.signs.forms else shown
    return replace(note, either_way=max(note.either_way, either_way), signs=signs)


def _make_columns(
    table: TextTable,
    names: Sequence[str],
    pieces: list[list[Any]],
    signs: FoundSigns,
    tick: Callable[[float], None],
) -> list[tuple[Values, ColumnNote]]:
    """Make the columns for `frame_of` one by one, letting go of what was parsed."""
    choices, missing = table.choices, table.options.missing_tokens
    made = list[tuple[Values, ColumnNote]]()
    for j, name in enumerate(names):
        done = _READING + (1 - _READING) * j / len(names)
        if choices[j] is NoType.IGNORED:
            made.append((pd.array([]), ColumnNote(name, NoType.IGNORED, 0)))
        else:
            step = partial(tick, done)
            style, written = signs.columns[j].style, signs.written[j]
            column, note = make_chosen_column(name, pieces[j], style, missing, step, choices[j], written)
            made.append((without_index(column), note))
        signs.written[j] = None
        if not keeps_zeros(made[j][1]):
            pieces[j] = []
    if not any(note.numeric for _, note in made):
        for j, (_, note) in enumerate(made):
            if keeps_zeros(note):  # better numbers without their zeros than none
                column, note = without_zeros(pieces[j], note, missing, step)
                made[j] = without_index(column), note
    return made
