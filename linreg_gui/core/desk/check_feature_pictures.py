"""What is drawn of the features: how much they are alike, and what errors in them would do."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import shortened

from .check_design import inflations, most_sensitive
from .check_points import LONGEST_NAME, features_of
from .check_rows import check_rows
from .check_values import CheckPicture, CheckWish, Curve, Look
from .desk import Desk

_BARS = 20
_CURVE_POINTS = 200


def inflated(desk: Desk, _wish: CheckWish, _choice: int) -> CheckPicture:
    if desk.analysis.exact.dependencies:
        raise ProblemError(
            "Where features are exactly the same their variance inflation is infinite.", ProblemKind.RANK
        )
    found, names = inflations(desk), features_of(desk)
    order = np.argsort(-found, kind="stable")[:_BARS]
    places = np.arange(order.size, 0.0, -1.0)
    errors = np.sqrt(found[order])
    top = max(float(errors.max()), np.sqrt(10.0))
    bars = Curve(Look.BARS, "√VIF: how many times as large the error is", errors, places)
    marks = np.array([np.sqrt(5.0)] * 2 + [np.nan] + [np.sqrt(10.0)] * 2)
    ends = np.array([0.4, order.size + 0.6, np.nan, 0.4, order.size + 0.6])
    told = "How many times as large each error is as it would be without the other features: " + ", ".join(
        f"{shortened(names[j], LONGEST_NAME)} {number_text(float(np.sqrt(found[j])), 2)}" for j in order[:5]
    )
    return CheckPicture(
        "times as large an error, by the other features",
        "",
        (0.0, top),
        (0.4, order.size + 0.6),
        curves=(bars, Curve(Look.EXPECTED, "VIF 5 and 10", marks, ends)),
        ticks=tuple(
            (float(place), shortened(names[j], 18)) for place, j in zip(places, order.tolist(), strict=True)
        ),
        sentence=f"{told}.",
        of_residuals=False,
    )


def attenuation(desk: Desk, _wish: CheckWish, choice: int) -> CheckPicture:
    """By which share a weight is too small if its feature has errors.

    Fuller (1987), Measurement Error Models, section 1.1, with the part of the feature that is its own.
    """
    rows = check_rows(desk)
    if rows.limited:
        raise ProblemError(rows.limited, ProblemKind.LOSS)
    inflation = inflations(desk)
    choice = choice - 1 if choice else most_sensitive(desk)
    most = 1.0 / np.sqrt(float(inflation[choice]))
    error = np.linspace(0.0, min(0.5, most), _CURVE_POINTS)
    others = [j for j in np.argsort(-inflation)[:_BARS].tolist() if j != choice]
    xs = [np.append(error, np.nan) for _ in others]
    ys = [np.append(np.minimum(100.0 * error**2 * inflation[j], 100.0), np.nan) for j in others]
    own = np.minimum(100.0 * error**2 * inflation[choice], 100.0)
    name = features_of(desk)[choice]
    curves = [Curve(Look.EXPECTED, "a tenth", np.array([0.0, 100.0 * error[-1]]), np.array([10.0, 10.0]))]
    if others:
        curves.append(Curve(Look.SIMULATED, "other features", 100.0 * np.concatenate(xs), np.concatenate(ys)))
    curves.append(Curve(Look.SMOOTH, shortened(name, LONGEST_NAME), 100.0 * error, own))
    tenth = np.sqrt(0.1 / float(inflation[choice]))
    return CheckPicture(
        "error of the feature, % of its spread",
        "its weight shrinks by, %",
        (0.0, 100.0 * float(error[-1])),
        (0.0, max(12.0, float(own[-1]))),
        curves=tuple(curves),
        sentence=(
            f"If {name} has an error of {number_text(100.0 * tenth, 2)} % of its spread, its weight is a "
            "tenth too small."
        ),
        of_residuals=False,
    )
