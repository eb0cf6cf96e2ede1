"""What a person has to say to get a prediction, and the row of features it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray
from .categories import Category
from .feature_source import Source, SourceKind


@dataclass(frozen=True)
class Asked:
    """One value that is asked for.

    Attributes
    ----------
    column : str
        The column of the table.
    kind : SourceKind
        A number, a date in days since 1970-01-01, or a level.
    levels : tuple of str
        What can be chosen, the reference level among it; empty for numbers and dates.
    """

    column: str
    kind: SourceKind
    levels: tuple[str, ...] = ()


Given = float | str


def asked_values(sources: Sequence[Source], categories: Sequence[Category]) -> tuple[Asked, ...]:
    """What is asked for: one value for each column, and nothing for what is missing."""
    levels = {category.column: category.levels for category in categories}
    asked = {}
    for source in sources:
        if source.column in levels:
            asked[source.column] = Asked(source.column, SourceKind.LEVEL, levels[source.column])
        elif source.kind is not SourceKind.MISSING:
            asked[source.column] = Asked(source.column, source.kind)
    return tuple(asked.values())


def typical_values(
    sources: Sequence[Source], categories: Sequence[Category], means: FloatArray
) -> tuple[Given, ...]:
    """A value to start from for each one that is asked for: the mean, or the most frequent level."""
    typical: dict[str, Given] = {category.column: category.most_frequent for category in categories}
    for source, mean in zip(sources, means, strict=True):
        if not source.is_indicator:
            typical[source.column] = float(mean)
    return tuple(typical[asked.column] for asked in asked_values(sources, categories))


def feature_row(sources: Sequence[Source], given: dict[str, Given]) -> FloatArray:
    """The features of a row with these values, none of which is missing.

    Parameters
    ----------
    sources : sequence of Source
    given : dict from column to float or str

    Returns
    -------
    array, shape (d,)
    """
    row = np.zeros(len(sources))
    for j, source in enumerate(sources):
        if source.kind is SourceKind.LEVEL:
            row[j] = given[source.column] == source.level
        elif source.kind is not SourceKind.MISSING:
            row[j] = given[source.column]
    return row
