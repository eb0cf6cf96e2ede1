"""The features of rows that took no part in a fit, from the columns that the model needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.shifted_values import dates_less, numbers_less
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.formulas.evaluating import compute
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind

from .categories import Category, levels_of
from .feature_sources import Source, SourceKind
from .groups import groups_of

_VALUES_AT_ONCE = 1 << 15


def features_in(sources: Sequence[Source], categories: Sequence[Category], frame: pd.DataFrame) -> FloatArray:
    """The features of the rows of a table, as the dataset has them that the sources are those of.

    Parameters
    ----------
    sources : sequence of Source
        Where the d features of the dataset come from.
    categories : sequence of Category
        The levels that are known there.
    frame : pandas.DataFrame
        Any table that has the columns which the features come from.

    Returns
    -------
    array, shape (rows, d)
        NaN for a cell without a number, for a level that no row of the dataset has, for an empty cell of a
        category unless such are indicated, and for what cannot be computed.

    Raises
    ------
    ProblemError
        If a column does not exist, is there twice, or holds no numbers where they are needed.
    """
    known = {category.column: category for category in categories}
    indicated = {source.column for source in sources if source.kind is SourceKind.MISSING}
    bases: dict[Source, FloatArray] = {}

    def value(base: Source) -> FloatArray:
        if base not in bases:
            if base.column not in frame.columns:
                raise ProblemError(
                    f"There is no column named “{base.column}” to predict from.", ProblemKind.NO_COLUMN
                )
            column = column_named(frame, base.column)
            bases[base] = _of_column(column, base, known.get(base.column), base.column in indicated)
        return bases[base]

    if not any(source.is_made for source in sources):
        return side_by_side([value(source) for source in sources], len(frame))
    X = np.empty((len(frame), len(sources)))
    needed = {base for source in sources if source.is_made for base in source.bases}
    for j, source in enumerate(sources):
        check_wanted()
        X[:, j] = made_feature(source, {base: value(base) for base in source.bases})
        if source not in needed:
            bases.pop(source, None)
    return X


def side_by_side(columns: Sequence[FloatArray], n_rows: int) -> FloatArray:
    """Columns as one array, shape (rows, d): some rows at a time, so that each row is in the cache once."""
    X = np.empty((n_rows, len(columns)))
    step = max(1, _VALUES_AT_ONCE // max(1, len(columns)))
    for start in range(0, n_rows, step):
        check_wanted()
        block = X[start : start + step]
        for j, column in enumerate(columns):
            block[:, j] = column[start : start + step]
    return X


def made_feature(source: Source, bases: Mapping[Source, FloatArray]) -> FloatArray:
    """A feature of some rows from what it is made of, see `Source.bases`; itself if it is made of nothing.

    Parameters
    ----------
    source : Source
    bases : mapping from Source to array, shape (n,)

    Returns
    -------
    array, shape (n,)
    """
    if source.kind is SourceKind.PRODUCT:
        with np.errstate(over="ignore", invalid="ignore"):
            result = made_feature(source.of[0], bases)
            for factor in source.of[1:]:
                result = result * made_feature(factor, bases)
        return result
    if source.kind is SourceKind.POLYNOMIAL and source.basis is not None:
        return np.asarray(source.basis.columns(bases[source.of[0]])[:, source.degree - 1])
    if source.kind is SourceKind.FORMULA and source.factor is not None:
        columns = {base.column: bases[base] + base.offset for base in source.of}
        return compute(source.factor.text, pd.DataFrame(columns)).values
    return bases[source]


def _of_column(column: pd.Series, base: Source, category: Category | None, indicated: bool) -> FloatArray:
    if base.kind is SourceKind.DATE:
        return dates_less(column, base.offset)
    if base.kind is SourceKind.NUMBER:
        return numbers_less(column, base.offset)
    if category is None:
        return column.isna().to_numpy().astype(float)
    levels = levels_of(column) if feature_type(column) is ColumnType.CATEGORY else groups_of(column)
    texts = np.array([*levels.texts, ""], dtype=object)[levels.codes]
    wanted = texts == (base.level if base.kind is SourceKind.LEVEL else "")
    is_known = np.isin(texts, [*category.levels, *([""] if indicated else [])])
    return np.where(is_known, np.asarray(wanted, dtype=float), np.nan)
