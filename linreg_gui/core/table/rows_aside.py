"""Rows of the table that are not in the dataset, such as excluded ones, with features and label as there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.shifted_values import shifted_dates, shifted_numbers
from linreg_gui.core.cells.values import column_named, date_values, numeric_values
from linreg_gui.core.late_pandas import pd

from .categories import Category, levels_of
from .feature_sources import Source, SourceKind
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
    known = {category.column: category for category in categories}
    X = np.empty((len(rows), len(sources)))
    if not rows.size:
        return X
    for j, source in enumerate(sources):
        check_wanted()
        column = column_named(frame, source.column)
        if source.offset:  # what is taken off depends on the whole column
            dates = source.kind is SourceKind.DATE
            X[:, j] = (shifted_dates if dates else shifted_numbers)(column).values[rows]
        else:
            X[:, j] = _feature(column.iloc[rows], source, known.get(source.column))
    return X


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


def _feature(column: pd.Series, source: Source, category: Category | None) -> FloatArray:
    if category is not None:
        levels = levels_of(column)
        texts = np.array([*levels.texts, ""], dtype=object)[levels.codes]
        if source.kind is SourceKind.MISSING:
            return np.asarray(texts == "", dtype=float)
        wanted = np.asarray(texts == source.level, dtype=float)
        return np.where(np.isin(texts, [*category.levels, ""]), wanted, np.nan)
    if source.kind is SourceKind.MISSING:
        return column.isna().to_numpy().astype(float)
    return np.array(date_values(column) if source.kind is SourceKind.DATE else numeric_values(column))
