"""The summary of a fit against statsmodels and scikit-learn."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
import statsmodels.api as sm
from desk_cases import desk_of, homes, sample_desk
from r_models import cars
from sklearn.metrics import r2_score, root_mean_squared_error

from linreg_gui.core.desk.coefficients import Statistic, coefficients_of
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.desk.summary import Summary, summary_of
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.table.recipe import Recipe

STYLE = TableStyle()


def value(summary: Summary, name: str) -> float:
    line = summary.line(name)
    assert line is not None, name
    assert line.sentence.endswith((".", "!"))
    assert isinstance(line.value, float)
    return line.value


@pytest.mark.parametrize("name", ["diabetes", "longley", "engel", "norris", "pontius"])
def test_every_number_agrees_with_statsmodels(name):
    desk = sample_desk(name)
    found = summary_of(desk)
    z = sm.add_constant((desk.data.X - desk.data.X.mean(axis=0)) / desk.data.X.std(axis=0))
    theirs = sm.OLS(desk.data.y, z).fit(method="qr")
    n, d = desk.data.n_rows, desk.data.n_features
    pairs = {
        "R²": theirs.rsquared,
        "adjusted R²": theirs.rsquared_adj,
        "σ": math.sqrt(theirs.mse_resid),
        f"F({d}, {n - d - 1:,})": theirs.fvalue,
        "log-likelihood": theirs.llf,
        "AIC": theirs.aic,
        "BIC": theirs.bic,
    }
    press = float(np.sum(theirs.get_influence().resid_press ** 2))
    pairs |= {"PRESS": press, "predicted R²": 1.0 - press / theirs.centered_tss}
    for line, number in pairs.items():
        assert value(found, line) == pytest.approx(number, rel=1e-9), line
    assert value(found, "p of F") == pytest.approx(theirs.f_pvalue, rel=1e-6)
    assert found.remark == ""


def test_rows_that_are_held_out_are_judged_as_scikit_learn_does():
    desk = desk_of(homes(), "price", "age", "town", recipe=Recipe(holdout=0.25))
    found = summary_of(desk)
    held_out = desk.analysis.held_out
    predicted = desk.fit.predict(held_out.X)
    assert value(found, "held-out R²") == pytest.approx(r2_score(held_out.y, predicted), rel=1e-10)
    rmse = root_mean_squared_error(held_out.y, predicted)
    assert value(found, "held-out RMSE") == pytest.approx(rmse, rel=1e-10)
    assert found.line("held-out n").value == str(held_out.n_rows)
    assert "missing age" in found.line("n").sentence
    assert summary_of(desk_of(homes(), "price", "age")).line("held-out n") is None


def test_f_follows_the_errors_that_are_chosen():
    desk = sample_desk("diabetes", DeskChoices(errors="HC3"))
    theirs = sm.OLS(desk.data.y, sm.add_constant(desk.data.X)).fit(cov_type="HC3", use_t=True)
    line = summary_of(desk).line("F(10, 431)")
    assert line.value == pytest.approx(theirs.fvalue, rel=1e-8)
    assert "HC3" in line.sentence


def test_counts_have_a_deviance_in_place_of_r_squared():
    frame = homes().dropna(ignore_index=True)
    found = summary_of(desk_of(frame, "visits", "area", loss=PoissonLoss()))
    theirs = sm.GLM(frame.visits, sm.add_constant(frame.area), family=sm.families.Poisson()).fit(tol=1e-13)
    assert value(found, "deviance") == pytest.approx(theirs.deviance, rel=1e-9)
    explained = 1.0 - theirs.deviance / theirs.null_deviance
    assert value(found, "deviance explained") == pytest.approx(explained, rel=1e-9)
    assert value(found, "AIC") == pytest.approx(theirs.aic, rel=1e-9)
    assert value(found, "BIC") == pytest.approx(theirs.bic_llf, rel=1e-9)
    assert value(found, "χ²(1)") == pytest.approx(2 * (theirs.llf - theirs.llnull), rel=1e-9)
    assert found.line("R²") is None


def test_the_huber_loss_has_its_own_test_and_says_what_is_missing():
    frame = homes().dropna(ignore_index=True)
    threshold = float(frame.price.std())
    found = summary_of(desk_of(frame, "price", "age", "area", loss=HuberLoss(threshold)))
    X = sm.add_constant(frame[["age", "area"]])
    model = sm.RLM(frame.price, X, M=sm.robust.norms.HuberT(threshold))
    theirs = model.fit(start_scale=1.0, update_scale=False, tol=1e-14, maxiter=999, conv="coefs")
    test = theirs.wald_test(np.eye(3)[1:], use_f=False, scalar=True)
    assert value(found, "χ²(2)") == pytest.approx(float(test.statistic), rel=1e-9)
    assert value(found, "p of χ²") == pytest.approx(float(test.pvalue), rel=1e-6)
    assert found.line("within δ").text(STYLE) == str(int((np.abs(theirs.resid) <= threshold).sum()))
    assert "which the Huber loss is not" in found.remark
    assert found.line("AIC") is None


def test_what_does_not_hold_is_absent_with_a_sentence():
    desk = desk_of(homes(), "price", "age", loss=AbsoluteLoss(), recipe=Recipe(holdout=0.25))
    found = summary_of(desk)
    assert [line.name for line in found.lines] == ["n", "R²", "held-out n", "held-out R²", "held-out RMSE"]
    assert "not for the absolute error" in found.remark


def test_there_is_no_press_where_a_row_decides_its_own_prediction():
    frame = homes(30).assign(alone=lambda frame: (frame.index == 7) * 1.0)
    line = summary_of(desk_of(frame, "price", "age", "alone")).line("PRESS")
    assert line.text(STYLE) == "–"
    assert "decides its own prediction alone" in line.sentence


def test_one_line_says_the_most_telling_first():
    short = summary_of(sample_desk("diabetes")).short(STYLE)
    assert short == ("R² = 0.518", "n = 442", "σ = 54.154", "F(10, 431) = 46.27", "p < 0.001")
    apa = summary_of(sample_desk("diabetes")).short(TableStyle(decimals=2, apa=True))
    assert apa == ("R² = .52", "n = 442", "σ = 54.15", "F(10, 431) = 46.27", "p < .001")


def test_a_share_below_1_does_not_look_like_1():
    assert summary_of(sample_desk("pontius")).line("R²").text(STYLE) == "0.999989"


def test_what_takes_a_pass_over_the_rows_is_left_out_where_it_is_not_wanted():
    names = [line.name for line in summary_of(sample_desk("diabetes"), whole=False).lines]
    assert "PRESS" not in names
    assert "AIC" in names


def test_the_condition_number_is_told_in_words():
    line = summary_of(sample_desk("longley")).line("condition number")
    assert line.text(STYLE).endswith(", very high")
    assert (
        summary_of(desk_of(homes(), "price", "age", "area"))
        .line("condition number")
        .text(STYLE)
        .endswith(", low")
    )


def test_row_weights_are_those_of_the_fit():
    frame = homes().dropna(ignore_index=True).assign(weight=lambda frame: 1.0 + (frame.index % 5))
    found = summary_of(desk_of(frame, "price", "age", "area", recipe=Recipe(weights="weight")))
    theirs = sm.WLS(frame.price, sm.add_constant(frame[["age", "area"]]), weights=frame.weight).fit()
    assert value(found, "R²") == pytest.approx(theirs.rsquared, rel=1e-9)
    assert value(found, "σ") == pytest.approx(math.sqrt(theirs.scale), rel=1e-9)
    assert value(found, "AIC") == pytest.approx(theirs.aic, rel=1e-9)
    held = desk_of(frame, "price", "age", recipe=Recipe(weights="weight", holdout=0.3))
    out = held.analysis.held_out
    r2 = r2_score(out.y, held.fit.predict(out.X), sample_weight=out.row_weights)
    assert value(summary_of(held), "held-out R²") == pytest.approx(r2, rel=1e-9)


def test_stopping_distances_have_the_summary_that_r_prints():
    """`summary(lm(dist ~ speed, cars))`, and `logLik` and `AIC` of it, which count σ² as well."""
    desk = desk_of(cars(), "dist", "speed")
    summary, table = summary_of(desk), coefficients_of(desk)
    printed = [
        (table.estimate, "-17.5791 3.9324"),
        (table.numbers[Statistic.ERROR], "6.7584 0.4155"),
        (table.numbers[Statistic.T], "-2.601 9.464"),
        (table.numbers[Statistic.P], "0.0123 1.49e-12"),
        ([value(summary, "σ")], "15.38"),
        ([value(summary, "R²"), value(summary, "adjusted R²")], "0.6511 0.6438"),
        ([value(summary, "F(1, 48)"), value(summary, "p of F")], "89.57 1.490e-12"),
        ([value(summary, "log-likelihood")], "-206.5784"),
        ([value(summary, "AIC") + 2.0, value(summary, "BIC") + math.log(50)], "419.1569 424.8929"),
    ]
    for ours, texts in printed:
        for number, text in zip(ours, map(Decimal, texts.split()), strict=True):
            assert Decimal(float(number)).quantize(text) == text
