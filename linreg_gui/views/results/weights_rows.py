"""The rows of the table of weights: bias, weights, reference levels, and groups that are tested together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import overload

from linreg_gui.core.table.feature_sources import Source

_BIAS = "bias"


@dataclass(frozen=True)
class WeightRow:
    """What a row belongs to.

    Attributes
    ----------
    name : str
    number : int or None
        Its place in the arrays, the bias at 0; None for a reference level and for a group.
    source : Source or None
    group : str or None
        The column that all features of a group come from, of the row of the group itself.
    """

    name: str
    number: int | None
    source: Source | None = None
    group: str | None = None


class _PlainRows(Sequence[WeightRow]):
    """The bias, if there is one, then a row per weight, made when it is looked at."""

    def __init__(self, features: Sequence[str], sources: Sequence[Source], bias: bool) -> None:
        self._features, self._sources = features, sources
        self._first = 0 if bias else 1

    def __len__(self) -> int:
        return 1 + len(self._features) - self._first

    @overload
    def __getitem__(self, index: int) -> WeightRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[WeightRow]: ...
    def __getitem__(self, index: int | slice) -> WeightRow | list[WeightRow]:
        places = range(len(self))[index]
        return self._row(places) if isinstance(places, int) else [self._row(place) for place in places]

    def _row(self, place: int) -> WeightRow:
        number = place + self._first
        if not number:
            return WeightRow(_BIAS, 0)
        source = self._sources[number - 1] if self._sources else None
        return WeightRow(self._features[number - 1], number, source)


def weight_rows(
    features: Sequence[str], sources: Sequence[Source], *, groups: bool, bias: bool = True
) -> Sequence[WeightRow]:
    """The bias, if there is one, then a row per weight.

    The reference level of a category stands before its other levels, and a group, where groups are wanted,
    before all of its own.
    """
    if not features:
        return ()
    columns = list(map(attrgetter("column"), sources)) if groups else []
    several = len(set(columns)) < len(columns)  # soon known, of thousands of features
    shared = {column for column, members in groupby(columns) if len(list(members)) > 1} if several else set()
    if not shared and not any(map(attrgetter("reference"), sources)):
        return _PlainRows(features, sources, bias)
    rows = [WeightRow(_BIAS, 0)] if bias else []
    seen: set[str] = set()
    for j, name in enumerate(features):
        source = sources[j]
        if source.column not in seen and source.column in shared:
            rows.append(WeightRow(f"{source.column}, all", None, source, source.column))
        if source.reference and source.column not in seen:
            rows.append(WeightRow(f"{source.column} = {source.reference}", None, source))
            seen.add(source.column)
        if source.column in shared:
            seen.add(source.column)
        rows.append(WeightRow(name, j + 1, source))
    return rows
