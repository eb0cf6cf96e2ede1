"""A moment of a run in numbers, beside the exact ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis, Standing
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.linear_model import Line, predict
from linreg_gui.core.model.shown_equation import EquationForm, ShownEquation, shown_equation
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_features, shown_label

from .run_progress import RunDistance


class Numbers(NamedTuple):
    """Those of a model, in raw units."""

    weights: FloatArray
    bias: float


@dataclass(frozen=True, eq=False)
class RunEquation:
    """Two equations; what is the same from moment to moment is worked out where it is asked for.

    Attributes
    ----------
    objective : Objective
    form : EquationForm
    units : mapping of str to str
        Of the columns of the table.
    sgd : Numbers
    moving : MovingData or None
        Rows that a hand moves, whose line is the exact one.
    """

    objective: Objective
    form: EquationForm
    units: Mapping[str, str]
    sgd: Numbers
    moving: MovingData | None

    def is_written_as(self, other: RunEquation | None) -> bool:
        """Whether it is of the same model in the same words and digits."""
        if other is None:
            return False
        return (self.objective, self.form, self.units) == (other.objective, other.form, other.units)

    @cached_property
    def shown(self) -> ShownEquation:
        """In which digits, and around what; indicators are never centred."""
        made, sources = self.objective.analysis.ledger.made_features, self.objective.analysis.ledger.sources
        return self.objective.shown_equation(self.form, [j for j in made if sources[j].is_indicator])

    @property
    def names(self) -> tuple[str, ...]:
        """Of the features, with their units."""
        analysis = self.objective.analysis
        return shown_features(analysis.data.feature_names, analysis.ledger.sources, self.units)

    @property
    def label(self) -> str:
        """What stands before it."""
        analysis = self.objective.analysis
        return self.objective.equation_label.format(
            shown_label(analysis.data.label_name, analysis.label, self.units)
        )

    @property
    def exact(self) -> Numbers | None:
        """The exact numbers; None where there are none."""
        return _exact(self.objective, self.moving)

    @property
    def constant(self) -> float | None:
        """What is predicted at the centres, where it has digits that the bias has lost."""
        exact = self.objective.exact
        if exact is None or self.moving is not None or not self.shown.is_centred:
            return None
        return float(exact.predict(self.shown.centres)[0])


@dataclass(frozen=True, eq=False)
class RunWeights:
    """Bias and weights of a moment, and what stands beside them.

    Attributes
    ----------
    objective : Objective
    sgd : Numbers
    is_start : bool
        Whether it is what all runs start from that start at zeros.
    moving : MovingData or None
        See `RunEquation`.
    """

    objective: Objective
    sgd: Numbers
    is_start: bool
    moving: MovingData | None

    @property
    def analysis(self) -> Analysis:
        """Of the data."""
        return self.objective.analysis

    @property
    def shown(self) -> ShownEquation:
        """To which digits."""
        analysis = self.analysis
        return shown_equation(analysis.moments, EquationForm.PLAIN, has_bias=analysis.data.has_bias)

    @property
    def exact(self) -> Numbers | None:
        """The exact numbers; None where there are none."""
        return _exact(self.objective, self.moving)

    @property
    def truth(self) -> Truth | None:
        """What the data are made with; None where it is of a line, and the model of a logarithm."""
        return self.analysis.data.linear_truth if self.objective.has_lines else None

    @property
    def explanation(self) -> str:
        """How the exact numbers were found, and how they differ from the true ones."""
        truth = self.analysis.data.truth
        return " ".join(filter(None, (self.objective.explanation, truth.sentence if truth else "")))


@dataclass(frozen=True, eq=False)
class PredictionWish:
    """What is to be predicted.

    Attributes
    ----------
    values : array, shape (d,), or None
        One for every feature; None where one is no number.
    own_units : bool
        Whether a label that was fitted as its logarithm is told in its own units.
    mean_factor : float, optional
        What a median is multiplied by to be a mean; None where medians are told.
    """

    values: FloatArray | None = None
    own_units: bool = False
    mean_factor: float | None = None


@dataclass(frozen=True)
class RunPrediction:
    """What both solutions predict; None for one that predicts nothing.

    Attributes
    ----------
    sgd, exact : float or None
    name : str
        What it is that is predicted.
    step : float
        What the last digit may be worth.
    """

    sgd: float | None
    exact: float | None
    name: str
    step: float


def run_distance(
    objective: Objective, state: Snapshot, stands: Standing, moving: MovingData | None
) -> RunDistance:
    """How far the moment is from the exact solution, or from that of rows that a hand moves."""
    remark = objective.distance_remark
    if not state.is_a_fit:
        return RunDistance(None, remark=remark)
    if _has_line(moving, state):
        assert moving is not None
        return RunDistance(moving.distance(Line(float(state.weights[0]), state.bias)), remark=remark)
    return RunDistance(stands.distance, stands.standard_errors_off, remark)


def run_equation(
    objective: Objective,
    state: Snapshot,
    moving: MovingData | None,
    units: Mapping[str, str],
    form: EquationForm,
) -> RunEquation:
    """Both equations of the moment."""
    moved = moving if _has_line(moving, state) else None
    return RunEquation(objective, form, units, Numbers(state.weights, state.bias), moved)


def run_weights(objective: Objective, state: Snapshot, moving: MovingData | None) -> RunWeights:
    """Bias and weights of the moment."""
    moved = moving if _has_line(moving, state) else None
    return RunWeights(objective, Numbers(state.weights, state.bias), not state.is_a_fit, moved)


def run_prediction(
    objective: Objective,
    state: Snapshot,
    moving: MovingData | None,
    units: Mapping[str, str],
    wish: PredictionWish,
) -> RunPrediction:
    """What the moment and the exact solution predict for a row."""
    analysis, values = objective.analysis, wish.values
    scale = analysis.label_scale if wish.own_units else LabelScale.PLAIN
    plain = shown_label(analysis.data.label_name, analysis.label, units)
    name = plain if objective.has_lines else f"mean {plain}"
    step = shown_equation(analysis.moments).step
    # The exponential of a fitted logarithm is the median of the label, which lies below its mean.
    factor = 1.0
    if scale is LabelScale.LOG:
        name = f"{'median' if wish.mean_factor is None else 'mean'} {analysis.label}"
        factor = wish.mean_factor or 1.0
    if values is None or len(values) != analysis.data.n_features:
        return RunPrediction(None, None, name, step)
    outputs = state.centred.predict(np.atleast_2d(values), state.weights)
    sgd = factor * float(unscaled(objective.loss.prediction(outputs), scale)[0])
    solved, exact = None, None
    if _has_line(moving, state):
        solved = predict(values, *_exact(objective, moving))  # type: ignore[misc]
    elif objective.exact is not None:
        solved = objective.loss.prediction(objective.exact.predict(values))
    if solved is not None:
        exact = factor * float(unscaled(solved, scale)[0])
    if scale is LabelScale.LOG:
        step *= abs(sgd if exact is None else exact)  # a step of the logarithm, at this label
    return RunPrediction(sgd, exact, name, step)


def _has_line(moving: MovingData | None, state: Snapshot) -> bool:
    return moving is not None and moving.line is not None and len(state.weights) == 1


def _exact(objective: Objective, moving: MovingData | None) -> Numbers | None:
    if moving is not None and moving.line is not None:
        return Numbers(np.array([moving.line.slope]), moving.line.intercept)
    exact = objective.exact
    return None if exact is None else Numbers(exact.weights, exact.bias)
