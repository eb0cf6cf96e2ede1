"""Opening any file with a table: text, packed or not, workbooks, Parquet and Feather, by how it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from linreg_gui.core.cells.column_types import NoType
from linreg_gui.core.cells.frames import frame_of
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.late_pandas import pd

from .apart import NeedsLimit, read_apart
from .arrow_file import read_arrow
from .checks import check_columns
from .column_findings import column_findings, units_of
from .csv_preview import Preview, preview_csv
from .csv_reader import read_text
from .input_kind import InputKind, input_kind
from .options import AUTOMATIC, ReadOptions
from .report import ReadCancelled, ReadReport
from .text_file import memory_told
from .workbook import Cells, Columns, read_sheet

_PREVIEW_ROWS = 500


def read_table(
    path: str | Path,
    options: ReadOptions | None = None,
    *,
    progress: Callable[[float], bool] | None = None,
) -> tuple[pd.DataFrame, ReadReport]:
    """Read a table from a text file, an Excel or OpenDocument workbook, a Parquet or a Feather file.

    Parameters
    ----------
    path : str or Path
    options : ReadOptions, optional
        For workbooks sheet, names, rows to skip, missing values and types count; for Parquet and Feather
        types alone.
    progress : callable, optional
        As in `read_csv`.

    Returns
    -------
    frame : pandas.DataFrame
        As from `read_csv`.
    report : ReadReport
        Its ``kind`` is ``"text"``, ``"workbook"``, ``"Parquet"`` or ``"Feather"``.

    Raises
    ------
    ProblemError, ReadCancelled
        As `read_csv`.
    """
    file, chosen = Path(path), options or AUTOMATIC
    kind = input_kind(file)
    if not kind.has_typed_cells:
        return read_text(file, chosen, progress)
    with memory_told(file):
        return _read_cells(file, kind, chosen, progress)


def _read_cells(
    file: Path, kind: InputKind, chosen: ReadOptions, progress: Callable[[float], bool] | None
) -> tuple[pd.DataFrame, ReadReport]:
    """A file whose cells have types already."""
    if progress is not None and progress(0.0) is False:
        raise ReadCancelled
    cells = _cells(file, kind, chosen, None, progress)
    columns = [(column, note) for column, note in cells.columns if note.kind is not NoType.IGNORED]
    check_columns(file, [note for _, note in columns], chosen, cells.sheet)
    if progress is not None and progress(1.0) is False:
        raise ReadCancelled
    frame, notes = _frame(columns)
    return frame, ReadReport(
        path=file,
        separator="",
        decimal="",
        thousands="",
        encoding="",
        header=cells.header,
        rows=len(frame),
        columns=notes,
        kind=kind.value,
        sheet=cells.sheet,
        sheets=cells.sheets,
        findings=(*cells.findings, *column_findings(notes, chosen)),
        units={**units_of(notes), **cells.units},
    )


def preview_table(path: str | Path, options: ReadOptions | None = None) -> Preview:
    """The first rows of a table under these options, see `preview_csv`.

    Raises
    ------
    ProblemError
        If the file cannot be read or holds no row.
    """
    file, chosen = Path(path), options or AUTOMATIC
    kind = input_kind(file)
    if not kind.has_typed_cells:
        return preview_csv(file, chosen)
    cells = _cells(file, kind, chosen, _PREVIEW_ROWS)
    frame, notes = _frame([(column[:_PREVIEW_ROWS], note) for column, note in cells.columns])
    plain = frame
    if chosen.types:
        plain, _ = _frame(_cells(file, kind, replace(chosen, types=()), _PREVIEW_ROWS).columns)
    rows = plain[:_PREVIEW_ROWS].itertuples(index=False)
    texts = [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows]
    return Preview(
        texts=texts,
        frame=frame,
        columns=tuple(replace(note, examples=()) for note in notes),
        header=cells.header,
        whole_file=len(frame) < _PREVIEW_ROWS - 1,
        all_rows=texts,
        sheet=cells.sheet,
        sheets=cells.sheets,
        missing=chosen.missing_tokens,
        findings=(*cells.findings, *column_findings(notes, chosen)),
        units={**units_of(notes), **cells.units},
    )


def _cells(
    path: Path,
    kind: InputKind,
    options: ReadOptions,
    most: int | None,
    progress: Callable[[float], bool] | None = None,
) -> Cells:
    """The columns of a file, read under a limit where they may take more memory than can be told before."""
    try:
        return _read(path, kind, options, most)
    except NeedsLimit:
        return read_apart(path, _read, path, kind, options, most, True, progress=progress)


def _read(
    path: Path, kind: InputKind, options: ReadOptions, most: int | None, limited: bool = False
) -> Cells:
    if kind is InputKind.WORKBOOK:
        return read_sheet(path, options, most, limited)
    return read_arrow(path, kind, options, limited)


def _frame(columns: Columns) -> tuple[pd.DataFrame, tuple[ColumnNote, ...]]:
    return frame_of({note.name: column for column, note in columns}), tuple(note for _, note in columns)
