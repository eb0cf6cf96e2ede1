"""The updates in NumPy against what they are defined as: the slope of the loss by finite differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sgd_runs import BareRun, counts

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import predict
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.loops.numpy_loop import run_updates
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows

LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()]
N = 23


@pytest.fixture
def data() -> Dataset:
    return counts(N)


def slope(function, at: np.ndarray) -> np.ndarray:
    """Gradient by central differences."""
    steps = 1e-6 * np.eye(len(at))
    return np.array([(function(at + h) - function(at - h)) / 2e-6 for h in steps])


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"standardise": False},
        {"decay": "cosine"},
        {"momentum": 0.9},
        {"weight_decay": 0.2},
        {"weight_decay": 0.2, "standardise": False},
        {"average_after": 1},
        {"with_replacement": True, "momentum": 0.5, "average_after": 0, "weight_decay": 0.1},
    ],
    ids=str,
)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
def test_every_update_goes_down_the_slope_of_its_minibatch_loss(data, loss, options):
    config = SgdConfig(0.02, 5, 3, seed=4, loss=loss, **options)
    run, averaged = BareRun(data, config), []
    for step in range(15):
        epoch, start = divmod(step, 5)
        rows = minibatch_rows(
            N, 4, epoch, 5 * start, min(5 * start + 5, N), with_replacement=config.with_replacement
        )

        def minibatch_loss(theta, rows=rows):
            weights, bias = run.scaling.raw(theta)
            return float(loss.values(predict(data.X[rows], weights, bias), data.y[rows]).mean())

        def penalty(theta):
            weights, _ = run.scaling.raw(theta)
            return 0.5 * config.weight_decay * weights @ weights

        before, velocity = run.numbers[:2].copy()
        progress = run.step()
        rate = 0.02
        if config.decay == "cosine":
            rate *= 0.5 + 0.5 * math.cos(math.pi * (epoch + 5 * start / N) / 3)
        gradient = slope(minibatch_loss, before)
        velocity = config.momentum * velocity + gradient + slope(penalty, before)
        theta = before - rate * velocity
        np.testing.assert_allclose(run.numbers[[0, 1, 3]], [theta, velocity, gradient], rtol=1e-6, atol=1e-7)
        if config.average_after is not None and epoch >= config.average_after:
            averaged.append(run.numbers[0].copy())
            np.testing.assert_allclose(run.numbers[2], np.mean(averaged, axis=0), rtol=1e-12)
        assert progress.averaged == len(averaged)
        assert progress.loss_sum == pytest.approx(minibatch_loss(before), rel=1e-12)


def test_it_ends_with_the_last_epoch(data):
    run = BareRun(data, SgdConfig(0.02, 5, 3))
    progress = run_updates(run.rows, run.largest, run.numbers, run.rule, run.penalty, run.place, 10**6)
    assert (progress.steps, progress.epoch, progress.position, progress.diverged) == (15, 3, 0, False)


def test_an_update_that_would_diverge_is_not_made(data):
    run = BareRun(data, SgdConfig(50.0, 5, 300))
    while not (progress := run.step()).diverged:
        before = run.numbers.copy()
    assert progress.steps == 0
    np.testing.assert_array_equal(run.numbers, before)
