"""A loss that is not quadratic over a window of two parameters: its heights and contours, from the rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, Loss, PoissonLoss

from .quadratic import Level, levels_in
from .surface_window import SurfaceWindow, window_errors
from .view_box import Range

# Heights are means over so many rows at most, contours over as many as are worked out in some milliseconds.
_MOST_ROWS = 20_000
_LINES = 41
_MOST_VALUES = 400_000


@dataclass(frozen=True, eq=False)
class Contour:
    """All points at one height, as pieces of a line between the crossings of a grid.

    Attributes
    ----------
    level : Level
    pieces : array, shape (3k, 2)
        Two ends each, and a NaN between one piece and the next.
    """

    level: Level
    pieces: FloatArray

    def outline(self, window: tuple[Range, Range]) -> FloatArray:  # noqa: ARG002
        """The pieces; they were worked out for a window."""
        return self.pieces


@dataclass(frozen=True, eq=False)
class SampledLoss:
    """The mean of any loss, with the penalty of weight decay, over a `SurfaceWindow`.

    Attributes
    ----------
    centre : array, shape (2,)
        Where the exact solution lies.
    root : array, shape (2, 2)
        Of the quadratic form about there, which says how wide the valley is.
    least : float
        The loss of the exact solution; NaN where that is not what is least of these rows.
    rows_used, n_rows : int
        How many rows heights are means over, and how many there are.
    """

    centre: FloatArray
    root: FloatArray
    least: float
    rows_used: int
    n_rows: int
    _loss: Loss
    _weight_decay: float
    _window: SurfaceWindow
    _moves: FloatArray
    _outputs: FloatArray
    _labels: FloatArray

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same function, so that it need not be drawn again."""
        window = self._window
        seen = (window.origin.tobytes(), window.weights.tobytes(), window.level)
        return self.least, self._loss, self._weight_decay, *seen, self._outputs.tobytes()

    @property
    def has_bottom(self) -> bool:
        """Whether it is curved whichever way one goes from the exact solution."""
        return bool(self.root.any(axis=1).all())

    @property
    def sentence(self) -> str:
        """What is to be said where heights are means over a sample; empty where they are not."""
        drawn = len(self._labels[:: self._stride])
        if self.rows_used < self.n_rows:
            used = f"a sample of {self.rows_used:,} of the {self.n_rows:,} rows"
            return f"Heights are means over {used}, contours over {drawn:,} of them."
        return f"Contours are means over a sample of {drawn:,} rows." if drawn < self.n_rows else ""

    def value(self, x: float, y: float) -> float:
        """The height of a point."""
        return float(self._heights(np.array([x]), np.array([y]), slice(None))[0, 0])

    def ellipses(self, x_range: Range, y_range: Range, most: int = 10) -> tuple[Contour, ...]:
        """The contours in a window, the lowest first; not ellipses here."""
        known = self._known.get((x_range, y_range, most))
        if known is None:
            self._known.clear()
            known = self._known[x_range, y_range, most] = self._contours(x_range, y_range, most)
        return known

    @property
    def _stride(self) -> int:
        """Every how many rows are in the contours."""
        return max(1, math.ceil(len(self._labels) * _LINES * _LINES / _MOST_VALUES))

    @cached_property
    def _known(self) -> dict[tuple[Range, Range, int], tuple[Contour, ...]]:
        return {}

    def _contours(self, x_range: Range, y_range: Range, most: int) -> tuple[Contour, ...]:
        x, y = np.linspace(*x_range, _LINES), np.linspace(*y_range, _LINES)
        heights = self._heights(x, y, slice(None, None, self._stride))
        finite = heights[np.isfinite(heights)]
        if not finite.size:
            return ()
        lowest = float(finite.min())
        least = lowest if math.isnan(self.least) else self.least
        levels = levels_in(least, lowest, float(finite.max()), most)
        return tuple(Contour(level, contour_pieces(x, y, heights, level.loss)) for level in levels)

    def _heights(self, x: FloatArray, y: FloatArray, rows: slice) -> FloatArray:
        moves, outputs, labels = self._moves[rows], self._outputs[rows], self._labels[rows, None]
        values = np.empty((len(x), len(y)))
        right, up = x - self._window.origin[0], y - self._window.origin[1]
        with quiet_overflow():
            along_y = moves[:, 1:] * up
            for i, step in enumerate(right.tolist()):
                at = (outputs + moves[:, 0] * step)[:, None] + along_y
                values[i] = self._loss.values(at, labels).mean(axis=0)
            if self._weight_decay:
                first, second = self._window.weight_moves.T
                weights = self._window.weights[:, None, None] + (
                    first[:, None, None] * right[:, None] + second[:, None, None] * up
                )
                values += 0.5 * self._weight_decay * np.sum(weights * weights, axis=0)
        return values


