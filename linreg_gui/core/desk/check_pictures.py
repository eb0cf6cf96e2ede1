"""What is drawn for each question, ready for a view; rows that are too many become a density image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.placed_rows import PlacedRows
from linreg_gui.core.inference.smoothing import lowess
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, shortened

from .check_design import left_out_residuals, most_moving, most_sensitive
from .check_feature_pictures import attenuation, inflated
from .check_noise_pictures import quantiles, simulated
from .check_parts import along, root_sizes, smooth_of
from .check_points import NOBODY, along_name, features_of, label_of, of_rows, seen_rows
from .check_rows import (
    CheckRows,
    RowsAside,
    check_rows,
    excluded_rows,
    held_out_rows,
    residuals_of,
    title_of,
)
from .check_values import CheckPicture, CheckWish, Curve, Look, Question
from .desk import Desk
from .parts import states_of

_LONGEST_BESIDE = 18
_CONTOURS = (0.5, 1.0)
# What goes on in the order of the rows is more local than along a feature; of few rows nearly all are needed.
_ORDER_SHARE, _ORDER_ROWS = 0.2, 20
_CONTOUR_POINTS = 200
_BY_NORMAL = ("Q–Q plot", "Q–Q plot, detrended", "Labels simulated from the fit")


def choices_of(desk: Desk, question: Question) -> tuple[str, ...]:
    """The pictures that there are for a question; several are told apart by these names."""
    features = features_of(desk)
    if question in (Question.STRAIGHT, Question.SPREAD):
        return ("against the prediction", *(f"against {name}" for name in features))
    if question is Question.NORMAL:
        return _BY_NORMAL
    if question is Question.EXACT and len(features) > 1 and not desk.analysis.exact.dependencies:
        return (f"most sensitive: {features[most_sensitive(desk)]}", *features)
    return ()


def picture_of(desk: Desk, wish: CheckWish, choice: int) -> CheckPicture:
    """The picture of a question, by the number of its choice.

    Raises
    ------
    ProblemError
        If there is none; the sentence says why.
    """
    return _PICTURES[wish.question](desk, wish, choice)


def _residuals(desk: Desk, wish: CheckWish, choice: int) -> CheckPicture:
    rows, feature = check_rows(desk), choice - 1 if choice else None
    x, smooth = along(desk, feature), smooth_of(desk, "residual", feature)
    x_name = along_name(desk, feature)
    aside, excluded = NOBODY, excluded_rows(desk)
    if excluded is not None and desk.fit is not None:
        data = excluded.data
        left = residuals_of(desk.objective, desk.fit, data)
        at = data.y - left if feature is None else data.X[:, feature]
        aside = PlacedRows(at, left, excluded.table_rows)
    bounds = _bounds(x)
    curves = (
        Curve(Look.EXPECTED, "no residual", np.array(bounds), np.zeros(2)),
        Curve(Look.SMOOTH, "smooth curve (lowess)", smooth.x, smooth.y),
    )
    sides = float(np.ptp(smooth.y)) if smooth.y.size else 0.0
    told = (
        f"Residuals of {counted(rows.n_rows, 'row')} against {x_name}. The smooth curve through them goes "
        f"from {number_text(float(smooth.y.min()), 3)} to {number_text(float(smooth.y.max()), 3)}, "
        f"{number_text(sides, 3)} in all."
    )
    y_name = f"residual of {label_of(desk)}"
    return of_rows(desk, wish, x, rows.residual, x_name, y_name, curves, told, excluded=aside)


def _spread(desk: Desk, wish: CheckWish, choice: int) -> CheckPicture:
    rows, feature = check_rows(desk), choice - 1 if choice else None
    x, y = along(desk, feature), root_sizes(rows)
    smooth = smooth_of(desk, "size", feature)
    if not smooth.x.size:
        raise ProblemError("There is no noise, so there is no spread to be seen.", ProblemKind.NO_NOISE)
    curves = (Curve(Look.SMOOTH, "smooth curve (lowess)", smooth.x, smooth.y),)
    ends = number_text(float(smooth.y[0]), 3), number_text(float(smooth.y[-1]), 3)
    x_name = along_name(desk, feature)
    told = (
        f"Roots of the sizes of {counted(rows.n_rows, 'residual')} against {x_name}. The smooth curve "
        f"through them goes from {ends[0]} to {ends[1]}."
    )
    name = "√|studentised residual|" if not rows.limited else "√|residual / spread|"
    return of_rows(desk, wish, x, y, x_name, name, curves, told)


def _normal(desk: Desk, wish: CheckWish, choice: int) -> CheckPicture:
    return simulated(desk, wish) if choice == len(_BY_NORMAL) - 1 else quantiles(desk, wish, choice == 1)


def _in_order(desk: Desk, wish: CheckWish, _choice: int) -> CheckPicture:
    rows = check_rows(desk)
    x = np.arange(1.0, rows.n_rows + 1.0)
    smooth = desk.once("check order", lambda: _smooth_order(x, rows))
    curves = (
        Curve(Look.EXPECTED, "no residual", np.array([1.0, float(rows.n_rows)]), np.zeros(2)),
        Curve(Look.SMOOTH, "smooth curve (lowess)", *smooth),
    )
    told = (
        f"Residuals of {counted(rows.n_rows, 'row')} in the order in which they came. The smooth curve goes "
        f"from {number_text(float(smooth[1].min()), 3)} to {number_text(float(smooth[1].max()), 3)}."
    )
    y_name = f"residual of {label_of(desk)}"
    return of_rows(desk, wish, x, rows.residual, "row, as they came", y_name, curves, told)


def _smooth_order(x: FloatArray, rows: CheckRows) -> tuple[FloatArray, FloatArray]:
    found = lowess(x, rows.residual, share=min(1.0, max(_ORDER_SHARE, _ORDER_ROWS / x.size)))
    return found.x, found.y


def _leverages(desk: Desk, wish: CheckWish, _choice: int) -> CheckPicture:
    rows = check_rows(desk)
    if rows.leverage is None or rows.cooks is None:
        raise ProblemError(rows.limited or "There are no leverages.", ProblemKind.LOSS)
    known = np.isfinite(rows.scaled)
    k = float(rows.leverage.sum())
    h = np.linspace(1e-4, 1.0 - 1e-4, _CONTOUR_POINTS) * min(1.0, 1.15 * float(rows.leverage.max()))
    xs: list[FloatArray] = []
    ys: list[FloatArray] = []
    gap = np.array([np.nan])
    for distance in _CONTOURS:
        t = np.sqrt(distance * k * (1.0 - h) / h)
        xs += [h, gap, h, gap]
        ys += [t, gap, -t, gap]
    contour = Curve(Look.CONTOUR, "Cook’s distance ½ and 1", np.concatenate(xs), np.concatenate(ys))
    zero = Curve(Look.EXPECTED, "no residual", np.array([0.0, float(h[-1])]), np.zeros(2))
    most = most_moving(rows)[:3]
    titles = {int(row): title_of(desk, int(row)) for row in most if known[row]}
    seen, labelled = seen_rows(desk), desk.analysis.dataset_rows(states_of(desk).labelled)
    named = tuple(
        (float(rows.leverage[row]), float(rows.scaled[row]), _label_beside(title))
        for row, title in titles.items()
        if seen[row] and row not in labelled  # whose name stands there already
    )
    told = (
        f"Studentised residuals of {counted(rows.n_rows, 'row')} against their leverages. The farthest by "
        f"Cook’s distance: {'; '.join(titles.values())}."
    )
    picture = of_rows(
        desk, wish, rows.leverage, rows.scaled, "leverage", "studentised residual", (zero, contour), told
    )
    return replace(picture, named=named, x_range=(0.0, float(picture.x.max(initial=0.0)) or 1.0))


def _label_beside(title: str) -> str:
    """The name of a row, or its number where it has none."""
    number, _, name = title.partition(", ")
    return shortened(name, _LONGEST_BESIDE) if name else number.removeprefix("row ")


def _observed(desk: Desk, wish: CheckWish, _choice: int) -> CheckPicture:
    rows, data = check_rows(desk), desk.data
    x = rows.prediction
    x_name = f"prediction of {label_of(desk)}"
    if rows.leverage is not None:
        left = left_out_residuals(rows)
        x = np.where(np.isfinite(left), data.y - left, rows.prediction)
        x_name = "prediction by the other rows"
    bounds = _bounds(x, data.y)
    ends = np.array(bounds)
    aside = {"excluded": _aside(desk, excluded_rows(desk)), "held_out": _aside(desk, held_out_rows(desk))}
    told = f"Labels against what is predicted for them, of {counted(rows.n_rows, 'row')}."
    curve = Curve(Look.EXPECTED, "label = prediction", ends, ends)
    picture = of_rows(desk, wish, x, data.y, x_name, label_of(desk), (curve,), told, **aside)
    return replace(picture, of_residuals=False)


def _aside(desk: Desk, rows: RowsAside | None) -> PlacedRows:
    """Where rows that the fit does without are: labels against what is predicted for them."""
    if rows is None or desk.fit is None:
        return NOBODY
    y = rows.data.y
    return PlacedRows(y - residuals_of(desk.objective, desk.fit, rows.data), y, rows.table_rows)


def _bounds(*columns: FloatArray) -> tuple[float, float]:
    return min(float(part.min()) for part in columns), max(float(part.max()) for part in columns)


_PICTURES: dict[Question, Callable[[Desk, CheckWish, int], CheckPicture]] = {
    Question.STRAIGHT: _residuals,
    Question.SPREAD: _spread,
    Question.NORMAL: _normal,
    Question.INDEPENDENT: _in_order,
    Question.FEW_ROWS: _leverages,
    Question.SAME: inflated,
    Question.EXACT: attenuation,
    Question.NEW_DATA: _observed,
}
