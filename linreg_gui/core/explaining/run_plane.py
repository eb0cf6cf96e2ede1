"""One moment of a run on two features: its rows as points, its plane and the exact one; no pixels."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.drawing.drawn_states import NO_STATES, DrawnStates
from linreg_gui.core.drawing.placed_rows import PlacedRows
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.wording import counted

from .state import State
from .view_box import Camera, ViewBox, box_around

_CURVED = (
    "With the Poisson loss the predictions are no plane but its exponential, which is not drawn here. "
    "Choose another loss, or look at the fit plot."
)


@dataclass(frozen=True)
class PlaneWish:
    """What is to be seen besides points and planes.

    Attributes
    ----------
    residuals : bool
        A stick from each point to the plane of the run.
    selected : RowSet
        Rows of the table that are to be marked.
    states : DrawnStates
        Which are hidden, and which have a colour or a label of their own.
    """

    residuals: bool = True
    selected: RowSet = field(default_factory=lambda: NO_ROWS)
    states: DrawnStates = NO_STATES


@dataclass(frozen=True)
class PlaneChoices:
    """What a person has chosen of it: whether there are sticks, and from where it is seen, in degrees."""

    residuals: bool = True
    azimuth: float = Camera.azimuth
    elevation: float = Camera.elevation

    def __post_init__(self) -> None:
        if not (abs(self.azimuth) <= 180.0 and abs(self.elevation) <= 90.0):
            raise ValueError("It is seen from angles of up to 180° around and 90° upwards.")


@dataclass(frozen=True, eq=False)
class RunPlane:
    """What there is to be seen, from any side.

    Attributes
    ----------
    wish : PlaneWish
        What it was made for.
    names : tuple of str
        Of both features and the label.
    points : array, shape (k, 3)
        Both features and the label of the rows that are drawn.
    table_rows : array of int, shape (k,)
        Which rows of the table these are.
    n_rows : int
        How many rows there are.
    minibatch, selected : array, shape (m, 3)
        Likewise, of the rows of the last minibatch and of those that are selected, or a sample of them.
    coloured, labelled : array, shape (m, 3)
        Likewise, of the rows that have a colour, or a label, of their own.
    colours : array of int
    labels : tuple of str
        Which colour each of these has, and what each is called.
    fitted, exact : State
    box : ViewBox
        Around the points.
    step : int
    loss_name : str
        Which mean loss is made small.
    loss, least : float
        That of both planes, over all rows.
    """

    wish: PlaneWish
    names: tuple[str, str, str]
    points: FloatArray
    table_rows: IntArray
    n_rows: int
    minibatch: FloatArray
    selected: FloatArray
    coloured: FloatArray
    labelled: FloatArray
    colours: IntArray
    labels: tuple[str, ...]
    fitted: State
    exact: State
    box: ViewBox
    step: int
    loss_name: str
    loss: float
    least: float

    @property
    def rows_text(self) -> str:
        """Which rows are drawn."""
        drawn = len(self.points)
        rows = counted(self.n_rows, "row")
        return rows if drawn == self.n_rows else f"{drawn:,} of {rows}"

    @property
    def sentence(self) -> str:
        """What there is to see, for those who don't."""
        first, second, label = self.names
        slopes = ", ".join(
            f"{number_text(float(weight), 3)} with each unit of {name}"
            for name, weight in zip((first, second), self.fitted.weights, strict=True)
        )
        return (
            f"{label} over {first} and {second}, {self.rows_text}: after step {self.step:,} the plane "
            f"changes by {slopes}; {self.loss_name} {number_text(self.loss, 4)}, "
            f"least {number_text(self.least, 4)}."
        )


@dataclass(frozen=True)
class NoPlane:
    """Why there is nothing to be seen: what a person can do about it."""

    wish: PlaneWish
    sentence: str


def run_plane(objective: Objective, state: Snapshot, wish: PlaneWish) -> RunPlane | NoPlane:
    """The `RunPlane` of a moment; where there is none, what to do instead."""
    analysis, exact = objective.analysis, objective.exact
    data = analysis.data
    if data.n_features != 2:
        few = "the fit plot shows its line" if data.n_features == 1 else f"this model has {data.n_features:,}"
        return NoPlane(wish, f"A plane needs two features; {few}. Choose two columns as features in Columns.")
    if not objective.has_lines:
        return NoPlane(wish, _CURVED)
    if exact is None or objective.least is None:
        return NoPlane(wish, objective.explanation)
    states = wish.states
    drawn = _seen(analysis, analysis.sample, states)
    points = _places(analysis, drawn)
    coloured, labelled = map(analysis.dataset_rows, (states.coloured, states.labelled))
    first, second = data.feature_names
    return RunPlane(
        wish=wish,
        names=(first, second, data.label_name),
        points=points,
        table_rows=analysis.table_rows[drawn],
        n_rows=data.n_rows,
        minibatch=_places(analysis, _seen(analysis, state.minibatch_rows, states)),
        selected=_places(
            analysis, _seen(analysis, analysis.dataset_rows(wish.selected.sample(POINTS_DRAWN)), states)
        ),
        coloured=_places(analysis, coloured),
        labelled=_places(analysis, labelled),
        colours=states.colour_of(analysis.table_rows[coloured]),
        labels=states.names_of(analysis.table_rows[labelled]),
        fitted=state,
        exact=exact,
        box=box_around(points),
        step=state.step,
        loss_name=objective.mean_name,
        loss=objective.mean_loss(state.weights, state.bias, state.bias_rest, state.centred),
        least=objective.least,
    )


def placed_on_plane(analysis: Analysis, found: RunPlane, camera: Camera) -> PlacedRows:
    """Where all rows that are not hidden are in the picture, drawn or not."""
    rows = _seen(analysis, np.arange(analysis.data.n_rows), found.wish.states)
    x, y = camera.project(found.box.scaled(_places(analysis, rows))).T
    return PlacedRows(x, y, analysis.table_rows[rows])


def _seen(analysis: Analysis, rows: IntArray, states: DrawnStates) -> IntArray:
    """Those of these rows of the dataset that are not hidden."""
    return rows if not len(states.hidden) else rows[~states.hidden.contains(analysis.table_rows[rows])]


def _places(analysis: Analysis, rows: IntArray) -> FloatArray:
    data = analysis.data
    return frozen(np.column_stack([data.X[rows], data.y[rows]]))
