"""How a file was understood: told beside the frame that was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.two_readings import TwoReadings


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
    doubt : TwoReadings or None
        Numbers that could be read in two ways; None where nothing is doubtful or the caller decided.
    kind : str
        ``"text"``; of other files see `read_table`, and the signs and the encoding are empty texts.
    sheet, sheets
        The sheet of a workbook that was read, and the names of all.
    quote : str
        The sign around cells.
    """

    path: Path
    separator: str
    decimal: str
    thousands: str
    encoding: str
    header: bool
    rows: int
    columns: tuple[ColumnNote, ...]
    doubt: TwoReadings | None = None
    kind: str = "text"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    quote: str = ""
