"""The first rows of a text file as they would be read, quickly enough to try out every choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from linreg_gui.core.cells.column_types import check_types, made_into, parsed_as
from linreg_gui.core.cells.dates import both_dates
from linreg_gui.core.cells.number_style import (
    Evidence,
    check_signs,
    decide_style,
    evidence_of,
    missing_tokens,
)
from linreg_gui.core.cells.parsed_column import ColumnNote, is_blank_column, make_column
from linreg_gui.core.cells.two_readings import Doubt, both_readings, count_either, doubt_about

from .checks import find_layout
from .csv_number_signs import sample_columns
from .csv_sniffer import SAMPLE_ROWS, Layout
from .encoding import head_texts
from .options import Given, ReadOptions, check_quote
from .text_file import HEAD_BYTES, Encoding, read_head
from .unpacking import unpacked

# Of a packed file.
_MOST_UNPACKED = 4 * HEAD_BYTES


@dataclass(frozen=True, eq=False)
class Preview:
    """The first rows, and what was found in them.

    Attributes
    ----------
    texts : list of list of str
        The cells as written, row by row.
    frame : pandas.DataFrame
        The same as they would be read.
    columns : tuple of ColumnNote
    separator, decimal, thousands, encoding : str
    header : bool
    doubt : Doubt or None
        Numbers in these rows that could be read in two ways.
    whole_file : bool
        Whether these are all rows.
    odd_rows : int
        Rows left out here because they have another number of cells; the whole file cannot be read so.
    all_rows : list of list of str
        Every row as it is split into cells, the odd ones and the one with the names among them.
    sheet : str
        The sheet of a workbook.
    sheets : tuple of str
        All sheets of a workbook; none for other files.
    quote : str
        The sign around cells.
    missing : tuple of str
        Texts that stand for a missing value.
    """

    texts: list[list[str]]
    frame: pd.DataFrame
    columns: tuple[ColumnNote, ...]
    separator: str
    decimal: str
    thousands: str
    encoding: str
    header: bool
    doubt: Doubt | None
    whole_file: bool
    odd_rows: int
    all_rows: list[list[str]]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    quote: str = ""
    missing: tuple[str, ...] = ()

    @property
    def open_dates(self) -> ColumnNote | None:
        """The first column of dates that could be read in two ways while nobody has decided."""
        return next((note for note in self.columns if note.kind == "date" and note.either_way), None)

    def readings(self, row: int, column: int) -> tuple[str, str] | None:
        """Both values of a cell that could be read in two ways; None for any other."""
        note, text = self.columns[column], self.texts[row][column]
        if not note.either_way:
            return None
        if note.kind == "date":
            return both_dates(text)
        return both_readings(text) if self.doubt is not None else None


def preview_csv(path: str | Path, options: ReadOptions | None = None) -> Preview:
    """The first rows of a file (at most 500) under these options.

    Raises
    ------
    ValueError
        If a sign or a type that is given cannot be one.
    ProblemError
        If the file cannot be read or holds no row; one sentence that names the file.
    """
    file, chosen = Path(path), options or ReadOptions()
    check_signs(chosen.decimal, chosen.thousands)
    with unpacked(file, lambda _: None, most=_MOST_UNPACKED) as plain:
        head = read_head(plain)
        if plain != file and head.size >= _MOST_UNPACKED:
            head = replace(head, complete=False)
    codec, text = next(head_texts(file, head, chosen.encoding))
    types = check_types(dict(chosen.types))
    given = Given(
        *(chosen.separator, chosen.decimal, chosen.thousands, chosen.header, chosen.skip_rows),
        *(missing_tokens(chosen.missing), check_quote(chosen.quote), types, lambda _: None),
    )
    return _preview(find_layout(file, text, head.complete, given), head.complete, codec, given)


def _preview(layout: Layout, complete: bool, encoding: Encoding, given: Given) -> Preview:
    cells = sample_columns(layout)
    names = list(layout.names)
    if layout.trailing and is_blank_column(cells[-1:], given.missing):
        names.pop()
    kinds = [given.types.get(name, "") for name in layout.names]
    heard = [[cells[j]] if kind in ("", "number") else [] for j, kind in enumerate(kinds)]
    evidence = sum((evidence_of(column) for column in heard), start=Evidence.none())
    style = decide_style(evidence, layout.separator, given.decimal, given.thousands)
    undecided = given.decimal is None and given.thousands is None
    either = count_either(evidence, heard)
    made = []
    for name, kind, column, count in zip(names, kinds, cells, either, strict=False):
        plain = make_column(name, [column], style, given.missing, lambda: None, parsed_as(kind))
        values, note = made_into(kind, *plain)
        asked = note.either_way if kind == "date" else count
        made.append((values, replace(note, examples=(), either_way=asked)))
    rows = zip(*(column.to_pylist() for column in cells[: len(names)]), strict=True)
    return Preview(
        texts=[list(row) for row in rows],
        frame=pd.DataFrame({note.name: column for column, note in made}, copy=False),
        columns=tuple(note for _, note in made),
        separator=layout.separator,
        decimal=style.decimal,
        thousands=style.thousands,
        encoding=encoding.name,
        header=layout.header,
        doubt=doubt_about(evidence, style, names, heard) if undecided else None,
        whole_file=complete and len(layout.rows) + layout.header < SAMPLE_ROWS,
        odd_rows=len(layout.rows) - len(cells[0]),
        all_rows=[list(layout.names), *layout.rows] if layout.header else layout.rows,
        quote=layout.quote,
        missing=given.missing,
    )
