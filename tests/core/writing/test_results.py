"""Fitted values, residuals and intervals as columns of the table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from linreg_gui.core.editing.row_edits import sort_rows
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.row_states import RowStates
from linreg_gui.core.table.table import Table
from linreg_gui.core.writing.results import (
    ResultColumns,
    intervals_problem,
    with_results,
    with_states,
    with_uses,
)

ROLES = {"name": Role.IGNORED, "a": Role.FEATURE, "b": Role.FEATURE, "price": Role.LABEL}
EVERYTHING = ResultColumns(mean_interval=True, label_interval=True, level=0.9)


def table(n: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(2, n))
    price = 100.0 + 20.0 * a - 5.0 * b + rng.normal(size=n)
    return pd.DataFrame({"name": [f"row {i}" for i in range(n)], "a": a, "b": b, "price": price})


def exported(frame: pd.DataFrame, columns: ResultColumns, recipe: Recipe | None = None) -> pd.DataFrame:
    chosen = recipe or Recipe()
    return with_results(frame, ROLES, chosen, objective_of(analysis_of(frame, chosen)), columns)


def objective_of(analysis: Analysis, **settings: Any) -> Objective:
    return Objective.of(analysis, SgdConfig(**settings)).solved()


def analysis_of(frame: pd.DataFrame, recipe: Recipe | None = None) -> Analysis:
    return analyse(frame, ROLES, None, recipe)


def test_every_column_agrees_with_statsmodels() -> None:
    frame = table()
    found = exported(frame, EVERYTHING)
    peer = sm.OLS(frame["price"], sm.add_constant(frame[["a", "b"]])).fit()
    expected = peer.get_prediction().summary_frame(alpha=0.1)
    for name, values in {
        "price fitted by exact solution": peer.fittedvalues,
        "price residual by exact solution": peer.resid,
        "price mean low 90 % by exact solution": expected["mean_ci_lower"],
        "price mean high 90 % by exact solution": expected["mean_ci_upper"],
        "price low 90 % by exact solution": expected["obs_ci_lower"],
        "price high 90 % by exact solution": expected["obs_ci_upper"],
    }.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(found[list(frame.columns)], frame)


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (ResultColumns(fitted=False, residuals=False), []),
        (ResultColumns(residuals=False), ["price fitted by exact solution"]),
        (ResultColumns(fitted=False), ["price residual by exact solution"]),
        (
            ResultColumns(False, False, True, False, 0.995),
            ["price mean low 99.5 % by exact solution", "price mean high 99.5 % by exact solution"],
        ),
        (
            ResultColumns(False, False, False, True),
            ["price low 95 % by exact solution", "price high 95 % by exact solution"],
        ),
    ],
)
def test_each_column_is_there_when_it_is_asked_for(columns, names) -> None:
    frame = table()
    found = exported(frame, columns)
    assert list(found.columns) == [*frame.columns, *names]
    assert columns.count() == len(names)
    assert columns.intervals == any("%" in name for name in names)


def test_rows_that_take_no_part_have_empty_cells() -> None:
    frame = table()
    frame.loc[3, "a"] = np.nan
    frame.loc[7, "price"] = np.nan
    excluded = np.zeros(len(frame), dtype=bool)
    excluded[11] = True
    found = exported(frame, EVERYTHING, Recipe(excluded=excluded))
    for name in found.columns[len(frame.columns) :]:
        assert np.flatnonzero(found[name].isna()).tolist() == [3, 7, 11]
    used = frame.drop(index=[3, 7, 11])
    peer = sm.OLS(used["price"], sm.add_constant(used[["a", "b"]])).fit()
    np.testing.assert_allclose(found["price fitted by exact solution"].dropna(), peer.fittedvalues, rtol=1e-9)


def test_held_out_rows_are_predicted_from_the_others() -> None:
    frame = table()
    recipe = Recipe(holdout=0.25)
    analysis = analysis_of(frame, recipe)
    found = exported(frame, EVERYTHING, recipe)
    training = frame.iloc[analysis.table_rows]
    assert len(training) + len(analysis.held_out_rows) == 40
    peer = sm.OLS(training["price"], sm.add_constant(training[["a", "b"]])).fit()
    predicted = peer.get_prediction(sm.add_constant(frame[["a", "b"]])).summary_frame(alpha=0.1)
    np.testing.assert_allclose(found["price fitted by exact solution"], predicted["mean"], rtol=1e-9)
    np.testing.assert_allclose(
        found["price high 90 % by exact solution"], predicted["obs_ci_upper"], rtol=1e-9
    )


def test_a_label_fitted_as_its_logarithm_is_predicted_in_its_own_units() -> None:
    frame = table().assign(price=lambda t: np.exp(0.3 * t["a"] + t["price"] / 100.0))
    frame.loc[2, "price"] = -1.0  # has no logarithm
    found = exported(frame, EVERYTHING, Recipe(label_scale=LabelScale.LOG))
    used = frame.drop(index=2)
    peer = sm.OLS(np.log(used["price"]), sm.add_constant(used[["a", "b"]])).fit()
    expected = peer.get_prediction().summary_frame(alpha=0.1)
    assert len(found.columns) - len(frame.columns) == EVERYTHING.count(LabelScale.LOG)
    assert np.flatnonzero(found["price median fitted by exact solution"].isna()).tolist() == [2]
    results = found.drop(index=2)
    np.testing.assert_allclose(
        results["price median fitted by exact solution"], np.exp(peer.fittedvalues), rtol=1e-9
    )
    mean = np.exp(peer.fittedvalues + 0.5 * peer.mse_resid)
    np.testing.assert_allclose(results["price mean fitted by exact solution"], mean, rtol=1e-9)
    assert (results["price mean low 90 % by exact solution"] < mean).all()
    assert (results["price mean high 90 % by exact solution"] > mean).all()
    np.testing.assert_allclose(
        results["price residual by exact solution"],
        used["price"] - np.exp(peer.fittedvalues),
        rtol=1e-6,
        atol=1e-9,
    )
    for end, of in (("low", "lower"), ("high", "upper")):
        median = np.exp(expected[f"mean_ci_{of}"])
        np.testing.assert_allclose(results[f"price median {end} 90 % by exact solution"], median, rtol=1e-9)
    np.testing.assert_allclose(
        results["price high 90 % by exact solution"], np.exp(expected["obs_ci_upper"]), rtol=1e-9
    )


def test_a_name_that_is_taken_gets_a_number() -> None:
    frame = table()
    frame["price fitted by exact solution"] = 1.0
    roles = {**ROLES, "price fitted by exact solution": Role.IGNORED}
    recipe = Recipe()
    found = with_results(
        frame, roles, recipe, objective_of(analyse(frame, roles)), ResultColumns(residuals=False)
    )
    assert list(found.columns[-2:]) == ["price fitted by exact solution", "price fitted by exact solution 2"]
    assert (found["price fitted by exact solution"] == 1.0).all()


def test_the_table_itself_is_not_changed() -> None:
    frame = table()
    exported(frame, EVERYTHING)
    assert list(frame.columns) == ["name", "a", "b", "price"]


def test_intervals_that_cannot_be_are_a_sentence() -> None:
    analysis = analysis_of(table())
    assert intervals_problem(objective_of(analysis)) is None
    few = analysis_of(table(3))
    assert "at least 4 rows, and 3 rows are there" in intervals_problem(objective_of(few)).sentence
    frame = table().assign(b=lambda t: 2.0 * t["a"])
    dependent = analysis_of(frame)
    assert "“" in intervals_problem(objective_of(dependent)).sentence
    with pytest.raises(ProblemError, match="is a multiple of"):
        exported(frame, EVERYTHING)
    assert "price fitted by exact solution" in exported(frame, ResultColumns())


def test_each_row_says_what_it_is_used_for_once_some_are_excluded_or_held_out() -> None:
    frame = table()
    frame.loc[3, "a"] = np.nan
    excluded = np.zeros(len(frame), dtype=bool)
    excluded[11] = True
    assert with_uses(frame, Recipe(), analysis_of(frame)) is frame
    recipe = Recipe(excluded=excluded, holdout=0.25)
    analysis = analysis_of(frame, recipe)
    uses = with_uses(frame, recipe, analysis)["use of the row"]
    assert (uses[3], uses[11]) == ("left out", "excluded")
    assert np.flatnonzero(uses == "held out").tolist() == sorted(analysis.held_out_rows)
    assert np.flatnonzero(uses == "training").tolist() == sorted(analysis.table_rows)
    assert set(with_uses(frame, recipe, None)["use of the row"]) == {"excluded", ""}


def test_a_sorted_table_has_the_same_results_in_its_rows() -> None:
    made = Table(table(), ROLES, "t")
    recipe = Recipe(holdout=0.25)

    def results(given: Table) -> pd.DataFrame:
        found = analyse(given.frame, ROLES, None, recipe, row_ids=given.row_ids)
        return with_results(given.frame, ROLES, recipe, objective_of(found), EVERYTHING, given.row_ids)

    plain = results(made).set_index("name")
    other = results(sort_rows(made, "price", True)).set_index("name")
    pd.testing.assert_frame_equal(other.loc[plain.index], plain, rtol=0.0, atol=0.0)


def test_states_of_rows_are_columns_where_some_row_has_them() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "row is hidden": [0, 0, 0]})
    assert with_states(frame, RowStates(), RowIds()) is frame
    states = RowStates().hiding(np.array([7])).colouring(np.array([5, 9]), 2)
    found = with_states(frame, states, RowIds(np.array([9, 5, 7]), 10), RowSet.of_rows(np.array([1])))
    assert found.pop("row is selected").tolist() == [False, True, False]
    assert found["row is hidden 2"].tolist() == [False, False, True]
    np.testing.assert_array_equal(found["colour of the row"], [3.0, 3.0, np.nan])
    assert "row is labelled" not in found
