from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, PoissonLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import curvature, divergence_sentence, learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def whole_set(data, rate, standardise, epochs=400):
    """Gradient descent on all rows."""
    sgd = Sgd(data, SgdConfig(rate, data.n_rows, epochs, standardise=standardise))
    losses = []
    while sgd.advance(1):
        losses.append(sgd.snapshot().minibatch_loss)
    return sgd, losses


@pytest.mark.parametrize("standardise", [True, False])
def test_gradient_descent_diverges_just_above_the_limit_and_converges_just_below(standardise):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 3)) * [1.0, 4.0, 0.5] + [0.0, 2.0, -1.0]
    data = Dataset(X, X @ [1.0, 2.0, 3.0] + 1.0 + rng.normal(size=50))
    limit = learning_rate_limits(data, SgdConfig(batch_size=50, standardise=standardise)).stable_limit
    above, _ = whole_set(data, 1.05 * limit, standardise)
    below, losses = whole_set(data, 0.95 * limit, standardise)
    assert above.diverged
    assert below.finished
    assert losses[-1] < losses[0]
    assert losses[-1] == pytest.approx(losses[-2], rel=1e-3)


def test_the_eigenvalues_are_those_of_the_hessian(random_data):
    data = random_data()
    plain = learning_rate_limits(data, SgdConfig(standardise=False))
    design = np.column_stack([data.X, np.ones(data.n_rows)])
    values = np.linalg.eigvalsh(design.T @ design / data.n_rows)
    assert plain.largest_eigenvalue == pytest.approx(values[-1])
    assert plain.smallest_eigenvalue == pytest.approx(values[0], rel=1e-6)
    design[:, :-1] = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    values = np.linalg.eigvalsh(design.T @ design / data.n_rows)
    scaled = learning_rate_limits(data, SgdConfig())
    assert scaled.largest_eigenvalue == pytest.approx(values[-1])
    assert scaled.stable_limit == pytest.approx(2.0 / values[-1])
    assert scaled.best_rate == pytest.approx(2.0 / (values[0] + values[-1]))


def test_dependent_features_do_not_count_as_a_flat_direction():
    x = np.random.default_rng(0).normal(size=(40, 1))
    limits = learning_rate_limits(Dataset(np.c_[x, x], x[:, 0]))
    assert limits.largest_eigenvalue == pytest.approx(2.0)
    assert limits.smallest_eigenvalue == pytest.approx(1.0)


@pytest.mark.parametrize("standardise", [True, False])
def test_a_constant_feature_bends_nothing_and_takes_a_weight_decay(random_data, standardise):
    data, config = random_data(d=2), SgdConfig(weight_decay=0.5, standardise=standardise)
    with_constant = Dataset(np.c_[data.X, np.zeros(data.n_rows)], data.y)
    plain, found = learning_rate_limits(data, config), learning_rate_limits(with_constant, config)
    assert found.largest_eigenvalue == pytest.approx(plain.largest_eigenvalue)
    # Unstandardised, only the decay bends the loss along the weight of the zeros.
    least = plain.smallest_eigenvalue if standardise else min(plain.smallest_eigenvalue, 0.5)
    assert found.smallest_eigenvalue == pytest.approx(least)


def test_a_weight_decay_too_large_to_compute_with_is_a_sentence():
    data = Dataset(1e-120 * np.arange(5.0).reshape(-1, 1), np.arange(5.0))
    config = SgdConfig(weight_decay=1e200)
    for work in (learning_rate_limits, Sgd):
        with pytest.raises(ProblemError, match="weight decay would be too large to compute with"):
            work(data, config)
    sgd = Sgd(data, SgdConfig())
    sgd.advance(2)
    with pytest.raises(ProblemError, match="weight decay would be too large"):
        sgd.change(weight_decay=1e200)
    assert sgd.config == SgdConfig()
    assert sgd.advance(1) == 1


def test_the_safe_rate_grows_with_the_minibatch_and_is_below_the_limit(random_data):
    bend = curvature(random_data(), True)
    rates = [bend.limits(SgdConfig(batch_size=size)).safe_rate for size in (1, 10, 100, 200)]
    assert rates == sorted(rates)
    assert rates[-1] == pytest.approx(0.5 * bend.limits(SgdConfig()).stable_limit)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_with_momentum_and_weight_decay_the_limit_is_where_it_diverges(random_data, momentum):
    data = random_data()
    config = SgdConfig(1.0, data.n_rows, 3000, momentum=momentum, weight_decay=0.5, standardise=True)
    limit = learning_rate_limits(data, config).stable_limit
    for share, diverges in ((1.02, True), (0.98, False)):
        sgd = Sgd(data, replace(config, learning_rate=share * limit))
        sgd.advance(sgd.steps_left)
        assert sgd.diverged == diverges


@pytest.mark.parametrize("momentum", [0.0, 0.3])
@pytest.mark.parametrize("standardise", [True, False])
def test_the_distance_falls_to_a_tenth_in_as_many_updates_as_predicted(momentum, standardise):
    rng = np.random.default_rng(2)
    X = rng.normal(size=(200, 3)) @ np.array([[1.0, 0.4, 0.0], [0.0, 1.0, 0.3], [0.0, 0.0, 0.6]])
    data = Dataset(X, X @ [1.0, 2.0, 3.0] + 1.0 + rng.normal(size=200))
    config = SgdConfig(0.1, 200, 10_000, momentum=momentum, standardise=standardise)
    predicted = learning_rate_limits(data, config).updates_per_factor_of_ten
    exact = solve_analytic(data)
    sgd = Sgd(data, config)
    sgd.advance(round(2 * predicted))
    far = np.linalg.norm(sgd.snapshot().weights - exact.weights)
    sgd.advance(round(4 * predicted))
    near = np.linalg.norm(sgd.snapshot().weights - exact.weights)
    assert -np.log10(near / far) == pytest.approx(4.0, rel=0.05)


