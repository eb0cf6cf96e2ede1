"""Row weights as the solvers use them: checked, near 1, and without the rows that count for nothing."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg_gui.core.arrays import FloatArray, finite_array
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.wording import counted, is_or_are

# Rows of smaller shares of the largest weight are left out, because their squares could vanish altogether.
_SMALLEST_SHARE = 1e-100
# Rows of smaller shares may not be seen when it is decided which features depend on others.
_LIGHT_SHARE = 1e-26


def weighted_rows(data: Dataset, row_weights: ArrayLike | None) -> tuple[Dataset, FloatArray | None]:
    """The rows whose weight is not 0, and their weights times a power of two; by default those of the data.

    A power of two changes no digit, and only the ratios of the weights matter.

    Raises
    ------
    ValueError
        If there is not one weight per row, or a weight is negative or not a finite number, or all are 0.
    """
    data, weights, _, _ = counted_rows(data, row_weights)
    return data, weights


def counted_rows(
    data: Dataset, row_weights: ArrayLike | None
) -> tuple[Dataset, FloatArray | None, float, NDArray[np.bool_] | None]:
    """As `weighted_rows`; also the power of two the weights were divided by, and which rows are left.

    The last is None where all are.
    """
    row_weights = data.row_weights if row_weights is None else row_weights
    if row_weights is None:
        return data, None, 1.0, None
    weights = finite_array(row_weights, "row_weights", 1)
    if len(weights) != data.n_rows:
        rows, given = counted(data.n_rows, "row"), counted(len(weights), "row weight")
        raise ValueError(f"The data have {rows} but {given} came with them.")
    if (weights < 0.0).any():
        raise ValueError("Row weights must not be negative.")
    largest = float(weights.max())
    if largest == 0.0:
        raise ValueError("At least one row weight must be larger than 0.")
    exponent = int(np.frexp(largest)[1])
    weights = np.ldexp(weights, -exponent)
    unit = math.ldexp(1.0, min(exponent, 1023))
    kept = weights > _SMALLEST_SHARE * weights.max()
    if kept.all():
        return data, weights, unit, None
    data = data.part(kept)
    return data, weights[kept], unit, kept


def light_rows_sentence(row_weights: ArrayLike | None, dependent: bool) -> str:
    """That rows are too light: left out, or not seen to part features that seem dependent; "" where none is.

    The weights were checked before.
    """
    if row_weights is None:
        return ""
    weights = np.asarray(row_weights, dtype=np.float64)
    shares = weights[weights > 0.0] / weights.max()
    if left_out := int(np.count_nonzero(shares <= _SMALLEST_SHARE)):
        end = f"less than 10⁻¹⁰⁰ of the heaviest one and {is_or_are(left_out)} left out."
        return f"{counted(left_out, 'row')} {_weigh(left_out)} {end}"
    light = int(np.count_nonzero(shares < _LIGHT_SHARE))
    if not (light and dependent):
        return ""
    return (
        f"{counted(light, 'row')} {_weigh(light)} less than 10⁻²⁶ of the heaviest one, too little to be seen."
    )


def _weigh(count: int) -> str:
    return "weighs" if count == 1 else "weigh"
