"""Figures of a model that is only a bias, and of a line through 0: exercises 1.1 to 1.3, 4 h, 5.2 and 5.3."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.chapter.constant_model import (
    absolute_sum,
    constant_fit,
    left_and_right,
    squared_slope,
    squared_sum,
    weighted_median,
)
from linreg_gui.core.chapter.constant_sgd import constant_descent
from linreg_gui.core.chapter.drawn_anew import constant_rate_variance
from linreg_gui.core.chapter.ghost_curve import GhostCurve
from linreg_gui.core.model.noise import normal_density

from .figure import LabCurve, LabDots, LabFigure, LabHandle, LabMark, LabOutcome, LabPicture, LabValue, Look
from .parts import shown

_NUMBERS = (1.0, 2.0, 4.0, 5.0, 7.0)
_POINTS = 401
_FAR = 1e3  # from the best constant: what is further off has blown up
# Of the line through 0.
_X = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
_Y = np.array([1.5, 1.6, 3.9, 3.2, 11.0])

_COUNT = LabValue("n", "n", "How many numbers there are.", 3.0, 6.0, 5.0, step=1.0)
_LAST = LabValue("last", "largest", "The largest of the numbers.", 8.0, 40.0, 13.0)


def numbers_of(values: Mapping[str, float]) -> FloatArray:
    """The numbers that the constant is laid through."""
    return np.array([*_NUMBERS[: int(values["n"]) - 1], values["last"]])


def _constant(values: Mapping[str, float]) -> LabPicture:
    x, b = numbers_of(values), values["b"]
    fit = constant_fit(x)
    squares, sizes = squared_sum(x, b), absolute_sum(x, b)
    left, right = left_and_right(x, b)
    along = np.unique(np.concatenate([np.linspace(0.0, max(20.0, x[-1] + 1.0), _POINTS), x, [fit.mean]]))
    apart = along[:, None] - x
    outcomes = {
        "squares": squares,
        "sizes": sizes,
        "slope": squared_slope(x, b),
        "left": float(left),
        "right": float(right),
        "mean": fit.mean,
        "median_low": fit.median[0],
        "median_high": fit.median[1],
        "least_squares": fit.squares,
        "least_sizes": fit.sizes,
    }
    return LabPicture(
        ("b, and the numbers", "sum, in multiples of the least"),
        ((0.0, float(along[-1])), (0.0, 5.0)),
        outcomes,
        f"At b = {shown(b)} the sum of squares is {shown(squares)} and the sum of sizes {shown(sizes)}; "
        f"{left} "
        f"of the {len(x)} numbers are smaller, {right} larger.",
        curves=(
            LabCurve("squares", along, np.sum(apart**2, axis=1) / fit.squares),
            LabCurve("sizes", along, np.sum(np.abs(apart), axis=1) / fit.sizes, Look.OTHER),
        ),
        dots=(LabDots("numbers", x, np.full(len(x), 0.4)),),
        handles=(
            LabHandle(b, 0.0, "b", is_line=True),
            LabHandle(values["last"], 0.4, "last"),
        ),
    )


CONSTANT = LabFigure(
    "constant",
    "A constant through numbers",
    "Drag b until the sum of squares is least, and then until the sum of sizes is. Drag the largest number, "
    "and see which of the two follows it.",
    (LabValue("b", "b", "The constant.", 0.0, 40.0, 9.0), _LAST, _COUNT),
    (
        LabOutcome("squares", "Σ(xᵢ − b)²", "sum of squares"),
        LabOutcome("sizes", "Σ|xᵢ − b|", "sum of sizes"),
        LabOutcome("slope", "2Σ(b − xᵢ)", "slope of the sum of squares by b"),
        LabOutcome("left", "smaller than b", "how many numbers are smaller than b"),
        LabOutcome("right", "larger than b", "how many numbers are larger"),
        LabOutcome("mean", "mean", "mean of the numbers", shown=False),
        LabOutcome("median_low", "median", "lower of the middle two, or the middle one", shown=False),
        LabOutcome("median_high", "median", "upper of the middle two, or the middle one", shown=False),
        LabOutcome("least_squares", "least squares", "least sum of squares", shown=False),
        LabOutcome("least_sizes", "least sizes", "least sum of sizes", shown=False),
    ),
    _constant,
)


def _normal(values: Mapping[str, float]) -> LabPicture:
    x, b, std = numbers_of(values), values["b"], values["std"]
    fit, n = constant_fit(x), len(x)
    squares = squared_sum(x, b)
    minus_log = 0.5 * n * math.log(2.0 * math.pi * std**2) + 0.5 * squares / std**2
    least = 0.5 * n * (math.log(2.0 * math.pi * fit.std**2) + 1.0)
    curve = GhostCurve(b, std)
    heights = normal_density(x, b, std)
    sticks = np.repeat(x, 3), np.column_stack([np.zeros(n), heights, np.full(n, np.nan)]).ravel()
    far = max(20.0, values["last"] + 2.0)
    along = np.linspace(-6.0, far, _POINTS)
    return LabPicture(
        ("b, and the numbers", "density"),
        ((-6.0, far), (0.0, 0.16)),
        {
            "minus_log": minus_log,
            "squares": squares,
            "best_b": fit.mean,
            "best_std": fit.std,
            "least": least,
            "error": std / math.sqrt(n),
        },
        f"With N({shown(b)}, {shown(std)}²) the negative log-likelihood of the {n} numbers is "
        f"{shown(minus_log)}, where the sum of squares is {shown(squares)}.",
        curves=(
            LabCurve("N(b, σ²)", along, normal_density(along, b, std)),
            LabCurve("density of each number", *sticks, Look.OTHER),
        ),
        dots=(LabDots("numbers", x, np.zeros(n)),),
        handles=(
            LabHandle(b, curve.peak, "b"),
            LabHandle(b + std, float(normal_density(b + std, b, std)), "std", from_x=b),
        ),
    )


NORMAL = LabFigure(
    "normal",
    "The normal curve over numbers",
    "Lay N(b, σ²) over the numbers so that they are as likely as they can be. The product of all "
    "densities is "
    "largest where −log P is least.",
    (
        LabValue("b", "b", "The middle of the curve.", -5.0, 40.0, 10.0),
        LabValue("std", "σ", "How wide the curve is.", 0.5, 15.0, 3.0),
        _LAST,
        _COUNT,
    ),
    (
        LabOutcome("minus_log", "−log P", "negative log-likelihood of the numbers"),
        LabOutcome("squares", "Σ(xᵢ − b)²", "sum of squares"),
        LabOutcome("best_b", "b̂", "most likely b: the mean", shown=False),
        LabOutcome("best_std", "σ̂", "most likely σ: root of the mean square", shown=False),
        LabOutcome("least", "least −log P", "least negative log-likelihood", shown=False),
        LabOutcome("error", "σ/√n", "standard deviation of b̂", shown=False),
    ),
    _normal,
)


def _through_zero(values: Mapping[str, float]) -> LabPicture:
    slope = values["w"]
    ratios = _Y / _X
    best = weighted_median(ratios, _X)
    squares_best = float(_X @ _Y / (_X @ _X))
    sizes = float(np.sum(np.abs(_Y - slope * _X)))
    residuals = _Y - slope * _X
    ends = np.array([0.0, 6.0])
    return LabPicture(
        ("x", "y"),
        ((0.0, 6.0), (0.0, 13.0)),
        {
            "sizes": sizes,
            "least": float(np.sum(np.abs(_Y - best * _X))),
            "best": best,
            "best_squares": squares_best,
            "above": float(_X[residuals > 1e-9].sum()),
            "below": float(_X[residuals < -1e-9].sum()),
        },
        f"With the slope {shown(slope)} the sizes of the residuals add up to {shown(sizes)}.",
        curves=(
            LabCurve("y = wx", ends, slope * ends),
            LabCurve(
                "residuals",
                np.repeat(_X, 3),
                np.column_stack([_Y, slope * _X, np.full(len(_X), np.nan)]).ravel(),
                Look.OTHER,
            ),
        ),
        dots=(LabDots("rows", _X, _Y),),
        handles=(LabHandle(1.0, slope, up="w"),),
    )


THROUGH_ZERO = LabFigure(
    "through_zero",
    "A line through 0 by absolute loss",
    "Turn the line until the sizes of the residuals add up to the least. Each ratio y/x counts as much "
    "as its "
    "x is large: the best slope is their weighted median.",
    (LabValue("w", "w", "The slope.", 0.0, 2.5, 2.0),),
    (
        LabOutcome("sizes", "Σ|yᵢ − wxᵢ|", "sum of the sizes of the residuals"),
        LabOutcome("above", "Σ|xᵢ| above", "sum of x of the points above the line"),
        LabOutcome("below", "Σ|xᵢ| below", "sum of x of the points below it"),
        LabOutcome("best", "best w", "weighted median of y/x with weights |x|", shown=False),
        LabOutcome("least", "least sum", "least sum of sizes", shown=False),
        LabOutcome("best_squares", "least squares", "slope with the least sum of squares", shown=False),
    ),
    _through_zero,
)


def _descent(values: Mapping[str, float]) -> LabPicture:
    rate, batch, noise = values["rate"], int(values["batch"]), values["noise"]
    absolute = bool(values["absolute"])
    found = constant_descent(
        rate, batch, noise, int(values["steps"]), absolute=absolute, falling=bool(values["falling"])
    )
    path = found.path
    diverged = not abs(found.end - found.best) < _FAR
    seen = np.where(np.abs(path - found.best) < _FAR, path, np.nan)
    usual = not absolute and not values["falling"]
    expected = constant_rate_variance(rate, batch, found.std) if usual else math.nan
    near = np.array([found.best - 3.0, found.best + 3.0])
    words = "it diverges" if diverged else f"it ends {shown(abs(found.end - found.best))} from the best b"
    return LabPicture(
        ("step", "b"),
        ((0.0, float(len(path) - 1)), (float(min(near[0], -1.0)), float(near[1]))),
        {
            "best": found.best,
            "error": abs(found.end - found.best),
            "variance": found.variance,
            "expected": expected,
            "tail_mean_error": abs(found.tail_mean - found.best),
            "diverged": float(diverged),
        },
        f"SGD on a model of only a bias, {values['steps']:,.0f} updates at η = {shown(rate)}: {words}.",
        curves=(LabCurve("b", np.arange(float(len(path))), seen),),
        marks=(LabMark("best b", found.best, level=True),),
    )


DESCENT = LabFigure(
    "descent",
    "SGD of a constant",
    "Minibatch SGD finds b alone, with rows drawn anew each time. At a constant rate it does not come to "
    "rest "
    "but keeps a noise floor; with absolute loss it bounces by η even without noise.",
    (
        LabValue("rate", "η", "Learning rate.", 0.01, 3.0, 0.1, logarithmic=True),
        LabValue("batch", "|B|", "Rows in a minibatch.", 1.0, 64.0, 4.0, step=1.0),
        LabValue("noise", "σ", "Standard deviation of the rows.", 0.0, 2.0, 1.0),
        LabValue("steps", "updates", "How many updates are made.", 100.0, 4000.0, 2000.0, step=100.0),
        LabValue("absolute", "absolute loss", "1 for absolute loss, 0 for squared.", 0.0, 1.0, 0.0, step=1.0),
        LabValue("falling", "falling η", "1 for η/(1 + ηt), 0 for a constant rate.", 0.0, 1.0, 0.0, step=1.0),
    ),
    (
        LabOutcome("variance", "variance of b", "mean square of b − b* over the second half"),
        LabOutcome("expected", "ηs²/(B(2 − η))", "that variance in theory, where η is constant"),
        LabOutcome("error", "|b − b*| at the end", "distance of the last b from the best"),
        LabOutcome("tail_mean_error", "|mean b − b*|", "distance of the mean b of the second half"),
        LabOutcome("best", "b*", "best b", shown=False),
        LabOutcome("diverged", "diverged", "1 where the numbers blew up", shown=False),
    ),
    _descent,
)
