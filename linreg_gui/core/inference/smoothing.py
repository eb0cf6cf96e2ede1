"""A robust smooth curve through a cloud of points: Cleveland's lowess, of a million points by cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, finite_array, finite_number, frozen, whole_number
from linreg_gui.core.cancellation import check_wanted

# Up to here every point counts by itself; more are put into cells first.
_FEW = 3_000
_PLACES = 120
# Edges of the cells along x: so many that leave as many points between them, and so many that are even.
_BY_RANK, _EVEN = 240, 120
# Along y the cells are alike, and reach so many median deviations.
_LAYERS, _REACH = 160, 8.0
_SAMPLE = 20_000
# A table of so many steps along x tells the cell of a point at once.
_STEPS = 1 << 16
# As Cleveland's own program: what is nearer than the first share of the window counts fully, what is farther
# than the second not at all; and robust weights are 0 beyond six median residuals.
_NEAR, _FAR, _OUTLYING = 1e-3, 0.999, 6.0


@dataclass(frozen=True, eq=False)
class Smooth:
    """A curve, shape (k,) each, with x ascending."""

    x: FloatArray
    y: FloatArray


@dataclass(frozen=True, eq=False)
class _Points:
    """Points, or cells of some: how many, where, in which column, and where each column lies."""

    count: FloatArray
    y: FloatArray
    column: IntArray
    x: FloatArray  # of each column
    inside: FloatArray  # of each cell
    total: FloatArray  # points of each column

    def sums(self, weights: FloatArray) -> FloatArray:
        """Sums over each column under weights of the cells: 1, x, x², y, xy."""
        size, w = self.x.size, weights * self.count
        terms = (w, w * self.inside, w * self.inside**2, w * self.y, w * self.inside * self.y)
        return np.column_stack([np.bincount(self.column, term, size) for term in terms])


def lowess(x: FloatArray, y: FloatArray, *, share: float = 2.0 / 3.0, rounds: int = 3) -> Smooth:
    """Local lines with tricube weights over the nearest share of the points, less and less for outliers.

    Parameters
    ----------
    x, y : array, shape (n,)
    share : float
        Of the points that each line is fitted to, above 0 and at most 1.
    rounds : int
        How often outliers get less weight.

    Returns
    -------
    Smooth
        At all values of x where they are few, and at some 120 places among them otherwise. Empty without
        points.

    Raises
    ------
    ValueError
        If the numbers are not finite, not as many, or an argument is out of its range.

    Notes
    -----
    Cleveland (1979), Journal of the American Statistical Association 74. Between the places the curve is
    straight, as with ``delta`` in his program. More than some thousand points are put into cells: some 300
    along x, denser where points are, times 160 along y, each with the mean of its points. So weights of
    outliers are those of their cells, and one pass over the points is all there is.
    """
    x, y = finite_array(x, "x", 1), finite_array(y, "y", 1)
    if x.size != y.size:
        raise ValueError("A smooth curve needs as many x as y.")
    if not 0.0 < finite_number(share, "The share") <= 1.0:
        raise ValueError("The share must lie above 0 and be at most 1.")
    rounds = whole_number(rounds, "The number of rounds")
    if not x.size:
        return Smooth(x, y)
    shift, unit = float(x.mean()), float(np.abs(x - x.mean()).max()) or 1.0
    points = (_singly if x.size <= _FEW else _in_cells)((x - shift) / unit, y)
    places = _places(points.x)
    nearness = _nearness(places, points, share * x.size)
    weights = np.ones(points.count.size)
    curve = _lines(nearness @ points.sums(weights), places)
    for _ in range(rounds):
        check_wanted()
        away = np.abs(points.y - np.interp(points.inside, places, curve))
        middle = _median(away, points.count)
        if not middle > 0.0:
            break
        weights = np.maximum(1.0 - (away / (_OUTLYING * middle)) ** 2, 0.0) ** 2
        renewed = _lines(nearness @ points.sums(weights), places)
        curve = np.where(np.isfinite(renewed), renewed, curve)
    return Smooth(frozen(places * unit + shift), frozen(curve))


def _singly(x: FloatArray, y: FloatArray) -> _Points:
    values, column = np.unique(x, return_inverse=True)
    return _Points(np.ones(x.size), y, column, values, x, np.bincount(column).astype(float))


def _in_cells(x: FloatArray, y: FloatArray) -> _Points:
    step = -(-x.size // _SAMPLE)
    column, columns = _columns(x, x[::step])
    sample = y[::step]
    middle = float(np.median(sample))
    spread = _REACH * float(np.median(np.abs(sample - middle))) or float(np.abs(y - middle).max()) or 1.0
    check_wanted()
    scaled = y - (middle - spread)
    scaled *= (_LAYERS - 2) / (2.0 * spread)
    np.clip(scaled, -1.0, _LAYERS - 2, out=scaled)  # beyond is the outermost layer
    cell = column * _LAYERS + (scaled.astype(np.int64) + 1)
    size = columns * _LAYERS
    count = np.bincount(cell, minlength=size)
    there = np.flatnonzero(count)
    counts = count[there].astype(float)
    means = [np.bincount(cell, part, size)[there] / counts for part in (y, x)]
    column = there // _LAYERS
    column = np.unique(column, return_inverse=True)[1]
    total = np.bincount(column, counts).astype(float)
    return _Points(counts, means[0], column, np.bincount(column, counts * means[1]) / total, means[1], total)


def _columns(x: FloatArray, sample: FloatArray) -> tuple[IntArray, int]:
    """The column of each point, and how many columns there are."""
    low, high = float(x.min()), float(x.max())
    by_rank = np.quantile(sample, np.linspace(0.0, 1.0, _BY_RANK + 1)[1:-1])
    edges = np.unique(np.concatenate([by_rank, np.linspace(low, high, _EVEN + 1)[1:-1]]))
    steps = np.searchsorted(edges, low + (high - low) * (np.arange(_STEPS) + 0.5) / _STEPS)
    if low == high or np.count_nonzero(np.diff(steps)) < edges.size // 2:  # nearly all lie within few steps
        return np.searchsorted(edges, x), edges.size + 1
    scaled = x - low
    scaled *= _STEPS / (high - low)
    np.minimum(scaled, _STEPS - 1, out=scaled)
    return steps[scaled.astype(np.int64)], edges.size + 1


def _places(x: FloatArray) -> FloatArray:
    """Where the curve is worked out: at each x, or at some of them, as dense as these and also evenly."""
    if x.size <= _BY_RANK + _EVEN:
        return x
    half = _PLACES // 2
    by_rank = x[np.linspace(0, x.size - 1, half).astype(int)]
    evenly = x[np.minimum(np.searchsorted(x, np.linspace(x[0], x[-1], half)), x.size - 1)]
    return np.unique(np.concatenate([by_rank, evenly]))


def _nearness(places: FloatArray, points: _Points, wanted: float) -> FloatArray:
    """Tricube weights of the columns for each place, shape (places, columns)."""
    away = np.abs(points.x - places[:, None])
    order = np.argsort(away, axis=1, kind="stable")
    reached = np.cumsum(points.total[order], axis=1)
    last = np.minimum((reached < int(wanted + 1e-10)).sum(axis=1), points.x.size - 1)
    at = np.arange(places.size)
    width = away[at, order[at, last]][:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(width > 0.0, away / width, np.where(away > 0.0, np.inf, 0.0))
    weights = np.where(ratio <= _NEAR, 1.0, (1.0 - np.minimum(ratio, 1.0) ** 3) ** 3)
    weights[ratio > _FAR] = 0.0
    return weights


def _lines(sums: FloatArray, places: FloatArray) -> FloatArray:
    """What the local line of each place says there; the local mean where there is no line."""
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = sums[:, 1] / sums[:, 0], sums[:, 3] / sums[:, 0]
        spread = sums[:, 2] / sums[:, 0] - x * x
        slope = np.where(spread > 1e-6 * _width(places) ** 2, (sums[:, 4] / sums[:, 0] - x * y) / spread, 0.0)
    return np.asarray(y + slope * (places - x))


def _width(places: FloatArray) -> float:
    return float(places[-1] - places[0])


def _median(values: FloatArray, counts: FloatArray) -> float:
    """Of values that stand for so many each."""
    if values.size == counts.sum():
        return float(np.median(values))
    order = np.argsort(values)
    reached = np.cumsum(counts[order])
    return float(values[order[np.searchsorted(reached, 0.5 * reached[-1])]])
