"""A window onto the loss over any two parameters: what moves with them, and where states lie in it.

The loss in it is made here, too: as a quadratic function from the moments or from a few rows. Other losses
are in `sampled_loss`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import exact_sum, product_terms
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface

from .quadratic import Quadratic, quadratic_of
from .state import State
from .view_box import Range


class Bowl(Protocol):
    """What a window is chosen by: where a loss is least, how wide its valley is, and how deep."""

    @property
    def centre(self) -> FloatArray:
        """Shape (2,)."""

    @property
    def root(self) -> FloatArray:
        """Shape (2, 2), see `Quadratic`."""

    @property
    def least(self) -> float:
        """The least loss."""


_MARGIN = 0.15
# A window is no narrower than this share of the width in which the loss doubles.
_NARROWEST = 1e-3


@dataclass(frozen=True, eq=False)
class SurfaceWindow:
    """A plane through the space of weights and bias, by two of these as coordinates.

    A coordinate is a weight or the bias in raw units; standardised it is a weight times the standard
    deviation of its feature, or the prediction at the means, both in label units.

    Attributes
    ----------
    parameters : pair of int
        0 to d − 1 for a weight, d for the bias (standardised: the prediction at the means).
    standardised : bool
    origin : array, shape (2,)
        The coordinates of one point of the plane.
    weights : array, shape (d,)
        Its weights, in raw units.
    level : float
        Its mean prediction less the mean label, in label units.
    weight_moves : array, shape (d, 2)
        By how much the weights change with each coordinate.
    level_moves : array, shape (2,)
        By how much the mean prediction does.
    moments : Moments
        Of the dataset.
    """

    parameters: tuple[int, int]
    standardised: bool
    origin: FloatArray
    weights: FloatArray
    level: float
    weight_moves: FloatArray
    level_moves: FloatArray
    moments: Moments

    def at(self, x: float, y: float) -> tuple[FloatArray, float]:
        """All weights and the bias at a point of the window, in raw units."""
        step = np.array([x, y]) - self.origin
        weights = self.weights + self.weight_moves @ step
        products = product_terms(-weights, self.moments.feature_means)
        return weights, exact_sum(
            self.moments.label_mean, self.level, float(self.level_moves @ step), *products
        )

    def places(self, weights: FloatArray, biases: FloatArray) -> FloatArray:
        """Where states lie in the window, seen along the other parameters, shape (k, 2).

        Parameters
        ----------
        weights : array, shape (k, d)
        biases : array, shape (k,)
            In raw units.
        """
        return np.column_stack(
            [_coordinate(self.moments, j, self.standardised, weights, biases) for j in self.parameters]
        )


def surface_window(
    surface: LossSurface,
    parameters: tuple[int, int],
    *,
    standardised: bool,
    others: State | None = None,
    weight_decay: float = 0.0,
    best: State | None = None,
    has_bias: bool = True,
) -> SurfaceWindow:
    """The `SurfaceWindow` over two different parameters.

    Parameters
    ----------
    surface : LossSurface
    parameters : pair of int
    standardised : bool
    others : State, optional
        What the other parameters are kept at (in the same kind of coordinates); by default each is at its
        best given the two, so that the loss is the profile of the half mean squared error.

    weight_decay : float
        Its penalty counts in what is best.
    best : State, optional
        Where the whole is least with the penalty; by default the solution of the surface, without one.
    has_bias : bool
        Whether the bias may follow; if not, it stays what it is, unless it is one of the two.

    Raises
    ------
    ValueError
        If the parameters are the same, or not among those of the surface.
    """
    m, d = surface.moments, len(surface.exact.weights)
    first, second = parameters
    if first == second or not {first, second} <= set(range(d + 1)):
        raise ValueError("A window onto the loss needs two different parameters of the model.")
    lowest: State = surface.exact if best is None else best
    base = lowest if others is None else others
    moves = np.zeros((d + 1, 2))
    moves[list(parameters), [0, 1]] = 1.0
    # Standardised weights are moved about the means, which would move the bias.
    still = not has_bias and d not in parameters
    if others is None:
        rest = np.delete(
            np.arange(d if not has_bias else d + 1), [j for j in parameters if has_bias or j < d]
        )
        root = surface.root(standardised and not still)
        if standardised and still:
            root = root * np.append(_inverse(m.feature_stds), 1.0)
        if weight_decay:
            stds = m.feature_stds if standardised else np.ones(d)
            inverse = _inverse(stds)
            root = np.vstack([root, np.eye(d, d + 1) * (math.sqrt(weight_decay) * inverse)[:, None]])
        moves[rest] = _followed(root, parameters, rest)
    weight_moves, level_moves = moves[:-1], moves[-1]
    if standardised:
        stds = m.feature_stds[:, None]
        weight_moves = np.divide(weight_moves, stds, out=np.zeros((d, 2)), where=stds > 0.0)
    if still or not standardised:
        level_moves = level_moves + m.feature_means @ weight_moves
    level = 0.0
    if base is not surface.exact:
        level = -surface.residual_mean(base.weights, base.bias, base.bias_rest)
    origin = [
        float(_coordinate(m, j, standardised, base.weights[None], np.array([base.bias]))[0])
        for j in parameters
    ]
    return SurfaceWindow(
        parameters=parameters,
        standardised=standardised,
        origin=frozen(np.array(origin)),
        weights=base.weights,
        level=level,
        weight_moves=frozen(weight_moves),
        level_moves=frozen(level_moves),
        moments=m,
    )


def _inverse(stds: FloatArray) -> FloatArray:
    return np.divide(1.0, stds, out=np.zeros(len(stds)), where=stds > 0.0)


def window_loss(surface: LossSurface, window: SurfaceWindow, weight_decay: float = 0.0) -> Quadratic:
    """The half mean squared error over all rows in a window, in squared label units; passes over no rows.

    With the penalty ½·weight_decay·‖w‖².
    """
    share = math.sqrt(weight_decay)
    moves = [surface.moved(window.weight_moves[:, k], float(window.level_moves[k])) for k in (0, 1)]
    apart = surface.moved(window.weights - surface.exact.weights, window.level)
    bends = np.column_stack(moves)
    if weight_decay:
        bends = np.vstack([bends, share * window.weight_moves])
        apart = np.append(apart, share * window.weights)
    return quadratic_of(bends, apart, window.origin, surface.exact.half_mse)


def minibatch_loss(
    data: Dataset, rows: IntArray, window: SurfaceWindow, weight_decay: float = 0.0
) -> Quadratic:
    """The half mean squared error over some rows of the dataset in a window, in squared label units.

    With the penalty ½·weight_decay·‖w‖².

    The other parameters are those of the window: where they follow the two, it is to the best for all rows.
    """
    moves, errors, _ = window_errors(data, rows, window)
    share, penalty = 1.0 / math.sqrt(len(rows)), math.sqrt(weight_decay)
    if (weights := data.relative_weights) is not None:
        root = np.sqrt(weights[rows])
        moves, errors = moves * root[:, None], errors * root
    if not penalty:
        return quadratic_of(moves * share, errors * share, window.origin)
    bends = np.vstack([moves * share, penalty * window.weight_moves])
    return quadratic_of(bends, np.append(errors * share, penalty * window.weights), window.origin)


def window_errors(
    data: Dataset, rows: IntArray | slice, window: SurfaceWindow
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Of some rows how the output changes with the coordinates, output − label at the origin, and the label.

    Returns
    -------
    moves : array, shape (k, 2)
    errors, labels : array, shape (k,)
    """
    labels = data.y[rows]
    X, y = window.moments.centred(data.X[rows], labels)
    return X @ window.weight_moves + window.level_moves, X @ window.weights + window.level - y, labels


