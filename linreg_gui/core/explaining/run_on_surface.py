"""A run on the loss over two of its parameters: the valley, the way through it and the next move.

Which part of it is in sight, and which contours are drawn there, is up to the view.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.sgd.config import Snapshot

from .quadratic import Quadratic
from .run_path import RunPath
from .sampled_loss import SampledLoss, sampled_loss
from .shown_run import ShownRun
from .state import State, parameter_names
from .surface_window import minibatch_loss, surface_window, window_loss, window_range
from .view_box import Range

# A feature, or None for the bias.
Parameter = str | None

# What the others make up for to this share of its effect, rounding apart, has no effect of its own.
_NO_EFFECT = 1e-12
_NO_BOTTOM = (
    "Along a line in this plane no prediction changes, so the loss has no lowest point to go to. "
    "Choose other parameters above."
)


@dataclass(frozen=True)
class SurfaceWish:
    """What is to be seen of the loss.

    Attributes
    ----------
    parameters : pair of str or None, optional
        Each a feature, for its weight, or None for the bias. By default, and where one is not there, the
        first two weights, or the weight and the bias of a single feature.
    standardised : bool
        Coordinates of standardised features, or those of the data.
    others_at_best : bool
        Whether the other parameters are at their best for each point, or as they are in the run.
    minibatch : bool
        Whether the loss over the next minibatch is to be seen, too.
    """

    parameters: tuple[Parameter, Parameter] | None = None
    standardised: bool = False
    others_at_best: bool = False
    minibatch: bool = False

    def __post_init__(self) -> None:
        if self.parameters is not None and self.parameters[0] == self.parameters[1]:
            raise ValueError("A surface is over two different parameters.")


@dataclass(frozen=True, eq=False)
class RunWay:
    """Where the states of another run lie, from its start to its end; its name, and which look it has."""

    name: str
    look: int
    places: FloatArray


@dataclass(frozen=True, eq=False)
class RunOnSurface:
    """One moment of a run on the loss over two parameters.

    Attributes
    ----------
    wish : SurfaceWish
        What it was made for.
    names : tuple of str
        Of the features.
    parameters : pair of int
        0 to d − 1 for a weight, d for the bias.
    loss : Quadratic or SampledLoss
        What is minimised, over all rows.
    minibatch : Quadratic, SampledLoss or None
        That over the rows of the next minibatch, where it is wished for and there is one.
    path : array, shape (k, 2)
        Where the states of the run lie, from its start to the moment.
    beside : tuple of RunWay
        The other runs that are drawn.
    move : array, shape (2,)
        What the next update adds; 0 where there is none.
    optimum : array, shape (2,)
        Where the exact solution lies.
    next_start : array, shape (2,), or None
        Where the run after it begins, if that is elsewhere.
    step : int
    name, short_name : str
        What the loss is called, with the ½ where there is one.
    now, least : float
        That of the moment and of the exact solution, over all rows.
    problem : str
        Why there is nothing to see; empty where there is.
    """

    wish: SurfaceWish
    names: tuple[str, ...]
    parameters: tuple[int, int]
    loss: Quadratic | SampledLoss
    minibatch: Quadratic | SampledLoss | None
    path: FloatArray
    beside: tuple[RunWay, ...]
    move: FloatArray
    optimum: FloatArray
    next_start: FloatArray | None
    step: int
    name: str
    short_name: str
    now: float
    least: float
    problem: str

    @property
    def axes(self) -> tuple[str, str]:
        """The names of the two coordinates."""
        first, second = (self._called(parameter) for parameter in self.parameters)
        return first, second

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The ranges of both coordinates that show start, path and minimum."""
        return window_range(self.loss, np.vstack([self.path, self.optimum]))

    @property
    def others(self) -> str:
        """What is done with the parameters that are not among the two; empty where there are none."""
        if len(self.names) == 1:
            return ""
        if not self.wish.others_at_best:
            return f"the others as at step {self.step:,}"
        return "the others at their best" if isinstance(self.loss, Quadratic) else "the others as exact"

    @property
    def sentence(self) -> str:
        """What there is to see, for those who don't."""
        first, second = self.axes
        others = f", {self.others}" if self.others else ""
        text = f"{self.name[0].upper()}{self.name[1:]} over {first} and {second}{others}"
        if self.problem:
            return f"{text}. {self.problem}"
        now, least = number_text(self.now, 4), number_text(self.least, 4)
        found = f"{text}; SGD at {now} after step {self.step:,}, least {least}. {self.loss.sentence}"
        dashed = self.minibatch.sentence if isinstance(self.minibatch, SampledLoss) else ""
        return f"{found} Of the minibatch: {dashed[0].lower()}{dashed[1:]}" if dashed else found.rstrip()

    def _called(self, parameter: int) -> str:
        name = parameter_names(self.names, self.wish.standardised)[parameter]
        if parameter == len(self.names):
            return name
        return f"weight of {name}" + (", standardised" if self.wish.standardised else "")


