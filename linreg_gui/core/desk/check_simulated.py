"""Labels that the fit makes up beside the real ones: what looks other than they do, the model has not got."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cancellation import check_wanted

from .check_rows import check_rows
from .desk import Desk
from .parts import checked_of

SIMULATIONS = 100
# So many rows at most are simulated, and so many of the sets drawn.
_ROWS, _SHOWN = 5_000, 20
_FEWEST_BINS, _MOST_BINS = 8, 60


@dataclass(frozen=True, eq=False)
class SimulatedLabels:
    """Densities of labels and of made-up ones.

    Attributes
    ----------
    middles, density : array, shape (b,)
        Of the labels.
    made_x, made : array
        The same of the sets that are shown, one behind the other, parted by NaN.
    shown : int
        How many sets that are.
    smallest, largest : float
        Of the labels of the rows that were simulated.
    smallest_made, largest_made : (float, float)
        Within which 95 % of the sets have theirs.
    n_rows : int
        How many rows that is.
    """

    middles: FloatArray
    density: FloatArray
    made_x: FloatArray
    made: FloatArray
    shown: int
    smallest: float
    largest: float
    smallest_made: tuple[float, float]
    largest_made: tuple[float, float]
    n_rows: int


def simulated_labels(desk: Desk, *, seed: int) -> SimulatedLabels:
    """Labels made of the predictions and normal noise of the spread that the residuals have.

    Notes
    -----
    A predictive check with the weights as they were found (Gelman, Hill and Vehtari 2020, Regression and
    Other Stories, section 11.4). Of more than 5,000 rows an even sample is taken.
    """
    rows, y = check_rows(desk), desk.data.y
    step = -(-y.size // _ROWS)
    predicted, real = rows.prediction[::step], y[::step]
    checked, weights = checked_of(desk), desk.data.row_weights
    sigma = math.sqrt(checked.residual_sum / max(1, checked.freedom) * checked.unit)
    spread: FloatArray | float = sigma
    if weights is not None:  # a row without weight tells nothing, and is made up like one of weight 1
        spread = sigma / np.sqrt(np.where(weights > 0.0, weights, 1.0)[::step])
    rng = np.random.default_rng(seed)
    made = np.empty((SIMULATIONS, real.size))
    for start in range(0, SIMULATIONS, 20):
        check_wanted()
        made[start : start + 20] = predicted + spread * rng.standard_normal((20, real.size))
    low, high = min(float(made.min()), float(real.min())), max(float(made.max()), float(real.max()))
    if not low < high:
        low, high = low - 0.5, high + 0.5
    bins = int(np.clip(2.0 * math.sqrt(real.size), _FEWEST_BINS, _MOST_BINS))
    edges = np.linspace(low, high, bins + 1)
    middles = 0.5 * (edges[1:] + edges[:-1])
    place = np.minimum(((made[:_SHOWN] - low) * (bins / (high - low))).astype(np.int64), bins - 1)
    unit = 1.0 / (real.size * (edges[1] - edges[0]))
    shown = np.full((_SHOWN, bins + 1), np.nan)
    for at in range(_SHOWN):
        shown[at, :bins] = np.bincount(place[at], minlength=bins) * unit
    smallest, largest = (
        np.quantile(made.min(axis=1), [0.025, 0.975]),
        np.quantile(made.max(axis=1), [0.025, 0.975]),
    )
    return SimulatedLabels(
        middles,
        np.histogram(real, edges)[0] * unit,
        np.tile(np.append(middles, np.nan), _SHOWN),
        shown.ravel(),
        _SHOWN,
        float(real.min()),
        float(real.max()),
        (float(smallest[0]), float(smallest[1])),
        (float(largest[0]), float(largest[1])),
        real.size,
    )
