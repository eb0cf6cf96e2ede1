"""Labels and features far from zero, of any size, in both precisions: the run is the same."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgd_runs import BareRun

from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.scaling import Scaling, label_frame
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config

OFFSETS = [0.0, -350.0, 1e6, 1.7e9, -1e12]
rng = np.random.default_rng(11)
Z = rng.normal(size=(80, 2))
NOISE = 0.1 * rng.normal(size=80)


def labels(offset: float, size: float = 1.0) -> Dataset:
    return Dataset(Z, offset + size * (2.0 * Z[:, 0] - 0.7 * Z[:, 1] + NOISE))


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("offset", OFFSETS)
def test_a_run_arrives_however_far_the_labels_are_from_zero(offset, precision):
    data = labels(offset)
    run = train(data, replace(suggest_config(data), precision=precision))
    exact = solve_analytic(data)
    np.testing.assert_allclose(run.fit.weights, exact.weights, rtol=5e-3)
    assert run.distance < 5e-3
    assert run.fit.r_squared > 0.99


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.parametrize("loss", [SquaredLoss(), HuberLoss(0.7), AbsoluteLoss()])
@pytest.mark.parametrize("standardise", [True, False])
def test_float32_makes_the_run_of_float64(offset, loss, standardise):
    """Full batches: the kicks of minibatches as long as the bias is far away would hide the digits."""
    data = labels(offset)
    rate = 0.3 if not isinstance(loss, AbsoluteLoss) else 0.3 * max(1.0, abs(offset))
    config = SgdConfig(rate, 80, 60, standardise=standardise, loss=loss, decay="cosine", momentum=0.2)
    runs = [Sgd(data, replace(config, precision=precision)) for precision in ("float64", "float32")]
    for run in runs:
        assert run.advance(60) == 60
    (weights, level), (found, found_level) = (run.centred for run in runs)
    size = max(np.abs(weights).max(), abs(level), 1.0)
    # The sign of a residual near 0 is decided by rounding.
    tolerance = 2e-2 if isinstance(loss, AbsoluteLoss) else 3e-6
    np.testing.assert_allclose(found, weights, atol=tolerance * size)
    assert found_level == pytest.approx(level, abs=tolerance * size)


@settings(max_examples=40, deadline=None)
@given(
    exponent=st.integers(-300, 300),
    loss=st.sampled_from(["squared", "huber", "absolute"]),
    momentum=st.sampled_from([0.0, 0.8]),
    weight_decay=st.sampled_from([0.0, 0.2]),
    precision=st.sampled_from(["float64", "float32"]),
)
def test_labels_in_another_unit_make_the_same_run_in_that_unit(
    exponent, loss, momentum, weight_decay, precision
):
    unit = 2.0**exponent
    found = []
    for size in (1.0, unit):
        kind = {"squared": SquaredLoss(), "huber": HuberLoss(0.5 * size), "absolute": AbsoluteLoss()}[loss]
        # The slope of the absolute error has no unit: its rate and its weight decay have.
        rate, decay = (0.05 * size, weight_decay / size) if loss == "absolute" else (0.05, weight_decay)
        config = SgdConfig(
            rate, 7, 3, seed=2, loss=kind, momentum=momentum, weight_decay=decay, precision=precision
        )
        # Its slopes are 1 over the scale of the labels there, which has to be between 1e−30 and 1e30.
        if precision == "float32" and loss == "absolute" and not -101 < exponent < 99:
            with pytest.raises(ProblemError, match="do not go together with the absolute error in float32"):
                Sgd(labels(3.0 * unit, unit), config)
            return
        sgd = Sgd(labels(3.0 * size, size), config)
        sgd.advance(25)
        state = sgd.snapshot()
        share = size if loss == "absolute" else size**2
        gradient = state.gradient / (1.0 if loss == "absolute" else size)
        found.append((*(state.weights / size), state.bias / size, state.minibatch_loss / share, *gradient))
    np.testing.assert_allclose(found[1], found[0], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("options", [{}, {"momentum": 0.7}, {"weight_decay": 0.1}, {"average_after": 1}])
@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("offset", OFFSETS)
def test_every_update_from_zero_weights_is_that_of_the_chapter(offset, standardise, options):
    """In extended precision, in the units of the documentation: standardised features, labels as they are."""
    data, real = labels(offset), np.longdouble
    config = SgdConfig(0.05, 9, 3, seed=4, standardise=standardise, **options)
    sgd = Sgd(data, config)
    mean = data.X.mean(axis=0) if standardise else np.zeros(2)
    std = data.X.std(axis=0) if standardise else np.ones(2)
    theta, velocity, seen = np.zeros(3, real), np.zeros(3, real), []
    decay = np.append(config.weight_decay / std**2, 0.0)
    while sgd.advance(1):
        state = sgd.snapshot()
        rows = state.minibatch_rows
        inner = np.c_[(data.X[rows] - mean) / std, np.ones(len(rows))].astype(real)
        gaps = inner @ theta - data.y[rows].astype(real)
        loss = float(np.mean(gaps * gaps)) / 2.0
        velocity = config.momentum * velocity + (gaps @ inner / len(rows) + decay * theta)
        theta = theta - real(0.05) * velocity
        seen = [*seen, theta] if state.epoch > (config.average_after or 0) else []
        shown = np.mean(seen, axis=0) if config.average_after is not None and seen else theta
        weights = (shown[:2] / std).astype(float)
        size = np.abs(shown).max()
        np.testing.assert_allclose(state.weights, weights, atol=2e-14 * float(size), rtol=1e-13)
        bias = float(shown[2] - (shown[:2] / std) @ mean.astype(real))
        assert state.bias == pytest.approx(bias, rel=1e-13, abs=1e-14 * float(size))
        assert state.minibatch_loss == pytest.approx(loss, rel=1e-11)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("offset", OFFSETS)
def test_a_run_begins_at_a_bias_of_zero_and_is_sought_to_the_last_bit(offset, precision):
    sgd = Sgd(labels(offset), SgdConfig(0.1, 7, 5, precision=precision))
    start = sgd.snapshot()
    assert [*start.weights, start.bias] == [0.0, 0.0, 0.0]
    sgd.advance(41)
    state = sgd.snapshot()
    for step in (12, 0, 41):
        sgd.seek(step)
    again = sgd.snapshot()
    assert (again.weights.tolist(), again.bias) == (state.weights.tolist(), state.bias)


def test_labels_near_zero_are_trained_on_as_they_are():
    data = labels(10.0)
    scaling = Scaling.of(moments(data), True, label_frame(SgdConfig(), moments(data)))
    assert (scaling.label_shift, scaling.label_scale) == (0.0, 1.0)
    assert BareRun(data, SgdConfig()).rows.y is data.y


def test_labels_as_wide_as_a_few_floats_are_learned():
    k = np.arange(6.0)
    run = train(Dataset(k[:, None], 9e15 + k), suggest_config(Dataset(k[:, None], 9e15 + k)))
    assert run.fit.weights[0] == pytest.approx(1.0, rel=1e-9)
    # The floats are 2 apart, so a rounded bias says nothing of what is left; the loss does, and they agree.
    assert run.distance < 1e-4
    assert run.distance == pytest.approx(math.sqrt(2.0 * run.loss) / k.std(), rel=1e-6)


def test_the_limits_know_that_a_narrow_feature_cannot_be_centred():
    k = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    data = Dataset((1e16 + 2.0 * k)[:, None], k)  # their mean, 1e16 + 1, is no float
    config = SgdConfig(1.0, 6, 300)
    limit = learning_rate_limits(data, config).stable_limit
    assert limit < 1.0
    calm, wild = (train(data, replace(config, learning_rate=rate * limit)) for rate in (0.95, 1.05))
    assert calm.fit.weights[0] == pytest.approx(0.5, rel=1e-3)
    assert not abs(wild.fit.weights[0]) < 100.0


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_constant_label_far_from_zero_is_met(precision):
    data = Dataset(Z, np.full(80, 1.7e9))
    run = train(data, SgdConfig(0.5, 80, 200, precision=precision))
    assert run.distance < 1e-12
    assert run.fit.bias == pytest.approx(1.7e9, rel=1e-15)


@pytest.mark.parametrize(
    ("start", "other", "offset", "precision"),
    [
        (SquaredLoss(), PoissonLoss(), 5e3, "float64"),
        (SquaredLoss(), PoissonLoss(), 20.0, "float32"),
        (PoissonLoss(), HuberLoss(), 5e3, "float32"),
    ],
)
def test_losses_that_take_the_labels_otherwise_do_not_meet_in_one_run(start, other, offset, precision):
    data = labels(offset)
    config = SgdConfig(1e-9, loss=start, precision=precision)
    sgd = Sgd(data, config)
    with pytest.raises(ValueError, match="The Poisson loss takes labels otherwise"):
        sgd.change(loss=other)
    with pytest.raises(ValueError, match="start another run"):
        Sgd.repeat(data, [(0, config), (3, replace(config, loss=other))])
    assert sgd.config.loss is start


@pytest.mark.parametrize("offset", [0.0, 1e12])
def test_the_bias_is_rounded_once_where_label_and_features_are_far_from_zero(offset):
    data = Dataset(Z + offset, 1e12 + Z[:, 0])
    sgd = Sgd(data, SgdConfig(0.1, 80, 50))
    sgd.advance(50)
    state = sgd.snapshot()
    slope, level = sgd.centred
    mean = moments(data).feature_means
    wanted = math.fsum([moments(data).label_mean, level, *(-state.weights * mean)])
    assert state.bias == pytest.approx(wanted, rel=1e-15, abs=1e-3 if offset else 1e-15)
    assert len(slope) == 2


@pytest.mark.parametrize("label", [5e-324, 1e-308, 1e308])
@pytest.mark.parametrize("feature", [5e-324, 1e-120, 1.0, 1e120])
@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("rows", [1, 2])
def test_numbers_of_any_size_end_in_numbers_or_in_a_sentence(label, feature, precision, rows):
    data = Dataset(np.array([[feature], [0.0]])[:rows], np.array([label, 0.0])[:rows])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            run = train(data, SgdConfig(1e-3, 4, 3, standardise=False, precision=precision))
        except ProblemError as error:
            sentence = str(error)
        else:
            sentence = run.fit.explanation
            assert np.isfinite([*run.fit.weights, run.fit.bias]).all()
    assert sentence.endswith(".")
