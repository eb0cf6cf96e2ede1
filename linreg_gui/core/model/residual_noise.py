"""The noise that a loss stands for, fitted to the residuals of one state of a model, whichever that is.

`loss_noise` has it where weights and bias are the most likely ones; here the residuals may lie anywhere.
"""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow

from .loss_noise import LossNoise, fitted_scale, log_factorial
from .losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss
from .noise import NoiseCurve, NoiseSummary

# Residuals beyond are drawn at this place: their squares are numbers.
_FARTHEST = 1e100
_POINTS, _REACH = 241, 8.0
_MOST_HALVINGS = 100
# Probabilities that are worked out for one curve: some milliseconds.
_PROBABILITIES = 30_000


def drawable(residuals: FloatArray) -> FloatArray:
    """Residuals to make a histogram of, where a model with a link may predict anything."""
    return np.clip(np.nan_to_num(residuals, nan=_FARTHEST), -_FARTHEST, _FARTHEST)


def noise_curve(
    loss: Loss, summary: NoiseSummary, residuals: FloatArray, predictions: FloatArray
) -> NoiseCurve | None:
    """The most likely noise of the family a loss stands for; None where residuals do not vary.

    Parameters
    ----------
    loss : Loss
        The squared loss has that of the summary.
    summary : NoiseSummary
        Of these residuals.
    residuals, predictions : array, shape (n,)
        Label − prediction, and what the model predicts; finite.

    Notes
    -----
    Poisson noise has another density in each row, as its variance is the mean; the curve is the share of the
    residuals that is to be expected in each bin of the histogram.
    """
    if isinstance(loss, PoissonLoss):
        return _expected_counts(summary, residuals, predictions)
    if not isinstance(loss, (AbsoluteLoss, HuberLoss)):
        return summary.curve
    centre = float(np.median(residuals)) if isinstance(loss, AbsoluteLoss) else _huber_centre(loss, residuals)
    apart = residuals - centre
    mean = float(loss.values(apart, np.zeros_like(apart)).mean())
    found = fitted_scale(loss, mean)
    if found is None:
        return None
    family, scale, mean_likelihood = found
    width = _REACH * scale if family == "Laplace" else max(_REACH, 2.0 * loss.parameter / scale) * scale
    low, high = float(summary.edges[0]), float(summary.edges[-1])
    width = max(min(width, 2.0 * (high - low)), 4.0 * scale)
    # The peak of Laplace noise is a point of the curve, and so are its neighbours on both sides.
    x = np.linspace(-width, width, _POINTS)
    density = LossNoise(loss, family, scale, mean_likelihood).density(x)
    return NoiseCurve(
        family, centre, scale, mean_likelihood * summary.n_rows, frozen(x + centre), frozen(density)
    )


def _huber_centre(loss: HuberLoss, residuals: FloatArray) -> float:
    """Where the mean Huber loss of the residuals is least: their clipped differences from it add up to 0."""
    low, high = float(residuals.min()), float(residuals.max())
    for _ in range(_MOST_HALVINGS):
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        if float(np.clip(residuals - middle, -loss.threshold, loss.threshold).sum()) > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _expected_counts(
    summary: NoiseSummary, residuals: FloatArray, predictions: FloatArray
) -> NoiseCurve | None:
    """Over the bins of the histogram, how often Poisson counts with these means would fall into them."""
    from scipy.special import pdtr

    means = np.sort(predictions[(predictions >= 0.0) & (predictions < _FARTHEST)])
    if not means.size:
        return None
    edges = summary.edges
    few = max(1, _PROBABILITIES // edges.size)
    if means.size > few:  # each stands for as many of them
        means = means[((np.arange(few) + 0.5) / few * means.size).astype(np.int64)]
    with quiet_overflow():
        # A residual is in a bin from its left edge on; the last bin has its right edge, too.
        below = np.ceil(edges[:, None] + means) - 1.0
        below[-1] = np.floor(edges[-1] + means)
        shares = np.where(below < 0.0, 0.0, pdtr(np.maximum(below, 0.0), means))
        density = np.diff(shares.mean(axis=1)) / np.diff(edges)
        counts = np.maximum(residuals + predictions, 0.0)
        outputs = np.log(np.maximum(predictions, np.finfo(np.float64).tiny))
        each = predictions - counts * outputs + log_factorial(counts)
        likelihood = float(each.mean()) * summary.n_rows
    middles = 0.5 * (edges[1:] + edges[:-1])
    return NoiseCurve("Poisson", summary.mean, summary.std, likelihood, frozen(middles), frozen(density))
