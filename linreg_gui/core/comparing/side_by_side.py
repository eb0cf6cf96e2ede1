"""The coefficients of several kept fits beside each other, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.inference.distributions import distributions
from linreg_gui.core.number_text import number_text, text_to
from linreg_gui.core.project.kept_fit import KeptFit


@dataclass(frozen=True, eq=False)
class SideBySide:
    """A row for each number that any of the fits has, a column for each fit.

    Attributes
    ----------
    names : tuple of str
        The bias first, then features in the order in which fits bring them.
    fits : tuple of KeptFit
    estimate, standard_error, low, high : array, shape (names, fits)
        In label units per feature unit; NaN where a fit has no such number, or no valid errors.
    spread : array, shape (names, fits)
        Standard deviations of the features, NaN for the bias.
    level : float
        Of the intervals.
    """

    names: tuple[str, ...]
    fits: tuple[KeptFit, ...]
    estimate: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    spread: FloatArray
    level: float

    def text(self, row: int, fit: int) -> str:
        """A number with its interval, such as “3.21  (2.90, 3.52)”; a dash where a fit has none."""
        value, error = float(self.estimate[row, fit]), float(self.standard_error[row, fit])
        if np.isnan(value):
            return ""
        if not 0.0 < error < np.inf:
            return number_text(value, 5)
        ends = (text_to(float(end), 0.1 * error, 3) for end in (self.low[row, fit], self.high[row, fit]))
        return f"{text_to(value, 0.1 * error, 3)}  ({', '.join(ends)})"

    def first_texts(self, rows: int) -> list[list[str]]:
        """The name of each fit, and the texts of its first numbers."""
        shown = range(min(rows, len(self.names)))
        return [[fit.name, *(self.text(row, at) for row in shown)] for at, fit in enumerate(self.fits)]


def side_by_side(fits: Sequence[KeptFit], level: float = 0.95) -> SideBySide:
    """Coefficients of kept fits, matched by name.

    Parameters
    ----------
    fits : sequence of KeptFit
    level : float
        Of the intervals, which rest on Student’s t, or on the normal distribution where errors do.
    """
    # A feature may be called “bias”, too.
    keys = sorted(dict.fromkeys(key for fit in fits for key in _keys(fit)), key=lambda key: not key[0])
    rows = {key: row for row, key in enumerate(keys)}
    shape = len(keys), len(fits)
    estimate, error, half, spread = (np.full(shape, np.nan) for _ in range(4))
    for column, fit in enumerate(fits):
        places = [rows[key] for key in _keys(fit)]
        estimate[places, column], error[places, column] = fit.estimate, fit.standard_error
        spread[places[int(fit.recipe.has_bias) :], column] = fit.spreads
        with quiet_overflow():
            half[places, column] = _times(0.5 + 0.5 * level, fit.numbers.freedom) * fit.standard_error
    with quiet_overflow():
        low, high = estimate - half, estimate + half
    names = tuple(name for _, name in keys)
    estimate, error, low, high, spread = map(frozen, (estimate, error, low, high, spread))
    return SideBySide(names, tuple(fits), estimate, error, low, high, spread, level)


def _keys(fit: KeptFit) -> list[tuple[bool, str]]:
    """Whether it is the bias, and the name, of each number."""
    first = int(fit.recipe.has_bias)
    return [(place < first, name) for place, name in enumerate(fit.names)]


def _times(p: float, freedom: float) -> float:
    stats = distributions()
    return float(stats.norm.ppf(p) if np.isinf(freedom) else stats.t.ppf(p, freedom))
