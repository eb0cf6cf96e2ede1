"""Kept fits: what they hold, how they compare with statsmodels, and cross-validation from the table."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from desks import desk_of, made_frame
from kept_fits import kept, kept_of
from run_scripts import modelled

from linreg_gui.core import SgdConfig, StopRules, cross_validate, half_mse, leave_one_out, make_folds
from linreg_gui.core.comparing.comparison import FitColumn, comparison
from linreg_gui.core.comparing.kept_cross import cross_numbers
from linreg_gui.core.comparing.nested import nested_test, why_not_comparable
from linreg_gui.core.comparing.side_by_side import side_by_side
from linreg_gui.core.comparing.two_residuals import fit_residuals
from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.desk.keeping import trained_fit_kept
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.project.kept_fit import FoldSettings, KeptFit
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role

FOLDS = FoldSettings(folds=5)


def theirs(frame, features, weights=None):
    X = sm.add_constant(frame[list(features)])
    return sm.WLS(frame["y"], X, weights=1.0 if weights is None else frame[weights]).fit()


def test_a_kept_fit_holds_the_numbers_of_statsmodels() -> None:
    frame = made_frame()
    fit, other = kept_of(frame, "abc"), theirs(frame, "abc")
    numbers = fit.numbers
    assert (numbers.features, numbers.rows, numbers.freedom) == (3, 60, 56.0)
    assert numbers.sigma == pytest.approx(math.sqrt(other.mse_resid))
    assert numbers.r_squared == pytest.approx(other.rsquared)
    assert numbers.adjusted_r_squared == pytest.approx(other.rsquared_adj)
    assert (numbers.aic, numbers.bic) == pytest.approx((other.aic, other.bic))
    plain = sm.OLS(frame["y"], sm.add_constant(frame[["a", "b", "c"]])).fit()
    assert numbers.press == pytest.approx(float(np.sum(plain.get_influence().resid_press ** 2)))
    assert fit.names == ("bias", "a", "b", "c")
    assert fit.estimate == pytest.approx(other.params.to_numpy())
    assert fit.standard_error == pytest.approx(other.bse.to_numpy())
    assert fit.formula == "y ~ a + b + c"


@pytest.mark.parametrize("weight", ["", "a"])
def test_nested_fits_have_the_f_test_of_statsmodels(weight) -> None:
    frame = made_frame()
    names = ["b", "c"] if weight else ["a", "b", "c"]
    large = kept_of(
        frame[[*names, "y", *([weight] if weight else [])]], [*names, *filter(None, [weight])], weight=weight
    )
    small = kept_of(frame, ["b", *filter(None, [weight])], "Fit 2", weight=weight)
    weights = weight or None
    f, p, more = theirs(frame, names, weights).compare_f_test(theirs(frame, ["b"], weights))
    for one, other in ((small, large), (large, small)):
        test = nested_test(one, other)
        assert test is not None
        assert (test.f, test.p, test.more) == (pytest.approx(f, rel=1e-9), pytest.approx(p, rel=1e-9), more)
    assert nested_test(kept_of(frame, "ab"), kept_of(frame, "bc")) is None


FLATS = pd.DataFrame(
    {
        "x": np.random.default_rng(4).uniform(20.0, 150.0, 90),
        "z": np.random.default_rng(5).normal(1e6, 1.0, 90),
        "town": np.random.default_rng(6).choice(["Aalen", "Bonn", "Ulm"], 90),
        "floor": np.random.default_rng(7).choice(["first", "second"], 90),
    }
)
FLATS["y"] = FLATS["x"] + 5.0 * (FLATS["town"] == "Ulm") + np.random.default_rng(8).normal(0.0, 9.0, 90)


def fitted(formula: str, reference: str = "") -> KeptFit:
    recipe = Recipe(references={"town": reference} if reference else {})
    table = modelled(FLATS, formula, recipe)
    analysis = analyse(table.frame, table.roles_as_came, recipe=table.recipe)
    return kept(Desk(Objective.of(analysis, SgdConfig()), table))


@pytest.mark.parametrize(
    ("small", "large", "more"),
    [
        ("y ~ poly(x, 2)", "y ~ x + I(x^2) + z", 1),
        ("y ~ x + I(x^2)", "y ~ poly(x, 3) + town", 3),
        ("y ~ town", "y ~ town + x - 1", 1),
        ("y ~ town + floor", "y ~ town * floor", 2),
        ("y ~ town:floor - 1", "y ~ town * floor + x", 1),
        ("y ~ x - 1", "y ~ poly(x, 1)", 1),
        ("y ~ x + z", "y ~ poly(x, 2) + poly(z, 1)", 1),
    ],
)
def test_fits_are_nested_where_columns_make_others_up_however_they_are_coded(small, large, more) -> None:
    one, other = fitted(small, "Bonn"), fitted(large, "Ulm")
    test = nested_test(one, other)
    assert test is not None
    assert (test.more, test.freedom) == (more, 90 - len(other.names))
    plain = one.numbers.residual_sum - other.numbers.residual_sum
    assert test.f == pytest.approx(plain / more / (other.numbers.residual_sum / test.freedom))
    assert nested_test(other, one) == test


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("y ~ x", "y ~ x + z - 1"),  # no bias in the larger one
        ("y ~ poly(x, 2)", "y ~ x + I(x^3) + town"),
        ("y ~ town", "y ~ floor + x + z"),
        ("y ~ log(x)", "y ~ poly(x, 4)"),
        ("y ~ poly(x, 2)", "y ~ x + I(x^2)"),  # the same model
    ],
)
def test_fits_that_only_look_alike_are_not_nested(small, large) -> None:
    assert nested_test(fitted(small), fitted(large)) is None


def test_fits_of_other_rows_have_neither_test_nor_differences() -> None:
    frame = made_frame()
    base, fewer = kept_of(frame, "abc"), kept_of(frame, "ab", "Fit 2", excluded=[3])
    assert nested_test(base, fewer) is None
    found = comparison([(1, base), (2, fewer)], 1, FOLDS)
    row = found.rows[1]
    assert math.isnan(row.difference(FitColumn.AIC))
    assert row.text(FitColumn.AIC, differences=True) == "–"
    assert "other rows, labels or row weights" in found.sentences[0]
    assert "(59 against 60)" in found.sentences[0]
    other_cell = frame.assign(y=frame["y"].where(frame.index != 0, 1e3))
    assert why_not_comparable(kept_of(other_cell, "ab"), base)
    # Sorted otherwise, or with another feature, it is the same rows.
    assert not why_not_comparable(kept_of(frame, "a"), base)


def test_a_fit_of_another_loss_has_no_criteria_and_no_test() -> None:
    frame = made_frame()
    base = kept_of(frame, "abc")
    ridge, absolute = kept_of(frame, "ab", weight_decay=0.5), kept_of(frame, "ab", loss=AbsoluteLoss())
    for fit in (ridge, absolute):
        assert math.isnan(fit.numbers.aic)
        assert np.isnan(fit.standard_error).all()
        assert nested_test(fit, base) is None
    row = comparison([(1, base), (2, absolute)], 1, FOLDS).rows[1]
    assert math.isnan(row.difference(FitColumn.VALIDATION))
    assert row.text(FitColumn.SOLVER) == "exact, MAE"
    assert row.text(FitColumn.P) == "–"


def test_differences_are_those_to_the_base() -> None:
    frame = made_frame()
    fits = [(7, kept_of(frame, "abc")), (9, kept_of(frame, "a", "Fit 2"))]
    found = comparison(fits, 9, FOLDS)
    assert found.base is not None
    assert found.base.key == 9
    first = found.rows[0]
    expected = fits[0][1].numbers.aic - fits[1][1].numbers.aic
    assert first.difference(FitColumn.AIC) == pytest.approx(expected)
    assert first.text(FitColumn.AIC, differences=True)[0] in "+−"
    assert found.rows[1].text(FitColumn.AIC, differences=True) == f"{fits[1][1].numbers.aic:.2f}"
    assert comparison(fits, 123, FOLDS).base.key == 7
    assert comparison([], 1, FOLDS).rows == ()


def test_cross_validation_makes_the_rows_of_the_table_again() -> None:
    frame = made_frame()
    desk = desk_of(frame[["a", "b", "c", "y"]], excluded=[2, 5], holdout=0.2)
    fit = kept(desk)
    found = cross_numbers(desk.table, fit, FOLDS)
    ids = desk.analysis.table_rows
    direct = cross_validate(desk.data, make_folds(len(ids), 5, row_ids=ids))
    assert (found.rmse, found.rmse_error) == pytest.approx((direct.rmse, direct.rmse_standard_error))
    alone = cross_numbers(desk.table, fit, FoldSettings(folds=0))
    assert alone.rmse == pytest.approx(leave_one_out(desk.data).rmse)
    assert alone.rmse == pytest.approx(math.sqrt(fit.numbers.press / len(ids)))
    grouped = cross_numbers(desk.table, fit, FoldSettings(folds=3, groups="b"))
    assert not grouped.problem
    frame = desk.table.frame.assign(note="x")
    wider = replace(desk.table, frame=frame, roles={**desk.table.roles, "note": Role.IGNORED})
    noted = replace(fit, roles=dict(wider.roles))
    # A column that takes no part may come and go.
    assert cross_numbers(wider, fit, FOLDS).rmse == cross_numbers(desk.table, noted, FOLDS).rmse == found.rmse
    other = replace(desk.table, recipe=replace(desk.table.recipe, excluded=None))
    assert "undo brings them back" in cross_numbers(other, fit, FOLDS).problem
    many = FoldSettings(folds=500)
    told = cross_numbers(desk.table, fit, many)
    assert "too few for 500 folds" in told.problem
    (sentence,) = comparison([(1, replace(fit, cross=told))], 1, many).sentences
    assert sentence == f"Not cross-validated: {told.problem}"
    assert "no column" in cross_numbers(desk.table, fit, FoldSettings(groups="town")).problem


def test_a_fit_of_sgd_is_cross_validated_by_sgd() -> None:
    desk, config = desk_of(made_frame()[["a", "b", "y"]]), SgdConfig(epochs=2, batch_size=8)
    sgd = Sgd(desk.data, config)
    sgd.advance(10)
    state = sgd.snapshot()
    fit = trained_fit_kept(desk, config, StopRules(), "Fit 1", state)
    assert fit.step == 10
    assert fit.estimate == pytest.approx([state.bias, *state.weights])
    assert fit.numbers.loss == pytest.approx(half_mse(desk.data, state.weights, state.bias))
    residuals = desk.data.y - desk.data.X @ state.weights - state.bias
    assert fit.numbers.r_squared == pytest.approx(
        1 - np.var(residuals) / np.var(desk.data.y) - np.mean(residuals) ** 2 / np.var(desk.data.y)
    )
    assert np.isnan(fit.standard_error).all()
    ids = desk.analysis.table_rows
    direct = cross_validate(desk.data, make_folds(60, 3, row_ids=ids), config=config)
    assert cross_numbers(desk.table, fit, FoldSettings(folds=3)).rmse == pytest.approx(direct.rmse)


def test_the_best_on_new_rows_is_told_with_a_smaller_one_that_does_as_well() -> None:
    frame = made_frame(200)
    frame["c"] = np.random.default_rng(1).normal(size=200)
    fits = []
    for number, features in enumerate(("abc", "ab", "b")):
        desk = desk_of(frame[[*features, "y"]])
        fit = kept(desk, f"Fit {number}")
        fits.append((number, replace(fit, cross=cross_numbers(desk.table, fit, FOLDS))))
    found = comparison(fits, 0, FOLDS)
    (told,) = found.sentences
    best = min(fits, key=lambda entry: entry[1].cross.rmse)[1]
    assert told.startswith(f"“{best.name}” misses new rows least: RMSE ")
    assert ("within one standard error" in told) == (best.name == "Fit 0")
    assert not found.rows[0].is_stale
    assert comparison(fits, 0, FoldSettings(folds=4)).rows[0].is_stale


def test_coefficients_stand_side_by_side_with_intervals_of_statsmodels() -> None:
    frame = made_frame()
    desk = desk_of(frame[["b", "c", "y"]], has_bias=False, choices=DeskChoices(errors="HC3"))
    fits = [kept_of(frame, "ab"), kept(desk, "Fit 2")]
    found = side_by_side(fits, 0.9)
    assert found.names == ("bias", "a", "b", "c")
    assert np.isnan(found.estimate).tolist() == [[False, True], [False, True], [False, False], [True, False]]
    ends = theirs(frame, "ab").conf_int(0.1).to_numpy()
    assert np.column_stack([found.low[:3, 0], found.high[:3, 0]]) == pytest.approx(ends)
    robust = sm.OLS(frame["y"], frame[["b", "c"]]).fit(cov_type="HC3", use_t=True)
    assert found.standard_error[2:, 1] == pytest.approx(robust.bse.to_numpy())
    assert found.spread[1, 0] == pytest.approx(frame["a"].std(ddof=0))
    assert found.text(3, 0) == ""
    assert "(" in found.text(2, 1)


def test_residuals_of_a_fit_are_those_on_its_rows() -> None:
    frame = made_frame()
    desk = desk_of(frame[["a", "b", "y"]], excluded=[4])
    fit = kept(desk)
    found = fit_residuals(desk.table, fit)
    assert found.n_rows == 59
    assert float(found.residual @ found.residual) == pytest.approx(fit.numbers.residual_sum)
    assert found.predicted + found.residual == pytest.approx(desk.data.y)
    assert len(found.smooth.x)
    assert found.quantiles[1] == pytest.approx(np.sort(found.residual))
    assert found.quantiles[0, 29] == pytest.approx(0.0, abs=1e-12)
    sgd = Sgd(desk.data, SgdConfig(epochs=1))
    sgd.advance(5)
    trained = trained_fit_kept(desk, SgdConfig(epochs=1), StopRules(), "Fit 2", sgd.snapshot())
    state = sgd.snapshot()
    expected = desk.data.y - desk.data.X @ state.weights - state.bias
    assert fit_residuals(desk.table, trained).residual == pytest.approx(expected)
    other = replace(desk.table, recipe=replace(desk.table.recipe, excluded=None))
    assert "undo brings them back" in fit_residuals(other, fit).problem
