"""What a caller knows of a text file and how its beginning is laid out; a sentence where it is no table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.cells.parsed_column import ColumnNote

from .arrays import counted
from .csv_files import file_problem
from .csv_sniffing import QUOTES, Layout, sniff


@dataclass(frozen=True)
class Given:
    """What the caller knows already, and how to tell how far the reading is."""

    separator: str | None
    decimal: str | None
    thousands: str | None
    header: bool | None
    skip_rows: int
    missing: tuple[str, ...]
    quote: str | None
    types: Mapping[str, str]
    tick: Callable[[float], None]


def check_quote(quote: str | None) -> str | None:
    """The sign around cells; a ValueError where it can be none."""
    if quote is not None and quote not in QUOTES:
        raise ValueError("The sign around cells is a quotation mark, an apostrophe or none.")
    return quote


def find_layout(path: Path, text: str, complete: bool, given: Given) -> Layout:
    """The layout of the beginning of a file.

    Raises
    ------
    ProblemError
        If there is no row of data.
    """
    if not text.strip():
        raise file_problem(path, "is empty", "empty")
    layout = sniff(
        *(text, complete),
        separator=given.separator,
        header=given.header,
        skip_rows=given.skip_rows,
        missing=given.missing,
        quote=given.quote,
    )
    if layout is None and not given.skip_rows:
        what = "is not a table of rows: line 1 has a cell of more than 131,072 characters"
        raise file_problem(path, what, "long line")
    if layout is None:
        raise file_problem(path, "has no rows left below the lines to skip", "no rows")
    if not layout.rows:
        raise file_problem(path, "has names of columns but no row of data below them", "no rows")
    return layout


def check_columns(path: Path, notes: Sequence[ColumnNote], types: Mapping[str, str], sheet: str = "") -> None:
    """Refuse a table without numbers, and dates that nothing tells the day and the month of."""
    where = f" in “{sheet}”" if sheet else ""
    for note in notes:
        if note.kind == "date" and note.either_way and types.get(note.name) == "date":
            dates = counted(note.either_way, "date")
            what = f"has {dates} in “{note.name}” of which day and month cannot be told apart"
            raise file_problem(path, f"{what}: choose which comes first", "dates")
    if not any(note.numeric for note in notes):
        raise file_problem(path, f"has no column of numbers{where}", "no numeric column")
