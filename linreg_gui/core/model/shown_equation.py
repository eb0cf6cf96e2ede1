"""What an equation has to show so that its predictions can be computed from it: digits, and centres.

Numbers only; the text is made by those who show it.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.number_text import last_step, rounded_to

from .double_double import exact_sum, product_terms
from .moments import Moments

# The equation is right to this share of the label's standard deviation …
_SHARE = 1e-4
# … for values within so many standard deviations of the means, or all rows where there are few.
_REACH = 5.0
# Farther than so many times its reach from 0, a feature needs three digits more than around its mean.
_FAR = 1e3


class EquationForm(enum.StrEnum):
    """How a person wants the equation; the values are kept on the disk."""

    AUTOMATIC = "automatic"
    PLAIN = "plain"
    CENTRED = "centred"


@dataclass(frozen=True, eq=False)
class ShownEquation:
    """How the equation of a model is written: label = constant + Σ weight · (feature − centre).

    Attributes
    ----------
    centres : array, shape (d,)
        In units of the features, rounded to few digits; 0 where a feature stands as it is.
    weight_steps : array, shape (d,)
        The last digit of each weight is worth no more than this, in units of the weights.
    step : float
        The same of the constant and of predictions, in label units.
    has_constant : bool
        Whether there is a constant; a model without a bias has none.
    """

    centres: FloatArray
    weight_steps: FloatArray
    step: float
    has_constant: bool = True

    @property
    def is_centred(self) -> bool:
        """Whether a feature stands around its centre."""
        return bool(self.centres.any())

    def in_units_of(self, unit: float) -> ShownEquation:
        """The same for an equation of the logarithm of the label: its steps are shares of so many units."""
        return replace(self, weight_steps=self.weight_steps / unit, step=self.step / unit)

    def constant(self, weights: FloatArray, bias: float) -> float:
        """What the model predicts at the centres: exactly summed, as bias and products may cancel."""
        at = np.flatnonzero(self.centres)
        with np.errstate(over="ignore", invalid="ignore"):
            total = exact_sum(bias, *product_terms(weights[at], self.centres[at]))
        return total if math.isfinite(total) else float(bias + weights[at] @ self.centres[at])


def shown_equation(
    m: Moments,
    form: EquationForm = EquationForm.AUTOMATIC,
    as_they_are: Sequence[int] = (),
    *,
    has_bias: bool = True,
) -> ShownEquation:
    """How to write an equation whose terms add up to its predictions to 1/10,000 of the label's spread.

    Parameters
    ----------
    m : Moments
    form : EquationForm
        If automatic, features far from zero are centred.
    as_they_are : sequence of int
        Features that are never centred, such as indicators.
    has_bias : bool
        Whether the model has a bias. Without one no feature is centred, as that would make a constant.
    """
    means, stds = m.feature_means, m.feature_stds
    reaches = stds * min(_REACH, math.sqrt(max(m.n_rows - 1, 1)))
    centres = np.zeros(means.size)
    if has_bias and form is not EquationForm.PLAIN:
        wanted = np.abs(means) > (_FAR if form is EquationForm.AUTOMATIC else 0.0) * reaches
        wanted[list(as_they_are)] = False
        for j in np.flatnonzero(wanted & (stds > 0.0)):
            centres[j] = rounded_to(float(means[j]), float(stds[j]))
    farthest = np.abs(means - centres) + reaches
    spread = math.sqrt(m.total_sum_of_squares / m.n_rows)
    step = _SHARE * spread or last_step(m.label_mean)
    budget = 2.0 * step / (means.size + 1)
    with np.errstate(divide="ignore"):
        weight_steps = np.where(farthest > 0.0, budget / farthest, 0.0)
    return ShownEquation(frozen(centres), frozen(weight_steps), step, has_bias)
