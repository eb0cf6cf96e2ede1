"""What a table of text looks like: separator, header and column names, found in its first rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linreg_gui.core.cells.form_pattern import is_number_form

from .column_names import column_names
from .header import NameRow, find_names, usual_width
from .number_cells import is_number
from .one_column import OneColumn, one_column, separator_inside
from .options import AUTOMATIC, ReadOptions, Unnamed
from .plain_rows import RowStyle, is_padded
from .preamble import Preamble, find_preamble, find_title, name_lines
from .short_header import ShortHeader
from .units import find_units, units_in

# Tried in this order; an earlier one wins a tie. "" stands for a table of one column.
SEPARATORS = ("\t", ";", "|", ",", " ")
NEVER_IN_TEXT = "\x1f"
SAMPLE_ROWS = 500
_SCORED_CELLS = 20_000
_MOST_JOINED_LINES = 1000
_ROWS_QUOTED = 5
# What a row of names that is one short counts as.
_ONE_SHORT = 0.75

# A cell in apostrophes.
_IN_APOSTROPHES = re.compile(r"(?:^|(?<=[,;\t|]))'[^'\r\n]*'(?=[,;\t|\r\n]|$)", re.MULTILINE)


@dataclass(frozen=True)
class Record:
    """The cells of one row, and how many characters of the text end with it."""

    cells: list[str]
    end: int


@dataclass(frozen=True)
class Layout:
    """How the text of a table is laid out.

    Attributes
    ----------
    style : RowStyle
        How cells are put into rows.
    header : bool
        Whether the first row, or the last line of comment, holds the names.
    names : tuple of str
        Unique names of all columns.
    trailing : bool
        Whether every row ends with a separator, so that the last column is none.
    start : int
        Characters before the first row of data.
    rows : list of list of str
        The first rows of data.
    name_row : NameRow
        What the first row was taken for.
    first_row : list of str
        The first row as written.
    short : ShortHeader or None
        How a cell more than names is meant.
    comments : tuple of str
        Lines of comment before the table.
    title : str
        A line before the table that says what it is about.
    named_in_comment : bool
        Whether the last of these holds the names.
    units : tuple of str
        The unit of each column, or nothing, where a row below the names holds units.
    one_column : OneColumn or None
        How rows of several cells could be one number each.
    separator_inside : str or None
        The sign in the numbers of a single column that could separate several.
    """

    style: RowStyle
    header: bool
    names: tuple[str, ...]
    trailing: bool
    start: int
    rows: list[list[str]]
    name_row: NameRow
    first_row: tuple[str, ...]
    short: ShortHeader | None = None
    comments: tuple[str, ...] = ()
    title: str = ""
    named_in_comment: bool = False
    units: tuple[str, ...] = ()
    one_column: OneColumn | None = None
    separator_inside: str | None = None

    @property
    def separator(self) -> str:
        """The character between cells; empty if there is one column, a blank for columns lined up by them."""
        return self.style.separator

    @property
    def quote(self) -> str:
        """The sign around cells; empty if there is none."""
        return self.style.quote


def sniff(
    text: str, complete: bool = True, options: ReadOptions = AUTOMATIC, all_differ: bool = True
) -> Layout | None:
    """Find the layout of a table in the beginning of its text.

    A separator is scored by the share of rows with the same number of cells plus the share of filled cells
    that are numbers. What tells names in the first row: see `find_names`.

    Parameters
    ----------
    text : str
        The beginning of the text, or all of it.
    complete : bool
        Whether it is all of it; otherwise its last row is cut off and not looked at.
    options : ReadOptions
        What is known already.
    all_differ : bool
        False where a cell further down is known to repeat in the first column, so that it holds no row names.

    Returns
    -------
    Layout or None
        None if there is no row at all.
    """
    before = _after_title(text, find_preamble(text, options.skip_rows), complete, options)
    body = text[before.end :]
    quote = find_quote(body) if options.quote is None else options.quote
    separator = options.separator
    if separator is None:
        named = before.separator if before.separator and before.separator in body else None
        separator = named or find_separator(body, complete, options.missing_tokens, quote)
    style = RowStyle(separator, quote, is_padded(body, separator, quote))
    records = read_records(body, style, complete)
    if complete and options.skip_footer:
        records = records[: max(0, len(records) - options.skip_footer)]
    if not records:
        return None
    return _layout(body, records, style, before, options, all_differ)


def _layout(
    body: str,
    records: Sequence[Record],
    style: RowStyle,
    before: Preamble,
    options: ReadOptions,
    all_differ: bool,
) -> Layout:
    """What the first rows are: names, units, data."""
    missing = options.missing_tokens
    rows = [record.cells for record in records]
    first_row = tuple(rows[0])
    name_row = find_names(rows, missing, _only_first_is_quoted(body, records, style.quote))
    header = name_row.found if options.header is None else options.header
    units: tuple[str, ...] | None = None
    commented = None
    if options.header is None and not (header and not name_row.doubtful):
        commented, units = _names_in_comment(before.comments, rows, style, missing)
    first, taken = (rows[0], 1) if header else (None, 0)
    if commented is not None:
        name_row, header, first, taken = NameRow(True), True, commented, 0
    names, trailing, short = column_names(first, rows[taken:], style.separator, options.unnamed, all_differ)
    if short is not None and short.unnamed is Unnamed.NONE and short.split_at is not None:
        style = replace(style, split_at=short.split_at, cells=len(names))
        rows = [_with_joined(row, style) for row in rows]
    if units is None and header and options.units is not False:
        below = [_aligned(rows[taken], names, short), *rows[taken + 1 :]] if rows[taken:] else []
        units = find_units(below, missing) if options.units is None else units_in(below[0]) if below else None
        taken += units is not None
    plain = options.separator is None and not (style.quote and style.quote in body)
    alone = plain and not style.separator
    return Layout(
        style=style,
        header=header,
        names=names,
        trailing=trailing,
        start=before.end + (records[taken - 1].end if taken else 0),
        rows=rows[taken:],
        name_row=name_row,
        first_row=first_row,
        short=short,
        comments=before.comments,
        title=before.title,
        named_in_comment=commented is not None,
        units=units or (),
        one_column=one_column(rows, style.separator) if plain and not header else None,
        separator_inside=separator_inside([row[0] for row in rows[taken:]], header) if alone else None,
    )


def _after_title(text: str, before: Preamble, complete: bool, options: ReadOptions) -> Preamble:
    """The preamble with a title: one cell above an empty line and the names of several columns."""
    title, length = find_title(text[before.end :])
    if not length or options.skip_rows or options.header is False:
        return before
    body = text[before.end + length :]
    quote = find_quote(body) if options.quote is None else options.quote
    separator = options.separator
    if separator is None:
        separator = find_separator(body, complete, options.missing_tokens, quote)
    if not separator:
        return before
    style = RowStyle(separator, quote, is_padded(body, separator, quote))
    first, rows = read_records(title, style), [record.cells for record in read_records(body, style, complete)]
    is_cell = len(first) == 1 and (separator == " " or not any(map(str.strip, first[0].cells[1:])))
    if not is_cell or len(rows) < 2 or len(rows[0]) < 2 or usual_width(rows[1:], len(rows[0])) < len(rows[0]):
        return before
    names = find_names(rows, options.missing_tokens)
    if not names.found or names.doubtful:
        return before
    shown = title if separator == " " else first[0].cells[0]
    return replace(before, end=before.end + length, title=shown.strip())


def _aligned(row: list[str], names: Sequence[str], short: ShortHeader | None) -> list[str]:
    """A row that may be one cell short, as the one with the names is."""
    first = short is not None and short.unnamed is Unnamed.FIRST
    return ["", *row] if first and len(row) == len(names) - 1 else row


def _only_first_is_quoted(body: str, records: Sequence[Record], quote: str) -> bool:
    """Whether all cells of the first row are in quotes, and some of the next rows are not."""
    if not quote or len(records) < 2:
        return False
    first, width = body[: records[0].end].strip(), len(records[0].cells)
    rest = body[records[0].end : records[min(len(records), _ROWS_QUOTED) - 1].end]
    cells = [cell.strip() for record in records[1:_ROWS_QUOTED] for cell in record.cells if cell.strip()]
    all_quoted = first.startswith(quote) and first.endswith(quote) and first.count(quote) == 2 * width
    return all_quoted and any(f"{quote}{cell}{quote}" not in rest for cell in cells)


def _names_in_comment(
    comments: Sequence[str], rows: Sequence[Sequence[str]], style: RowStyle, missing: Collection[str]
) -> tuple[list[str] | None, tuple[str, ...] | None]:
    """The names in the last line of comment, or in the one before where the last holds units, and these."""

    def cells(comment: str) -> list[str]:
        for plain in name_lines(comment, len(comments) == 1):
            found = read_records(plain, style)
            if len(found) == 1 and len(found[0].cells) == width:
                return found[0].cells
        return []

    width = usual_width(rows, len(rows[0]))
    if not comments or width < 2 or not (last := cells(comments[-1])):
        return None, None
    before = cells(comments[-2]) if len(comments) > 1 else []
    units = find_units([last, *rows], missing)
    if units is not None and before and find_names([before, *rows], missing).found:
        return before, units
    return (last, None) if find_names([last, *rows], missing).found else (None, None)


def _with_joined(row: list[str], style: RowStyle) -> list[str]:
    """A row in which two cells are one number."""
    at = style.split_at
    if at is None or len(row) != style.cells + 1:
        return row
    return [*row[:at], row[at].rstrip() + row[at + 1].strip(), *row[at + 2 :]]


def row_reader(lines: Iterable[str], separator: str, quote: str) -> Any:
    """A reader of Python's `csv` for rows written so."""
    delimiter = separator or NEVER_IN_TEXT
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def find_quote(text: str) -> str:
    """The sign around cells: an apostrophe only where every one of them stands around a cell."""
    in_apostrophes = len(_IN_APOSTROPHES.findall(text)) if '"' not in text and "'" in text else 0
    return "'" if in_apostrophes > 1 and 2 * in_apostrophes == text.count("'") else '"'


