"""The noise a loss stands for: of which density it is the negative log-likelihood (chapter 3.1.3).

How steep the loss is matters to no weight, but the scale of the noise follows from it and from the residuals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number, quiet_overflow
from linreg_gui.core.problem import ProblemError, ProblemKind

from .dataset import Dataset
from .fit_result import Centred
from .losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss

_SMALLEST = 1e-300
_MOST_HALVINGS = 200


@dataclass(frozen=True)
class LossNoise:
    """The noise of labels about what a model puts out, as likely as possible for the rows it was fitted to.

    Attributes
    ----------
    loss : Loss
    family : str
        ``"normal"``, ``"Laplace"``, ``"Huber"`` or ``"Poisson"``.
    scale : float
        The maximum-likelihood estimate: σ̂ = √mean r² of normal noise and b̂ = mean |r| of Laplace noise, in
        label units. Huber noise is normal with this σ in the middle and falls like Laplace noise beyond the
        threshold. 1 for Poisson, where the mean tells all.
    negative_log_likelihood : float
        −log of the likelihood of a row's label, mean over all rows (eq. 3.1.15 divided by n).
    """

    loss: Loss
    family: str
    scale: float
    negative_log_likelihood: float

    def density(self, label: ArrayLike, output: float = 0.0) -> FloatArray:
        """Density of the label where the model puts out so much; for the output 0 that of the noise.

        Of counts it is the probability of each (with mean exp(output)), and between whole numbers the curve
        through these, by the gamma function; 0 below 0.

        Parameters
        ----------
        label : array_like, shape (k,) or a number

        Raises
        ------
        ValueError
            If a value is not a finite number.
        """
        y, o = finite_array(label, "The label", 1, 0), finite_number(output, "The output")
        if isinstance(self.loss, PoissonLoss):
            counts = np.maximum(y, 0.0)
            logarithm = -self.loss.values(np.full_like(counts, o), counts) - log_factorial(counts)
            return np.where(y < 0.0, 0.0, np.exp(logarithm))
        height, unit = _height_and_unit(self.loss, self.scale)
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(np.exp(-self.loss.values(np.full_like(y, o), y) / unit) * height)


def loss_noise(
    loss: Loss, data: Dataset, weights: ArrayLike, bias: float, centred: Centred | None = None
) -> LossNoise:
    """The noise for which weights and bias with the least mean loss are the most likely ones.

    Parameters
    ----------
    loss : Loss
    data : Dataset
    weights, bias, centred
        Of a fit, see `Loss.mean`.

    Raises
    ------
    ValueError
        If there is not one weight per feature, or a number is not finite.
    ProblemError
        If the mean loss is 0 or hardly more, so that there is no noise; if it is too large to be a number; or
        if the labels do not suit the loss.

    Notes
    -----
    The density is exp(−loss / τ) / Z(τ): τ = σ² for the half squared error, τ = b for the absolute error.
    That of the Huber loss is least favourable among normal densities with outliers (Huber 1964); its τ is
    where the mean loss is the one to be expected.
    """
    loss.check_labels(data.y)
    if data.row_weights is not None:
        raise ProblemError("The noise of a loss is not known where rows have weights.", ProblemKind.LOSS)
    mean = loss.mean(data, weights, bias, centred)
    if not math.isfinite(mean):
        raise ProblemError(f"The {loss.name} is too large to tell of any noise.", ProblemKind.OVERFLOW)
    if isinstance(loss, PoissonLoss):
        rest = float(np.mean(log_factorial(data.y)))
        return LossNoise(loss, "Poisson", 1.0, mean + rest)
    found = fitted_scale(loss, mean)
    if found is None:
        raise ProblemError("The model leaves no residuals, so there is no noise.", ProblemKind.NO_NOISE)
    return LossNoise(loss, *found)


def fitted_scale(loss: Loss, mean: float) -> tuple[str, float, float] | None:
    """Family, scale and mean negative log-likelihood of the noise under which a mean loss is most likely.

    None where the loss is 0 or hardly more, so that there is no noise; not for the Poisson loss, which has no
    scale.
    """
    if not mean > _SMALLEST:
        return None
    if isinstance(loss, SquaredLoss):
        family, scale = "normal", math.sqrt(2.0 * mean)
    elif isinstance(loss, AbsoluteLoss):
        family, scale = "Laplace", mean
    elif isinstance(loss, HuberLoss):
        family, scale = "Huber", _huber_scale(loss.threshold, mean)
    else:
        raise ValueError("The loss must be a SquaredLoss, AbsoluteLoss, HuberLoss or PoissonLoss.")
    height, unit = _height_and_unit(loss, scale)
    return family, scale, mean / unit - math.log(height)


def _height_and_unit(loss: Loss, scale: float) -> tuple[float, float]:
    """1 / Z, the density at its peak, and τ."""
    if isinstance(loss, AbsoluteLoss):
        return 0.5 / scale, scale
    middle, tails = 1.0, 0.0
    if isinstance(loss, HuberLoss):
        middle, tails = _areas(loss.threshold / scale)
    return 1.0 / (scale * math.sqrt(2.0 * math.pi) * (middle + tails)), scale**2


def _areas(threshold: float) -> tuple[float, float]:
    """Areas under exp(−Huber loss) within ± the threshold and beyond, in units of √2π."""
    tails = 2.0 / threshold * math.exp(-0.5 * min(threshold, 100.0) ** 2) / math.sqrt(2.0 * math.pi)
    return math.erf(threshold / math.sqrt(2.0)), tails


def _huber_scale(threshold: float, mean: float) -> float:
    """σ for which a mean loss is to be expected: τ·(½·middle + tails) / (middle + tails), τ = σ²."""
    low, high = math.sqrt(mean), math.sqrt(2.0 * mean)
    for _ in range(_MOST_HALVINGS):
        scale = 0.5 * (low + high)
        if not low < scale < high:
            break
        middle, tails = _areas(threshold / scale)
        if scale * scale * (0.5 * middle + tails) / (middle + tails) < mean:
            low = scale
        else:
            high = scale
    return high


def log_factorial(counts: FloatArray) -> FloatArray:
    """log y!, by the gamma function for what is no whole number."""
    from scipy.special import gammaln

    with quiet_overflow():
        return np.asarray(gammaln(counts + 1.0))
