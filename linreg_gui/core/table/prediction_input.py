"""What a person has to say to get a prediction, and the row of features it makes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.arrays import BoolArray, FloatArray, frozen
from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.formulas.evaluating import compute, is_in_row
from linreg_gui.core.formulas.ordering import in_order
from linreg_gui.core.formulas.tokens import columns_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import rounded_to

from .categories import Category
from .feature_sources import Source, SourceKind, base_sources
from .made_features import made_feature
from .row_ledger import Variable

_STEPS_A_STD = 1e5
_SECONDS_A_DAY = 86_400.0
# Dates spread out so far need no time of day, and moments so far no parts of a second.
_DAYS_APART, _SECONDS_APART = 10.0, 1000.0


@dataclass(frozen=True)
class Asked:
    """One value that is asked for.

    Attributes
    ----------
    column : str
        The column of the table, or the feature that it is less a whole offset.
    kind : SourceKind
        A number, a date in days since 1970-01-01, or a level.
    levels : tuple of str
        What can be chosen, the reference level among it; empty for numbers and dates.
    """

    column: str
    kind: SourceKind
    levels: tuple[str, ...] = ()


Given = float | str
TextArray = NDArray[np.object_]


def following_columns(sources: Sequence[Source], formulas: Mapping[str, str]) -> dict[str, str]:
    """The columns that follow from others among them, with their formulas, each after what it needs.

    A formula that looks at whole columns, such as a mean, does not tell the value for a new row.
    """
    known = {
        base.column for base in base_sources(sources) if base.kind is SourceKind.NUMBER and not base.offset
    }
    open_ones = {name: text for name, text in formulas.items() if name in known and is_in_row(text)}
    known -= set(open_ones)
    needs = {name: set(columns_of(text)) - known for name, text in open_ones.items()}
    # What comes though it needs a column that is no feature is asked for itself.
    return {name: open_ones[name] for name, is_asked_for in in_order(needs) if not is_asked_for}


def asked_values(
    sources: Sequence[Source], categories: Sequence[Category], following: Collection[str] = ()
) -> tuple[Asked, ...]:
    """What is asked for: one value for each column, and nothing for what is missing or follows.

    A column of numbers that is a category as well is asked for as a number.
    """
    levels = {category.column: category.levels for category in categories}
    bases = base_sources(sources)
    numbers = {base.column for base in bases if base.kind in (SourceKind.NUMBER, SourceKind.DATE)}
    asked = {}
    for source in bases:
        if source.column in levels and source.column not in numbers:
            asked[source.column] = Asked(source.column, SourceKind.LEVEL, levels[source.column])
        elif source.is_indicator:
            continue
        elif source.offset:
            asked[source.column] = Asked(source.name, SourceKind.NUMBER)
        elif source.column not in following:
            asked[source.column] = Asked(source.column, source.kind)
    return tuple(asked.values())


def readable_means(sources: Sequence[Source], means: FloatArray, stds: FloatArray) -> FloatArray:
    """Means with no more digits than a person would type: to a 100,000th of the spread, or to the second.

    Parameters
    ----------
    sources : sequence of Source
    means, stds : array, shape (d,)

    Returns
    -------
    array, shape (d,)
    """
    numbers = means.tolist(), stds.tolist()
    kinds = (SourceKind.NUMBER if source.offset else source.kind for source in sources)
    return np.array([_readable(kind, mean, std) for kind, mean, std in zip(kinds, *numbers, strict=True)])


def typical_values(
    sources: Sequence[Source],
    categories: Sequence[Category],
    means: FloatArray,
    following: Collection[str] = (),
    variables: Sequence[Variable] = (),
) -> tuple[Given, ...]:
    """A value to start from for each one that is asked for: the mean, or the most frequent level."""
    return _typical(sources, categories, means, asked_values(sources, categories, following), variables)


@dataclass(frozen=True, eq=False)
class PredictionForm:
    """All that is asked for a prediction, worked out once for a model.

    Attributes
    ----------
    sources : tuple of Source
    asked : tuple of Asked
    typical : tuple of float or str
        A value to start from for each of them.
    following : dict from column to formula
        What follows from the values, see `following_columns`.
    row : array, shape (d,)
        The features of a row with the typical values.
    """

    sources: tuple[Source, ...]
    asked: tuple[Asked, ...]
    typical: tuple[Given, ...]
    following: dict[str, str]
    row: FloatArray


def prediction_form(
    sources: Sequence[Source],
    means: FloatArray,
    categories: Sequence[Category] = (),
    formulas: Mapping[str, str] = MappingProxyType({}),
    variables: Sequence[Variable] = (),
) -> PredictionForm:
    """What is asked for to predict by a model with these features, whose means are ``means``.

    The variables are what terms are made of besides, see `RowLedger`.
    """
    following = following_columns(sources, formulas)
    asked = asked_values(sources, categories, following)
    typical = _typical(sources, categories, means, asked, variables)
    given = dict(zip((each.column for each in asked), typical, strict=True))
    row = feature_row(sources, with_following(given, following))
    return PredictionForm(tuple(sources), asked, typical, following, frozen(row))


def with_following(given: Mapping[str, Given], following: Mapping[str, str]) -> dict[str, Given]:
    """The values with those that follow from them; NaN where one cannot be computed."""
    whole = dict(given)
    for name, formula in following.items():
        frame = pd.DataFrame({column: [whole[column]] for column in columns_of(formula)}, index=[0])
        whole[name] = float(compute(formula, frame).values[0])
    return whole


def columns_with_following(
    columns: Mapping[str, FloatArray | TextArray], following: Mapping[str, str]
) -> dict[str, FloatArray | TextArray]:
    """As `with_following`, for many rows at once: each value is a column of them."""
    whole = dict(columns)
    for name, formula in following.items():
        frame = pd.DataFrame({column: whole[column] for column in columns_of(formula)})
        whole[name] = np.asarray(compute(formula, frame).values, dtype=np.float64)
    return whole


def feature_row(sources: Sequence[Source], given: Mapping[str, Given]) -> FloatArray:
    """The features of a row with these values, none of which is missing.

    Parameters
    ----------
    sources : sequence of Source
    given : dict from column to float or str

    Returns
    -------
    array, shape (d,)
        NaN where a number is none of the levels that it is a category of.
    """
    row = np.zeros(len(sources))
    levels = _levels(sources)
    for j, source in enumerate(sources):
        row[j] = _value(source, given, levels)
    return row


def feature_rows(
    sources: Sequence[Source],
    columns: Mapping[str, FloatArray | TextArray],
    n_rows: int,
    missing: Mapping[str, BoolArray] = MappingProxyType({}),
) -> FloatArray:
    """As `feature_row`, for many rows at once.

    Parameters
    ----------
    sources : sequence of Source
    columns : dict from column to array, shape (n_rows,)
        Numbers, or texts that are levels.
    n_rows : int
    missing : dict from column to array of bool, shape (n_rows,), optional
        Where cells were missing of which a feature says so.

    Returns
    -------
    array, shape (n_rows, d)
        NaN where a term cannot be computed, or a number is none of the levels that it is a category of.
    """
    rows = np.zeros((n_rows, len(sources)))
    levels = _levels(sources)

    def value(source: Source) -> FloatArray:
        if source.is_made:
            return made_feature(source, {base: value(base) for base in source.bases})
        if source.kind is SourceKind.LEVEL:
            return _is_level(columns[source.column], source.level, levels[source.column])
        if source.kind is SourceKind.MISSING:
            holes = missing.get(source.column)
            return np.zeros(n_rows) if holes is None else holes.astype(np.float64)
        return np.asarray(columns[source.name], dtype=np.float64)

    for j, source in enumerate(sources):
        rows[:, j] = value(source)
    return rows


def _is_level(cells: FloatArray | TextArray, level: str, known: Collection[str]) -> FloatArray:
    """1 where cells are a level; NaN for a number that is no level, which must not pass for the reference."""
    if cells.dtype == object:
        return np.asarray(cells == level, dtype=np.float64)
    numbers, places = np.unique(cells, return_inverse=True)
    texts = [cell_text(number) for number in numbers]
    each = [float(text == level) if text in known else math.nan for text in texts]
    return np.array(each, dtype=np.float64)[places]


def _levels(sources: Sequence[Source]) -> dict[str, set[str]]:
    """The levels that the model knows, by column."""
    known: dict[str, set[str]] = {}
    for base in base_sources(sources):
        if base.kind is SourceKind.LEVEL:
            known.setdefault(base.column, {base.reference} - {""}).add(base.level)
    return known


def _value(source: Source, given: Mapping[str, Given], levels: Mapping[str, Collection[str]]) -> float:
    if source.is_made:
        bases = {base: np.array([_value(base, given, levels)]) for base in source.bases}
        return float(made_feature(source, bases)[0])
    if source.kind is SourceKind.LEVEL:
        value = given[source.column]
        level = value if isinstance(value, str) else cell_text(value)
        return float(level == source.level) if level in levels[source.column] else math.nan
    return 0.0 if source.kind is SourceKind.MISSING else float(given[source.name])


def _typical(
    sources: Sequence[Source],
    categories: Sequence[Category],
    means: FloatArray,
    asked: Sequence[Asked],
    variables: Sequence[Variable] = (),
) -> tuple[Given, ...]:
    typical: dict[str, Given] = {category.column: category.most_frequent for category in categories}
    for variable in variables:
        readable = _readable(variable.source.kind, variable.mean, variable.std)
        typical[variable.source.name] = readable
    for source, mean in zip(sources, means.tolist(), strict=True):
        if not source.is_indicator and not source.is_made:
            typical[source.name] = mean
    return tuple(typical[each.column] for each in asked)


def _readable(kind: SourceKind, mean: float, std: float) -> float:
    if kind is not SourceKind.DATE:
        return rounded_to(mean, std / _STEPS_A_STD)
    per_day = 1.0 if std > _DAYS_APART else _SECONDS_A_DAY if std > _SECONDS_APART / _SECONDS_A_DAY else 0.0
    return round(mean * per_day) / per_day if per_day else mean
