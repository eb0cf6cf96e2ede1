"""The coefficient table against statsmodels, group by group, and what it says in words."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from desk_cases import desk_of, homes, sample_desk
from statsmodels.stats.outliers_influence import variance_inflation_factor

from linreg_gui.core.desk.coefficients import Statistic, coefficients_of
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.terms.notation import read_terms

STYLE = TableStyle()
MODEL = "age + C(town, Treatment('Köln'))"


def complete() -> pd.DataFrame:
    return homes().dropna(ignore_index=True)


@pytest.mark.parametrize("errors", ["plain", "HC0", "HC1", "HC2", "HC3"])
@pytest.mark.parametrize("name", ["diabetes", "longley", "engel"])
def test_every_number_agrees_with_statsmodels(name, errors):
    desk = sample_desk(name, DeskChoices(0.9, errors))
    found = coefficients_of(desk)
    sizes = desk.data.X.std(axis=0)
    z = sm.add_constant((desk.data.X - desk.data.X.mean(axis=0)) / sizes)
    theirs = sm.OLS(desk.data.y, z).fit(method="qr")
    theirs = theirs if errors == "plain" else theirs.get_robustcov_results(errors, use_t=True)
    ours = {what: numbers[1:] for what, numbers in found.numbers.items()}
    close = {"rtol": 1e-9, "atol": 0.0}
    assert np.allclose(found.estimate[1:] * sizes, theirs.params[1:], **close)
    assert np.allclose(ours[Statistic.ERROR] * sizes, theirs.bse[1:], **close)
    assert np.allclose(ours[Statistic.T], theirs.tvalues[1:], **close)
    assert np.allclose(ours[Statistic.P], theirs.pvalues[1:], rtol=1e-7, atol=0.0)
    ends = np.column_stack([ours[Statistic.LOW], ours[Statistic.HIGH]]) * sizes[:, None]
    assert np.allclose(ends, theirs.conf_int(0.1)[1:], rtol=1e-9, atol=1e-10 * np.abs(ends).max())
    assert np.allclose(ours[Statistic.STANDARDISED], theirs.params[1:] / desk.data.y.std(), **close)
    inflation = [variance_inflation_factor(z, j + 1) for j in range(desk.data.n_features)]
    assert np.allclose(ours[Statistic.INFLATION], inflation, **close)
    assert not found.is_z
    assert found.groups == ()
    assert (errors in found.remark) == (errors != "plain")


@pytest.mark.parametrize("errors", ["plain", "HC3"])
def test_levels_of_a_category_are_tested_together(errors):
    frame = complete()
    desk = desk_of(frame, "price", "age", "town", choices=DeskChoices(errors=errors))
    found = coefficients_of(desk)
    theirs = smf.ols(f"price ~ {MODEL}", frame).fit()
    theirs = theirs if errors == "plain" else theirs.get_robustcov_results(errors, use_t=True)
    wanted = [j for j, name in enumerate(theirs.model.exog_names) if "town" in name]
    test = theirs.f_test(np.eye(len(theirs.params))[wanted])
    (group,) = found.groups
    assert (group.column, group.first, group.test.count) == ("town", 1, 3)
    assert group.test.f == pytest.approx(float(test.fvalue), rel=1e-9)
    assert group.test.p == pytest.approx(float(test.pvalue), rel=1e-7)
    assert found.group_text(group, STYLE) == f"F(3, {len(frame) - 5}) = {float(test.fvalue):.2f}"
    told = found.group_in_words(group, STYLE)
    assert told.startswith("town as a whole: F(3, ")
    assert "if all 3 true weights were 0" in told


@pytest.mark.parametrize("errors", ["plain", "HC0"])
def test_counts_have_errors_from_the_information_matrix(errors):
    frame = complete()
    choices = DeskChoices(errors=errors)
    found = coefficients_of(desk_of(frame, "visits", "area", "town", loss=PoissonLoss(), choices=choices))
    formula = "visits ~ area + C(town, Treatment('Köln'))"
    options = {} if errors == "plain" else {"cov_type": errors}
    theirs = smf.glm(formula, frame, family=sm.families.Poisson()).fit(tol=1e-14, maxiter=99, **options)
    order = [
        "Intercept",
        "area",
        *(f"C(town, Treatment('Köln'))[T.{town}]" for town in ("Bonn", "Hof", "Ulm")),
    ]
    assert np.allclose(found.numbers[Statistic.ERROR], theirs.bse[order], rtol=1e-9)
    assert np.allclose(found.numbers[Statistic.T], theirs.tvalues[order], rtol=1e-8)
    assert np.allclose(found.numbers[Statistic.P], theirs.pvalues[order], rtol=1e-6)
    assert found.is_z
    assert not {Statistic.STANDARDISED, Statistic.INFLATION} & set(found.numbers)
    wanted = np.array([[float(name == row) for name in theirs.params.index] for row in order[2:]])
    test = theirs.wald_test(wanted, use_f=False, scalar=True)
    (group,) = found.groups
    assert 3 * group.test.f == pytest.approx(float(test.statistic), rel=1e-7)
    assert group.test.p == pytest.approx(float(test.pvalue), rel=1e-6)
    assert found.group_text(group, STYLE) == f"χ²(3) = {float(test.statistic):.2f}"


def test_the_huber_loss_has_the_errors_of_an_m_estimator():
    frame = complete()
    threshold = float(frame.price.std())
    found = coefficients_of(desk_of(frame, "price", "age", "town", loss=HuberLoss(threshold)))
    model = smf.rlm("price ~ age + C(town, Treatment('Köln'))", frame, M=sm.robust.norms.HuberT(threshold))
    theirs = model.fit(start_scale=1.0, update_scale=False, tol=1e-14, maxiter=999, conv="coefs")
    order = ["Intercept", "age"]
    order += [f"C(town, Treatment('Köln'))[T.{town}]" for town in ("Bonn", "Hof", "Ulm")]
    assert np.allclose(found.estimate, theirs.params[order], rtol=1e-9)
    assert np.allclose(found.numbers[Statistic.ERROR], theirs.bse[order], rtol=1e-9)
    assert np.allclose(found.numbers[Statistic.T], theirs.tvalues[order], rtol=1e-9)
    assert found.is_z
    assert "M-estimator" in found.remark
    wanted = np.array([[float(name == row) for name in theirs.params.index] for row in order[2:]])
    test = theirs.wald_test(wanted, use_f=False, scalar=True)
    (group,) = found.groups
    assert 3 * group.test.f == pytest.approx(float(test.statistic), rel=1e-8)
    plain = coefficients_of(desk_of(frame, "price", "age", "town"))
    inflation = Statistic.INFLATION
    assert np.allclose(found.numbers[inflation][1:], plain.numbers[inflation][1:], rtol=1e-12)
    assert found.in_words(1, STYLE).startswith("One more in age goes with ")


@pytest.mark.parametrize(
    ("loss", "decay", "part"),
    [
        (AbsoluteLoss(), 0.0, "not for the absolute error"),
        (HuberLoss(1.0), 0.1, "drawn towards 0"),
        (HuberLoss(1e-9), 0.0, "choose a larger δ"),
        (None, 0.1, "drawn towards 0"),
        (PoissonLoss(), 0.1, "drawn towards 0"),
    ],
)
def test_what_does_not_hold_is_absent_with_a_sentence(loss, decay, part):
    label = "visits" if isinstance(loss, PoissonLoss) else "price"
    found = coefficients_of(desk_of(complete(), label, "age", "area", loss=loss, weight_decay=decay))
    assert part in found.remark
    assert not {Statistic.ERROR, Statistic.T, Statistic.P, Statistic.LOW, Statistic.HIGH} & set(found.numbers)
    assert found.text(1, Statistic.P, STYLE) == "–"
    if label == "price":
        plain = coefficients_of(desk_of(complete(), "price", "age", "area"))
        inflation = Statistic.INFLATION
        assert np.allclose(found.numbers[inflation][1:], plain.numbers[inflation][1:], rtol=1e-12)


def test_hc3_is_not_there_for_counts():
    choices = DeskChoices(errors="HC3")
    found = coefficients_of(desk_of(complete(), "visits", "area", loss=PoissonLoss(), choices=choices))
    assert "choose plain ones, HC0 or HC1" in found.remark


def test_features_that_depend_on_each_other_have_estimates_alone():
    frame = complete().assign(twice=lambda frame: 2.0 * frame.age)
    found = coefficients_of(desk_of(frame, "price", "age", "twice"))
    assert "“twice” is a multiple of “age”" in found.remark
    assert Statistic.ERROR not in found.numbers
    assert len(found.estimate) == 3


def test_too_few_rows_are_told_once():
    found = coefficients_of(desk_of(complete().head(3), "price", "age", "area"))
    assert found.remark.count("too few") == 1
    assert Statistic.ERROR not in found.numbers


def test_filled_cells_come_with_a_caveat():
    found = coefficients_of(desk_of(homes(), "price", "age", recipe=Recipe(missing=Missing.MEAN)))
    assert "1 filled cell counts as measured" in found.remark


def test_errors_and_ends_of_intervals_have_the_same_decimals():
    found = coefficients_of(sample_desk("diabetes"))
    age = found.names.index("age")
    texts = [found.text(age, what, STYLE) for what in (Statistic.ERROR, Statistic.LOW, Statistic.HIGH)]
    assert texts == ["0.2170", "−0.4628", "0.3901"] or [len(text.split(".")[1]) for text in texts] == [
        4,
        4,
        4,
    ]
    assert found.text(age, Statistic.P, STYLE) == "0.867"
    assert found.text(age, Statistic.P, TableStyle(apa=True)) == ".867"
    assert found.text(age, Statistic.ERROR, TableStyle(decimals=2)) == "0.22"
    assert found.text(0, Statistic.P, STYLE) == "< 0.001"
    assert found.text(0, Statistic.INFLATION, STYLE) == "–"


def test_a_row_is_read_in_words():
    units = {"age": "year", "price": "k€"}
    found = coefficients_of(desk_of(complete(), "price", "age", "town", "sold", units=units))
    age = found.in_words(1, STYLE)
    assert age.startswith("One more year of age goes with ")
    assert " less price, between −" in age
    assert " k€ less price" in age
    assert age.count("all else equal. p ") == 1
    level = found.in_words(2, STYLE)
    assert level.startswith("town = Bonn in place of Köln goes with ")
    assert found.in_words(5, STYLE).startswith("One day more in sold goes with ")
    bias = found.in_words(0, STYLE)
    assert bias.startswith("Where every feature is 0, or at its reference")
    assert "if the true bias were 0" in bias
    assert "standard deviations less of price" in found.standardised_in_words(1)
    assert found.standardised_in_words(0) == ""


def test_the_example_of_the_samples_is_read_as_a_person_would():
    found = coefficients_of(sample_desk("diabetes"))
    place = found.names.index("age")
    said = found.in_words(place, STYLE)
    wanted = (
        "One more in age goes with 0.04 less disease_progression, between −0.46 and 0.39, all else equal."
    )
    assert said.startswith(wanted)
    assert (
        "p = 0.867: if the true weight were 0, as much would come about by chance in 87 of 100 such samples"
        in said
    )


def test_a_logarithm_of_the_label_is_read_in_per_cent_of_its_median():
    recipe = Recipe(label_scale=LabelScale.LOG)
    found = coefficients_of(desk_of(complete(), "price", "area", "town", recipe=recipe))
    area = found.estimate[1]
    said = found.in_words(1, STYLE)
    assert f"a median price {100 * math.expm1(area):.2f} % higher, between " in said
    assert "standard deviations more of log price" in found.standardised_in_words(1)


def test_a_large_factor_is_read_as_a_factor():
    frame = complete().assign(price=lambda frame: np.exp(frame.age + 0.01 * frame.area))
    found = coefficients_of(desk_of(frame, "price", "age", recipe=Recipe(label_scale=LabelScale.LOG)))
    assert "times the median price, between 2.7" in found.in_words(1, STYLE)


def test_counts_are_read_in_per_cent_of_their_mean():
    found = coefficients_of(desk_of(complete(), "visits", "area", loss=PoissonLoss()))
    said = found.in_words(1, STYLE)
    assert said.startswith(
        "One more in area goes with a mean visits 1.84 % higher, between 1.39 % and 2.28 %"
    )


def test_a_missing_cell_is_read_as_one():
    found = coefficients_of(desk_of(homes(), "price", "age", recipe=Recipe(missing=Missing.INDICATE)))
    assert found.in_words(2, STYLE).startswith("A missing age goes with ")
    assert [group.column for group in found.groups] == ["age"]


def test_there_is_no_table_while_the_solution_is_worked_out():
    desk = desk_of(complete(), "price", "age")
    objective = desk.objective
    unsolved = type(objective)(objective.analysis, AbsoluteLoss())
    assert coefficients_of(type(desk)(unsolved, desk.table)) is None


def test_an_interaction_is_tested_together_and_read_beside_its_parts():
    frame = complete()
    recipe = Recipe(terms=read_terms(["age:town", "I(area^2)"]))
    found = coefficients_of(desk_of(frame, "price", "age", "area", "town", recipe=recipe))
    theirs = smf.ols("price ~ area + I(area**2) + age * C(town, Treatment('Köln'))", frame).fit()
    rows = [j for j, name in enumerate(theirs.model.exog_names) if "age:" in name or ":age" in name]
    test = theirs.f_test(np.eye(len(theirs.params))[rows])
    group = found.groups[-1]
    assert (group.column, group.test.count) == ("age:town", 3)
    assert group.test.f == pytest.approx(float(test.fvalue), rel=1e-8)
    said = {name: found.in_words(place, STYLE) for place, name in enumerate(found.names)}
    assert ", besides what " in said["age"]
    assert ", besides what " in said["area"]
    product = next(text for name, text in said.items() if "age" in name and "Bonn" in name)
    assert "One more in age goes with " in product
    assert " price where town = Bonn than where it is Köln, between −" in product
    square = next(text for name, text in said.items() if name.startswith("area") and name != "area")
    assert square.startswith("The weight of area")
    assert "all else equal" not in square


def test_row_weights_are_those_of_the_fit():
    frame = complete().assign(weight=lambda frame: 1.0 + (frame.index % 5))
    found = coefficients_of(desk_of(frame, "price", "age", "area", recipe=Recipe(weights="weight")))
    theirs = sm.WLS(frame.price, sm.add_constant(frame[["age", "area"]]), weights=frame.weight).fit()
    assert np.allclose(found.numbers[Statistic.ERROR], theirs.bse, rtol=1e-9)
    assert np.allclose(found.numbers[Statistic.P], theirs.pvalues, rtol=1e-7)
    centred = np.sqrt(np.cov(frame[["age", "area", "price"]].T, aweights=frame.weight).diagonal())
    standardised = theirs.params.to_numpy()[1:] * centred[:2] / centred[2]
    assert np.allclose(found.numbers[Statistic.STANDARDISED][1:], standardised, rtol=1e-9)


def test_without_a_bias_nothing_is_said_of_one():
    frame = complete()
    desk = desk_of(frame, "price", "age", "area", recipe=Recipe(has_bias=False))
    found = coefficients_of(desk)
    theirs = sm.OLS(frame.price, frame[["age", "area"]]).fit()
    assert found.names == ("age", "area")
    assert np.allclose(found.numbers[Statistic.ERROR], theirs.bse, rtol=1e-9)
    assert np.allclose(found.numbers[Statistic.P], theirs.pvalues, rtol=1e-6)
    assert found.in_words(0, STYLE).startswith("One more in age goes with ")
    assert not found.standardised_in_words(0)
    levels = coefficients_of(desk_of(frame, "price", "age", "town", recipe=Recipe(has_bias=False)))
    said = levels.in_words(levels.names.index("town = Bonn"), STYLE)
    assert said.startswith("Where town = Bonn and other features are 0, price is ")
