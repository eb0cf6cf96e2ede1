"""How facts are read from a state: short functions that the table of facts names."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.project.kept_fit import KeptFit
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

from .state import SessionState

LOSSES = {"squared": SquaredLoss, "absolute": AbsoluteLoss, "huber": HuberLoss, "poisson": PoissonLoss}


def of_table(read: Callable[[Table], Any], missing: Any = math.nan) -> Callable[[SessionState], Any]:
    """What a table says, if there is one."""
    return lambda s: missing if s.table is None else read(s.table)


def of_analysis(read: Callable[[Analysis], float]) -> Callable[[SessionState], float]:
    """What the data that training uses say, if there are any."""
    return lambda s: math.nan if s.analysis is None else read(s.analysis)


def of_config(name: str) -> Callable[[SessionState], float]:
    """One of the settings."""
    return lambda s: float(getattr(s.config, name))


def of_state(name: str) -> Callable[[SessionState], Any]:
    """What the state says itself."""
    return lambda s: getattr(s, name)


def how_many(name: str) -> Callable[[SessionState], float]:
    """How many there are of something."""
    return lambda s: float(len(getattr(s, name)))


def of_snapshot(which: str, name: str) -> Callable[[SessionState], float]:
    """What there is to be seen at the end of the run, or at the moment that is shown."""

    def read(s: SessionState) -> float:
        snapshot = getattr(s, which)
        return math.nan if snapshot is None else float(getattr(snapshot, name))

    return read


def given(name: str) -> Callable[[SessionState], Any]:
    """What was answered."""
    return lambda s: getattr(s.given, name)


def drawn(what: str, part: int) -> Callable[[SessionState], float]:
    """A number of a point or line that was drawn."""

    def read(s: SessionState) -> float:
        pair = getattr(s.given, what)
        return math.nan if pair is None else float(pair[part])

    return read


def pointed_row(s: SessionState) -> float:
    """The row that is pointed at, from 1."""
    return math.nan if s.pointed is None else s.pointed + 1.0


def selected_rows(s: SessionState) -> tuple[float, ...]:
    """The numbers of the selected rows, from 1."""
    return tuple((s.selected.rows() + 1.0).tolist())


def verbs(s: SessionState) -> tuple[str, ...]:
    """What was done since the task began."""
    return tuple(deed.verb for deed in s.deeds)


def times(s: SessionState, verb: str) -> float:
    """How often something was done since the task began."""
    return float(sum(deed.verb == verb for deed in s.deeds))


def exact_bias(s: SessionState) -> float:
    """The bias of the exact solution."""
    exact = None if s.objective is None else s.objective.exact
    return math.nan if exact is None else exact.bias


def of_runs(read: Callable[[Run], Any], *, text: bool = False) -> Callable[[SessionState], Any]:
    """A value for each run."""
    return lambda s: np.array([read(run) for run in s.runs], dtype=object if text else np.float64)


def run_settings(name: str) -> Callable[[SessionState], Any]:
    """A setting of each run, as its last update had it."""
    return of_runs(lambda run: getattr(run.made[-1][1], name))


def run_losses(column: int) -> Callable[[SessionState], Any]:
    """The last value of a column of each loss curve."""
    return of_runs(lambda run: run.curve[-1, column] if len(run.curve) else math.nan)


def of_fits(name: str) -> Callable[[SessionState], FloatArray]:
    """One of the numbers of each kept fit."""
    return lambda s: np.array([getattr(fit.numbers, name) for fit in s.fits], dtype=np.float64)


def of_fits_text(s: SessionState) -> Any:
    """The label of each kept fit."""
    fits: tuple[KeptFit, ...] = s.fits
    return np.array([fit.label for fit in fits], dtype=object)


def loss_name(of: SessionState | Run) -> str:
    """What the loss is called in lessons."""
    config = of.made[-1][1] if isinstance(of, Run) else of.config
    return next(name for name, kind in LOSSES.items() if isinstance(config.loss, kind))


def label_name(s: SessionState) -> str:
    """The column that is the label; empty if there is none."""
    return next(iter(_with_role(s, Role.LABEL)), "")


def feature_names(s: SessionState) -> tuple[str, ...]:
    """The columns that are features; with their terms, once the table was analysed."""
    names = _with_role(s, Role.FEATURE)
    return names if s.analysis is None else tuple(dict.fromkeys([*names, *s.analysis.data.feature_names]))


def _with_role(s: SessionState, wanted: Role) -> tuple[str, ...]:
    return () if s.table is None else tuple(name for name, role in s.table.roles.items() if role is wanted)


def column_names(s: SessionState) -> tuple[str, ...]:
    """All columns of the table."""
    return () if s.table is None else s.table.names


def excluded_rows(s: SessionState) -> tuple[float, ...]:
    """The numbers of the rows that are excluded, from 1."""
    flags = None if s.table is None else s.table.recipe.excluded
    return () if flags is None else tuple((np.flatnonzero(flags) + 1.0).tolist())


def _place(s: SessionState, feature: str) -> int | None:
    names = () if s.analysis is None else s.analysis.data.feature_names
    return names.index(feature) if feature in names else None


def shown_weight(s: SessionState, feature: str) -> float:
    """A weight that the views show."""
    place = _place(s, feature)
    return math.nan if place is None or s.shown is None else float(s.shown.weights[place])


def exact_weight(s: SessionState, feature: str) -> float:
    """A weight of the exact solution."""
    place, exact = _place(s, feature), None if s.objective is None else s.objective.exact
    return math.nan if place is None or exact is None else float(exact.weights[place])


def weight_after(s: SessionState, feature: str) -> float:
    """A weight that is shown after the next update."""
    place, after = _place(s, feature), s.after
    return math.nan if place is None or after is None else float(after.weights_shown[place])


def bias_after(s: SessionState) -> float:
    """The bias that is shown after the next update."""
    return math.nan if s.after is None else float(s.after.bias_shown)


def _limits(s: SessionState) -> LearningRateLimits | None:
    return None if s.objective is None else s.objective.limits(s.config)


def limit(name: str) -> Callable[[SessionState], float]:
    """What the curvature says, where the loss has one."""

    def read(s: SessionState) -> float:
        limits = _limits(s)
        return math.nan if limits is None else float(getattr(limits, name))

    return read


def loss_at(which: str) -> Callable[[SessionState], float]:
    """A loss at the weights that are shown, or the least one; and the distance from where it is."""

    def read(s: SessionState) -> float:
        if s.objective is None or s.shown is None:
            return math.nan
        model = s.shown.weights, s.shown.bias, s.shown.bias_rest
        match which:
            case "train":
                return s.objective.mean_loss(*model, s.shown.centred)
            case "validation":
                return s.objective.validation_loss(*model, s.shown.centred)
            case "exact":
                return math.nan if s.objective.least is None else s.objective.least
        return s.objective.distance(*model)

    return read


def latest(part: str) -> Callable[[SessionState], str]:
    """A part of what was done last."""
    return lambda s: str(getattr(s.deeds[-1], part)) if s.deeds else ""
