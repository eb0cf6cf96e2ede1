"""How a file was understood: told beside the frame that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.two_readings import TwoReadings

from .findings import Finding
from .options import ReadOptions


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
    findings : tuple of Finding
        What else was taken one way and may be meant in another.
    units : mapping from column name to str
        The units that stand below the names.
    row_names : str
        The column of names of rows, which has none itself; empty where there is none.
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
    findings: tuple[Finding, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    row_names: str = ""

    def to_tell(self, options: ReadOptions) -> tuple[Finding, ...]:
        """All that a person should know of how the file was read under these options."""
        if self.doubt is None:
            return self.findings
        _, other = self.doubt.readings
        offer = f"Read “{self.doubt.example}” as {other}"
        doubt = Finding(self.doubt.sentence, offer, options.with_types(self.doubt.other["types"]))
        return doubt, *self.findings
