from __future__ import annotations

import itertools
import math
import sys

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()]
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
smooth_loss = pytest.mark.parametrize("loss", [LOSSES[0], *LOSSES[2:]], ids=lambda loss: loss.name)
weight_decays = pytest.mark.parametrize("weight_decay", [0.0, 0.05, 3.0])
DEPENDENT = "Many answers fit equally well; the one with the smallest weights is shown"


def counts(n=200, d=3, seed=0):
    """Labels that suit every loss."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) * [0.5, 2.0, 1.0][:d] + 1.0
    return Dataset(X, rng.poisson(np.exp(0.3 * X @ np.ones(d) / d + 0.5)))


def noisy(n=60, d=2, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    return Dataset(X, X @ np.arange(1.0, d + 1.0) + 3.0 + rng.standard_t(2, size=n))


def objective(data, loss, weight_decay, theta):
    """What SGD minimises, of weights and bias."""
    penalty = 0.5 * weight_decay * float(theta[:-1] @ theta[:-1])
    return loss.mean(data, theta[:-1], theta[-1]) + penalty


def parameters(reference):
    return np.append(reference.fit.weights, reference.fit.bias)


def slope(data, loss, weight_decay, theta):
    weights, bias = loss.gradient(data.X, data.y, theta[:-1], theta[-1])
    return np.append(weights + weight_decay * theta[:-1], bias)


@smooth_loss
@weight_decays
@pytest.mark.parametrize("far", [0.0, 1e5])
def test_the_gradient_of_what_sgd_minimises_is_zero(loss, weight_decay, far):
    near = counts()
    data = Dataset(near.X + far, near.y)
    reference = solve_reference(data, loss, weight_decay)
    # About the means, so that no digits are lost where they lie far from zero.
    shift = reference.fit.centred.shift
    theta = np.append(reference.fit.weights, reference.fit.centred.constant[0])
    about = Dataset(data.X - shift, data.y)
    scale = np.sqrt(np.mean((loss.slopes(about.X @ theta[:-1] + theta[-1], data.y)) ** 2))
    assert np.abs(slope(about, loss, weight_decay, theta)).max() < 1e-12 * max(scale, 1.0)
    assert reference.unique


@every_loss
@weight_decays
def test_no_other_weights_have_less_loss(loss, weight_decay):
    data, rng = counts(), np.random.default_rng(1)
    reference = solve_reference(data, loss, weight_decay)
    theta = parameters(reference)
    least = objective(data, loss, weight_decay, theta)
    assert reference.penalised_loss == pytest.approx(least, rel=1e-12)
    assert reference.mean_loss == pytest.approx(loss.mean(data, theta[:-1], theta[-1]), rel=1e-12)
    for size in (1e-3, 1e-1, 1.0):
        for _ in range(30):
            assert objective(data, loss, weight_decay, theta + size * rng.normal(size=4)) >= least - 1e-12


@every_loss
@given(
    X=st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=1, max_size=8),
    seed=st.integers(0, 2**32 - 1),
    weight_decay=st.sampled_from([0.0, 0.1]),
)
def test_no_other_weights_have_less_loss_on_small_tables_with_ties(loss, X, seed, weight_decay):
    rng = np.random.default_rng(seed)
    data = Dataset(np.array(X, dtype=float), rng.integers(0, 4, size=len(X)).astype(float))
    try:
        reference = solve_reference(data, loss, weight_decay)
    except ProblemError as error:
        # Which counts have no best answer is another test.
        if isinstance(loss, PoissonLoss) and error.problem.kind is ProblemKind.NO_SOLUTION:
            return
        raise
    theta = parameters(reference)
    least = objective(data, loss, weight_decay, theta)
    for size in (1e-4, 1e-2, 1.0):
        for change in rng.normal(size=(20, 3)):
            assert objective(data, loss, weight_decay, theta + size * change) >= least - 1e-11


def test_an_absolute_error_whose_search_does_not_come_nearer_with_every_step_is_found():
    X = np.array([[3, -1], [2, 1], [3, -1], [0, -1], [0, 2], [1, 0], [1, -1]], dtype=float)
    data = Dataset(X, [1.0, 2.0, 2.0, 3.0, 0.0, 3.0, 0.0])
    assert solve_reference(data, AbsoluteLoss(), 0.1).penalised_loss < 0.98508


@every_loss
@pytest.mark.parametrize("standardise", [True, False])
def test_sgd_ends_there_whether_it_standardises_or_not(loss, standardise):
    data = counts()
    rate = 0.05 if standardise else 0.02
    config = SgdConfig(
        rate, 50, 3000, standardise=standardise, decay="cosine", loss=loss, weight_decay=0.05, momentum=0.5
    )
    sgd = Sgd(data, config)
    sgd.advance(sgd.steps_left)
    state, reference = sgd.snapshot(), solve_reference(data, loss, 0.05)
    reached = objective(data, loss, 0.05, np.append(state.weights, state.bias))
    assert -1e-12 <= reached - reference.penalised_loss < 1e-4
    np.testing.assert_allclose(state.weights, reference.fit.weights, atol=2e-2)


def test_the_half_squared_error_has_the_analytic_solution_or_that_of_ridge():
    data = noisy()
    for decay in (0.0, 0.3):
        exact, reference = solve_analytic(data, ridge=decay), solve_reference(data, weight_decay=decay)
        np.testing.assert_array_equal(reference.fit.weights, exact.weights)
        assert (reference.mean_loss, reference.steps) == (exact.half_mse, 0)


def test_a_huge_huber_threshold_gives_the_analytic_solution():
    data = noisy()
    fit, exact = solve_reference(data, HuberLoss(1e6)).fit, solve_analytic(data)
    np.testing.assert_allclose(
        parameters(solve_reference(data, HuberLoss(1e6))), np.append(exact.weights, exact.bias), rtol=1e-12
    )
    assert fit.half_mse == pytest.approx(exact.half_mse, rel=1e-12)
    assert fit.r_squared == pytest.approx(exact.r_squared, rel=1e-12)


@pytest.mark.parametrize("threshold", [1e-6, 1e-2, 0.7, 5.0])
def test_the_huber_loss_has_the_weights_of_statsmodels(threshold):
    data = noisy()
    reference = solve_reference(data, HuberLoss(threshold))

    norm = sm.robust.norms.HuberT(t=threshold)
    design = sm.add_constant(data.X)
    theta = parameters(reference)
    residual = data.y - design @ np.append(theta[-1], theta[:-1])
    psi = norm.psi(residual)
    assert np.abs(design.T @ psi).max() < 1e-9 * threshold + 1e-13
    assert np.mean(norm.rho(residual)) == pytest.approx(reference.mean_loss, rel=1e-9)


def test_the_poisson_loss_has_the_weights_of_statsmodels():
    data = counts()
    glm = sm.GLM(data.y, sm.add_constant(data.X), family=sm.families.Poisson()).fit(tol=1e-14, maxiter=100)
    theta = parameters(solve_reference(data, PoissonLoss()))
    np.testing.assert_allclose(theta, [*glm.params[1:], glm.params[0]], rtol=1e-10)


@pytest.mark.parametrize("d", [1, 2])
def test_the_absolute_loss_is_the_least_of_all_lines_through_some_rows(d):
    for seed in range(10):
        data = noisy(n=14, d=d, seed=seed)
        design = np.column_stack([data.X, np.ones(14)])
        least = min(
            np.abs(data.y - design @ np.linalg.solve(design[list(rows)], data.y[list(rows)])).mean()
            for rows in itertools.combinations(range(14), d + 1)
        )
        reference = solve_reference(data, AbsoluteLoss())
        assert reference.mean_loss == pytest.approx(least, rel=1e-13)
        assert reference.unique is True
        residual = np.sort(np.abs(reference.fit.residual(data.X, data.y)))
        assert residual[d] < 1e-14 < residual[d + 1]
        assert f"it goes through {d + 1} rows" in reference.fit.explanation


def test_the_absolute_loss_has_the_weights_of_linear_programming():
    from scipy.optimize import linprog

    data = noisy(n=500, d=4)
    design = np.column_stack([data.X, np.ones(500)])
    solved = linprog(-data.y, A_eq=design.T, b_eq=np.zeros(5), bounds=(-1.0, 1.0))
    theta = parameters(solve_reference(data, AbsoluteLoss()))
    np.testing.assert_allclose(theta, -solved.eqlin.marginals, rtol=1e-9)


@every_loss
def test_features_far_from_zero_change_nothing_but_the_bias(loss):
    near = counts()
    far = Dataset(np.round(near.X, 6) + 1e8, near.y)
    near = Dataset(far.X - 1e8, near.y)
    for decay in (0.0, 0.1):
        one, other = solve_reference(near, loss, decay), solve_reference(far, loss, decay)
        np.testing.assert_allclose(other.fit.weights, one.fit.weights, rtol=1e-9)
        assert other.mean_loss == pytest.approx(one.mean_loss, rel=1e-12)


@pytest.mark.parametrize("loss", [AbsoluteLoss(), HuberLoss(0.7)], ids=repr)
def test_a_label_far_from_zero_changes_nothing_but_the_bias(loss):
    near = noisy()
    y = np.round(near.y * 1024.0) / 1024.0
    one = solve_reference(Dataset(near.X, y), loss)
    other = solve_reference(Dataset(near.X, y + 1e9), loss)
    np.testing.assert_allclose(other.fit.weights, one.fit.weights, rtol=1e-12)
    assert other.mean_loss == pytest.approx(one.mean_loss, rel=1e-12)


@every_loss
@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_of_dependent_features_the_smallest_weights_are_taken(loss, weight_decay):
    plain = counts()
    double = Dataset(np.column_stack([plain.X, plain.X @ [1.0, 1.0, 0.0]]), plain.y)
    reference = solve_reference(double, loss, weight_decay)
    weights = reference.fit.weights
    # Nothing is left along the direction that changes no prediction.
    assert weights @ [1.0, 1.0, 0.0, -1.0] == pytest.approx(0.0, abs=1e-9)
    assert [each.feature for each in reference.fit.dependencies] == (
        [] if weight_decay and loss.code == 0 else ["x4"]
    )
    assert reference.unique is bool(weight_decay)
    if not weight_decay:
        alone = solve_reference(plain, loss)
        assert DEPENDENT in reference.uniqueness
        assert reference.mean_loss == pytest.approx(alone.mean_loss, rel=1e-12)
        np.testing.assert_allclose(
            reference.fit.predict(double.X), alone.fit.predict(plain.X), rtol=1e-9, atol=1e-9
        )


@every_loss
def test_more_features_than_rows_are_no_harm(loss):
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(20, 300)), rng.poisson(3.0, size=20) + 1.0)
    for decay in (0.0, 0.1):
        reference = solve_reference(data, loss, decay)
        theta = parameters(reference)
        if decay and not isinstance(loss, AbsoluteLoss):
            assert np.abs(slope(data, loss, decay, theta)).max() < 1e-9
        if not decay:
            expected = data.y if loss.code < 3 else np.log(data.y)
            np.testing.assert_allclose(reference.fit.predict(data.X), expected, rtol=1e-9)
            assert "only 20 rows for 301 unknowns" in reference.uniqueness


@every_loss
@pytest.mark.parametrize("weight_decay", [0.0, 1.0])
def test_where_no_feature_varies_the_bias_is_the_answer(loss, weight_decay):
    data = Dataset(np.full((5, 1), 7.0), [1.0, 2.0, 4.0, 5.0, 13.0])
    reference = solve_reference(data, loss, weight_decay)
    least = {0: 5.0, 1: 4.0, 2: 4.0, 3: math.log(5.0)}[loss.code]
    assert reference.fit.weights.tolist() == [0.0]
    assert reference.fit.bias == pytest.approx(least, rel=1e-12)


@every_loss
def test_a_label_that_does_not_vary_is_met(loss):
    for constant in (0.5, 3.0):
        data = Dataset([[1.0], [2.0], [4.0]], np.full(3, constant))
        reference = solve_reference(data, loss)
        expected = constant if loss.code < 3 else math.log(constant)
        assert reference.fit.bias == pytest.approx(expected, rel=1e-12)
        assert reference.fit.weights == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("name", ["longley", "pontius", "wampler3", "filip"])
def test_badly_conditioned_features_have_their_least_loss_found(nist, name):
    data = nist(name).data
    sigma = nist(name).sigma
    wide = solve_reference(data, HuberLoss(1e9 * sigma)).fit
    digits = 7 if name == "filip" else 9
    np.testing.assert_allclose(wide.weights, nist(name).weights, rtol=10.0**-digits)
    absolute = solve_reference(data, AbsoluteLoss())
    small = solve_reference(data, HuberLoss(1e-3 * sigma))
    # The Huber loss over its threshold is the absolute error less at most half the threshold.
    between = absolute.mean_loss - small.mean_loss / (1e-3 * sigma)
    assert 0.0 <= between <= 0.5e-3 * sigma


@every_loss
def test_known_moments_change_nothing(loss):
    data = counts()
    one, other = solve_reference(data, loss), solve_reference(data, loss, known=moments(data))
    np.testing.assert_array_equal(parameters(one), parameters(other))


@every_loss
def test_nobody_waits_for_it_once_it_is_not_wanted(loss):
    data = counts()
    with cancelled_by(lambda: True), pytest.raises(Cancelled):
        solve_reference(data, loss, known=moments(data))


@pytest.mark.parametrize("weight_decay", [-1.0, math.nan, math.inf, "much"])
def test_a_weight_decay_that_is_none_is_refused(weight_decay):
    with pytest.raises(ValueError, match=r"[Ww]eight decay"):
        solve_reference(counts(), AbsoluteLoss(), weight_decay)


def test_a_weight_decay_beyond_all_numbers_is_told():
    data = Dataset([[1e-120], [2e-120], [4e-120]], [1.0, 2.0, 3.0])
    with pytest.raises(ProblemError, match="weight decay would be too large"):
        solve_reference(data, AbsoluteLoss(), 1e300)


def test_what_is_no_loss_is_refused():
    with pytest.raises(ValueError, match="The loss must be"):
        solve_reference(counts(), "absolute")


def test_labels_that_are_no_counts_are_told():
    with pytest.raises(ProblemError, match="some labels are negative"):
        solve_reference(Dataset([[1.0], [2.0]], [1.0, -1.0]), PoissonLoss())


@pytest.mark.parametrize("loss", [AbsoluteLoss(), HuberLoss(0.5), PoissonLoss()], ids=repr)
def test_every_step_asks_whether_the_solution_is_still_wanted(loss) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 3))
    data = Dataset(X, rng.poisson(np.exp(0.4 * X[:, 0] + 0.5)))
    asked = []

    def unwanted() -> bool:
        asked.append(sys._getframe(2).f_code.co_name)
        return False

    with cancelled_by(unwanted):
        found = solve_reference(data, loss)
    within = [name for name in asked if name in ("minimise", "by_interior_point")]
    assert 0 < found.steps <= len(within)
