"""The first rows of a text file as they would be read, quickly enough to try out every choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

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

from .csv_encoding import head_texts
from .csv_files import HEAD_BYTES, Encoding, read_head
from .csv_layout import Given, check_quote, find_layout
from .csv_sniffing import SAMPLE_ROWS, Layout
from .csv_styles import sample_columns
from .csv_unpacking import unpacked

# Of a packed file.
_MOST_UNPACKED = 4 * HEAD_BYTES


@dataclass(frozen=True)
class ReadOptions:
    """What a person has decided about a file; see `read_csv` for each. None is found out.

    Attributes
    ----------
    separator, decimal, thousands, encoding : str or None
    header : bool or None
    skip_rows : int
    missing : tuple of str or None
    sheet : str or None
        Of a workbook.
    quote : str or None
    types : tuple of (str, str)
        What columns are read as, by name.
    """

    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    header: bool | None = None
    skip_rows: int = 0
    missing: tuple[str, ...] | None = None
    sheet: str | None = None
    quote: str | None = None
    types: tuple[tuple[str, str], ...] = ()

    def arguments(self) -> dict[str, Any]:
        """As keyword arguments of `read_csv`."""
        values = {name: value for name, value in asdict(self).items() if name != "sheet"}
        return {**values, "types": dict(self.types)}

    def stored(self) -> dict[str, Any]:
        """What was decided, as values of JSON."""
        values = {**asdict(self), "types": dict(self.types)}
        return {name: value for name, value in values.items() if value not in (None, {})}

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> ReadOptions:
        """The options that were stored; a ValueError or TypeError where they make no sense."""
        values = {name: stored[name] for name in (field.name for field in fields(cls)) if name in stored}
        types = check_types({str(name): str(kind) for name, kind in dict(values.pop("types", {})).items()})
        missing = values.pop("missing", None)
        tokens = None if missing is None else tuple(map(str, missing))
        options = cls(**values, missing=tokens, types=tuple(types.items()))
        check_signs(options.decimal, options.thousands)
        check_quote(options.quote)
        return options


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
