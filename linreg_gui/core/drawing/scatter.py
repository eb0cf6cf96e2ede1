"""The points of a fit plot, prepared off the GUI thread: a sample, and an image when there are many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray

_NOWHERE = (0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Scatter:
    """Points to draw, in data units.

    Attributes
    ----------
    rows : array of int, shape (k,)
        Rows of the dataset that are drawn as points.
    x, y : array, shape (k,)
        Their coordinates.
    n_rows : int
        Number of rows in the whole dataset.
    x_range, y_range : (float, float)
        Smallest and largest coordinate over the whole dataset.
    density : array, shape (w, h), or None
        Number of rows per cell of a grid over the ranges; ``density[i, j]`` is cell i along x and
        j along y. Drawn instead of the points when there are too many of them.
    """

    rows: IntArray
    x: FloatArray
    y: FloatArray
    n_rows: int
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    density: FloatArray | None = None


def scatter_of(
    x: FloatArray, y: FloatArray, rows: IntArray, *, density_above: int = 20_000, cells: int = 200
) -> Scatter:
    """The `Scatter` of all points (x, y), of which ``rows`` are drawn one by one.

    Parameters
    ----------
    x, y : array, shape (n,)
    rows : array of int, shape (k,)
        The sample to draw as points.
    density_above : int
        With more points than this the density image is made too.
    cells : int
        Number of grid cells along each axis.
    """
    if not x.size:
        return Scatter(rows, x, y, 0, _NOWHERE, _NOWHERE)
    x_range = (float(x.min()), float(x.max()))
    y_range = (float(y.min()), float(y.max()))
    density = None
    if x.size > density_above and x_range[0] < x_range[1] and y_range[0] < y_range[1]:
        column = _cell(x, x_range, cells)
        row = _cell(y, y_range, cells)
        counts = np.bincount(column * cells + row, minlength=cells * cells)
        density = counts.reshape(cells, cells).astype(np.float64)
    return Scatter(rows, x[rows], y[rows], x.size, x_range, y_range, density)


def spread_sample(n_rows: int, most: int) -> IntArray:
    """At most so many of the rows 0 to n − 1, spread evenly over all of them."""
    count = min(n_rows, most)
    return np.arange(count) * n_rows // max(1, count)


def _cell(values: FloatArray, bounds: tuple[float, float], cells: int) -> IntArray:
    low, high = bounds
    scaled = (values - low) * (cells / (high - low))
    return np.minimum(scaled.astype(np.int64), cells - 1)
