"""A workbook of which the cells are counted before a library makes room for them, without strays far out."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from linreg_gui.core.problem import ProblemKind

from .apart import NeedsLimit
from .checks import refuse_too_large, unpacked_bytes
from .sheet_cells import OddSheet, SheetCells, is_ods, ods_cells, xlsx_cells
from .stray_cells import Strays, find_strays, without_strays
from .text_file import file_problem

# With no more of XML, of cells and of text, reading takes no more than is told beforehand.
_SMALL = 1 << 22
_FEW_CELLS = 1 << 20
# Of memory, while they are read: of a cell, empty or not, and of each byte of text.
_CELL_BYTES, _TEXT_BYTES = 36, 2.5


class CountedWorkbook:
    """A workbook that is read sheet by sheet.

    Parameters
    ----------
    path : Path
    limited : bool
        Whether this process may take no more memory than there is; without, what may take more than can be
        told beforehand raises `NeedsLimit`.

    Raises
    ------
    ProblemError
        If it is damaged, locked by a password, or does not fit into memory.
    """

    def __init__(self, path: Path, limited: bool) -> None:
        self._path = path
        self._limited = limited
        self._strays: dict[str, Strays | None] = {}
        self._is_xlsx = False
        source: Any = path
        size = unpacked_bytes(path)
        if size is not None:
            refuse_too_large(path, size)
        if size is None or size > _SMALL:
            self._need_limit()
        if size is not None:
            source = self._counted_at_once()
        self._book = _open(path, source)

    def _need_limit(self) -> None:
        if not self._limited:
            raise NeedsLimit

    def _counted_at_once(self) -> Any:
        """What to open, once all sheets of an .ods are counted, as they are read at once."""
        try:
            self._is_xlsx = not is_ods(self._path)
            sheets = {} if self._is_xlsx else ods_cells(self._path)
        except OddSheet:
            self._need_limit()
            return self._path
        self._strays = {name: find_strays(cells) for name, cells in sheets.items()}
        self._check(sheets)
        kept = {name: strays.kept for name, strays in self._strays.items() if strays is not None}
        return without_strays(self._path, "content.xml", kept) if kept else self._path

    def _check(self, sheets: dict[str, SheetCells]) -> None:
        """Refuse sheets that do not fit."""
        area = text = 0
        for name, cells in sheets.items():
            strays = self._strays[name]
            area += cells.area if strays is None else strays.kept.area
            text += cells.text_bytes
        refuse_too_large(self._path, _CELL_BYTES * area + _TEXT_BYTES * text)
        if area > _FEW_CELLS or text > _SMALL:
            self._need_limit()

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets."""
        return list(self._book.sheet_names)

    def strays(self, sheet: str) -> Strays | None:
        """What was left out of a sheet that was read."""
        return self._strays.get(sheet)

    def rows(self, sheet: str, most: int | None = None) -> tuple[int, list[list[Any]]]:
        """The number of the first row of a sheet that is not empty, from 1, and the rows from there on.

        Parameters
        ----------
        sheet : str
        most : int, optional
            The last row to read, counted from 1.

        Raises
        ------
        ProblemError
            If there is no such sheet, or it is damaged.
        """
        import python_calamine as calamine

        if sheet not in self._book.sheet_names:
            raise file_problem(self._path, f"has no sheet named “{sheet}”", ProblemKind.NO_SHEET)
        book = self._without_strays(sheet) if self._is_xlsx else self._book
        try:
            cells = book.get_sheet_by_name(sheet)
            before = 0 if cells.start is None else cells.start[0]
            count = None if most is None else max(0, most - before)
            return before + 1, cells.to_python(skip_empty_area=True, nrows=count)
        except (calamine.CalamineError, ValueError) as error:
            raise file_problem(self._path, f"has a damaged sheet: “{sheet}”", ProblemKind.DAMAGED) from error

    def _without_strays(self, sheet: str) -> Any:
        try:
            cells = xlsx_cells(self._path, sheet)
        except OddSheet:
            self._need_limit()
            return self._book
        strays = self._strays[sheet] = find_strays(cells)
        self._check({sheet: cells})
        if strays is None:
            return self._book
        return _open(self._path, without_strays(self._path, cells.part, {sheet: strays.kept}))


def _open(path: Path, source: Any) -> Any:
    import python_calamine as calamine

    try:
        if source is path:
            return calamine.CalamineWorkbook.from_path(str(path))
        return calamine.CalamineWorkbook.from_filelike(source)
    except calamine.PasswordError as error:
        raise file_problem(
            path, "is locked by a password: save it without one", ProblemKind.LOCKED
        ) from error
    except (calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise file_problem(
            path, "is a damaged workbook, or none that can be read", ProblemKind.DAMAGED
        ) from error
