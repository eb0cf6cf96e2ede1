"""The lines of an update: which there are, what they say, and that they show what was computed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from linreg_gui.core.explaining.microscope import Microscope, Units, microscope
from linreg_gui.core.explaining.shown_update import ShownUpdate, shown_rows, shown_update
from linreg_gui.core.explaining.update_steps import (
    UpdateStep,
    constant_name,
    heading,
    shares_sentence,
    update_steps,
)
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def seen_after(steps: int, *, made: bool = True, **settings: object) -> Microscope:
    rng = np.random.default_rng(0)
    X = rng.normal(5.0, 2.0, size=(50, 2))
    y = np.round(np.exp(0.1 * X[:, 0])) if "loss" in settings else X @ [2.0, -1.0] + rng.normal(size=50)
    data = Dataset(X, y, feature_names=["one", "two"], label_name="y")
    sgd = Sgd(data, SgdConfig(**({"learning_rate": 0.1, "batch_size": 20, "epochs": 9} | settings)))
    sgd.advance(steps)
    update = sgd.next_update()
    assert update is not None
    return microscope(data, update, made=made)


def steps_of(seen: Microscope, parameter: int, units: Units = "data") -> tuple[UpdateStep, ...]:
    terms = seen.data if units == "data" else seen.internal
    return update_steps(seen, terms, parameter, shown_update(terms, parameter))


def captions(steps: tuple[UpdateStep, ...]) -> list[str]:
    return [step.caption for step in steps]


def said(steps: tuple[UpdateStep, ...], caption: str) -> str:
    return next(step.sentence for step in steps if caption in step.caption)


def test_plain_sgd_has_seven_lines_and_they_show_what_was_computed() -> None:
    seen = seen_after(4, standardise=False, learning_rate=0.01)
    terms = seen.data
    steps = steps_of(seen, 0)
    assert captions(steps) == [
        "Sum of the shares Σ",
        "Σ ÷ 20 rows = gradient g",
        "× learning rate η",
        "= move",
        "Weight w before",
        "Weight w after: w − move",
    ]
    numbers = (terms.total, terms.gradient, terms.rates, terms.moves, terms.before, terms.after)
    assert [step.value for step in steps] == [each[0] for each in numbers]
    for step in steps:
        assert float(plain_number(step.text)) == pytest.approx(step.value, rel=0.01)


def test_momentum_weight_decay_and_averaging_have_lines_where_they_are() -> None:
    seen = seen_after(7, momentum=0.9, weight_decay=0.1, average_after=1)
    named = captions(steps_of(seen, 1))
    assert named[2:5] == ["+ μ · last velocity", "+ weight decay λ · w", "= velocity v"]
    assert named[-1] == f"Mean of {seen.averaged} states"
    assert steps_of(seen, 1)[-1].value == seen.weights_shown[1]
    assert "+ weight decay λ · w" not in captions(steps_of(seen, 2))  # the constant has none
    decay_alone = captions(steps_of(seen_after(7, weight_decay=0.1), 2))
    assert "= velocity v" not in decay_alone


def test_the_words_follow_the_signs() -> None:
    ways = set()
    for seen in map(seen_after, range(26)):
        steps, falls = steps_of(seen, 0), bool(seen.data.gradient[0] > 0.0)
        assert ("positive" if falls else "negative") in said(steps, "gradient")
        assert ("weight falls" if falls else "weight rises") in said(steps, "after")
        ways.add(falls)
    assert ways == {True, False}


def test_the_constant_is_the_bias_where_no_mean_is_taken_off() -> None:
    plain = seen_after(3, standardise=False, learning_rate=0.01)
    assert constant_name(plain.data) == "bias"
    assert captions(steps_of(plain, 2))[-1] == "Bias b after: b − move"
    centred = seen_after(3)
    assert constant_name(centred.data) == constant_name(centred.internal) == "constant"
    after = said(steps_of(centred, 2), "after")
    assert f"from {centred.bias_before:.6g} to {centred.bias_after:.6g}".replace("-", "−") in after


def test_the_learning_rate_of_standardised_features_is_told_in_units_of_the_data() -> None:
    seen = seen_after(3)
    assert "× η ÷ variance of x" in captions(steps_of(seen, 0))
    assert "× learning rate η" in captions(steps_of(seen, 0, "internal"))
    assert "× learning rate η" in captions(steps_of(seen, 2))


def test_a_share_is_said_to_be_what_it_is() -> None:
    seen = seen_after(0)
    assert "error times its x less its mean" in shares_sentence(seen, seen.data, 0)
    assert "standardised x" in shares_sentence(seen, seen.internal, 0)
    plain = seen_after(0, standardise=False)
    assert "error times its x: where x is positive" in shares_sentence(plain, plain.data, 0)
    assert "pull the bias up" in shares_sentence(plain, plain.data, 2)
    huber = seen_after(0, loss=HuberLoss(1.0))
    assert "slope of the loss by its output" in shares_sentence(huber, huber.data, 0)


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.3), PoissonLoss()])
def test_only_some_losses_have_the_error_as_their_slope(loss) -> None:
    terms = seen_after(2, loss=loss).data
    assert loss.slope_is_error is np.allclose(terms.slopes, terms.errors)


def test_the_heading_says_which_update_it_is() -> None:
    seen = seen_after(4, decay="inverse time")
    assert heading(seen, seen.data, 0) == "Update 4 → 5 in epoch 2: 20 rows, learning rate 0.041667."
    first = seen_after(0, made=False)
    assert heading(first, first.data, 0).startswith("The first update to come, 0 → 1: 20 rows")


def test_numbers_that_have_blown_up_are_told() -> None:
    seen = seen_after(3)
    infinite = replace(seen.data, after=np.full(3, np.inf))
    assert "grown too large" in heading(seen, infinite, 0)
    assert "grown too large" not in heading(seen, seen.data, 0)
    lost = replace(seen.data, gradient=np.full(3, np.nan), shares=np.full((20, 3), np.nan))
    shown = shown_update(lost, 0)
    assert isinstance(shown, ShownUpdate)
    assert len(update_steps(seen, lost, 0, shown)) == 6


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e7])
@pytest.mark.parametrize("units", ["data", "internal"])
def test_errors_are_the_difference_of_what_is_written(scale, units) -> None:
    rng = np.random.default_rng(1)
    X = rng.integers(0, 9, size=(30, 1)).astype(float)
    data = Dataset(X, scale * (3.0 * X[:, 0] + rng.normal(size=30)))
    sgd = Sgd(data, SgdConfig(0.01, 10, 9, standardise=False))
    sgd.advance(20)
    update = sgd.next_update()
    assert update is not None
    terms = getattr(microscope(data, update), units)
    rows = shown_rows(terms, 0, rows=8, digits=3)
    assert len(rows) == 8
    for place, row in enumerate(rows):
        label, guess, error = (Decimal(plain_number(text)) for text in (row.label, row.prediction, row.error))
        assert guess - label == error
        close = pytest.approx(terms.errors[place], abs=0.02 * np.abs(terms.errors[:8]).max())
        assert float(error) == close
        assert row.x == f"{X[update.rows[place], 0]:g}"  # without needless digits
    assert {row.x for row in shown_rows(terms, 1)} == {"1"}


def test_rows_that_have_blown_up_are_written_all_the_same() -> None:
    terms = replace(seen_after(3).data, predictions=np.full(20, np.inf), errors=np.full(20, np.inf))
    assert shown_rows(terms, 0)[0].error == "∞"
