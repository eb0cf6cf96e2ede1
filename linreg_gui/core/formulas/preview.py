"""What computed columns would hold: the first rows, and what all of their cells are like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.cells.whole_numbers import is_wide
from linreg_gui.core.late_pandas import pd

from .dependencies import with_formula
from .evaluating import Computed, compute
from .tokens import columns_of
from .transforms import NewColumn

N_ROWS = 6
_MOST_SOURCES = 3


@dataclass(frozen=True)
class PreviewColumn:
    """A column, its first cells, and for a new one what all of its cells are like.

    Attributes
    ----------
    name : str
    cells : tuple of float or int
        NaN where a cell is missing.
    least, most : float or int
        Over all rows; NaN if every cell is missing.
    n_missing : int
        Cells that are missing because what they are computed from is.
    failures : str
        Sentences about cells that could not be computed, or were rounded; empty if there are none.
    """

    name: str
    cells: tuple[float | int, ...]
    least: float | int = np.nan
    most: float | int = np.nan
    n_missing: int = 0
    failures: str = ""


@dataclass(frozen=True)
class FormulaPreview:
    """Some of the columns that new ones are computed from, and the new ones."""

    sources: tuple[PreviewColumn, ...]
    columns: tuple[PreviewColumn, ...]


def preview_formulas(
    frame: pd.DataFrame,
    formulas: Mapping[str, str],
    columns: Sequence[NewColumn],
    counted: BoolArray | None = None,
) -> FormulaPreview:
    """Compute columns for every row, and keep a few of them.

    Parameters
    ----------
    frame : pandas.DataFrame
    formulas : mapping from column name to formula
        The columns that are computed already.
    columns : sequence of NewColumn
    counted : array of bool, optional
        The rows that means and the like are taken over, see `compute`.

    Raises
    ------
    ProblemError
        If a formula cannot be computed from the table.
    """
    new, sources = [], dict[str, None]()
    for column in columns:
        with_formula(frame, formulas, column.name, column.formula)
        new.append(_previewed(column.name, compute(column.formula, frame, counted)))
        sources |= dict.fromkeys(columns_of(column.formula))
    head = frame.iloc[:N_ROWS]
    shown = [PreviewColumn(name, _cells(head[name])) for name in list(sources)[:_MOST_SOURCES]]
    return FormulaPreview(tuple(shown), tuple(new))


def _previewed(name: str, computed: Computed) -> PreviewColumn:
    values = computed.column
    filled = values.dropna()
    least, most = (_cell(filled.min()), _cell(filled.max())) if len(filled) else (np.nan, np.nan)
    n_missing = len(values) - len(filled) - computed.n_failed
    return PreviewColumn(name, _cells(values.iloc[:N_ROWS]), least, most, n_missing, computed.sentence)


def _cells(column: pd.Series) -> tuple[float | int, ...]:
    cells = zip(column.array, numeric_values(column).tolist(), strict=True)
    return tuple(_cell(cell) if is_wide(cell) else value for cell, value in cells)


def _cell(cell: Any) -> float | int:
    return int(cell) if is_wide(cell) else float(cell)
