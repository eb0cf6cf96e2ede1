"""What a table of text looks like: separator, header and column names, found in its first rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .options import AUTOMATIC, ReadOptions
from .text_file import squeeze_blanks

# Tried in this order; an earlier one wins a tie. "" stands for a table of one column.
SEPARATORS = ("\t", ";", "|", ",", " ")
NEVER_IN_TEXT = "\x1f"
SAMPLE_ROWS = 500
_SCORED_CELLS = 20_000

# Excel writes and obeys a first line such as "sep=;".
_DIRECTIVE = re.compile(r"\s*sep=([^\r\n]|\\t)\r?\n", re.IGNORECASE)

_LINE_END = re.compile(r"\r\n|\n|\r")

_YEAR = re.compile("(?:1[6-9]|20|21)[0-9][0-9]")

# A cell in apostrophes.
_IN_APOSTROPHES = re.compile(r"(?:^|(?<=[,;\t|]))'[^'\r\n]*'(?=[,;\t|\r\n]|$)", re.MULTILINE)

# A number in any of the usual ways of writing it; `csv_number_signs` finds out which.
_NUMBER = re.compile(
    r"[+\-−]?(?=[.,]?[0-9])(?:[0-9]+|[1-9][0-9]{0,2}(?:([,. \u00a0\u2009\u202f'’])[0-9]{3})(?:\1[0-9]{3})*)?"
    r"(?:[.,][0-9]*)?(?:[eE][+\-−]?[0-9]+)?|[+\-]?(?i:inf(?:inity)?)"
)


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
    separator : str
        The character between cells; empty if there is one column, a blank for columns lined up by blanks.
    header : bool
        Whether the first row holds the names.
    names : tuple of str
        Unique names of all columns.
    trailing : bool
        Whether every row ends with a separator, so that the last column is none.
    start : int
        Characters before the first row of data.
    rows : list of list of str
        The first rows of data.
    quote : str
        The sign around cells; empty if there is none.
    """

    separator: str
    header: bool
    names: tuple[str, ...]
    trailing: bool
    start: int
    rows: list[list[str]]
    quote: str = '"'


def is_number(text: str) -> bool:
    """Whether a cell can be read as a number, with whatever decimal and thousands sign."""
    return _NUMBER.fullmatch(text.strip()) is not None


def sniff(text: str, complete: bool = True, options: ReadOptions = AUTOMATIC) -> Layout | None:
    """Find the layout of a table in the beginning of its text.

    A separator is scored by the share of rows with the same number of cells plus the share of filled cells
    that are numbers. The first row is the header if most columns that are numeric below it are not numeric
    in it.

    Parameters
    ----------
    text : str
        The beginning of the text, or all of it.
    complete : bool
        Whether it is all of it; otherwise its last row is cut off and not looked at.
    options : ReadOptions
        What is known already.

    Returns
    -------
    Layout or None
        None if there is no row at all.
    """
    directive = _DIRECTIVE.match(text)
    offset = directive.end() if directive else 0
    separator, missing = options.separator, options.missing_tokens
    if directive and separator is None:
        separator = directive[1].replace("\\t", "\t")
    offset = _after_lines(text, offset, options.skip_rows)
    body = text[offset:]
    quote = find_quote(body) if options.quote is None else options.quote
    if separator is None:
        separator = find_separator(body, complete, missing, quote)
    records = read_records(body, separator, complete, quote)
    if not records:
        return None
    rows = [record.cells for record in records]
    header = has_header(rows, missing) if options.header is None else options.header
    first = rows.pop(0) if header else None
    names, trailing = _column_names(first, rows)
    start = offset + records[0].end if header else offset
    return Layout(separator, header, names, trailing, start, rows, quote)


def _after_lines(text: str, offset: int, count: int) -> int:
    """Where the text goes on after so many lines; its end if there are not that many."""
    for _ in range(count):
        match = _LINE_END.search(text, offset)
        if match is None:
            return len(text)
        offset = match.end()
    return offset


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


def read_records(text: str, separator: str, complete: bool = True, quote: str = '"') -> list[Record]:
    """The first rows of a text that are not blank."""
    position = 0

    def lines() -> Iterator[str]:
        nonlocal position
        for line in io.StringIO(text, newline=""):
            position += len(line)
            yield squeeze_blanks(line.encode(), quote.encode()).decode() if separator == " " else line

    records: list[Record] = []
    try:
        for cells in row_reader(lines(), separator, quote):
            if not is_blank(cells):
                records.append(Record(cells, position))
            if len(records) >= SAMPLE_ROWS:
                return records
    except csv.Error:  # a cell of absurd length
        return records
    if not complete and len(records) > 1:
        records.pop()
    return records


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
        rows = [record.cells for record in read_records(text, separator, complete, quote)]
        score = _score(rows, separator, missing)
        if score > best_score and not _is_one_column(rows, separator):
            best, best_score = separator, score
    return best


