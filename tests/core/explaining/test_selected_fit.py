"""The selected rows by themselves beside all rows: counts, means and the line through them alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.explaining.selected_fit import SelectedFit, selected_fit
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role

RNG = np.random.default_rng(4)
FRAME = pd.DataFrame({"x": RNG.uniform(50.0, 60.0, 40), "z": RNG.normal(size=40)})
FRAME["y"] = 3.0 * FRAME["x"] - 100.0 + 5.0 * FRAME["z"] + RNG.normal(size=40)
FRAME.loc[3, "x"] = np.nan
ROWS = np.array([2, 3, 5, 8, 13, 21, 34])


def found(
    features: list[str], view: FitView, rows: np.ndarray = ROWS, recipe: Recipe | None = None
) -> SelectedFit:
    roles = {name: Role.FEATURE if name in features else Role.IGNORED for name in FRAME.columns}
    analysis = analyse(FRAME, {**roles, "y": Role.LABEL}, recipe=recipe)
    return selected_fit(Objective(analysis, SquaredLoss()), view, len(rows), rows)


@pytest.mark.parametrize("features", [["x"], ["x", "z"]])
def test_the_line_is_that_of_the_selected_rows_alone(features: list[str]) -> None:
    fit = found(features, FitView(0))
    rows = ROWS[ROWS != 3]
    X = FRAME.loc[rows, features]
    oracle = sm.OLS(FRAME.loc[rows, "y"], sm.add_constant(X)).fit()
    at_means = oracle.params["const"] + sum(oracle.params[name] * X[name].mean() for name in features[1:])
    assert fit.line is not None
    assert fit.line.slope == pytest.approx(oracle.params["x"], rel=1e-10)
    assert fit.line.intercept == pytest.approx(at_means, rel=1e-10)
    assert fit.equation.startswith(f"y = {oracle.params['x']:.5g}·x − {abs(at_means):.4g}")
    assert ("other features" in fit.others) == (len(features) > 1)


def test_counts_and_means_are_told_beside_those_of_all_rows() -> None:
    fit = found(["x"], FitView(0))
    used = FRAME.drop(index=3)["y"]
    chosen = FRAME.loc[ROWS[ROWS != 3], "y"]
    assert (fit.n_selected, fit.n_used) == (7, 6)
    assert f"{chosen.mean():.4g}" in fit.means
    assert f"of all {used.mean():.4g}" in fit.means
    assert fit.sentence.startswith("7 rows selected, of which 6 take part in the fit: mean y ")
    assert "The line through them alone is y = " in fit.sentence


def test_excluded_rows_are_in_neither_mean() -> None:
    excluded = np.zeros(40, dtype=bool)
    excluded[ROWS[2:]] = True
    fit = found(["x"], FitView(0), recipe=Recipe(excluded=excluded))
    assert fit.n_used == 1  # row 2 alone, as 3 has a hole
    assert fit.line is None
    assert "line" not in fit.sentence


def test_without_a_row_that_takes_part_there_is_nothing_to_tell() -> None:
    fit = found(["x"], FitView(0), np.array([3]))
    assert fit.count_text == "1 selected"
    assert fit.sentence == "1 row selected, of which 0 take part in the fit."


def test_predicted_against_actual_has_means_and_no_line() -> None:
    fit = found(["x", "z"], FitView(None))
    assert fit.line is None
    assert fit.means.startswith("mean y ")


def test_in_its_own_units_the_label_has_its_own_mean() -> None:
    own = found(["x"], FitView(0, own_units=True), recipe=Recipe(label_scale=LabelScale.LOG))
    scaled = found(["x"], FitView(0), recipe=Recipe(label_scale=LabelScale.LOG))
    assert own.means.startswith("mean y ")
    assert scaled.means.startswith("mean log y ")
    assert own.line == scaled.line
    assert own.equation.startswith("log y = ")
