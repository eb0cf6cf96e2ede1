"""An added-variable or component-plus-residual plot of one feature, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.drawing.drawn_states import DrawnStates
from linreg_gui.core.drawing.placed_rows import PlacedRows
from linreg_gui.core.drawing.scatter import Scatter, scatter_of, spread_sample
from linreg_gui.core.fitting.analysis import POINTS_DRAWN
from linreg_gui.core.inference.partial_plots import PartialKind, PartialPlane
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.shown_names import shown_features, shown_label

from .desk import Desk
from .least_squares import other_than_least_squares
from .parts import checked_of, inference_of, states_of

_BINS, _FEWEST_IN_BIN = 20, 8


@dataclass(frozen=True)
class PartialWish:
    """Which plot.

    Attributes
    ----------
    feature : str
        Its name; the first one where there is no such feature.
    kind : PartialKind
    """

    feature: str = ""
    kind: PartialKind = PartialKind.ADDED_VARIABLE


@dataclass(frozen=True, eq=False)
class PartialPlot:
    """What is drawn.

    Attributes
    ----------
    wish : PartialWish
    feature : int
        Of which it is.
    names : sequence of str
        Of all features.
    plane : PartialPlane
        Puts any row into the plot.
    scatter : Scatter
        All rows that are not hidden, or a density and some of them.
    table_rows : array of int
        Those of the table that are drawn as points.
    states : DrawnStates
        Which rows are hidden, and which have a colour or a label of their own.
    coloured : (array, array, array of int)
        Where those with a colour are, and which.
    labelled : (array, array, tuple of str)
        Where those with a label are, and what they are called.
    axes : (str, str)
    errors : (float, float)
        Standard error of the weight, and the quantile that it is multiplied by.
    level : float
        Of the confidence curve.
    means : (array, array)
        In a component-plus-residual plot, means of the rows in bins of the feature.
    summary : str
    short, shortest : str
        The same in few words, and in fewer.
    """

    wish: PartialWish
    feature: int
    names: Sequence[str]
    plane: PartialPlane
    scatter: Scatter
    table_rows: IntArray
    states: DrawnStates
    coloured: tuple[FloatArray, FloatArray, IntArray]
    labelled: tuple[FloatArray, FloatArray, tuple[str, ...]]
    axes: tuple[str, str]
    errors: tuple[float, float]
    level: float
    means: tuple[FloatArray, FloatArray]
    summary: str
    short: str
    shortest: str

    def band(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The confidence curve."""
        return self.plane.band(x, *self.errors)


@dataclass(frozen=True)
class NoPartialPlot:
    """Why there is none."""

    wish: PartialWish
    feature: int
    names: Sequence[str]
    sentence: str


def partial_plot_of(desk: Desk, wish: PartialWish) -> PartialPlot | NoPartialPlot:
    """The plot that is wished for; in a job, as it passes over all rows."""
    data, analysis = desk.data, desk.analysis
    names = data.feature_names
    what = "These plots are told" if wish.kind is PartialKind.COMPONENT else "Added-variable plots are told"
    why = other_than_least_squares(desk, what)
    feature = names.index(wish.feature) if wish.feature in names else 0
    if why:
        return NoPartialPlot(wish, feature, names, why)
    try:
        plane = PartialPlane(checked_of(desk), feature, wish.kind)
        error, quantile, p = _errors(desk, feature)
    except ProblemError as problem:
        return NoPartialPlot(wish, feature, names, problem.problem.sentence)
    x, y = plane.places(data.X, data.y)
    states = states_of(desk)
    scatter = _seen(desk, x, y, states)
    coloured, labelled = map(analysis.dataset_rows, (states.coloured, states.labelled))
    units = desk.table.units
    axes = (
        shown_features(names, analysis.ledger.sources, units)[feature],
        shown_label(data.label_name, analysis.label, units),
    )
    means = (np.empty(0), np.empty(0))
    if wish.kind is PartialKind.COMPONENT:
        means = _means(x, y)
    return PartialPlot(
        wish=wish,
        feature=feature,
        names=names,
        plane=plane,
        scatter=scatter,
        table_rows=analysis.table_rows[scatter.rows],
        states=states,
        coloured=(x[coloured], y[coloured], states.colour_of(analysis.table_rows[coloured])),
        labelled=(x[labelled], y[labelled], states.names_of(analysis.table_rows[labelled])),
        axes=_axes(*axes, wish.kind, others=len(names) > 1),
        errors=(error, quantile),
        level=desk.choices.level,
        means=means,
        **_told(wish, plane, error, quantile, p, desk),
    )


