"""The residuals of one moment of a run, or of the exact solution: as a histogram, and what stands over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Standing
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.model.noise import NoiseSummary
from linreg_gui.core.model.residual_noise import drawable
from linreg_gui.core.model.true_noise import true_density
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.shown_names import shown_label

from .noise_lab import NoiseLab, noise_lab

_FAR = "The rows lie so far from the line that their residuals cannot be drawn."
# Of the tallest bar: as high is a bar with any selected row at least.
_SEEN = 0.02


@dataclass(frozen=True)
class NoiseWish:
    """Whose residuals are to be seen, and with what.

    Attributes
    ----------
    exact : bool
        Those of the exact solution, and not those of the moment.
    selected : RowSet
        Rows of the table whose share is marked.
    lab : bool
        Whether noise is to be laid over them by hand.
    """

    exact: bool = False
    selected: RowSet = field(default_factory=lambda: NO_ROWS)
    lab: bool = False


@dataclass(frozen=True, eq=False)
class RunNoise:
    """Residuals, ready to be drawn.

    Attributes
    ----------
    noise : NoiseSummary or None
    explanation : str
        Why there are none; empty where there are some.
    name, short_name : str
        What they are.
    label : str
        In whose units they are.
    marked : array, shape (k,), or None
        How much of every bar the selected rows make; None without any.
    n_marked : int
        How many rows those are.
    truth : Truth or None
        The noise that the data were made with, where its density is known.
    lab : NoiseLab, str or None
        For noise that is moved by hand, where that is wished for; or why there is none.
    wish : NoiseWish
    """

    noise: NoiseSummary | None
    explanation: str = ""
    name: str = "residuals"
    short_name: str = ""
    label: str = ""
    marked: FloatArray | None = None
    n_marked: int = 0
    truth: Truth | None = None
    lab: NoiseLab | str | None = None
    wish: NoiseWish = NoiseWish()


def run_noise(
    objective: Objective,
    state: Snapshot,
    stands: Standing | None,
    moving: MovingData | None,
    units: Mapping[str, str],
    wish: NoiseWish,
) -> RunNoise:
    """The residuals that are wished for; of rows that a hand moves, those of where they are."""
    analysis, model = objective.analysis, objective.exact if wish.exact else state
    label = shown_label(analysis.data.label_name, analysis.label, units)
    truth, why = _known(analysis.data.linear_truth), objective.explanation
    if moving is not None and len(state.weights) == 1:
        line = moving.line if wish.exact else Line(float(state.weights[0]), state.bias)
        noise, why = moving.noise(line), _FAR
    elif wish.exact:
        noise = objective.exact_noise
    elif stands is not None:
        noise = stands.noise
    else:
        noise = objective.noise(state.weights, state.bias, state.bias_rest)
    if noise is None or model is None:
        return RunNoise(None, why, label=label, truth=truth, wish=wish)
    marked, n_marked = None, 0
    if moving is None and len(wish.selected):
        rows = analysis.dataset_rows(wish.selected.sample(POINTS_DRAWN))
        residuals = objective.residuals(rows, model.weights, model.bias, model.bias_rest)
        marked, n_marked = _marked(noise, residuals[np.isfinite(residuals)])
    lab = _lab(objective, noise, model) if wish.lab else None
    return RunNoise(noise, "", *_names(objective, state, wish), label, marked, n_marked, truth, lab, wish)


def _known(truth: Truth | None) -> Truth | None:
    return None if truth is None or true_density(truth, np.zeros(1)) is None else truth


def _marked(noise: NoiseSummary, residuals: FloatArray) -> tuple[FloatArray | None, int]:
    """In the scale of the bars; wherever there is one row it can be seen."""
    if not residuals.size:
        return None, 0
    counts = np.histogram(np.clip(residuals, noise.edges[0], noise.edges[-1]), noise.edges)[0]
    share = counts / noise.n_rows / np.diff(noise.edges)
    least = _SEEN * float(noise.density.max(initial=0.0))
    return np.where(counts > 0, np.maximum(share, least), 0.0), residuals.size


def _lab(objective: Objective, noise: NoiseSummary, model: Fit | Snapshot) -> NoiseLab | str:
    """Of the most likely noise that is drawn; the squared loss needs no look at the rows."""
    curve, residuals = noise.curve, np.empty(0)
    if not objective.is_quadratic and objective.has_lines:
        rows = objective.analysis.noise_sample
        residuals = drawable(objective.residuals(rows, model.weights, model.bias, model.bias_rest))
    best = (noise.mean, 0.0) if curve is None else (curve.location, curve.scale)
    weighted = objective.analysis.data.row_weights is not None
    return noise_lab(objective.loss, noise, best, residuals, weighted=weighted)


def _names(objective: Objective, state: Snapshot, wish: NoiseWish) -> tuple[str, str]:
    """What the residuals are that are shown, in full and in short."""
    name, short = _of_whom(objective, state, exact=wish.exact)
    weighted = objective.analysis.data.row_weights is not None
    return (f"{name}, each row counted once" if weighted else name), short


def _of_whom(objective: Objective, state: Snapshot, *, exact: bool) -> tuple[str, str]:
    if exact:
        return "residuals of the exact solution", "exact residuals"
    if state.step:
        return "residuals of the current fit", "residuals"
    if state.bias or state.weights.any():
        return "residuals of the weights that training starts with", "at the start"
    if not objective.has_lines:
        return "before training: the labels less 1, as all weights are 0", "labels − 1 (weights 0)"
    return "before training: the labels, as all weights are 0", "labels (weights 0)"
