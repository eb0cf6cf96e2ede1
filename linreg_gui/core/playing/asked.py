"""What is to be written as a page that plays: the runs there are, and what a person wants of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from linreg_gui.core.explaining.run_on_surface import SurfaceWish
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.limits import MOST_PINNED
from linreg_gui.core.model.loss_curve import LossAxis
from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.table import Table

# Beside each other; the run that the window shows is one of them.
MOST_PLAYED = MOST_PINNED + 1
FEWEST_STEPS_KEPT, MOST_STEPS_KEPT, MOST_ROWS_KEPT = 10, 1000, 1000
LONGEST_TITLE = 120
USUAL_TITLE = "Training with minibatch SGD"
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Look:
    """How a line is drawn.

    Attributes
    ----------
    light, dark : str
        Its colour on a light and on a dark background, such as “#B34200”.
    dashes : tuple of float
        In multiples of its width; none for an unbroken line.
    """

    light: str
    dark: str
    dashes: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not all(_COLOUR.fullmatch(colour) for colour in (self.light, self.dark)):
            raise ValueError("A colour is written as # and six hexadecimal digits.")


@dataclass(frozen=True)
class Looks:
    """How all that is drawn looks.

    Attributes
    ----------
    data, exact, present : Look
        Of rows, of the exact solution, and of the run that the window shows.
    pinned : tuple of Look
        Of runs beside it, by `Run.look`.
    """

    data: Look
    exact: Look
    present: Look
    pinned: tuple[Look, ...]


@dataclass(frozen=True, eq=False)
class PlayedRun:
    """A run that a page can show.

    Attributes
    ----------
    key : int
        What whoever asks knows it by.
    run : Run
        On the data of the objective, with its loss and its weight decay.
    settings : str
        In few words, what tells it from the others.
    states : Sgd or None
        Once more, at step 0, with states that it keeps; None where it has to be repeated.
    present : bool
        Whether the window shows it.
    """

    key: int
    run: Run
    settings: str
    states: Sgd | None = None
    present: bool = False


@dataclass(frozen=True, eq=False)
class Asked:
    """What there is to be shown.

    Attributes
    ----------
    table : Table
    objective : Objective
        With its exact solution, if there is one.
    runs : tuple of PlayedRun
        Those that can be chosen.
    looks : Looks
    choice : int or None
        The feature that the fit is drawn along; None for predicted against actual.
    own_units : bool
        Whether a label that is fitted as its logarithm is shown in its own units.
    surface : SurfaceWish
        Over which parameters the loss is shown.
    form : EquationForm
    axis : LossAxis
        Of the losses, to begin with.
    by_epochs : bool
        Whether the page begins with epochs to go along, and not with steps.
    """

    table: Table
    objective: Objective
    runs: tuple[PlayedRun, ...]
    looks: Looks
    choice: int | None = None
    own_units: bool = False
    surface: SurfaceWish = field(default_factory=SurfaceWish)
    form: EquationForm = EquationForm.AUTOMATIC
    axis: LossAxis = LossAxis.LINEAR
    by_epochs: bool = False

    @property
    def by_key(self) -> Mapping[int, PlayedRun]:
        """The runs by their keys."""
        return {run.key: run for run in self.runs}


@dataclass(frozen=True)
class PageWish:
    """What a person wants to give away.

    Attributes
    ----------
    runs : tuple of int
        The keys of the runs, in their order; at least one, at most `MOST_PLAYED`.
    title : str
    steps : int
        At most so many steps of all that were made, from 10 to 1,000.
    rows : int
        At most so many rows as points, up to 1,000; 0 for none.
    column_names : bool
        The names of the columns, or “label” and “feature 1” in their place.
    row_names : bool
        Those of the rows that are drawn.
    file_name : bool
        That of the table.
    """

    runs: tuple[int, ...]
    title: str = USUAL_TITLE
    steps: int = 300
    rows: int = 200
    column_names: bool = True
    row_names: bool = False
    file_name: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.runs) <= MOST_PLAYED:
            raise ValueError(f"A page shows 1 to {MOST_PLAYED} runs.")
        if not FEWEST_STEPS_KEPT <= self.steps <= MOST_STEPS_KEPT:
            raise ValueError(f"A page shows {FEWEST_STEPS_KEPT} to {MOST_STEPS_KEPT:,} steps.")
        if not 0 <= self.rows <= MOST_ROWS_KEPT:
            raise ValueError(f"A page shows up to {MOST_ROWS_KEPT:,} rows.")
