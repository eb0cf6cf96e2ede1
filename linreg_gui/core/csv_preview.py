"""The first rows of a text file as they would be read, quickly enough to try out every choice."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from .csv_columns import ColumnNote, is_blank_column, make_column
from .csv_doubt import Doubt, doubt_about
from .csv_files import HEAD_BYTES, Encoding, file_problem, head_texts, read_head
from .csv_numbers import Evidence, check_signs, decide_style, evidence_of, missing_tokens
from .csv_reading import sample_columns
from .csv_sniffing import SAMPLE_ROWS, sniff
from .csv_unpacking import unpacked


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
    """

    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    header: bool | None = None
    skip_rows: int = 0
    missing: tuple[str, ...] | None = None
    sheet: str | None = None

    def arguments(self) -> dict[str, Any]:
        """As keyword arguments of `read_csv`."""
        return {name: value for name, value in asdict(self).items() if name != "sheet"}


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


def preview_csv(path: str | Path, options: ReadOptions | None = None) -> Preview:
    """The first rows of a file (at most 500) under these options.

    Raises
    ------
    ValueError
        If a sign that is given cannot be one.
    ProblemError
        If the file cannot be read or holds no row; one sentence that names the file.
    """
    file, chosen = Path(path), options or ReadOptions()
    check_signs(chosen.decimal, chosen.thousands)
    with unpacked(file, lambda _: None, most=HEAD_BYTES) as plain:
        head, _ = read_head(plain)
    codec, text = next(head_texts(file, head, chosen.encoding))
    return _preview(file, text, len(head) < HEAD_BYTES, codec, chosen)


def _preview(path: Path, text: str, complete: bool, encoding: Encoding, chosen: ReadOptions) -> Preview:
    tokens = missing_tokens(chosen.missing)
    layout = sniff(
        *(text, complete),
        separator=chosen.separator,
        header=chosen.header,
        skip_rows=chosen.skip_rows,
        missing=tokens,
    )
    if layout is None or not layout.rows:
        what = "has names of columns but no row of data below them" if layout else "has no rows left"
        raise file_problem(path, what, "no rows")
    cells = sample_columns(layout)
    names = list(layout.names)
    if layout.trailing and is_blank_column(cells[-1:], tokens):
        names.pop()
    evidence = sum((evidence_of([column]) for column in cells), start=Evidence.none())
    style = decide_style(evidence, layout.separator, chosen.decimal, chosen.thousands)
    open_question = chosen.decimal is None and chosen.thousands is None
    doubt = doubt_about(evidence, style, names, [[column] for column in cells]) if open_question else None
    rows = zip(*(column.to_pylist() for column in cells[: len(names)]), strict=True)
    made = [
        make_column(name, [column], style, tokens, lambda: None)
        for name, column in zip(names, cells, strict=False)
    ]
    return Preview(
        texts=[list(row) for row in rows],
        frame=pd.DataFrame({note.name: column for column, note in made}, copy=False),
        columns=tuple(replace(note, examples=()) for _, note in made),
        separator=layout.separator,
        decimal=style.decimal,
        thousands=style.thousands,
        encoding=encoding.name,
        header=layout.header,
        doubt=doubt,
        whole_file=complete and len(layout.rows) + layout.header < SAMPLE_ROWS,
        odd_rows=len(layout.rows) - len(cells[0]),
        all_rows=[list(layout.names), *layout.rows] if layout.header else layout.rows,
    )
