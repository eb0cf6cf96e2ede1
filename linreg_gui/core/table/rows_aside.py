"""Rows of the table that are not in the dataset, such as excluded ones, with features and label as there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.cells.shifted_values import shifted_numbers
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.late_pandas import pd

from .categories import Category
from .feature_sources import Source
from .made_features import features_in
from .recipe import LabelScale


def features_aside(
    frame: pd.DataFrame, rows: IntArray, sources: Sequence[Source], categories: Sequence[Category]
) -> FloatArray:
    """The features of these rows, as the dataset of the other rows has them.

    Parameters
    ----------
    frame : pandas.DataFrame
    rows : array of int, shape (k,)
    sources : sequence of Source
        Where the d features of the dataset come from.
    categories : sequence of Category
        The levels that are known there.

    Returns
    -------
    array, shape (k, d)
        NaN for a cell without a number, and for a level that no row of the dataset has.
    """
    if not rows.size:
        return np.empty((0, len(sources)))
    columns = list(dict.fromkeys(name for source in sources for name in source.columns))
    return features_in(sources, categories, frame[columns].iloc[rows])


def labels_aside(frame: pd.DataFrame, rows: IntArray, label: str, scale: LabelScale) -> FloatArray:
    """The labels of these rows on the scale of the model; NaN where there is none."""
    if not rows.size:
        return np.empty(0)
    values = shifted_numbers(column_named(frame, label), may_shift=scale is LabelScale.PLAIN).values[rows]
    if scale is LabelScale.PLAIN:
        return values
    values[~(values > 0.0)] = np.nan
    with quiet_overflow():
        return np.asarray(np.log(values))
