"""What the neuron shows adds up, and is the model."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgd_runs import counts

from linreg_gui.core.explaining.neuron import Neuron, neuron
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.solvers.analytic.solver import solve_analytic


@dataclass(frozen=True)
class Parameters:
    weights: np.ndarray
    bias: float
    bias_rest: float = 0.0


def number(text: str) -> Decimal:
    return Decimal(plain_number(text))


def check_sums(found: Neuron) -> None:
    with localcontext(prec=200):
        total = sum((number(edge.product_text) for edge in found.edges), number(found.bias_text))
        if found.bundle is not None:
            total += number(found.bundle.product_text)
        assert total == number(found.output_text)
        assert number(found.prediction_text) - number(found.label_text) == number(found.error_text)


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    d=st.integers(1, 30),
    scale=st.sampled_from([1e-9, 1e-2, 1.0, 1e6, 1e30]),
    shift=st.sampled_from([0.0, 5.0, 1e6]),
    most=st.integers(1, 12),
    of_row=st.booleans(),
)
def test_what_is_written_adds_up_to_the_prediction(seed, d, scale, shift, most, of_row) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, d)) * 10.0 ** rng.integers(-3, 4, d) + shift
    y = scale * (X @ rng.normal(size=d) + rng.normal(size=40))
    data = Dataset(X, y)
    exact = solve_analytic(data)
    example = (X[3], float(y[3])) if of_row else None
    found = neuron(exact, data.feature_names, moments(data), SquaredLoss(), example, most=most)
    check_sums(found)
    assert len(found.edges) == min(d, most)
    assert (0 if found.bundle is None else found.bundle.count) == d - len(found.edges)
    x, label = example or (X.mean(axis=0), float(y.mean()))
    spread = float(y.std())
    assert found.output == pytest.approx(float(exact.predict(x)[0]), abs=1e-6 * spread)
    assert float(number(found.output_text)) == pytest.approx(found.output, abs=0.006 * spread)
    assert float(number(found.error_text)) == pytest.approx(found.output - label, abs=0.02 * spread)
    for edge in found.edges:
        assert (edge.value, edge.weight) == pytest.approx((x[edge.feature], exact.weights[edge.feature]))
        assert edge.product == pytest.approx(edge.value * edge.weight)
        step = 10.0 ** number(found.output_text).as_tuple().exponent
        if found.output_text != "0":
            written = float(number(edge.value_text) * number(edge.weight_text))
            assert written == pytest.approx(float(number(edge.product_text)), abs=2.001 * step, rel=1e-12)


def test_the_largest_products_are_drawn_in_the_order_of_the_features() -> None:
    data = Dataset(np.random.default_rng(0).normal(size=(20, 4)), np.zeros(20), ["a", "b", "c", "d"])
    state = Parameters(np.array([1.0, -5.0, 0.5, 3.0]), 2.0)
    x = np.array([1.0, 1.0, 1.0, 2.0])
    found = neuron(state, data.feature_names, moments(data), SquaredLoss(), (x, 1.0), most=2)
    assert [(edge.name, edge.product_text) for edge in found.edges] == [("b", "−5.0000"), ("d", "6.0000")]
    assert found.bundle is not None
    assert (found.bundle.count, found.bundle.product_text) == (2, "1.5000")
    assert (found.output_text, found.label_text, found.error_text) == ("4.5000", "1.0000", "3.5000")
    assert (found.edges[1].value_text, found.edges[1].weight_text) == ("2", "3")


@pytest.mark.parametrize(("bias", "prediction"), [(0.5, np.exp(3.5)), (5000.0, np.inf)])
def test_with_the_poisson_loss_the_prediction_is_a_mean_count(bias: float, prediction: float) -> None:
    data = counts(d=1)
    state = Parameters(np.array([1.5]), bias)
    found = neuron(state, data.feature_names, moments(data), PoissonLoss(), (np.array([2.0]), 4.0))
    assert found.output == bias + 3.0
    assert found.prediction == pytest.approx(prediction)
    if np.isfinite(prediction):
        check_sums(found)
        assert (found.prediction_text, found.label_text) == ("33.115", "4.000")
    else:
        assert (found.prediction_text, found.error_text) == ("∞", "∞")


def test_far_from_zero_the_sum_keeps_the_digits_of_the_label() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 1)) + 1e9
    data = Dataset(X, 3.0 * (X[:, 0] - 1e9) + rng.normal(size=40))
    exact = solve_analytic(data)
    found = neuron(exact, data.feature_names, moments(data), SquaredLoss(), (X[0], float(data.y[0])))
    check_sums(found)
    assert float(number(found.output_text)) == pytest.approx(float(exact.predict(X[0])[0]), abs=0.02)