def window_range(loss: Bowl, places: FloatArray) -> tuple[Range, Range]:
    """The ranges of x and y that show the lowest point and some states with a margin.

    Parameters
    ----------
    loss : Bowl
    places : array, shape (k, 2)
        The start and the path of a run, say.
    """
    shown = np.vstack([places, loss.centre])
    shown = shown[np.isfinite(shown).all(axis=1)]
    low, high = shown.min(axis=0), shown.max(axis=0)
    curvature = np.sqrt(np.sum(loss.root * loss.root, axis=0))
    # As far as that the loss is twice its least value, if it is curved at all.
    doubling = np.divide(math.sqrt(2.0 * abs(loss.least)), curvature, out=np.zeros(2), where=curvature > 0.0)
    size = np.maximum(np.abs(low), np.abs(high))
    extent = np.maximum(high - low, np.maximum(_NARROWEST * doubling, 1e-9 * size))
    # Nothing to see but one point: twice the lowest loss, or the point itself, is the measure.
    extent = np.where(high - low > 1e-9 * size, extent, np.where(doubling > 0.0, doubling, size))
    half = (0.5 + _MARGIN) * np.where(extent > 0.0, extent, 1.0)
    middle = 0.5 * (low + high)
    (left, bottom), (right, top) = (middle - half).tolist(), (middle + half).tolist()
    return (left, right), (bottom, top)


def _followed(root: FloatArray, parameters: tuple[int, int], rest: IntArray) -> FloatArray:
    """How the other parameters change with two of them to stay where the loss is least."""
    others = root[:, rest]
    lengths = np.sqrt(np.sum(others * others, axis=0))
    scale = np.where(lengths > 0.0, lengths, 1.0)
    solution = np.linalg.lstsq(others / scale, -root[:, list(parameters)], rcond=None)[0]
    return np.asarray(solution / scale[:, None])


def _coordinate(
    m: Moments, parameter: int, standardised: bool, weights: FloatArray, biases: FloatArray
) -> FloatArray:
    """One coordinate of each of some states, shape (k,)."""
    if parameter == len(m.feature_means):
        return biases + weights @ m.feature_means if standardised else biases
    column = weights[:, parameter]
    return column * m.feature_stds[parameter] if standardised else column
