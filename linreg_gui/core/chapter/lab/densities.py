"""Figures of normal densities: the curves of (3.1.12), likelihoods as products and sums, and σ beside w."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.chapter.ghost_curve import GhostCurve, below
from linreg_gui.core.model.noise import normal_density

from .figure import LabCurve, LabDots, LabFigure, LabHandle, LabMark, LabOutcome, LabPicture, LabValue, Look
from .parts import shown

_POINTS = 601
_MOST = 2000
_ROWS = 12


def _density(values: Mapping[str, float]) -> LabPicture:
    curve = GhostCurve(values["mean"], values["std"])
    ghost = GhostCurve(values["ghost_mean"], values["ghost_std"]) if values["ghost_std"] > 0.0 else None
    x = np.linspace(-10.0, 10.0, _POINTS)
    wide = curve.mean + curve.std * np.linspace(-10.0, 10.0, _POINTS)
    curves = [LabCurve("N(μ, σ²)", x, normal_density(x, curve.mean, curve.std))]
    told = ""
    if ghost is not None:
        curves.append(LabCurve("to be matched", x, normal_density(x, ghost.mean, ghost.std), Look.GHOST))
        told = f" It covers {curve.overlap(ghost):.1%} of the curve that is to be matched."
    return LabPicture(
        ("x", "density"),
        ((-8.0, 8.0), (0.0, 0.85)),
        {
            "peak": curve.peak,
            "area": float(np.trapezoid(normal_density(wide, curve.mean, curve.std), wide)),
            "below_zero": below(-curve.mean / curve.std),
            "overlap": math.nan if ghost is None else curve.overlap(ghost),
            "ghost_peak": math.nan if ghost is None else ghost.peak,
        },
        f"The normal density with μ = {shown(curve.mean)} and σ = {shown(curve.std)} has its peak "
        f"{shown(curve.peak)} at μ.{told}",
        curves=tuple(curves),
        marks=(LabMark("0", 0.0, Look.GHOST),),
        handles=(
            LabHandle(curve.mean, curve.peak, "mean"),
            LabHandle(
                curve.mean + curve.std,
                float(normal_density(curve.mean + curve.std, curve.mean, curve.std)),
                "std",
                from_x=curve.mean,
            ),
        ),
    )


DENSITY = LabFigure(
    "density",
    "The normal density",
    "Drag the peak to shift the curve, and the other point to spread it. The area below stays 1, so a wider "
    "curve is lower.",
    (
        LabValue("mean", "μ", "The mean.", -5.0, 5.0, -2.0),
        LabValue("std", "σ", "The standard deviation.", 0.5, 4.0, 1.5),
        LabValue("ghost_mean", "μ of the other", "Of the curve to be matched.", -5.0, 5.0, 0.0, shown=False),
        LabValue("ghost_std", "σ of the other", "Of it; 0 for no such curve.", 0.0, 4.0, 0.0, shown=False),
    ),
    (
        LabOutcome("peak", "peak", "largest density, 1/(σ√(2π))"),
        LabOutcome("area", "area", "area below the curve"),
        LabOutcome("below_zero", "P(x < 0)", "share of the area left of 0"),
        LabOutcome("overlap", "covered", "area below both curves; 1 where they are the same", shown=False),
        LabOutcome("ghost_peak", "its peak", "peak of the curve to be matched", shown=False),
    ),
    _density,
)


def _product(values: Mapping[str, float]) -> LabPicture:
    n = int(values["n"])
    draws = np.random.default_rng(int(values["seed"])).standard_normal(_MOST)
    densities = normal_density(draws, 0.0, 1.0)
    products, sums = np.cumprod(densities), np.cumsum(np.log(densities))
    gone = np.flatnonzero(products == 0.0)
    count = np.arange(1.0, n + 1.0)
    with np.errstate(divide="ignore"):
        powers = np.where(products[:n] > 0.0, np.log10(products[:n]), np.nan)
    product = float(products[n - 1])
    words = "is 0.0 in the computer" if product == 0.0 else f"is {shown(product)}"
    return LabPicture(
        ("densities", "power of ten"),
        ((0.0, float(_MOST)), (-1300.0, 50.0)),
        {
            "product": product,
            "log_sum": float(sums[n - 1]),
            "gone_from": float(gone[0] + 1) if gone.size else math.nan,
        },
        f"The product of {n:,} densities {words}; the sum of their logarithms is "
        f"{shown(float(sums[n - 1]))}.",
        curves=(
            LabCurve("sum of logarithms", count, sums[:n] / math.log(10.0)),
            LabCurve("product", count, powers, Look.OTHER),
        ),
        marks=(LabMark("smallest float", math.log10(5e-324), Look.GHOST, level=True),),
        handles=(LabHandle(float(n), 0.0, "n", is_line=True),),
    )


PRODUCT = LabFigure(
    "product",
    "Product of densities, sum of logarithms",
    "Multiply the densities of more and more draws of N(0, 1). The product soon is too small for any number "
    "in the computer; the sum of the logarithms says the same, and is fine.",
    (
        LabValue("n", "n", "How many draws there are.", 1.0, float(_MOST), 100.0, step=1.0),
        LabValue("seed", "seed", "Which draws these are.", 0.0, 99.0, 0.0, step=1.0),
    ),
    (
        LabOutcome("product", "product", "product of the densities, as the computer has it"),
        LabOutcome("log_sum", "sum of logarithms", "natural logarithms of the densities, added up"),
        LabOutcome("gone_from", "first 0.0", "the smallest n whose product is 0.0", shown=False),
    ),
    _product,
)


def _rows() -> tuple[FloatArray, FloatArray]:
    x = np.linspace(-2.0, 2.0, _ROWS)
    return x, 1.5 * x + 0.9 * np.random.default_rng(4).standard_normal(_ROWS)


def _sigma(values: Mapping[str, float]) -> LabPicture:
    x, y = _rows()
    w, std = values["w"], values["std"]
    best = float(x @ y / (x @ x))
    least = float(np.sum((y - best * x) ** 2))
    best_std = math.sqrt(least / _ROWS)
    slopes = np.linspace(-1.0, 4.0, _POINTS)

    def minus_log(sse: FloatArray, spread: float) -> FloatArray:
        return 0.5 * _ROWS * math.log(2.0 * math.pi * spread**2) + 0.5 * sse / spread**2

    sums = np.sum((y - slopes[:, None] * x) ** 2, axis=1)
    here = float(np.sum((y - w * x) ** 2))
    at = float(minus_log(np.array(here), std))
    return LabPicture(
        ("w", "negative log-likelihood"),
        ((-1.0, 4.0), (0.0, 80.0)),
        {
            "nll": at,
            "sse": here,
            "best_w": best,
            "best_std": best_std,
            "best_here": float(minus_log(np.array(least), std)),
            "least": 0.5 * _ROWS * (math.log(2.0 * math.pi * best_std**2) + 1.0),
            "rows": float(_ROWS),
        },
        f"With σ = {shown(std)} the negative log-likelihood at w = {shown(w)} is {shown(at)}; for every σ "
        "the "
        "same w is best.",
        curves=(
            LabCurve("−log P over w", slopes, minus_log(sums, std)),
            LabCurve("with the best σ", slopes, minus_log(sums, best_std), Look.GHOST),
        ),
        handles=(LabHandle(w, at, "w"),),
    )


SIGMA = LabFigure(
    "sigma",
    "σ does not matter for w",
    "The negative log-likelihood of 12 rows over the weight w. Find the lowest point of the curve, change σ, "
    "and find it again. Then find the σ with which the lowest point is lowest.",
    (
        LabValue("w", "w", "The weight.", -1.0, 4.0, 0.0),
        LabValue("std", "σ", "Standard deviation of the noise.", 0.2, 3.0, 2.0),
    ),
    (
        LabOutcome("nll", "−log P", "negative log-likelihood at w and σ"),
        LabOutcome("sse", "Σ(yᵢ − wxᵢ)²", "sum of squared residuals at w"),
        LabOutcome("best_w", "best w", "w with the least sum of squares", shown=False),
        LabOutcome("best_std", "σ̂", "√(SSE/n) at the best w", shown=False),
        LabOutcome("best_here", "least over w", "least −log P at this σ", shown=False),
        LabOutcome("least", "least of all", "n/2 · (log 2πσ̂² + 1)", shown=False),
        LabOutcome("rows", "n", "rows", shown=False),
    ),
    _sigma,
)


def _lognormal(values: Mapping[str, float]) -> LabPicture:
    mean, std = values["mean"], values["std"]
    median, middle = math.exp(mean), math.exp(mean + 0.5 * std * std)
    x = np.linspace(1e-3, 12.0, _POINTS)
    dots = np.array([median, middle])
    return LabPicture(
        ("price", "density"),
        ((0.0, 12.0), (0.0, 0.8)),
        {"median": median, "mean_price": middle, "mode": math.exp(mean - std * std)},
        f"If log price is N({shown(mean)}, {shown(std)}²), half of the prices lie below {shown(median)}, and "
        f"their mean is {shown(middle)}.",
        curves=(LabCurve("density of the price", x, normal_density(np.log(x), mean, std) / x),),
        dots=(LabDots("median and mean", dots, np.zeros(2), Look.BEST),),
        marks=(LabMark("median", median), LabMark("mean", middle, Look.OTHER)),
        handles=(),
    )


LOGNORMAL = LabFigure(
    "lognormal",
    "Prices whose logarithm is normal",
    "Spread the logarithm, and see the mean of the prices leave their median: exp(ŷ) is the median, and the "
    "mean is exp(ŷ + σ²/2).",
    (
        LabValue("mean", "ŷ", "Mean of log price.", -0.5, 1.6, 1.0),
        LabValue("std", "σ", "Standard deviation of log price.", 0.1, 1.2, 0.4),
    ),
    (
        LabOutcome("median", "median", "median of the prices, exp(ŷ)"),
        LabOutcome("mean_price", "mean", "mean of the prices, exp(ŷ + σ²/2)"),
        LabOutcome("mode", "most frequent", "where the density is largest", shown=False),
    ),
    _lognormal,
)