def placed_on_partial(desk: Desk, found: PartialPlot) -> PlacedRows:
    """Where all rows that are not hidden are in a plot, drawn as points or in an image."""
    x, y = found.plane.places(desk.data.X, desk.data.y)
    rows = desk.analysis.table_rows
    seen = ~found.states.hidden.contains(rows)
    return PlacedRows(x[seen], y[seen], rows[seen])


def _seen(desk: Desk, x: FloatArray, y: FloatArray, states: DrawnStates) -> Scatter:
    """All rows that are not hidden."""
    analysis = desk.analysis
    if not len(states.hidden):
        return scatter_of(x, y, analysis.sample)
    seen = np.flatnonzero(~states.hidden.contains(analysis.table_rows))
    scatter = scatter_of(x[seen], y[seen], spread_sample(seen.size, POINTS_DRAWN))
    return replace(scatter, rows=seen[scatter.rows])


def _errors(desk: Desk, feature: int) -> tuple[float, float, float]:
    """Standard error of a weight by the errors that are chosen, their quantile, and p."""
    from scipy.special import stdtrit

    checked, table = checked_of(desk), inference_of(desk).table
    at = feature + int(checked.fit.bias_fitted)
    quantile = float(stdtrit(checked.freedom, 0.5 + 0.5 * desk.choices.level))
    return float(table.standard_error[at]), quantile, float(table.p[at])


def _axes(feature: str, label: str, kind: PartialKind, *, others: bool) -> tuple[str, str]:
    if kind is PartialKind.COMPONENT:
        return feature, f"component of {label} + residual"
    given = ", given the others" if others else ""
    return f"{feature}{given}", f"{label}{given}"


def _told(
    wish: PartialWish, plane: PartialPlane, error: float, quantile: float, p: float, desk: Desk
) -> dict[str, str]:
    weight, name = plane.slope, desk.data.feature_names[plane.feature]
    sure = abs(weight) > quantile * error
    percent = f"{100.0 * desk.choices.level:g} %"
    numbers = f"weight {number_text(weight, 4)} ± {number_text(quantile * error, 2)}"
    chance = "p < 0.0001" if p < 1e-4 else f"p = {number_text(p, 2)}"
    if wish.kind is PartialKind.COMPONENT:
        text = (
            f"What “{name}” adds to the prediction, with the residuals; the slope is its weight, "
            f"{number_text(weight, 4)}. Where the means of the rows bend away from the line, the label does "
            "not follow the feature in a straight line."
        )
        short = f"weight {number_text(weight, 4)}"
        return {"summary": text, "short": short, "shortest": short}
    level = "the level of the mean" if plane.checked.fit.bias_fitted else "the level of 0"
    crossing = "leaves" if sure else "does not leave"
    text = (
        f"What “{name}” adds to the others: the slope is its weight, {number_text(weight, 4)}. The {percent} "
        f"confidence curve {crossing} {level}, so that the weight is "
        f"{'told apart' if sure else 'not told apart'} from 0 ({chance})."
    )
    return {"summary": text, "short": f"{numbers} ({percent}), {chance}", "shortest": chance}


def _means(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means of the rows in bins of about as many rows each; none where there are too few."""
    bins = min(_BINS, x.size // _FEWEST_IN_BIN)
    if bins < 3:
        return np.empty(0), np.empty(0)
    edges = np.unique(np.quantile(x, np.linspace(0.0, 1.0, bins + 1)))
    if edges.size < 3:
        return np.empty(0), np.empty(0)
    at = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, edges.size - 2)
    counts = np.bincount(at, minlength=edges.size - 1)
    kept = counts > 0
    sums = (np.bincount(at, values, minlength=edges.size - 1)[kept] / counts[kept] for values in (x, y))
    means_x, means_y = sums
    return means_x, means_y
