"""What is shown of an equation gives its predictions, wherever the data lie."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.model.shown_equation import EquationForm, ShownEquation, shown_equation
from linreg_gui.core.number_text import plain_number, text_to, whole_number_text
from linreg_gui.core.solvers.analytic.solver import solve_analytic


def read(text: str) -> Fraction:
    return Fraction(plain_number(text))


def computed_by_hand(shown: ShownEquation, weights, bias, x) -> Fraction:
    """The prediction that a person finds who computes with what is shown, exactly."""
    total = read(text_to(shown.constant(weights, bias), shown.step))
    for weight, step, centre, value in zip(weights, shown.weight_steps, shown.centres, x, strict=True):
        total += read(text_to(weight, step)) * (Fraction(float(value)) - read(whole_number_text(centre)))
    return total


def made(offset: float, power: int, seed: int, n: int, d: int, label_offset: float) -> Dataset:
    rng = np.random.default_rng(seed)
    X = offset + 10.0**power * rng.normal(size=(n, d))
    y = label_offset + (X - X.mean(axis=0)) @ rng.normal(size=d) / 10.0**power + 0.1 * rng.normal(size=n)
    return Dataset(X, y)


@settings(max_examples=60, deadline=None)
@given(
    offset=st.floats(0.0, 1e15),
    power=st.integers(-9, 9),
    seed=st.integers(0, 2**32 - 1),
    d=st.integers(1, 4),
    label_offset=st.sampled_from([0.0, -3.5, 1.7e9, 1e12]),
    form=st.sampled_from(EquationForm),
)
def test_what_is_shown_predicts_as_the_weights_do(offset, power, seed, d, label_offset, form) -> None:
    data = made(offset, power, seed, 25, d, label_offset)
    m = moments(data)
    if not (m.norms > 0.0).all():  # too far off for the spread to be seen
        return
    fit = solve_analytic(data, known=m)
    shown = shown_equation(m, form)
    spread = m.norms[-1] / 5.0
    # A weight has no more than 17 digits, and a centre and the bias no more than a float64.
    unseen = sum(abs(w) * np.spacing(abs(c)) for w, c in zip(fit.weights, m.feature_means, strict=True))
    unseen += np.spacing(abs(fit.bias))
    for x in data.X:
        pairs = zip(fit.weights, x, strict=True)
        exact = Fraction(fit.bias) + sum(Fraction(float(w)) * Fraction(float(v)) for w, v in pairs)
        assert (
            abs(computed_by_hand(shown, fit.weights, fit.bias, x) - exact) <= 1e-4 * spread + 4 * d * unseen
        )


def test_a_feature_is_centred_only_where_the_plain_equation_needs_too_many_digits() -> None:
    rng = np.random.default_rng(1)
    years, days = rng.uniform(1990.0, 2020.0, 50), 2459115.0 + rng.uniform(0.0, 5.0, 50)
    m = moments(Dataset(np.column_stack([years, days]), 2.0 * years + days))
    assert not shown_equation(m, EquationForm.PLAIN).is_centred
    automatic = shown_equation(m)
    assert automatic.is_centred
    assert automatic.centres[0] == 0.0
    assert automatic.centres[1] == pytest.approx(2459117.5, abs=1.0)
    assert len(whole_number_text(automatic.centres[1])) <= 9
    assert (shown_equation(m, EquationForm.CENTRED).centres != 0.0).all()
    assert not shown_equation(m, EquationForm.CENTRED, as_they_are=(0, 1)).is_centred


def test_the_constant_is_the_prediction_at_the_centres_though_bias_and_products_cancel() -> None:
    m = Moments(100, np.array([1e12 + 0.25, 5.0]), np.diag([100.0, 900.0]))
    shown = shown_equation(m)
    weights = np.array([3.000000000001])
    bias = 5.0 - 3e12
    exact = Fraction(bias) + Fraction(float(weights[0])) * Fraction(float(shown.centres[0]))
    assert shown.constant(weights, bias) == float(exact)


def test_huge_weights_have_a_constant_of_some_sort() -> None:
    m = Moments(10, np.array([1e12, 5.0]), np.diag([100.0, 900.0]))
    with np.errstate(over="ignore"):
        assert shown_equation(m).constant(np.array([1e308]), 0.0) == np.inf


def test_a_label_that_never_changes_is_shown_whole() -> None:
    data = Dataset(np.arange(5.0)[:, None], np.full(5, 1234567.75))
    shown = shown_equation(moments(data))
    assert text_to(shown.constant(np.array([0.0]), 1234567.75), shown.step) == "1234567.75"
