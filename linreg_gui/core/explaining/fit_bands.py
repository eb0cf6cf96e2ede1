"""The bands of the exact line, or the sentence that says why there are none."""

from __future__ import annotations

from linreg_gui.core.drawing.exact_line import PointSums
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.inference.line_bands import LineBands, line_bands
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.problem import ProblemError


def fit_bands(analysis: Analysis, loss: Loss, weight_decay: float) -> LineBands | str:
    """Around the exact solution of one feature; they hold for least squares alone.

    Parameters
    ----------
    analysis : Analysis
    loss : Loss
    weight_decay : float
        What is minimised; other losses, and a penalty, have other bands.
    """
    data, m, exact = analysis.data, analysis.moments, analysis.exact
    if not isinstance(loss, SquaredLoss):
        return f"No bands: they hold for least squares, not for the {loss.name}."
    if weight_decay:
        return "No bands: with weight decay the exact weights are drawn towards 0."
    if not data.has_bias:
        return "No bands: they are drawn for lines with a bias."
    if data.n_features > 1:
        return f"No bands: they are drawn along one feature, and here are {data.n_features:,}."
    try:
        total = float(data.n_rows if data.row_weights is None else data.row_weights.sum())
        return line_bands(
            data.n_rows,
            float(m.feature_means[0]),
            float(m.norms[0]) ** 2 * (total / data.n_rows),
            m.label_mean,
            float(exact.weights[0]),
            2.0 * exact.half_mse * total,
            total_weight=None if data.row_weights is None else total,
        )
    except ProblemError as error:
        return error.problem.sentence


def bands_of_points(sums: PointSums) -> LineBands | None:
    """Around the exact line of points that are being moved by hand; None where there are none."""
    line = sums.line()
    if line is None or not sums.varies:
        return None
    n = sums.n_rows
    x_mean = float(sums.centre[0] + sums.x / n)
    half_mse = sums.half_mse(line)
    x_sum = float(sums.xx - sums.x * sums.x / n)
    height = line.slope * x_mean + line.intercept
    try:
        return line_bands(n, x_mean, x_sum, height, line.slope, 2.0 * n * half_mse)
    except (ProblemError, OverflowError):
        return None