def sampled_loss(
    data: Dataset,
    window: SurfaceWindow,
    loss: Loss,
    weight_decay: float,
    centre: FloatArray,
    least: float,
    rows: IntArray | None = None,
) -> SampledLoss:
    """The `SampledLoss` in a window.

    Parameters
    ----------
    data : Dataset
    window : SurfaceWindow
    loss : Loss
    weight_decay : float
    centre : array, shape (2,)
        Where the exact solution lies in the window.
    least : float
        What is least of the whole, the penalty included.
    rows : array of int, optional
        Those that count, all of them; by default a sample of all.
    """
    whole = data.n_rows if rows is None else len(rows)
    rows = data.display_sample(_MOST_ROWS) if rows is None else rows[:: math.ceil(len(rows) / _MOST_ROWS)]
    moves, errors, labels = window_errors(data, rows, window)
    # Of most losses only output − label matters, which has more digits than the two.
    outputs, against = errors, np.zeros(len(rows))
    if isinstance(loss, PoissonLoss):
        outputs, against = errors + labels, labels
    with quiet_overflow():
        at = outputs + moves @ (centre - window.origin)
        bends = loss.curvatures(at, against)
        if isinstance(loss, AbsoluteLoss):  # as wide as its residuals are
            bends = np.full(len(rows), 1.0 / max(float(np.abs(at).mean()), np.finfo(np.float64).tiny))
        form = (moves * bends[:, None]).T @ moves / len(rows)
        form += weight_decay * window.weight_moves.T @ window.weight_moves
    if not np.isfinite(form).all():
        form = np.zeros((2, 2))
    sizes, axes = np.linalg.eigh(form)
    root = np.sqrt(np.maximum(sizes, 0.0))[:, None] * axes.T
    parts = (frozen(moves), frozen(outputs), frozen(against))
    return SampledLoss(
        frozen(centre), frozen(root), least, len(rows), whole, loss, weight_decay, window, *parts
    )


def contour_pieces(x: FloatArray, y: FloatArray, heights: FloatArray, level: float) -> FloatArray:
    """Where a function on a grid has a height, by straight lines within its cells, shape (3k, 2).

    Parameters
    ----------
    x, y : array, shape (k,) and (l,)
    heights : array, shape (k, l)
        What is not finite is taken to be higher.
    level : float

    Notes
    -----
    Marching squares (Lorensen and Cline 1987, of which it is the plane case). Where a cell is crossed four
    times, which a convex function does only by rounding, two of its sides are joined.
    """
    apart = np.where(np.isfinite(heights), heights, np.inf) - level
    above = apart > 0.0
    with np.errstate(divide="ignore", invalid="ignore"):  # of sides that are not crossed
        # The share of the way along each side at which the level is crossed; at its end towards infinity.
        along_x = np.clip(np.nan_to_num(apart[:-1] / (apart[:-1] - apart[1:]), nan=1.0), 0.0, 1.0)
        along_y = np.clip(np.nan_to_num(apart[:, :-1] / (apart[:, :-1] - apart[:, 1:]), nan=1.0), 0.0, 1.0)
    px = x[:-1, None] + along_x * np.diff(x)[:, None]
    py = y[:-1] + along_y * np.diff(y)
    crosses_x, crosses_y = above[:-1] != above[1:], above[:, :-1] != above[:, 1:]
    cells = len(x) - 1, len(y) - 1
    sides = (
        (crosses_x[:, :-1], px[:, :-1], np.broadcast_to(y[:-1], cells)),
        (crosses_y[1:], np.broadcast_to(x[1:, None], cells), py[1:]),
        (crosses_x[:, 1:], px[:, 1:], np.broadcast_to(y[1:], cells)),
        (crosses_y[:-1], np.broadcast_to(x[:-1, None], cells), py[:-1]),
    )
    crossed = np.stack([side[0] for side in sides], axis=-1)
    points = np.stack([np.stack(side[1:], axis=-1) for side in sides], axis=-2)
    chosen = crossed.sum(axis=-1) >= 2
    ends = np.argsort(~crossed[chosen], axis=-1, kind="stable")[:, :2]
    pieces = np.take_along_axis(points[chosen], ends[:, :, None], axis=1)
    gaps = np.full((len(pieces), 1, 2), np.nan)
    return frozen(np.concatenate([pieces, gaps], axis=1).reshape(-1, 2))
