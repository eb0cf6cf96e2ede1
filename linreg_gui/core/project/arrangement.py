"""Which views stand in the middle of the window, and where: columns of panes, as checked values."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

_MOST = 16  # columns, panes of a column, views of a pane
_LONGEST_NAME = 64
_SHARES = 1e-4, 1e4


@dataclass(frozen=True)
class PanePlace:
    """One pane: one view that is seen, and others behind its tabs.

    Attributes
    ----------
    views : tuple of str
        The names of the views, in the order of their tabs.
    front : str
        The one that is seen; the first where it is none of them.
    share : float
        Of the height of its column, in proportion to the others.
    """

    views: tuple[str, ...]
    front: str = ""
    share: float = 1.0

    def __post_init__(self) -> None:
        _check_share(self.share)
        if len(self.views) > _MOST or any(len(name) > _LONGEST_NAME for name in (*self.views, self.front)):
            raise ValueError("A pane has a few views, which have short names.")

    @property
    def shown(self) -> str:
        """The view that is seen."""
        return self.front if self.front in self.views else next(iter(self.views), "")


@dataclass(frozen=True)
class PaneColumn:
    """Panes above each other.

    Attributes
    ----------
    panes : tuple of PanePlace
    share : float
        Of the width, in proportion to the other columns.
    """

    panes: tuple[PanePlace, ...]
    share: float = 1.0

    def __post_init__(self) -> None:
        _check_share(self.share)
        if len(self.panes) > _MOST:
            raise ValueError("A column has a few panes.")


@dataclass(frozen=True)
class Arrangement:
    """Columns of panes, from left to right; each view stands in one pane at most.

    Attributes
    ----------
    columns : tuple of PaneColumn
    """

    columns: tuple[PaneColumn, ...] = ()

    def __post_init__(self) -> None:
        if len(self.columns) > _MOST:
            raise ValueError("There are a few columns of panes.")

    @property
    def panes(self) -> tuple[PanePlace, ...]:
        """All of them, column by column."""
        return tuple(pane for column in self.columns for pane in column.panes)

    @property
    def names(self) -> tuple[str, ...]:
        """The views of all panes."""
        return tuple(name for pane in self.panes for name in pane.views)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many panes each column has."""
        return tuple(len(column.panes) for column in self.columns)

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """Of each column, and then of its panes."""
        return tuple((column.share, *(pane.share for pane in column.panes)) for column in self.columns)

    def pane_of(self, view: str) -> int | None:
        """The number of the pane that has a view, None where none has."""
        return next((number for number, pane in enumerate(self.panes) if view in pane.views), None)

    def of_known(self, names: Collection[str]) -> Arrangement:
        """Without views that are not known, or are there twice, and without panes that hold nothing."""
        left = set(names)

        def keep(pane: PanePlace) -> PanePlace:
            kept: list[str] = []
            for name in pane.views:
                if name in left:
                    left.discard(name)
                    kept.append(name)
            return replace(pane, views=tuple(kept), front=pane.shown if pane.shown in kept else "")

        return self._each(keep)

    def chosen(self, view: str, instead: str) -> Arrangement:
        """A view stands where another one was, which goes to where it came from."""
        here = self.pane_of(view)
        if view == instead or self.pane_of(instead) is None:
            return self
        swap = {instead: view} if here is None else {instead: view, view: instead}

        def put(pane: PanePlace) -> PanePlace:
            views = tuple(swap.get(name, name) for name in pane.views)
            return replace(pane, views=views, front=swap.get(pane.shown, pane.shown))

        return self._each(put).in_front(view)

    def in_front(self, view: str) -> Arrangement:
        """With a view before the others of its pane."""
        return self._each(lambda pane: replace(pane, front=view) if view in pane.views else pane)

    def added(self, view: str, behind: str) -> Arrangement:
        """With a view that stood nowhere as one more tab in the pane of another, unless that is full."""
        if self.pane_of(view) is not None:
            return self.in_front(view)

        def put(pane: PanePlace) -> PanePlace:
            if behind not in pane.views or len(pane.views) >= _MOST:
                return pane
            return replace(pane, views=(*pane.views, view), front=view)

        return self._each(put)

    def without(self, view: str) -> Arrangement:
        """With a view taken out of its pane; the last one stays."""
        rest = self._each(
            lambda pane: replace(pane, views=tuple(name for name in pane.views if name != view))
        )
        return rest if rest.columns else self

    def split(self, at: str, view: str, *, beside: bool) -> Arrangement:
        """With a view in a pane of its own, below or beside the pane of another, with half of its room."""
        rest = self if view == at else self.without(view)
        columns: list[PaneColumn] = []
        for column in rest.columns:
            place = next((i for i, pane in enumerate(column.panes) if at in pane.views), None)
            if place is None:
                columns.append(column)
            elif beside:
                half = replace(column, share=_half(column.share))
                columns += [half, PaneColumn((PanePlace((view,)),), half.share)]
            else:
                upper = replace(column.panes[place], share=_half(column.panes[place].share))
                panes = (*column.panes[:place], upper, PanePlace((view,), share=upper.share))
                columns.append(replace(column, panes=(*panes, *column.panes[place + 1 :])))
        fits = len(columns) <= _MOST and all(len(column.panes) <= _MOST for column in columns)
        return Arrangement(tuple(columns)) if fits and view != at else self

    def folded(self, columns: int, rows: int) -> Arrangement:
        """In at most so many columns of at most so many panes: what has no room is a tab of the last ones."""
        kept = self.columns[:columns]
        if len(self.columns) > columns:
            over = tuple(pane for column in self.columns[columns - 1 :] for pane in column.panes)
            kept = (*self.columns[: columns - 1], replace(self.columns[columns - 1], panes=over[:_MOST]))
        return Arrangement(tuple(replace(column, panes=_stacked(column.panes, rows)) for column in kept))

    def sized(self, widths: Sequence[float], heights: Sequence[Sequence[float]]) -> Arrangement:
        """With shares of columns and of their panes in proportion to these lengths, if there are any."""
        columns = []
        for column, width, parts in zip(self.columns, _shares(widths), heights, strict=True):
            panes = zip(column.panes, _shares(parts), strict=True)
            kept = tuple(replace(pane, share=share or pane.share) for pane, share in panes)
            columns.append(replace(column, panes=kept, share=width or column.share))
        return Arrangement(tuple(columns))

    def _each(self, change: Callable[[PanePlace], PanePlace]) -> Arrangement:
        """Each pane changed; panes and columns that are left with nothing go."""
        columns = []
        for column in self.columns:
            panes = tuple(pane for pane in map(change, column.panes) if pane.views)
            if panes:
                columns.append(replace(column, panes=panes))
        return Arrangement(tuple(columns))


def _stacked(panes: tuple[PanePlace, ...], rows: int) -> tuple[PanePlace, ...]:
    if len(panes) <= rows:
        return panes
    last = panes[rows - 1]
    views = tuple(name for pane in panes[rows - 1 :] for name in pane.views)[:_MOST]
    return (*panes[: rows - 1], replace(last, views=views, front=last.shown))


def _shares(lengths: Sequence[float]) -> list[float]:
    total = sum(lengths)
    return [max(length / total, _SHARES[0]) if length > 0 else 0.0 for length in lengths]


def _half(share: float) -> float:
    return max(share / 2.0, _SHARES[0])


def _check_share(share: float) -> None:
    if not (math.isfinite(share) and _SHARES[0] <= share <= _SHARES[1]):
        raise ValueError("A share of the room is a positive number.")
