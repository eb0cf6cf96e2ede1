"""The noise of the label at one value of a feature, as a curve that stands on the line (eq. 3.1.13)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.loss_noise import LossNoise, loss_noise
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import Snapshot

_POINTS = 201
_REACH = 6.0
_DIGITS = 4


@dataclass(frozen=True, eq=False)
class StandingNoise:
    """A density along the axis of the label.

    Attributes
    ----------
    x : float
        Where it stands, in units of the feature.
    labels, density : array, shape (k,)
        Ascending, in units of the view, and per such unit.
    """

    x: float
    labels: FloatArray
    density: FloatArray


def noise_of(objective: Objective, model: Fit | Snapshot) -> LossNoise | None:
    """The most likely noise about what a model puts out; None where it leaves no residuals."""
    analysis, loss = objective.analysis, objective.loss
    if objective.is_quadratic:
        variance = 2.0 * analysis.surface.half_mse(model.weights, model.bias, model.bias_rest)
        if not 0.0 < variance < math.inf:
            return None
        return LossNoise(loss, "normal", math.sqrt(variance), math.nan)
    try:
        return loss_noise(loss, analysis.data, model.weights, model.bias, model.centred)
    except ProblemError:
        return None


def noise_words(noise: LossNoise, *, weighted: bool = False) -> str:
    """The family of a noise and how wide it is; where rows have weights, that of a row of the mean weight."""
    if weighted:
        return f"{noise_words(noise)} in a row of mean weight"
    if noise.family == "Poisson":
        return "Poisson noise"
    letter = "b" if noise.family == "Laplace" else "σ"
    return f"{noise.family} noise, {letter} = {number_text(noise.scale, _DIGITS)}"


def standing_noise(
    noise: LossNoise, x: float, output: float, labels: tuple[float, float], *, of_logarithm: bool = False
) -> StandingNoise | None:
    """The noise about an output, over the labels that are in sight; None where there is nothing to be drawn.

    Parameters
    ----------
    noise : LossNoise
    x, output : float
        Where it stands, and what the model puts out there.
    labels : (float, float)
        The lowest and the highest label in sight.
    of_logarithm : bool
        Whether the model is one of the logarithm of the label, and the label itself is drawn: then the
        density is f(log y) / y.
    """
    with quiet_overflow():
        middle = math.exp(min(output, 700.0)) if of_logarithm or noise.family == "Poisson" else output
        spread = math.sqrt(middle) if noise.family == "Poisson" else noise.scale
        near = output + spread * np.linspace(-_REACH, _REACH, _POINTS)
        near = np.exp(near) if of_logarithm else near - output + middle
        y = np.concatenate([np.linspace(*labels, _POINTS), near, [middle]])
        y = np.unique(y[np.isfinite(y) & (y >= labels[0]) & (y <= labels[1])])
        if of_logarithm or noise.family == "Poisson":
            y = y[y > 0.0]
        if not (y.size and math.isfinite(output)):
            return None
        density = noise.density(np.log(y), output) / y if of_logarithm else noise.density(y, output)
    if not (np.isfinite(density).all() and density.max() > 0.0):
        return None
    return StandingNoise(x, frozen(y), frozen(density))