def run_on_surface(
    objective: Objective,
    path: RunPath,
    state: Snapshot,
    after: State,
    next_start: State | None,
    rows: IntArray | None,
    wish: SurfaceWish,
    runs: Sequence[ShownRun] = (),
) -> RunOnSurface:
    """`RunOnSurface` as it is wished for.

    Where the loss is not quadratic it is not known what would be best of the other parameters; where they are
    to be so, they are those of the exact solution.

    Parameters
    ----------
    objective : Objective
    path : RunPath
        To the moment.
    state : Snapshot
        The moment.
    after : State
        After the next update; the same where there is none.
    next_start : State or None
        Where the run after it begins, if that is elsewhere.
    rows : array of int or None
        Those of the next minibatch, if they are to be seen.
    wish : SurfaceWish
    runs : sequence of ShownRun
        Those that are drawn beside it.
    """
    data, surface, decay = objective.analysis.data, objective.analysis.surface, objective.weight_decay
    parameters = _chosen(wish, data.feature_names)
    exact = objective.exact or surface.exact
    others: State | None = state
    if wish.others_at_best:
        others = None if objective.is_quadratic else exact
    window = surface_window(
        surface,
        parameters,
        standardised=wish.standardised,
        others=others,
        weight_decay=decay,
        best=exact,
        has_bias=data.has_bias,
    )
    begins = state if next_start is None else next_start
    ends = state, after, exact, begins
    places = window.places(np.array([end.weights for end in ends]), np.array([end.bias for end in ends]))
    now, then, optimum, start = places
    least = _penalised(objective, exact, objective.least or 0.0)
    loss: Quadratic | SampledLoss
    minibatch: Quadratic | SampledLoss | None = None
    if objective.is_quadratic:
        loss = window_loss(surface, window, decay)
        problem = "" if _has_bottom(surface, loss, parameters, wish, decay) else _NO_BOTTOM
        if rows is not None:
            minibatch = minibatch_loss(data, rows, window, decay)
    else:
        loss = sampled_loss(data, window, objective.loss, decay, optimum, least)
        problem = ""
        if rows is not None:
            minibatch = sampled_loss(data, window, objective.loss, decay, optimum, math.nan, rows)
    if objective.exact is None:
        problem = objective.explanation
    mean = objective.mean_loss(state.weights, state.bias, state.bias_rest, state.centred)
    return RunOnSurface(
        wish=wish,
        names=data.feature_names,
        parameters=parameters,
        loss=loss,
        minibatch=minibatch,
        path=frozen(window.places(path.weights, path.biases)),
        beside=tuple(
            RunWay(run.name, run.look, frozen(window.places(run.path.weights, run.path.biases)))
            for run in runs
        ),
        move=frozen(then - now),
        optimum=frozen(optimum),
        next_start=None if next_start is None else frozen(start),
        step=state.step,
        name=objective.mean_name + (" with weight decay" if decay else ""),
        short_name=objective.loss.short_name,
        now=_penalised(objective, state, mean),
        least=least,
        problem=problem,
    )


def _penalised(objective: Objective, state: State, mean: float) -> float:
    """With what weight decay adds."""
    return mean + 0.5 * objective.weight_decay * float(state.weights @ state.weights)


def _has_bottom(
    surface: LossSurface, loss: Quadratic, parameters: tuple[int, int], wish: SurfaceWish, decay: float
) -> bool:
    """Whether predictions change whichever way the two parameters go, the others following or not."""
    if decay and len(surface.exact.weights) not in parameters:
        return True  # the penalty alone bends it
    alone = np.linalg.norm(surface.root(wish.standardised)[:, list(parameters)], axis=0)
    together = np.linalg.norm(loss.root, axis=0)
    return loss.has_bottom and bool((together > _NO_EFFECT * alone).all())


def _chosen(wish: SurfaceWish, names: Sequence[str]) -> tuple[int, int]:
    """The two parameters, by number."""
    known = [*names, None]
    if wish.parameters is None or not set(wish.parameters) <= set(known):
        return 0, 1
    first, second = (known.index(parameter) for parameter in wish.parameters)
    return first, second
