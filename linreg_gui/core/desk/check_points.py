"""What pictures of the rows have in common: points or an image, marks, and names with their units."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.scatter import Scatter, scatter_of
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.wording import counted, shortened

from .check_rows import check_rows
from .check_values import CheckPicture, CheckWish, Curve
from .desk import Desk

# More rows than this are drawn as an image.
_SINGLY = 20_000
MARKED = 5_000
LONGEST_NAME = 40
NOWHERE: tuple[FloatArray, FloatArray] = (np.empty(0), np.empty(0))


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
    excluded: tuple[FloatArray, FloatArray] = NOWHERE,
) -> CheckPicture:
    """Every row that is not hidden a point, or all of them an image."""
    rows = check_rows(desk)
    known = np.isfinite(x) & np.isfinite(y)
    hidden = desk.table.states.hidden_flags(desk.table.row_ids, len(desk.table.frame))
    if hidden is not None:
        known &= ~hidden[rows.table_rows]
    if not known.all():
        x, y, table_rows = x[known], y[known], rows.table_rows[known]
    else:
        table_rows = rows.table_rows
    scatter = _scatter(desk, wish, x, y)
    chosen = desk.analysis.dataset_rows(wish.selected.sample(MARKED))
    if not known.all():
        chosen = np.searchsorted(np.flatnonzero(known), chosen[known[chosen]])
    return CheckPicture(
        x_name,
        y_name,
        scatter.x_range,
        scatter.y_range,
        points_name=counted(x.size, "row") + ("" if hidden is None else ", without hidden ones"),
        x=x,
        y=y,
        rows=table_rows,
        scatter=scatter if scatter.density is not None else None,
        curves=curves,
        excluded=some_of(excluded),
        marked=(x[chosen], y[chosen]),
        sentence=told,
    )


def _scatter(desk: Desk, wish: CheckWish, x: FloatArray, y: FloatArray) -> Scatter:
    """The image is worked out once; marking rows makes no other."""

    def work() -> Scatter:
        return scatter_of(x, y, np.empty(0, dtype=np.int64), density_above=_SINGLY)

    found: Scatter = desk.once(("check scatter", wish.question, wish.choice), work)
    return found


def some_of(places: tuple[FloatArray, FloatArray]) -> tuple[FloatArray, FloatArray]:
    step = max(1, -(-places[0].size // MARKED))
    return places_of(places[0][::step], places[1][::step])


def places_of(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]


def along_name(desk: Desk, feature: int | None) -> str:
    return f"prediction of {label_of(desk)}" if feature is None else features_of(desk)[feature]


def features_of(desk: Desk) -> tuple[str, ...]:
    return shown_features(desk.data.feature_names, desk.analysis.ledger.sources, desk.table.units)


def label_of(desk: Desk) -> str:
    return shortened(shown_label(desk.data.label_name, desk.analysis.label, desk.table.units), LONGEST_NAME)
