"""`solve_reference`: the weights and bias that SGD is on its way to, whichever loss it minimises."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, finite_number
from linreg_gui.core.model.dataset import UNWEIGHTED, WITH_BIAS_ONLY, Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import r_squared
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.solver import (
    explain,
    find_dependencies,
    linear_model,
    solve_analytic,
)
from linreg_gui.core.wording import counted

from .counts import check_least_poisson
from .frame import Frame
from .least_absolute import least_absolute
from .minimisers import other_minimisers
from .newton import Point, minimise
from .working_rows import by_working_rows, of_a_sample, sample_size

_ONLY = "No other weights and bias do as well."
# Rows nearer to the Huber threshold than this share of it may be on either side.
_AT_THRESHOLD = 1e-9
# From what a sample tells Newton’s method needs no more, or goes astray.
_FEW_STEPS = 8


@dataclass(frozen=True, eq=False)
class Reference:
    """The least mean loss, and where it is.

    Attributes
    ----------
    fit : Fit
        Its ``half_mse`` and ``r_squared`` are those of what the model predicts for the labels.
    mean_loss : float
        Mean of the loss over all rows, without the penalty, as `Loss.mean`.
    penalised_loss : float
        The same plus ½·weight_decay·‖w‖²: what is least.
    unique : bool
        Whether no other weights and bias do as well.
    uniqueness : str
        The same in a sentence, and which of many is shown.
    steps : int
        Newton steps, those of the interior-point method included; 0 for the half squared error.
    """

    fit: Fit
    mean_loss: float
    penalised_loss: float
    unique: bool
    uniqueness: str
    steps: int

    @property
    def several(self) -> str:
        """A sentence on other answers that do as well; empty where there are none, or the fit tells it."""
        return "" if self.unique or self.uniqueness in self.fit.explanation else self.uniqueness


@dataclass(frozen=True, eq=False)
class _Found:
    """Parameters of a frame, and what is to be said about them."""

    theta: FloatArray
    steps: int
    method: str
    explanation: str
    others: str = ""


def solve_reference(
    data: Dataset,
    loss: Loss | None = None,
    weight_decay: float = 0.0,
    *,
    known: Moments | None = None,
) -> Reference:
    """Weights and bias with the least mean loss plus ½·weight_decay·‖w‖², as minibatch SGD seeks them.

    Standardising changes nothing of that, as weight decay is about weights in raw units (see `SgdConfig`).

    Parameters
    ----------
    data : Dataset
    loss : Loss, optional
        By default the half squared error, whose reference is `solve_analytic` with a ridge penalty.
    weight_decay : float
        In units of the loss per squared unit of the weights; the bias is not penalised.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.

    Returns
    -------
    Reference
        Where several weights predict the same because features depend on each other, those with the smallest
        ‖w‖ in raw units. Where the loss itself is flat at its least, as the absolute error of an even number
        of labels, the middle: the mean of the corners at which a weight or the bias is least or largest.

    Raises
    ------
    ValueError
        If the weight decay is negative or not finite, or the loss is none.
    ProblemError
        If the labels do not suit the loss, the numbers cannot be squared or leave too few digits, or there is
        no best answer: the Poisson loss may fall for ever where counts are 0.
    """
    chosen = SquaredLoss() if loss is None else loss
    if not isinstance(chosen, (SquaredLoss, AbsoluteLoss, HuberLoss, PoissonLoss)):
        raise ValueError("The loss must be a SquaredLoss, AbsoluteLoss, HuberLoss or PoissonLoss.")
    decay = finite_number(weight_decay, "The weight decay")
    if decay < 0.0:
        raise ValueError("The weight decay must not be negative.")
    if not isinstance(chosen, SquaredLoss):
        chosen.check_labels(data.y)
    m = moments(data) if known is None else known
    if isinstance(chosen, SquaredLoss):
        fit = solve_analytic(data, ridge=decay, known=m)
        unique = bool(decay) or not fit.dependencies
        return _reference(fit, fit.half_mse, decay, _ONLY if unique else fit.explanation, 0)
    if not data.has_bias:
        raise ProblemError(f"{WITH_BIAS_ONLY} This is the {chosen.name}.", ProblemKind.LOSS)
    if data.row_weights is not None:
        raise ProblemError(f"{UNWEIGHTED} This is the {chosen.name}.", ProblemKind.LOSS)
    frame = Frame.of(data, m, decay, centre_labels=not isinstance(chosen, PoissonLoss))
    if isinstance(chosen, AbsoluteLoss):
        found = _absolute(frame)
    elif isinstance(chosen, HuberLoss):
        found = _huber(frame, chosen)
    else:
        found = _poisson(frame, chosen)
    fit = _fit(frame, m, chosen, found, decay)
    several = fit.explanation.removeprefix(found.explanation).strip() if not decay else ""
    uniqueness = " ".join(filter(None, [several, found.others])) or _ONLY
    mean = chosen.mean(data, fit.weights, fit.bias, fit.centred)
    return _reference(fit, mean, decay, uniqueness, found.steps)


def _absolute(frame: Frame) -> _Found:
    found = least_absolute(frame)
    others = "" if found.others is None else found.others.sentence(frame)
    through = f"it goes through {counted(found.rows, 'row')}"
    explanation = f"Solved by an interior-point method in {counted(found.steps, 'step')}: {through}."
    if found.others is not None:
        explanation = f"Solved by an interior-point method in {counted(found.steps, 'step')}."
    return _Found(found.theta, found.steps, "interior-point", explanation, others)


def _huber(frame: Frame, loss: HuberLoss) -> _Found:
    point = _least_huber(frame, loss)
    residual = frame.labels - frame.outputs(point.theta)
    slack = np.copysign(np.maximum(np.abs(residual) - loss.threshold, 0.0), residual)
    inside = np.abs(residual) < loss.threshold * (1.0 - _AT_THRESHOLD)
    others = other_minimisers(frame, point.theta, inside, slack)
    explanation = f"Solved by an interior-point and Newton’s method in {counted(point.steps, 'step')}."
    if others is None:
        return _Found(point.theta, point.steps, "newton", explanation)
    return _Found(others.theta, point.steps, "newton", explanation, others.sentence(frame))


def _least_huber(frame: Frame, loss: HuberLoss) -> Point:
    """Newton’s method from what a sample tells; where that is not near enough, from what all rows do."""
    threshold, steps = loss.threshold, 0
    if size := sample_size(frame):
        near = of_a_sample(frame, threshold, 1.0, size)
        steps = near.steps
        try:
            point = minimise(frame, loss, near.theta, threshold, _FEW_STEPS)
        except ProblemError:
            steps += _FEW_STEPS
        else:
            return replace(point, steps=steps + point.steps)
    near = by_working_rows(frame, threshold, 1.0)
    point = minimise(frame, loss, near.theta, threshold)
    return replace(point, steps=steps + near.steps + point.steps)


def _poisson(frame: Frame, loss: PoissonLoss) -> _Found:
    check_least_poisson(frame, bool(frame.root.size))
    start = np.zeros(frame.n_parameters)
    start[0] = math.log(float(frame.labels.mean()))
    point = minimise(frame, loss, start, 1.0)
    return _Found(
        point.theta, point.steps, "newton", f"Solved by Newton’s method in {counted(point.steps, 'step')}."
    )


def _fit(frame: Frame, m: Moments, loss: Loss, found: _Found, decay: float) -> Fit:
    """The model for all features."""
    data = frame.design.data
    weights, bias, centred = linear_model(frame.everything, frame.parameters(found.theta))
    dependencies = find_dependencies(data, frame.everything.columns, frame.split, True)
    explanation = found.explanation
    if decay:
        explanation = f"{explanation[:-1]}, with a weight decay of {number_text(decay)}."
    elif dependencies:
        several = explain("", frame.condition, dependencies, data.n_rows, data.n_features + 1)
        explanation = f"{explanation} {several}"
    half_mse = loss.half_mse(data, weights, centred)
    return Fit(
        weights=weights,
        bias=bias,
        half_mse=half_mse,
        r_squared=r_squared(half_mse, m) if half_mse < math.inf else -math.inf,
        rank=data.n_features - len(dependencies),
        condition_number=math.inf if dependencies else frame.condition,
        method=found.method,
        explanation=explanation,
        dependencies=dependencies,
        centred=centred,
    )


def _reference(fit: Fit, mean: float, decay: float, uniqueness: str, steps: int) -> Reference:
    penalty = 0.5 * decay * float(fit.weights @ fit.weights)
    return Reference(fit, mean, mean + penalty, uniqueness == _ONLY, uniqueness, steps)
