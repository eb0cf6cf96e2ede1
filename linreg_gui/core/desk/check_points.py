"""What pictures of the rows have in common: points or an image, marks, and names with their units."""

from __future__ import annotations

from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.drawing.placed_rows import PlacedRows, together
from linreg_gui.core.drawing.scatter import Scatter, scatter_of
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.wording import counted, shortened

from .check_rows import check_rows
from .check_values import CheckPicture, CheckWish, Curve
from .desk import Desk
from .parts import states_of

# More rows than this are drawn as an image.
_SINGLY = 20_000
MARKED = 5_000
LONGEST_NAME = 40
NOBODY = PlacedRows(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))


def of_rows(
    desk: Desk,
    wish: CheckWish,
    x: FloatArray,
    y: FloatArray,
    x_name: str,
    y_name: str,
    curves: tuple[Curve, ...],
    told: str,
    *,
    excluded: PlacedRows = NOBODY,
    held_out: PlacedRows = NOBODY,
) -> CheckPicture:
    """Every row that is not hidden a point, or all of them an image."""
    known = np.isfinite(x) & np.isfinite(y) & seen_rows(desk)
    table_rows = check_rows(desk).table_rows
    placed = PlacedRows(x, y, table_rows)
    if not known.all():
        x, y, table_rows = x[known], y[known], table_rows[known]
    scatter = _scatter(desk, wish, x, y)
    chosen = desk.analysis.dataset_rows(wish.selected.sample(MARKED))
    chosen = chosen[known[chosen]]
    marked = [PlacedRows(placed.x[chosen], placed.y[chosen], placed.rows[chosen])]
    marked += [chosen_of(part, wish.selected) for part in (excluded, held_out)]
    found = PlacedRows(x, y, table_rows)
    return CheckPicture(
        x_name,
        y_name,
        scatter.x_range,
        scatter.y_range,
        points_name=counted(x.size, "row"),
        x=x,
        y=y,
        rows=table_rows,
        scatter=scatter if scatter.density is not None else None,
        curves=curves,
        excluded=some_of(excluded),
        held_out=some_of(held_out),
        marked=places_of(together(*marked)),
        places=lambda: together(found, excluded, held_out),
        sentence=told,
        **states_shown(desk, placed),
    )


def states_shown(desk: Desk, placed: PlacedRows) -> dict[str, Any]:
    """What a `CheckPicture` has of the states of rows, of which every row of the dataset has its place."""
    states = states_of(desk)
    coloured, labelled = map(desk.analysis.dataset_rows, (states.coloured, states.labelled))
    return {
        "coloured": (placed.x[coloured], placed.y[coloured], states.colour_of(placed.rows[coloured])),
        "labelled": (placed.x[labelled], placed.y[labelled], states.names_of(placed.rows[labelled])),
        "hidden": states.hidden_text,
    }


def seen_rows(desk: Desk) -> BoolArray:
    """Which rows of the dataset are not hidden."""
    rows, hidden = check_rows(desk).table_rows, states_of(desk).hidden
    found: BoolArray = desk.once("seen rows", lambda: ~hidden.contains(rows), of_states=True)
    return found


def chosen_of(placed: PlacedRows, selected: RowSet) -> PlacedRows:
    """Those of some rows that are selected."""
    at = np.flatnonzero(selected.contains(placed.rows))[:MARKED]
    return PlacedRows(placed.x[at], placed.y[at], placed.rows[at])


def _scatter(desk: Desk, wish: CheckWish, x: FloatArray, y: FloatArray) -> Scatter:
    """The image is worked out once; marking rows makes no other."""

    def work() -> Scatter:
        return scatter_of(x, y, np.empty(0, dtype=np.int64), density_above=_SINGLY)

    found: Scatter = desk.once(("check scatter", wish.question, wish.choice), work, of_states=True)
    return found


def some_of(placed: PlacedRows) -> tuple[FloatArray, FloatArray]:
    """Where as many of the rows are as are drawn one by one."""
    step = max(1, -(-placed.rows.size // MARKED))
    return places_of(PlacedRows(placed.x[::step], placed.y[::step], placed.rows[::step]))


def places_of(placed: PlacedRows) -> tuple[FloatArray, FloatArray]:
    """Where those of them are that are anywhere."""
    known = np.isfinite(placed.x) & np.isfinite(placed.y)
    return placed.x[known], placed.y[known]


def along_name(desk: Desk, feature: int | None) -> str:
    return f"prediction of {label_of(desk)}" if feature is None else features_of(desk)[feature]


def features_of(desk: Desk) -> tuple[str, ...]:
    return shown_features(desk.data.feature_names, desk.analysis.ledger.sources, desk.table.units)


def label_of(desk: Desk) -> str:
    return shortened(shown_label(desk.data.label_name, desk.analysis.label, desk.table.units), LONGEST_NAME)
