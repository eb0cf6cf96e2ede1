"""One sentence on what a plot shows, for who cannot see it: what a glance would tell."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.model.noise import NoiseSummary
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted

_OFF_CENTRE = 0.1  # a mean of residuals, in standard deviations
_SLIGHT, _CLEAR, _LONG = 0.25, 1.0, 2.0  # skewness
_HEAVY = 2.0  # kurtosis beyond that of a normal distribution


@dataclass(frozen=True, eq=False)
class Standing:
    """How a model stands.

    Attributes
    ----------
    step : int
        How many updates it has had.
    distance : float
        Of its predictions from those of the exact solution, in their spread.
    noise : NoiseSummary
        Its residuals.
    """

    step: int
    distance: float
    noise: NoiseSummary


def fit_sentence(what: str, n_rows: int, standing: Standing | None) -> str:
    """The fit plot: ``what`` is drawn, of how many rows, how far from the exact solution, what is left."""
    rows = f"{what} {counted(n_rows, 'row')}"
    if standing is None:
        return f"{rows}."
    return f"{rows}, {distance_words(standing.distance)}; residuals {shape_words(standing.noise)}."


def distance_words(distance: float) -> str:
    """How far from the exact solution."""
    percent = 100.0 * distance
    if not math.isfinite(percent):
        return "the distance from exact unknown"
    if percent < 0.005:
        return "less than 0.005 % from exact" if percent > 0.0 else "exact"
    return f"{_per_cent(percent)} from exact"


def shape_words(noise: NoiseSummary) -> str:
    """Whether residuals lie evenly about 0, and which tails they have."""
    if not noise.std > 0.0:
        return "all the same" if noise.mean else "all 0"
    off = noise.mean / noise.std
    about = "even" if abs(off) < _OFF_CENTRE else f"mostly {'above' if off > 0.0 else 'below'} 0"
    tails = _tail_words(noise)
    return f"{about}, {tails}" if tails else about


def _tail_words(noise: NoiseSummary) -> str:
    share = noise.density * np.diff(noise.edges)
    z = (0.5 * (noise.edges[1:] + noise.edges[:-1]) - noise.mean) / noise.std
    skewness, kurtosis = float(share @ z**3), float(share @ z**4) - 3.0
    if abs(skewness) >= _SLIGHT:
        size = "long " if abs(skewness) >= _LONG else "slight " if abs(skewness) < _CLEAR else ""
        return f"{size}{'right' if skewness > 0.0 else 'left'} tail"
    return "long tails on both sides" if kurtosis > _HEAVY else ""


def loss_sentence(curve: LossCurve, least: float | None) -> str:
    """The loss curve: from where to where, how near to the least loss, and how it is on rows held out."""
    if not curve.step.size:
        return "No loss yet."
    first, last, step = float(curve.training[0]), float(curve.training[-1]), int(curve.step[-1])
    known = "" if least is None else f"; the exact solution has {number_text(least, 4)}"
    if not step:
        return f"The loss is {number_text(last, 4)} before the first update{known}."
    way = "fallen" if last < first else "risen" if last > first else "stayed"
    sentence = f"After {counted(step, 'update')} the loss has {way} from {number_text(first, 4)} to "
    sentence += number_text(last, 4) + _above_words(last, least)
    held_out = float(curve.validation[-1])
    return sentence + (f"; {number_text(held_out, 4)} on held-out rows." if math.isfinite(held_out) else ".")


def _above_words(loss: float, least: float | None) -> str:
    if least is None or not math.isfinite(loss):
        return ""
    if not least > 0.0:
        return f", where the exact solution has {number_text(least, 4)}"
    percent = 100.0 * (loss - least) / least
    if percent < 0.005:
        return ", as little as the exact solution"
    return f", {_per_cent(percent)} above the exact solution"


def _per_cent(percent: float) -> str:
    if percent >= 1e6:
        return f"{number_text(percent, 2)} %"
    digits = 2 if percent < 1.0 else 1 if percent < 10.0 else 0
    return f"{percent:,.{digits}f} %"


def noise_sentence(noise: NoiseSummary, name: str) -> str:
    """The histogram of residuals, by the name of what they are."""
    mean, std = number_text(noise.mean, 3), number_text(noise.std, 3)
    return (
        f"Histogram of {counted(noise.n_rows, 'row')}, {name}: mean {mean}, standard deviation {std}; "
        f"{shape_words(noise)}."
    )


def times_sentence(names: tuple[str, ...], largest: int, fastest: str) -> str:
    """Times of several ways to compute the same, and which of them is the fastest at the largest size."""
    if not names:
        return "No time has been measured yet."
    return f"Times of {', '.join(names)} against n, up to {largest:,}, where {fastest} is the fastest."
