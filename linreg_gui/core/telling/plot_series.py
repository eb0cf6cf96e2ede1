"""The numbers behind a plot: what points, lines and bars are made of, to be copied, or read one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.cells.spreadsheet_texts import harmless
from linreg_gui.core.number_text import number_text

# As many points are read one by one; of more, some.
_MOST_READ = 2000


@dataclass(frozen=True, eq=False)
class PlotSeries:
    """One kind of points of a plot, in the units of its axes, whatever scale these have.

    Attributes
    ----------
    name : str
        As the legend has it.
    x_name, y_name : str
    x, y : array, shape (points,)
    z_name : str
    z : array, shape (points,), or None
        What points in space have besides.
    """

    name: str
    x_name: str
    y_name: str
    x: FloatArray
    y: FloatArray
    z_name: str = ""
    z: FloatArray | None = None

    def known(self) -> PlotSeries:
        """Without the points that have no place, in the order of x; some of them if there are very many."""
        whole = np.flatnonzero(self._has_place)
        whole = whole[np.argsort(self.x[whole], kind="stable")]
        if whole.size > _MOST_READ:
            whole = whole[np.linspace(0, whole.size - 1, _MOST_READ).astype(int)]
        return self._some(whole)

    def only(self, at: int) -> PlotSeries:
        """One of the points."""
        return self._some(np.array([at]))

    def _some(self, which: IntArray) -> PlotSeries:
        z = None if self.z is None else self.z[which]
        return replace(self, x=self.x[which], y=self.y[which], z=z)

    @property
    def count(self) -> int:
        """How many points have a place."""
        return int(np.count_nonzero(self._has_place))

    @property
    def _has_place(self) -> BoolArray:
        return np.isfinite(self.x) & np.isfinite(self.y)

    def sentence(self, at: int) -> str:
        """One of the points in words."""
        place = f"{at + 1:,} of {self.x.size:,}"
        x, y = number_text(float(self.x[at]), 6), number_text(float(self.y[at]), 6)
        z = "" if self.z is None else f", {self.z_name} {number_text(float(self.z[at]), 6)}"
        return f"{self.name}, {self.x_name or 'x'} {x}, {self.y_name or 'y'} {y}{z}, {place}"


def csv_of(series: Sequence[PlotSeries]) -> str:
    """The numbers as CSV, with all their digits: a column a series over the same x, or else a row a point.

    Texts that a spreadsheet would run are marked as texts.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if not series:
        return ""
    first = series[0]
    same = all(other.x_name == first.x_name and np.array_equal(other.x, first.x) for other in series[1:])
    in_space = any(other.z is not None for other in series)
    if same and not in_space:
        names = [first.x_name or "x", *(other.name for other in series)]
        writer.writerow([harmless(name) for name in names])
        columns = [first.x, *(other.y for other in series)]
        writer.writerows(zip(*(map(_digits, column.tolist()) for column in columns), strict=True))
        return out.getvalue()
    depth = [first.z_name] if in_space else []
    writer.writerow(map(harmless, ["series", first.x_name or "x", first.y_name or "y", *depth]))
    for other in series:
        z = [] if not in_space else [np.full(other.x.shape, np.nan) if other.z is None else other.z]
        texts = [map(_digits, column.tolist()) for column in (other.x, other.y, *z)]
        writer.writerows((harmless(other.name), *row) for row in zip(*texts, strict=True))
    return out.getvalue()


def _digits(value: float) -> str:
    if not np.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