def has_header(rows: Sequence[Sequence[str]], missing: Collection[str] = ("",)) -> bool:
    """Whether the first row holds names, by a vote of the columns that are numeric below it."""
    first, rest = rows[0], rows[1:]
    width = _usual_width(rest, len(first))
    if len(first) < width:
        return not any(is_number(cell) for cell in first)
    if _names_years(first, rest):
        return True
    votes = 0
    for j, name in enumerate(first):
        cells = [row[j] for row in rest if j < len(row) and row[j].strip() not in missing]
        numeric = 2 * sum(map(is_number, cells)) > len(cells)
        if numeric and name.strip() not in missing:
            votes += -1 if is_number(name) else 1
    if votes:
        return votes > 0
    names = [name.strip() for name in first]
    fresh = not any(
        name and name == row[j].strip() for row in rest for j, name in enumerate(names[: len(row)])
    )
    return fresh and len(set(names)) == len(names) and not any(map(is_number, names))


def _names_years(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers in the first row are years over other numbers, next to a name at least."""
    years = [j for j, name in enumerate(first) if _YEAR.fullmatch(name.strip())]
    names = [name.strip() for name in first if name.strip()]
    below = [row[j].strip() for row in rest for j in years if j < len(row) and row[j].strip()]
    words = [name for name in names if not is_number(name)]
    if not years or not words or not below or len(years) + len(words) < len(names):
        return False
    years_below = sum(_YEAR.fullmatch(cell) is not None for cell in below)
    return len(set(names)) == len(names) and 2 * years_below < len(below)


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names in one line each, "column k" where blank, and " (2)" after one that is there already."""
    unique: list[str] = []
    taken = {" ".join(name.split()) for name in names}
    seen: set[str] = set()
    for k, raw in enumerate(names, start=1):
        name = " ".join(raw.split()) or f"column {k}"
        candidate, copy = name, 1
        while candidate in seen or (copy > 1 and candidate in taken):
            copy += 1
            candidate = f"{name} ({copy})"
        seen.add(candidate)
        unique.append(candidate)
    return tuple(unique)


def _column_names(first: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], bool]:
    """Unique names of all columns, and whether the last one is only the echo of a trailing separator."""
    width = _usual_width(rows, len(first or ()))
    last_is_blank = width > 1 and bool(rows) and all(not row[-1].strip() for row in rows if len(row) == width)
    if first is None:
        return unique_names([""] * width), last_is_blank
    names = list(first)
    if len(names) == width + 1 and not names[-1].strip():
        names.pop()
    if 1 < len(names) == width - 1 or (
        last_is_blank and width == 2
    ):  # otherwise a row is ragged, which shows in reading
        names = [*names, ""] if last_is_blank else ["", *names]
    return unique_names(names), last_is_blank and len(names) == width and not names[-1].strip()


def _usual_width(rows: Sequence[Sequence[str]], preferred: int) -> int:
    """The commonest number of cells in a row; among equally common ones the preferred."""
    counts = Counter(len(row) for row in rows)
    return max(counts, key=lambda width: (counts[width], width == preferred), default=preferred)


def _score(rows: Sequence[Sequence[str]], separator: str, missing: Collection[str]) -> float:
    """How well a separator fits, from 0 to 2."""
    if not rows:
        return 0.0
    width = _usual_width(rows[1:], len(rows[0]))
    share = sum(len(row) == width for row in rows) / len(rows)
    if width < 2 or share < 0.5:
        return 0.0
    cells = [cell for row in (rows[1:] or rows)[: 1 + _SCORED_CELLS // width] for cell in row]
    filled = [cell for cell in cells if cell.strip() not in missing]
    numbers = sum(map(is_number, filled)) / max(len(filled), 1)
    if separator == " " and (share < 0.9 or numbers < 0.5):
        return 0.0
    return share + numbers


def _is_one_column(rows: Sequence[Sequence[str]], separator: str) -> bool:
    """Whether one name stands over numbers whose decimal or thousands sign looks like a separator."""
    if separator not in (",", " ") or len(rows) < 2 or len(rows[0]) > 1:
        return False
    return all(is_number(separator.join(row)) for row in rows[1:])