def test_no_rate_beats_the_best_one(random_data):
    data = random_data()
    for momentum in (0.0, 0.5):
        best = learning_rate_limits(data, SgdConfig(momentum=momentum)).best_rate
        updates = [
            learning_rate_limits(data, SgdConfig(best * share, momentum=momentum)).updates_per_factor_of_ten
            for share in (0.5, 0.9, 1.0, 1.02)
        ]
        assert min(updates) == updates[2]


def test_at_the_limit_nothing_is_gained(random_data):
    limit = learning_rate_limits(random_data()).stable_limit
    assert learning_rate_limits(random_data(), SgdConfig(1.01 * limit)).updates_per_factor_of_ten == np.inf


@pytest.mark.parametrize("loss", [AbsoluteLoss(), PoissonLoss()])
def test_losses_without_a_fixed_curvature_set_no_limit(random_data, loss):
    with pytest.raises(ProblemError, match="no fixed curvature"):
        learning_rate_limits(random_data(), SgdConfig(loss=loss))


def test_known_moments_change_nothing(random_data):
    data = random_data()
    assert learning_rate_limits(data) == learning_rate_limits(data, known=moments(data))


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("batch_size", [1, 32, 200])
def test_the_safe_rate_never_diverges(random_data, standardise, batch_size):
    data = random_data()
    config = SgdConfig(1.0, batch_size, 20, standardise=standardise)
    rate = learning_rate_limits(data, config).safe_rate
    sgd = Sgd(data, SgdConfig(rate, batch_size, 20, standardise=standardise))
    sgd.advance(sgd.steps_left)
    assert sgd.finished


def test_the_sentence_names_the_limit_when_the_rate_is_above_it(random_data):
    limits = learning_rate_limits(random_data())
    text = divergence_sentence(limits, SgdConfig(9.0), 1234)
    assert "after step 1,234" in text
    assert f"2/λmax = {limits.stable_limit:.3g}" in text
    assert "too large" in text


def test_the_sentence_for_a_loss_without_limits_says_what_to_try():
    text = divergence_sentence(None, SgdConfig(2.0, loss=PoissonLoss()), 7)
    assert "rate 2 is too large for the Poisson negative log-likelihood: try a tenth" in text


def test_the_sentence_names_the_limit_with_momentum(random_data):
    config = SgdConfig(9.0, momentum=0.5)
    limits = learning_rate_limits(random_data(), config)
    assert f"1.5·2/λmax = {limits.stable_limit:.3g}" in divergence_sentence(limits, config, 1)


def test_the_sentence_blames_the_minibatches_when_the_rate_is_below_the_limit(random_data):
    text = divergence_sentence(learning_rate_limits(random_data()), SgdConfig(1e-3, 8), 5)
    assert "single minibatches of 8 vary too much" in text


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("apart", [1e-3, 1e-5, 1e-7, 1e-9, 1e-12])
def test_the_flattest_direction_is_known_however_ill_conditioned_the_features_are(apart, standardise):
    """For x and x + δ that is (1, −1)/√2, along which half the mean square of what is new in δ is bent."""
    a = np.random.default_rng(1).normal(size=(60, 2))
    X = np.c_[a[:, 0], a[:, 0] + apart * a[:, 1]]
    limits = learning_rate_limits(Dataset(X, a[:, 1]), SgdConfig(0.1, standardise=standardise))
    known = np.c_[X[:, 0], np.ones(60)]
    new = X[:, 1] - X[:, 0]
    new -= known @ np.linalg.lstsq(known, new, rcond=None)[0]
    wanted = np.mean(new**2) / 2.0 / (X[:, 0].var() if standardise else 1.0)
    assert limits.smallest_eigenvalue == pytest.approx(wanted, rel=20.0 * apart + 1e-3)
    pace = np.log(10.0) / (0.1 * wanted)
    assert limits.updates_per_factor_of_ten == pytest.approx(pace, rel=20.0 * apart + 1e-3)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_pace_goes_on_smoothly_where_contraction_rounds_to_one(momentum):
    bend = curvature(Dataset(np.c_[np.arange(9.0), np.cos(np.arange(9.0))], np.arange(9.0)), True)
    rates = 10.0 ** np.arange(-14.0, -3.0)
    paces = [
        bend.limits(SgdConfig(rate, momentum=momentum)).updates_per_factor_of_ten * rate for rate in rates
    ]
    np.testing.assert_allclose(paces, paces[0], rtol=1e-2)


@pytest.mark.parametrize("weight_decay", [1e-3, 1e-9, 1e-15])
def test_a_weight_decay_bends_the_flattest_direction(weight_decay):
    a = np.random.default_rng(1).normal(size=(60, 2))
    data = Dataset(np.c_[a[:, 0], a[:, 0] + 1e-10 * a[:, 1]], a[:, 1])
    limits = learning_rate_limits(data, SgdConfig(weight_decay=weight_decay, standardise=False))
    assert limits.smallest_eigenvalue == pytest.approx(weight_decay, rel=1e-3)