def read_records(text: str, style: RowStyle, complete: bool = True) -> list[Record]:
    """The first rows of a text that are not blank."""
    position = 0

    def lines() -> Iterator[str]:
        nonlocal position
        for line in _whole_rows(text, style) if style.padded else io.StringIO(text, newline=""):
            position += len(line)
            yield line if style.is_plain else style.plain(line.encode()).decode()

    records: list[Record] = []
    try:
        for cells in row_reader(lines(), style.separator, style.quote):
            if not is_blank(cells):
                records.append(Record(cells, position))
            if len(records) >= SAMPLE_ROWS:
                return records
    except csv.Error:  # a cell of absurd length
        return records
    if not complete and len(records) > 1:
        records.pop()
    return records


def _whole_rows(text: str, style: RowStyle) -> Iterator[str]:
    """The lines of a text, joined where a cell in quotes goes over several."""
    row, lines = "", 0
    for line in io.StringIO(text, newline=""):
        row, lines = row + line, lines + 1
        if row.count(style.quote) % 2 == 0 or lines >= _MOST_JOINED_LINES:
            yield row
            row, lines = "", 0
    if row:
        yield row


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row is an empty line."""
    return not cells or (len(cells) == 1 and not cells[0].strip())


def find_separator(
    text: str, complete: bool = True, missing: Collection[str] = ("",), quote: str = '"'
) -> str:
    """The character between the cells, or an empty text if there is one column."""
    best, best_score = "", 0.0
    for separator in SEPARATORS:
        if separator not in text and not (separator == " " and "\t" in text):
            continue
        style = RowStyle(separator, quote, is_padded(text, separator, quote))
        rows = [record.cells for record in read_records(text, style, complete)]
        score = _score(rows, separator, missing, bool(quote) and quote in text)
        if score > best_score and not _is_one_column(rows, text, separator, quote):
            best, best_score = separator, score
    return best


def _score(rows: Sequence[Sequence[str]], separator: str, missing: Collection[str], quoted: bool) -> float:
    """How well a separator fits, from 0 to 2; words between blanks are cells where some are ``quoted``."""
    if not rows:
        return 0.0
    width = usual_width(rows[1:], len(rows[0]))
    one_short = (not quoted) < len(rows[0]) == width - 1  # a column has no name
    share = (_ONE_SHORT * one_short + sum(len(row) == width for row in rows)) / len(rows)
    if width < 2 or share < 0.5:
        return 0.0
    cells = [cell for row in (rows[1:] or rows)[: 1 + _SCORED_CELLS // width] for cell in row]
    filled = [cell for cell in cells if cell.strip() not in missing]
    numbers = sum(1 for cell in filled if _is_like_a_number(cell)) / max(len(filled), 1)
    if separator == " " and (
        share < 0.9 or (numbers < 0.5 and not (quoted and _has_number_column(rows, width, missing)))
    ):
        return 0.0
    return share + numbers


def _has_number_column(rows: Sequence[Sequence[str]], width: int, missing: Collection[str]) -> bool:
    """Whether each row has a number in the same place."""
    whole = [row for row in (rows[1:] or rows) if len(row) == width]
    return any(
        all(row[j] in missing or is_number(row[j]) for row in whole)
        and any(is_number(row[j]) for row in whole)
        for j in range(width)
    )


def _is_one_column(rows: Sequence[Sequence[str]], text: str, separator: str, quote: str) -> bool:
    """Whether rows are numbers, below one name or none, whose signs look like a separator."""
    if separator not in (",", " ") or len(rows) < 2:
        return False
    if quote and (f"{quote}{separator}" in text or f"{separator}{quote}" in text):  # which ends a cell
        return False
    if len(rows[0]) == 1 and all(_is_like_a_number(separator.join(row)) for row in rows[1:]):
        return True
    found = one_column(rows, separator)
    return found is not None and found.certain


def _is_like_a_number(cell: str) -> bool:
    return is_number(cell) or is_number_form(cell)
