"""What a project file holds, as frozen values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, whole_number
from linreg_gui.core.limits import (
    LARGEST_COUNT,
    LONGEST_RUN_NAME,
    MOST_FITS,
    MOST_PINNED,
    MOST_ROWS,
    MOST_RUNS,
    MOST_STEPS,
)
from linreg_gui.core.model.loss_curve import LossCurve, ProgressAxis
from linreg_gui.core.solvers.sgd.config import SgdConfig, check_changes
from linreg_gui.core.solvers.sgd.start import Start
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.table import Table
from linreg_gui.core.tuning.study import Study

from .kept_fit import FoldSettings, KeptFit
from .layout import Layout
from .report_outline import Choices, ReportOutline

_FINGERPRINT = re.compile("[0-9a-f]{0,64}")
# Of a point of the loss curve; earlier versions did not know the seconds.
_VALUES = 7
_MOST_CHOICES = 100


@dataclass(frozen=True, eq=False)
class Run:
    """What it takes to repeat a run of minibatch SGD exactly, with its loss curve.

    Attributes
    ----------
    changes : tuple of (int, SgdConfig)
        The settings with the steps from which on they hold; the first at step 0.
    step : int
        Updates done.
    diverged : bool
        Whether the next update would have blown up.
    weights : array, shape (d,)
    bias : float
        After these updates, to be compared with those of the repeated run.
    curve : array, shape (points, 7)
        The loss curve: step, epoch, mean loss of the minibatches since the point before, how many these are,
        half mean squared error over all rows and over those that are held out, NaN where there is none, and
        the seconds that all updates took, which may be missing.
    next_start : Start or None
        Where the run after it is to begin; None for where it began itself.
    name : str
        What a person calls it; empty for the present run where it has no name yet.
    data : str
        The fingerprint of the numbers it was made on (`Analysis.fingerprint`); empty where that is not known.
    look : int or None
        Which colour and dash it has among the runs that are pinned; None where it is not.
    shown : bool
        Whether it is drawn beside the present one; only a pinned run is.
    """

    changes: tuple[tuple[int, SgdConfig], ...]
    step: int
    diverged: bool
    weights: FloatArray
    bias: float
    curve: FloatArray = field(default_factory=lambda: frozen(np.empty((0, _VALUES))))
    next_start: Start | None = None
    name: str = ""
    data: str = ""
    look: int | None = None
    shown: bool = False

    def __post_init__(self) -> None:
        check_changes(self.changes)
        if len(self.name) > LONGEST_RUN_NAME:
            raise ValueError(f"The name of a run has at most {LONGEST_RUN_NAME} characters.")
        if _FINGERPRINT.fullmatch(self.data) is None:
            raise ValueError("The fingerprint of numbers has hexadecimal digits.")
        if self.look is not None and not 0 <= self.look < MOST_PINNED:
            raise ValueError(f"A run has one of {MOST_PINNED} looks.")
        if self.shown and self.look is None:
            raise ValueError("A run that is drawn has a look.")
        for _, config in self.changes:
            whole_number(config.seed, "The seed", -LARGEST_COUNT, LARGEST_COUNT)
        whole_number(self.step, "The step of a run", 0, MOST_STEPS)
        steps = self.curve[:, 0]
        if self.curve.shape[1] not in (_VALUES - 1, _VALUES) or not _can_be_drawn(self.curve):
            raise ValueError(f"A point of the loss curve has {_VALUES} numbers.")
        if (steps[1:] <= steps[:-1]).any() or ((steps < 0) | (steps > self.step)).any():
            raise ValueError("The loss curve goes from the first step to the last.")

    @property
    def config(self) -> SgdConfig:
        """The settings of its next update, with the start of the run after it."""
        config = [config for step, config in self.changes if step <= self.step][-1]
        return config if self.next_start is None else replace(config, start=self.next_start)

    @cached_property
    def loss_curve(self) -> LossCurve:
        """The recorded curve, without what is smoothed."""
        columns = self.curve.T
        nothing = np.full(columns.shape[1], np.nan)
        seconds = columns[_VALUES - 1] if len(columns) == _VALUES else nothing
        return LossCurve(columns[0], columns[1], columns[2], columns[4], columns[5], nothing, seconds)

    @property
    def made(self) -> tuple[tuple[int, SgdConfig], ...]:
        """The settings that took part in some update; the first ones before there is any."""
        return tuple(entry for entry in self.changes if entry[0] < max(1, self.step))

    def begins_with(self, other: Run) -> bool:
        """Whether another run is the beginning of this one, or the same, to the last bit."""
        made = tuple(entry for entry in self.made if entry[0] < max(1, other.step))
        return self.data == other.data and self.step >= other.step and made == other.made


def _can_be_drawn(curve: FloatArray) -> bool:
    """Whether every point has a step and an epoch."""
    places = curve[:, [0, 1, 3]]
    return bool(np.isfinite(places).all() and (places >= 0.0).all() and (curve[:, 1] <= LARGEST_COUNT).all())


@dataclass(frozen=True)
class View:
    """What a person was looking at.

    Attributes
    ----------
    feature : str or None
        The feature of the fit plot; None for predicted against actual.
    own_units : bool
        Whether a label that is fitted as its logarithm is shown in its own units.
    logarithmic : bool
        Whether the axis of the loss is.
    typed : mapping from column name to str
        What was typed to predict from: numbers with all their digits, dates in days since 1970-01-01, levels.
    selected : tuple of (int, int)
        Stretches of selected rows: the first, and the one after the last.
    shown : (str, str) or None
        The column and the value of it whose rows the fit plot shows; None for all rows.
    colour : str or None
        `FOLDS` where these colour the points there, or in earlier projects the column that does.
    exact_noise : bool
        Whether the residuals shown are those of the exact solution.
    above_optimum : bool
        Whether the axis is that of the loss less the loss of the exact solution.
    logarithmic_steps : bool
        Whether the axis of the steps is logarithmic.
    extras : tuple of str
        What the fit plot shows besides points and lines; names that are not known are left alone.
    along : "step", "epoch", "examples visited" or "seconds of computing"
        What the loss curve is drawn along.
    noise_lab : bool
        Whether the curve of the noise can be moved.
    noise_curve : (float, float) or None
        Where it was moved to: its place and its width; None where it was not.
    choices : mapping from str to Choices
        What was chosen in each of the views that leave a choice, by the name of the view; what is not known
        is left alone.
    """

    feature: str | None = None
    own_units: bool = False
    logarithmic: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    selected: tuple[tuple[int, int], ...] = ()
    shown: tuple[str, str] | None = None
    colour: str | None = None
    exact_noise: bool = False
    above_optimum: bool = False
    logarithmic_steps: bool = False
    extras: tuple[str, ...] = ()
    along: ProgressAxis = ProgressAxis.STEPS
    noise_lab: bool = False
    noise_curve: tuple[float, float] | None = None
    choices: Mapping[str, Choices] = field(default_factory=dict)

    def __post_init__(self) -> None:
        views = tuple(self.choices.values())
        lists = (entry for view in views for entry in view.values() if isinstance(entry, tuple))
        if any(len(entries) > _MOST_CHOICES for entries in (self.choices, *views, *lists)):
            raise ValueError("A view leaves a few things to be chosen.")
        if any(not 0 <= start < stop <= MOST_ROWS for start, stop in self.selected):
            raise ValueError("Selected rows are stretches from a first to a last row.")


@dataclass(frozen=True, eq=False)
class Project:
    """A table with its runs and the window around it.

    Attributes
    ----------
    table : Table
    runs : tuple of Run
        The one that is shown is the last.
    suggested : bool
        Whether the settings are those that were suggested, and follow when the data change.
    speed : float or None
        Updates per second; None for as many as possible.
    layout : Layout
        Of the window; nothing where an earlier version saved it, whose docks were others.
    view : View or None
        None where an earlier version saved it.
    redrawn : bool
        Whether an earlier version saved it, which held out other rows.
    kept : tuple of Run
        Those beside the one that is shown.
    rules : StopRules
        When a run ends before its last epoch.
    fits : tuple of KeptFit
        Those that are compared.
    folds : FoldSettings
        How they are cross-validated.
    study : Study or None
        The search for settings, with its trials.
    report : ReportOutline
        What a report of all this is made of.
    """

    table: Table
    runs: tuple[Run, ...] = ()
    suggested: bool = True
    speed: float | None = None
    layout: Layout = field(default_factory=Layout)
    view: View | None = None
    redrawn: bool = False
    kept: tuple[Run, ...] = ()
    rules: StopRules = field(default_factory=StopRules)
    fits: tuple[KeptFit, ...] = ()
    folds: FoldSettings = field(default_factory=FoldSettings)
    study: Study | None = None
    report: ReportOutline = field(default_factory=ReportOutline)

    def __post_init__(self) -> None:
        if len(self.kept) > MOST_RUNS:
            raise ValueError(f"At most {MOST_RUNS} runs are kept.")
        if len(self.fits) > MOST_FITS:
            raise ValueError(f"At most {MOST_FITS} fits are kept.")
