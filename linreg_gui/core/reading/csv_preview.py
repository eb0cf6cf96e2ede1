"""The first rows of a text file as they would be read, quickly enough to try out every choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from linreg_gui.core.cells.chosen_type import keeps_zeros, make_chosen_column, without_zeros
from linreg_gui.core.cells.column_types import ColumnType, is_number_choice
from linreg_gui.core.cells.dates import both_dates
from linreg_gui.core.cells.frames import Values, frame_of, without_index
from linreg_gui.core.cells.parsed_column import ColumnNote, is_blank_column
from linreg_gui.core.cells.plain_columns import plain_columns
from linreg_gui.core.cells.two_readings import TwoReadings, both_readings
from linreg_gui.core.late_pandas import pd

from .checks import check_width
from .column_findings import column_findings, units_of
from .csv_number_signs import found_in_sample, sample_columns
from .csv_sniffer import SAMPLE_ROWS
from .findings import Finding
from .footer import LOOKED_AT, footer_finding
from .options import AUTOMATIC, ReadOptions
from .short_header import ShortHeader
from .text_file import HEAD_BYTES, read_head
from .text_table import TextTable, text_tables
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
    header : bool
    whole_file : bool
        Whether these are all rows.
    all_rows : list of list of str
        Every row as it is split into cells, the odd ones and the one with the names among them.
    separator, decimal, thousands, encoding : str
        Of a text file; empty texts for others.
    doubt : TwoReadings or None
        Numbers in these rows that could be read in two ways.
    odd_rows : int
        Rows left out here because they have another number of cells; the whole file cannot be read so.
    sheet : str
        The sheet of a workbook.
    sheets : tuple of str
        All sheets of a workbook; none for other files.
    quote : str
        The sign around cells.
    missing : tuple of str
        Texts that stand for a missing value.
    findings : tuple of Finding
        What was taken one way and may be meant in another.
    units : mapping from column name to str
        The units that stand below the names.
    short_header : ShortHeader or None
        How rows with one cell more than there are names are meant.
    """

    texts: list[list[str]]
    frame: pd.DataFrame
    columns: tuple[ColumnNote, ...]
    header: bool
    whole_file: bool
    all_rows: list[list[str]]
    separator: str = ""
    decimal: str = ""
    thousands: str = ""
    encoding: str = ""
    doubt: TwoReadings | None = None
    odd_rows: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    quote: str = ""
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    short_header: ShortHeader | None = None

    @property
    def open_dates(self) -> ColumnNote | None:
        """The first column of dates that could be read in two ways while nobody has decided."""
        return next((note for note in self.columns if note.kind is ColumnType.DATE and note.either_way), None)

    def readings(self, row: int, column: int) -> tuple[str, str] | None:
        """Both values of a cell that could be read in two ways; None for any other."""
        note, text = self.columns[column], self.texts[row][column]
        if not note.either_way:
            return None
        if note.kind is ColumnType.DATE:
            return both_dates(text)
        in_doubt = self.doubt is not None and note.name in self.doubt.columns
        return both_readings(text) if in_doubt else None


def preview_csv(path: str | Path, options: ReadOptions | None = None) -> Preview:
    """The first rows of a file (at most 500) under these options.

    Raises
    ------
    ValueError
        If a sign or a type that is given cannot be one.
    ProblemError
        If the file cannot be read or holds no row; one sentence that names the file.
    """
    file, chosen = Path(path), options or AUTOMATIC
    chosen.check()
    with unpacked(file, lambda _: None, most=_MOST_UNPACKED) as plain:
        head = read_head(plain)
        if plain != file and head.size >= _MOST_UNPACKED:
            head = replace(head, complete=False)
    check_width(file, head)
    return _preview(next(text_tables(file, head, chosen)))


def _preview(table: TextTable) -> Preview:
    layout, options, choices = table.layout, table.options, table.choices
    missing = options.missing_tokens
    cells = sample_columns(layout)
    names = list(layout.names)
    if layout.trailing and is_blank_column(cells[-1:], missing):
        names.pop()
    found = found_in_sample(table, cells)
    made = list[tuple[Values, ColumnNote]]()
    pieces = plain_columns(cells, [signs.style.decimal for signs in found.columns], missing)
    for j, (name, choice) in enumerate(zip(names, choices, strict=False)):
        piece = pieces[j] if choice is None or is_number_choice(choice) else cells[j]
        values, note = make_chosen_column(
            name, [piece], found.columns[j].style, missing, lambda: None, choice, found.written[j]
        )
        asked = note.either_way if choice is ColumnType.DATE else found.either[j]
        note = replace(note, examples=(), either_way=asked, signs=found.shown[j])
        made.append((without_index(values), note))
    if not any(note.numeric for _, note in made):
        for j, (_, note) in enumerate(made):
            if keeps_zeros(note):
                values, note = without_zeros([cells[j]], note, missing, lambda: None)
                made[j] = without_index(values), note
    notes = tuple(note for _, note in made)
    rows = zip(*(column.to_pylist() for column in cells[: len(names)]), strict=True)
    texts = [list(row) for row in rows]
    frame = frame_of({note.name: values for values, note in made})
    whole_file = table.head.complete and len(layout.rows) + layout.header < SAMPLE_ROWS
    odd_rows = len(layout.rows) - len(cells[0])
    footer = None
    if whole_file and not odd_rows:
        footer = footer_finding(texts[-LOOKED_AT:], layout.rows, frame, options)
    return Preview(
        texts=texts,
        frame=frame,
        columns=notes,
        header=layout.header,
        whole_file=whole_file,
        all_rows=[list(layout.names), *layout.rows] if layout.header else layout.rows,
        separator=layout.separator,
        decimal=found.style.decimal,
        thousands=found.style.thousands,
        encoding=table.encoding.name,
        doubt=found.doubt,
        odd_rows=odd_rows,
        quote=layout.quote,
        missing=missing,
        findings=(*table.findings, *column_findings(notes, options), *([] if footer is None else [footer])),
        units={**units_of(notes), **table.units},
        short_header=layout.short,
    )
