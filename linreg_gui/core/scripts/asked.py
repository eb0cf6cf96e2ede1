"""What is to be written as a script."""

from __future__ import annotations

from dataclasses import dataclass, field

from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.table import Table


@dataclass(frozen=True, eq=False)
class Asked:
    """What is to be written as a script.

    Attributes
    ----------
    table : Table
    objective : Objective
        With its exact solution, if there is one.
    level : float
    errors : ErrorKind
        Of the coefficient table.
    changes : tuple of (int, SgdConfig)
        The settings of the run, with the steps from which on they hold.
    steps : int
        Updates made; 0 for no run.
    options : ReadOptions
        How a person had the file read.
    """

    table: Table
    objective: Objective
    level: float = 0.95
    errors: ErrorKind = "plain"
    changes: tuple[tuple[int, SgdConfig], ...] = ()
    steps: int = 0
    options: ReadOptions = field(default=AUTOMATIC)
