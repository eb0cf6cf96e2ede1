"""What a project file holds, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ..arrays import FloatArray, frozen
from ..solvers.sgd_values import FIXED, SgdConfig
from ..table import Table


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
    curve : array, shape (points, values of a point)
        The loss curve.
    """

    changes: tuple[tuple[int, SgdConfig], ...]
    step: int
    diverged: bool
    weights: FloatArray
    bias: float
    curve: FloatArray = field(default_factory=lambda: frozen(np.empty((0, 6))))

    def __post_init__(self) -> None:
        steps = [step for step, _ in self.changes]
        if not steps or steps[0] != 0 or any(a >= b for a, b in pairwise(steps)):
            raise ValueError("The settings of a run begin at step 0 and change at later ones.")
        if self.step < 0:
            raise ValueError("A run cannot have a negative number of steps.")
        first = self.changes[0][1]
        if any(getattr(config, name) != getattr(first, name) for _, config in self.changes for name in FIXED):
            raise ValueError("The seed, standardising and the precision belong to a whole run.")

    @property
    def config(self) -> SgdConfig:
        """The settings of its next update."""
        return [config for step, config in self.changes if step <= self.step][-1]


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
    layout : bytes
        Where the docks of the window are.
    """

    table: Table
    runs: tuple[Run, ...] = ()
    suggested: bool = True
    speed: float | None = None
    layout: bytes = b""
