"""Figures of counts and their Poisson loss (exercise 8), and of prices on a grid of ticks (exercise 7.3)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.chapter.ghost_curve import below
from linreg_gui.core.chapter.poisson_forms import (
    loss_in_log_rate,
    loss_in_rate,
    running_mean,
    slope_in_log_rate,
    slope_in_rate,
    walled_surface,
)
from linreg_gui.core.chapter.price_ticks import log_prices, log_step, on_ticks, relative_tick
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.noise import normal_density

from .figure import (
    LabBars,
    LabCurve,
    LabDots,
    LabFigure,
    LabHandle,
    LabMark,
    LabOutcome,
    LabPicture,
    LabSurface,
    LabValue,
    LabWall,
    Look,
)
from .parts import shown

_POINTS = 401
_MOST = 2000
_DAYS = 250
_X, _COUNTS = np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 2.0, 4.0, 5.0])

_COUNT = LabValue("k", "k", "The count.", 0.0, 12.0, 3.0, step=1.0)
_SEED = LabValue("seed", "seed", "Which draws these are.", 0.0, 99.0, 0.0, step=1.0)


def _probabilities(rate: float, most: int) -> FloatArray:
    logs = [k * math.log(rate) - rate - math.lgamma(k + 1.0) for k in range(most + 1)]
    return np.asarray(np.exp(np.array(logs)))


def _counts(values: Mapping[str, float]) -> LabPicture:
    rate, n = values["rate"], int(values["n"])
    drawn, means = running_mean(rate, _MOST, int(values["seed"]))
    most = int(rate + 12.0 * math.sqrt(rate) + 30.0)
    terms = np.arange(most + 1.0) * _probabilities(rate, most)
    mean = float(means[n - 1])
    return LabPicture(
        ("counts", "mean of the counts so far"),
        ((0.0, float(n)), (0.0, max(2.0 * rate, 1.0))),
        {
            "mean": mean,
            "variance": float(np.var(drawn[:n])),
            "expected": float(terms.sum()),
        },
        f"The mean of {n:,} counts with λ = {shown(rate)} is {shown(mean)}.",
        curves=(LabCurve("mean so far", np.arange(1.0, n + 1.0), means[:n]),),
        dots=(LabDots("counts", np.arange(1.0, n + 1.0), drawn[:n]),) if n <= 200 else (),
        marks=(LabMark("λ", rate, level=True),),
    )


COUNTS = LabFigure(
    "counts",
    "The mean of counts is λ",
    "Draw more and more counts k from the Poisson distribution: their mean comes to λ, and so does their "
    "variance. Σ k · P(k) says it exactly.",
    (
        LabValue("rate", "λ", "The parameter of the distribution.", 0.2, 12.0, 3.0),
        LabValue("n", "n", "How many counts are drawn.", 1.0, float(_MOST), 50.0, step=1.0),
        _SEED,
    ),
    (
        LabOutcome("mean", "mean of the counts", "mean of the counts that were drawn"),
        LabOutcome("variance", "their variance", "variance of them, with divisor n"),
        LabOutcome("expected", "Σ k · P(k)", "the mean of the distribution, added up"),
    ),
    _counts,
)


def _count_noise(values: Mapping[str, float]) -> LabPicture:
    rate = values["rate"]
    most = 30
    std = math.sqrt(rate)
    x = np.linspace(-6.0, 25.0, _POINTS)
    chances = _probabilities(rate, most)
    lost = below(-rate / std)
    return LabPicture(
        ("count", "probability, density"),
        ((-6.0, 25.0), (0.0, max(0.45, 1.1 * float(chances.max())))),
        {"below_zero": lost, "std": std, "zero": float(chances[0])},
        f"The normal density with the mean and variance of counts with λ = {shown(rate)} gives {lost:.1%} to "
        "numbers below 0, which no count is.",
        curves=(LabCurve("normal density", x, normal_density(x, rate, std)),),
        bars=LabBars("Poisson", np.arange(most + 2.0) - 0.5, chances),
        marks=(LabMark("0", 0.0, Look.GHOST),),
    )


COUNT_NOISE = LabFigure(
    "count_noise",
    "Counts are not normal",
    "The probabilities of counts, and the normal density with the same mean and variance: it gives mass to "
    "negative numbers and to fractions. The spread grows with λ.",
    (LabValue("rate", "λ", "Mean of the counts.", 0.2, 15.0, 1.5),),
    (
        LabOutcome("below_zero", "normal, below 0", "what the normal density gives to numbers below 0"),
        LabOutcome("std", "√λ", "standard deviation of the counts"),
        LabOutcome("zero", "P(k = 0)", "probability of 0"),
    ),
    _count_noise,
)


def _poisson(values: Mapping[str, float]) -> LabPicture:
    rate, k = values["rate"], values["k"]
    along = np.unique(np.concatenate([np.geomspace(1e-4, 15.0, _POINTS), np.linspace(0.01, 15.0, _POINTS)]))
    loss, slope = float(loss_in_rate(rate, k)), float(slope_in_rate(rate, k))
    told = f"is {shown(loss)}, its slope {shown(slope)}" if rate > 0.0 else "does not exist"
    shown_loss = (LabHandle(rate, loss, "rate"),) if math.isfinite(loss) else ()
    return LabPicture(
        ("λ", "loss without log k!"),
        ((-3.0, 15.0), (-20.0, 16.0)),
        {
            "loss": loss if rate > 0.0 or math.isfinite(loss) else math.nan,
            "slope": slope,
            "inside": float(rate > 0.0),
        },
        f"For the count {k:.0f} the loss λ − k log λ at λ = {shown(rate)} {told}.",
        curves=(LabCurve("λ − k log λ", along, loss_in_rate(along, k)),),
        marks=(LabMark("λ", rate, Look.MOVED),),
        wall=LabWall("no such λ", -1e3, 0.0),
        handles=shown_loss or (LabHandle(rate, 0.0, "rate", is_line=True),),
    )


POISSON = LabFigure(
    "poisson",
    "Poisson loss in λ",
    "Find the λ with the least loss for the count k. Below 0 there is no loss at all: a step that is too "
    "long "
    "ends behind the wall.",
    (LabValue("rate", "λ", "What is predicted.", -3.0, 15.0, 8.0), _COUNT),
    (
        LabOutcome("loss", "λ − k log λ", "loss without log k!; none at λ ≤ 0"),
        LabOutcome("slope", "1 − k/λ", "slope of it"),
        LabOutcome("inside", "λ > 0", "1 where λ is positive, else 0", shown=False),
    ),
    _poisson,
)


def _poisson_log(values: Mapping[str, float]) -> LabPicture:
    u, k = values["u"], values["k"]
    along = np.linspace(-4.0, 4.0, _POINTS)
    loss, slope = float(loss_in_log_rate(u, k)), float(slope_in_log_rate(u, k))
    return LabPicture(
        ("u = log λ", "loss without log k!"),
        ((-4.0, 3.5), (-20.0, 40.0)),
        {"loss": loss, "slope": slope, "rate": math.exp(u)},
        f"For the count {k:.0f} the loss eᵘ − ku at u = {shown(u)} is {shown(loss)}, its slope "
        f"{shown(slope)}.",
        curves=(LabCurve("eᵘ − ku", along, loss_in_log_rate(along, k)),),
        handles=(LabHandle(u, loss, "u"),),
    )


POISSON_LOG = LabFigure(
    "poisson_log",
    "Poisson loss in log λ",
    "The same loss in u = log λ has no wall: every u has a λ = eᵘ. Its slope is eᵘ − k, prediction minus "
    "label, as with the squared loss.",
    (LabValue("u", "u", "The logarithm of what is predicted.", -4.0, 3.5, -2.0), _COUNT),
    (
        LabOutcome("loss", "eᵘ − ku", "loss without log k!"),
        LabOutcome("slope", "eᵘ − k", "slope of it"),
        LabOutcome("rate", "λ = eᵘ", "what is predicted"),
    ),
    _poisson_log,
)


def _wall(values: Mapping[str, float]) -> LabPicture:
    w, b = values["w"], values["b"]
    data = Dataset(_X[:, None], _COUNTS)
    ws, bs = np.linspace(-1.0, 3.0, 101), np.linspace(-2.0, 6.0, 101)
    heights = walled_surface(data, ws, bs)
    loss = float(walled_surface(data, [w], [b])[0, 0])
    least_rate = float((w * _X + b).min())
    told = f"is {shown(loss)}" if math.isfinite(loss) else "does not exist: some λ is not positive"
    edge = np.array([-1.0, 0.0, 3.0])
    return LabPicture(
        ("w", "b"),
        ((-1.0, 3.0), (-2.0, 6.0)),
        {"loss": loss if math.isfinite(loss) else math.nan, "least_rate": least_rate},
        f"At w = {shown(w)}, b = {shown(b)} the mean loss {told}. The smallest λ of the four rows is "
        f"{shown(least_rate)}.",
        curves=(LabCurve("wall", edge, np.where(edge < 0.0, -3.0 * edge, 0.0), Look.GHOST),),
        surface=LabSurface(
            ws,
            bs,
            np.where(np.isfinite(heights), heights, np.nan),
            (-0.8, -0.7, -0.5, 0.0, 1.0, 2.0, 3.0, 5.0),
        ),
        handles=(LabHandle(w, b, "w", "b"),),
    )


WALL = LabFigure(
    "wall",
    "The wall of λ = wx + b",
    "The mean Poisson loss of four counts over w and b, where λ = wx + b is linear itself. Where λ is not "
    "positive in some row there is no loss.",
    (
        LabValue("w", "w", "The weight.", -1.0, 3.0, 0.0),
        LabValue("b", "b", "The bias.", -2.0, 6.0, 5.0),
    ),
    (
        LabOutcome("loss", "mean loss", "mean loss of the rows; none behind the wall"),
        LabOutcome("least_rate", "smallest λ", "smallest λ of the rows"),
    ),
    _wall,
)


def _ticks(values: Mapping[str, float]) -> LabPicture:
    price, tick = values["price"], values["tick"]
    moves = 0.02 * np.random.default_rng(int(values["seed"])).standard_normal(_DAYS)
    fine = price * np.exp(np.cumsum(moves) - moves[0])
    traded = on_ticks(fine, tick)
    logs, failed = log_prices(traded)
    days = np.arange(float(_DAYS))
    low, high = float(min(fine.min(), traded.min())), float(max(fine.max(), traded.max()))
    room = max(0.1 * (high - low), 0.02 * price)
    share = float(relative_tick(price, tick))
    levels = len(np.unique(traded))
    return LabPicture(
        ("day", "price"),
        ((0.0, float(_DAYS)), (max(low - room, 0.0), high + room)),
        {
            "share": share,
            "log_step": float(log_step(price, tick)),
            "levels": float(levels),
            "still": float(np.mean(np.diff(traded) == 0.0)),
            "failed": float(failed),
            "log_std": float(np.std(np.diff(logs))) if len(logs) > 1 else math.nan,
        },
        f"A tick of {shown(tick)} is {share:.2%} of the price {shown(price)}; in {_DAYS} days it takes "
        f"{levels} "
        "different prices.",
        curves=(
            LabCurve("traded price", days, traded),
            LabCurve("without ticks", days, fine, Look.GHOST),
        ),
    )


TICKS = LabFigure(
    "ticks",
    "Prices on a grid of ticks",
    "The same changes in per cent, for a share of any price. One tick is next to nothing for a dear "
    "share, and "
    "a lot for a penny stock: its price stands still, and then jumps.",
    (
        LabValue("price", "price", "The price on the first day.", 0.02, 100.0, 50.0, logarithmic=True),
        LabValue("tick", "tick", "The smallest change of a price.", 0.0001, 1.0, 0.01, logarithmic=True),
        _SEED,
    ),
    (
        LabOutcome("share", "tick/p", "what share of the price a tick is"),
        LabOutcome("log_step", "Δ log p", "by how much log price grows with one tick"),
        LabOutcome("levels", "different prices", "how many different prices there are"),
        LabOutcome("still", "days without change", "share of the days on which the price stands still"),
        LabOutcome("failed", "days at 0", "days at 0, where there is no log price", shown=False),
        LabOutcome("log_std", "spread of Δ log p", "standard deviation of its daily changes", shown=False),
    ),
    _ticks,
)
