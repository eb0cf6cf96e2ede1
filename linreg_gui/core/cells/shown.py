"""How the cells of a column are shown: as they are written, or with digits that follow the column's spread.

What is copied and what is edited has every digit; that is `cell_text`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np

from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import MOST_DIGITS, digits_to, in_style, last_step, number_text

from .text import cell_text

_SAMPLED = 100
_LEAST_DIGITS = 9
_STEPS_A_SPREAD = 1e7
_SHORT = 12
_LONGEST = 1000


def cell_writer(column: Any) -> Callable[[object], str]:
    """What shows the cells of a column.

    Numbers that somebody wrote are shown as they are written. Computed ones, which fill a float64 to its last
    digit, are rounded to what tells them apart: at least nine digits, and more where they lie close together
    far from zero.

    Parameters
    ----------
    column : pandas extension array or array, shape (n,)

    Returns
    -------
    callable
        From a cell to its text.
    """
    if column.dtype != object and not pd.api.types.is_float_dtype(column.dtype):
        return written_cell  # nothing to round, nor to look for among millions of texts
    sample = np.array(list(_some_floats(column)))
    if not sample.size or sample.min() == sample.max() or _are_written(sample):
        return written_cell
    step = float(0.5 * sample.max() - 0.5 * sample.min()) * (2.0 / _STEPS_A_SPREAD)

    def rounded_cell(value: object) -> str:
        text = cell_text(value)
        if len(text) <= _SHORT or not isinstance(value, float):
            return written_cell(value)
        return number_text(value, digits_to(value, step, _LEAST_DIGITS))

    return rounded_cell


def written_cell(value: object) -> str:
    """A cell with every digit, in the style of the program; of a very long one the beginning."""
    text = cell_text(value)
    if len(text) > _LONGEST:
        return _beginning(value, text)
    is_number = isinstance(value, (int, float, np.integer, np.floating))
    return in_style(text) if is_number and not isinstance(value, bool | np.timedelta64) else text


def _beginning(value: object, text: str) -> str:
    """Of what would take long to paint; no number is cut."""
    if isinstance(value, int):
        return in_style(f"{Decimal(value):.{MOST_DIGITS - 1}e}".replace("e+", "e"))
    return f"{text[: _LONGEST - 1]}…"


def _some_floats(column: Any) -> Iterable[float]:
    stride = max(1, len(column) // _SAMPLED)
    cells = islice(column[::stride], 2 * _SAMPLED)
    return (float(cell) for cell in cells if isinstance(cell, float) and np.isfinite(cell))


def _are_written(sample: np.ndarray) -> bool:
    """Whether nine in ten have fewer decimals than a float64 of this size could hold."""
    steps = sorted(last_step(float(value)) for value in sample)
    return steps[len(steps) // 10] >= 4.0 * math.ulp(float(np.abs(sample).max()))
