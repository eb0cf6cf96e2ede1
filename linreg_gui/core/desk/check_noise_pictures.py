"""What is drawn of the noise: quantiles beside those of normal noise, and labels that the fit makes up."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.drawing.placed_rows import PlacedRows
from linreg_gui.core.inference.quantiles import normal_quantiles, quantile_points
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .check_points import MARKED, label_of, places_of, seen_rows, states_shown
from .check_rows import CheckRows, check_rows
from .check_simulated import SIMULATIONS, simulated_labels
from .check_values import CheckPicture, CheckWish, Curve, Look
from .desk import Desk
from .parts import states_of

_SEED = 0


def quantiles(desk: Desk, wish: CheckWish, detrended: bool) -> CheckPicture:
    rows = check_rows(desk)
    level = desk.choices.level
    known = np.flatnonzero(np.isfinite(rows.scaled))
    values = rows.scaled[known]
    found = desk.once(("check quantiles", level), lambda: quantile_points(values, level=level))
    line = found.theoretical
    off = line if detrended else 0.0
    bounds = float(line[0]), float(line[-1])
    ends = np.array(bounds)
    curves = (
        Curve(
            Look.BAND,
            f"normal noise, {number_text(100.0 * found.level)} %",
            line,
            found.low - off,
            found.high - off,
        ),
        Curve(Look.EXPECTED, "exactly normal", ends, np.zeros(2) if detrended else ends),
    )
    outside = int(np.count_nonzero((found.observed < found.low) | (found.observed > found.high)))
    told = (
        f"Quantiles of {counted(rows.n_rows, 'residual')} against those of normal noise: "
        f"{outside:,} of {counted(line.size, 'point')} lie outside of the band."
    )
    seen, drawn = seen_rows(desk), known[found.places]
    x, y = line[seen[drawn]], (found.observed - off)[seen[drawn]]
    drawn = drawn[seen[drawn]]

    def everywhere() -> PlacedRows:
        """All rows, of which those of some ranks are drawn."""
        at: FloatArray = desk.once("check normal quantiles", lambda: _quantiles_of(values, known, rows))
        up = (rows.scaled - values.mean()) / values.std()
        return PlacedRows(at, up - at if detrended else up, rows.table_rows)

    chosen = desk.analysis.dataset_rows(wish.selected.sample(MARKED))
    chosen = chosen[seen[chosen]]
    states = states_of(desk)
    anywhere = PlacedRows(rows.scaled, rows.scaled, rows.table_rows)
    if chosen.size or states.coloured.size or states.labelled.size:
        anywhere = everywhere()
    marked = PlacedRows(anywhere.x[chosen], anywhere.y[chosen], anywhere.rows[chosen])
    top, bottom = (
        max(float(y.max(initial=-np.inf)), float(curves[0].upper.max())),
        min(float(y.min(initial=np.inf)), float(curves[0].y.min())),
    )
    return CheckPicture(
        "quantile of normal noise",
        "residual less normal quantile" if detrended else "residual / spread",
        bounds,
        (bottom, top),
        points_name=_count(x.size, rows.n_rows),
        x=x,
        y=y,
        rows=rows.table_rows[drawn],
        places=lambda: _some(everywhere(), seen),
        curves=curves,
        marked=places_of(marked),
        sentence=told,
        **states_shown(desk, anywhere),
    )


def _quantiles_of(values: FloatArray, known: IntArray, rows: CheckRows) -> FloatArray:
    found = np.full(rows.n_rows, np.nan)
    found[known] = normal_quantiles(values)
    return found


def _some(placed: PlacedRows, which: BoolArray) -> PlacedRows:
    return PlacedRows(placed.x[which], placed.y[which], placed.rows[which])


def simulated(desk: Desk, wish: CheckWish) -> CheckPicture:
    rows = check_rows(desk)
    if rows.limited:
        raise ProblemError(
            "Labels are simulated from least squares only, with normal noise.", ProblemKind.LOSS
        )
    found = desk.once("check simulated", lambda: simulated_labels(desk, seed=_SEED))
    label = label_of(desk)
    chosen = desk.analysis.dataset_rows(wish.selected.sample(MARKED))
    chosen = chosen[seen_rows(desk)[chosen]]
    told = (
        f"The labels ({label}) and {SIMULATIONS} times as many that the fit makes up. The largest label is "
        f"{number_text(found.largest, 4)}, made-up ones reach {number_text(found.largest_made[0], 4)} to "
        f"{number_text(found.largest_made[1], 4)}; the smallest is {number_text(found.smallest, 4)}, made-up "
        f"ones reach {number_text(found.smallest_made[0], 4)} to {number_text(found.smallest_made[1], 4)}."
    )
    top = float(max(found.density.max(), np.nanmax(found.made)))
    return CheckPicture(
        label,
        "density",
        (float(found.middles[0]), float(found.middles[-1])),
        (0.0, top),
        curves=(
            Curve(Look.SIMULATED, f"{found.shown} simulated sets", found.made_x, found.made),
            Curve(Look.OBSERVED, "the labels", found.middles, found.density),
        ),
        marked=(desk.data.y[chosen], np.zeros(chosen.size)),
        sentence=told,
        hidden=states_of(desk).hidden_text,
        of_residuals=False,
    )


def _count(drawn: int, total: int) -> str:
    return counted(total, "row") if drawn == total else f"{drawn:,} of {counted(total, 'row')}"
