from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Centred
from linreg_gui.core.model.linear_model import half_mse, half_mse_gradient
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError

LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), HuberLoss(3.0), PoissonLoss()]
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=repr)


@every_loss
@given(output=st.floats(-5.0, 5.0), label=st.floats(0.0, 8.0))
def test_every_slope_is_the_finite_difference_of_its_loss(loss, output, label):
    h = 1e-6
    if abs(output - label) < 2 * h:
        return  # the kink of the absolute error
    ends = loss.values(np.array([output - h, output + h]), np.full(2, label))
    slope = loss.slopes(np.array([output]), np.array([label]))[0]
    assert (ends[1] - ends[0]) / (2 * h) == pytest.approx(slope, rel=1e-5, abs=1e-5)


@every_loss
@given(output=st.floats(-5.0, 5.0), label=st.floats(0.0, 8.0))
def test_every_curvature_is_the_finite_difference_of_its_slope(loss, output, label):
    h = 1e-6
    if abs(abs(output - label) - loss.parameter) < 2 * h and not isinstance(loss, (SquaredLoss, PoissonLoss)):
        return  # the kink of the slope
    ends = loss.slopes(np.array([output - h, output + h]), np.full(2, label))
    curvature = loss.curvatures(np.array([output]), np.array([label]))[0]
    assert (ends[1] - ends[0]) / (2 * h) == pytest.approx(curvature, rel=1e-5, abs=1e-5)


@every_loss
def test_every_gradient_is_the_finite_difference_of_the_mean_loss(loss):
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(40, 3)), rng.poisson(2.0, size=40))
    theta, h = rng.normal(size=4), 1e-6
    gradient = np.append(*loss.gradient(data.X, data.y, theta[:3], theta[3]))
    for j in range(4):
        e = h * np.eye(4)[j]
        up, down = (loss.mean(data, (theta + s * e)[:3], (theta + s * e)[3]) for s in (1, -1))
        assert (up - down) / (2 * h) == pytest.approx(gradient[j], rel=1e-6, abs=1e-7)


@every_loss
@given(label=st.floats(0.1, 50.0), shift=st.floats(-3.0, 3.0))
def test_no_output_beats_the_one_that_predicts_the_label(loss, label, shift):
    best = math.log(label) if isinstance(loss, PoissonLoss) else label
    values = loss.values(np.array([best, best + shift]), np.full(2, label))
    assert values[1] >= values[0] - 1e-9 * (1.0 + abs(values[0]))
    assert loss.slopes(np.array([best]), np.array([label]))[0] == pytest.approx(0.0, abs=1e-12 * label)


def test_squared_loss_is_the_half_mean_squared_error(random_data):
    data = random_data()
    weights, loss = np.arange(4.0), SquaredLoss()
    assert loss.mean(data, weights, 1.5) == pytest.approx(half_mse(data, weights, 1.5), rel=1e-14)
    ours, known = (f(data.X, data.y, weights, 1.5) for f in (loss.gradient, half_mse_gradient))
    np.testing.assert_allclose(np.append(*ours), np.append(*known), rtol=1e-12)


@given(error=st.floats(-20.0, 20.0))
def test_huber_is_squared_inside_its_threshold_and_straight_outside(error):
    value = HuberLoss(2.0).values(np.array([error]), np.zeros(1))[0]
    expected = 0.5 * error**2 if abs(error) <= 2.0 else 2.0 * abs(error) - 2.0
    assert value == pytest.approx(expected)


def test_poisson_differs_from_the_log_likelihood_by_what_no_weight_changes():
    from scipy.stats import poisson

    outputs, label = np.array([-1.0, 0.3, 2.0]), np.full(3, 4.0)
    loss = PoissonLoss().values(outputs, label)
    np.testing.assert_allclose(loss + math.lgamma(5.0), -poisson.logpmf(4, np.exp(outputs)))


@every_loss
def test_the_half_mse_is_that_of_what_is_predicted_for_the_label(loss):
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(40, 2)), rng.poisson(2.0, size=40))
    weights, constant = np.array([0.3, -0.2]), 0.7
    centred = Centred(np.ones(2), (constant, 0.0), np.zeros(2))
    predicted = loss.prediction((data.X - 1.0) @ weights + constant)
    expected = 0.5 * np.mean((data.y - predicted) ** 2)
    assert loss.half_mse(data, weights, centred) == pytest.approx(expected, rel=1e-13)


def test_a_loss_that_overflows_is_infinite():
    data = Dataset([[1000.0], [1.0]], [1.0, 2.0])
    assert PoissonLoss().mean(data, np.array([2.0]), 0.0) == math.inf


def test_negative_labels_suit_every_loss_but_poisson():
    labels = np.array([1.0, -2.0])
    for loss in LOSSES[:-1]:
        loss.check_labels(labels)
    with pytest.raises(ProblemError, match="some labels are negative"):
        PoissonLoss().check_labels(labels)
