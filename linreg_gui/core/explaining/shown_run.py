"""A run that is drawn beside the present one: what it is called, what it looks like, and its states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from linreg_gui.core.solvers.sgd.solver import Sgd

from .run_path import RunPath, run_path


@dataclass(frozen=True, eq=False)
class ShownRun:
    """One of several.

    Attributes
    ----------
    name : str
    look : int
        Which colour and dash, see `Run.look`.
    run : Sgd
        A replay, which stays at step 0.
    last : int
        How long it is.
    """

    name: str
    look: int
    run: Sgd
    last: int

    @cached_property
    def path(self) -> RunPath:
        """Its way from the start to its last step; worked out once, in a job."""
        return run_path(self.run.replay(), self.last)
