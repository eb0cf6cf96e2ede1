"""The exact solution beside SGD for every loss and weight decay, against statsmodels and closed forms."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from linreg_gui.core.explaining.directions import Directions, NoDirections, directions_beside
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.model.losses import (
    AbsoluteLoss,
    HuberLoss,
    Loss,
    PoissonLoss,
    SquaredLoss,
    usual_threshold,
)
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role

ROLES = {"a": Role.FEATURE, "b": Role.FEATURE, "y": Role.LABEL}
LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(1.5), PoissonLoss()]
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=repr)


def counts(n: int = 300, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(3.0, 2.0, size=n), rng.normal(size=n)
    return pd.DataFrame({"a": a, "b": b, "y": rng.poisson(np.exp(0.3 * a - 0.4 * b + 0.5))})


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(counts(), ROLES)


def objective(analysis: Analysis, loss: Loss, decay: float = 0.0) -> Objective:
    return Objective.of(analysis, SgdConfig(loss=loss, weight_decay=decay)).solved()


def parameters(found: Objective) -> np.ndarray:
    assert found.exact is not None
    return np.append(found.exact.weights, found.exact.bias)


def test_each_loss_has_the_solution_that_statsmodels_finds(analysis) -> None:
    X = np.column_stack([analysis.data.X, np.ones(analysis.data.n_rows)])
    y = analysis.data.y
    least_squares = np.linalg.lstsq(X, y, rcond=None)[0]
    np.testing.assert_allclose(parameters(objective(analysis, SquaredLoss())), least_squares, rtol=1e-9)
    median = sm.QuantReg(y, X).fit(0.5, p_tol=1e-12, max_iter=5000)
    found = objective(analysis, AbsoluteLoss())
    assert found.least <= np.abs(y - X @ median.params).mean() * (1.0 + 1e-12)
    assert found.least == pytest.approx(np.abs(y - X @ median.params).mean(), rel=1e-5)
    delta = 1.5
    norm = sm.robust.norms.HuberT(t=delta)
    weights = np.zeros(3)
    for _ in range(2000):  # at a scale of 1, by the weights that statsmodels gives
        row_weights = norm.weights(y - X @ weights)
        weights = np.linalg.solve((X * row_weights[:, None]).T @ X, (X * row_weights[:, None]).T @ y)
    np.testing.assert_allclose(parameters(objective(analysis, HuberLoss(delta))), weights, rtol=1e-6)
    poisson = sm.GLM(y, X, family=sm.families.Poisson()).fit(tol=1e-14)
    np.testing.assert_allclose(parameters(objective(analysis, PoissonLoss())), poisson.params, rtol=1e-7)


def test_weight_decay_has_the_closed_form_of_ridge(analysis) -> None:
    X, y, decay = analysis.data.X, analysis.data.y, 0.7
    Z = X - X.mean(axis=0)
    ridge = np.linalg.solve(Z.T @ Z / len(y) + decay * np.eye(2), Z.T @ (y - y.mean()) / len(y))
    found = objective(analysis, SquaredLoss(), decay)
    np.testing.assert_allclose(found.exact.weights, ridge, rtol=1e-10)
    assert found.exact.bias == pytest.approx(y.mean() - X.mean(axis=0) @ ridge)


@every_loss
@pytest.mark.parametrize("decay", [0.0, 0.2])
def test_a_run_with_suggested_settings_comes_near_to_its_exact_solution(analysis, loss, decay) -> None:
    found = objective(analysis, loss, decay)
    config = analysis.suggestion(SgdConfig(loss=loss, weight_decay=decay))
    assert (config.loss, config.weight_decay) == (loss, decay)
    sgd = Sgd(analysis.data, config, known=analysis.moments)
    before = found.distance(*_model(sgd))
    sgd.advance(10**9)
    assert not sgd.diverged
    assert found.distance(*_model(sgd)) < min(0.01, 0.02 * before)


def _model(sgd: Sgd) -> tuple[np.ndarray, float, float]:
    state = sgd.snapshot()
    return state.weights, state.bias, state.bias_rest


@every_loss
def test_the_distance_is_that_of_the_predictions_and_nought_at_the_solution(analysis, loss) -> None:
    found = objective(analysis, loss)
    data, exact = analysis.data, found.exact
    weights, bias = np.array([0.1, -0.2]), 0.4
    apart = loss.prediction(data.X @ weights + bias) - loss.prediction(exact.predict(data.X))
    wanted = math.sqrt(np.mean(apart**2)) / data.y.std()
    assert found.distance(weights, bias) == pytest.approx(wanted, rel=1e-8)
    assert found.distance(exact.weights, exact.bias, exact.bias_rest) == pytest.approx(0.0, abs=1e-14)
    rows = np.arange(5)
    np.testing.assert_allclose(
        found.residuals(rows, weights, bias), data.y[:5] - found.predictions(rows, weights, bias), atol=1e-12
    )


@every_loss
def test_mean_losses_are_those_of_training_and_of_held_out_rows(loss) -> None:
    known = analyse(counts(), ROLES, recipe=Recipe(holdout=0.3))
    found = objective(known, loss)
    weights, bias = np.array([0.1, -0.2]), 0.4
    assert found.mean_loss(weights, bias) == pytest.approx(loss.mean(known.data, weights, bias))
    assert found.validation_loss(weights, bias) == pytest.approx(loss.mean(known.held_out, weights, bias))
    exact = found.exact
    assert found.least == pytest.approx(loss.mean(known.data, exact.weights, exact.bias))


def test_without_an_answer_that_is_best_there_is_a_sentence_and_no_number() -> None:
    frame = pd.DataFrame({"a": [0.0, 0.0, 1.0, 2.0], "b": [1.0, 2.0, 0.0, 1.0], "y": [1.0, 3.0, 0.0, 0.0]})
    known = analyse(frame, ROLES)
    found = objective(known, PoissonLoss())
    assert (found.exact, found.least, found.exact_noise) == (None, None, None)
    assert "falls for ever" in found.explanation
    assert math.isnan(found.distance(np.zeros(2), 0.0))
    assert found.hessian(True) is None
    assert objective(known, PoissonLoss(), 0.1).exact is not None


def test_an_absolute_error_that_many_answers_have_says_so() -> None:
    frame = pd.DataFrame({"a": [0.0, 0.0, 1.0, 1.0], "b": [0.0, 1.0, 2.0, 3.0], "y": [1.0, 2.0, 4.0, 7.0]})
    found = objective(analyse(frame, {**ROLES, "b": Role.IGNORED}), AbsoluteLoss())
    assert "the middle one is shown" in found.several
    assert found.several in found.explanation


def test_labels_that_do_not_suit_a_loss_are_told(analysis) -> None:
    assert unsuited(analysis, PoissonLoss()) is None
    frame = counts()
    frame.loc[3, "y"] = -1
    assert "negative" in unsuited(analyse(frame, ROLES), PoissonLoss()).sentence
    assert unsuited(analyse(frame, ROLES), AbsoluteLoss()) is None
    positive = frame.assign(y=frame["y"] + 5.0)
    logarithm = analyse(positive, ROLES, recipe=Recipe(label_scale=LabelScale.LOG))
    assert "a logarithm of its own" in unsuited(logarithm, PoissonLoss()).sentence


def test_standard_errors_are_those_of_least_squares_alone(analysis) -> None:
    assert objective(analysis, SquaredLoss()).standard_errors is not None
    for found in (objective(analysis, HuberLoss(1.0)), objective(analysis, SquaredLoss(), 0.1)):
        assert found.standard_errors is None
        assert found.intervals_problem.sentence.startswith("There are no intervals")
        stands = found.standing(Sgd(analysis.data, SgdConfig(), known=analysis.moments).snapshot())
        assert math.isnan(stands.standard_errors_off)


@pytest.mark.parametrize("standardised", [True, False])
@pytest.mark.parametrize(
    ("loss", "decay"),
    [(SquaredLoss(), 0.3), (HuberLoss(1.5), 0.0), (PoissonLoss(), 0.0), (PoissonLoss(), 0.2)],
)
def test_the_quadratic_form_is_that_of_finite_differences(analysis, loss, decay, standardised) -> None:
    found = objective(analysis, loss, decay)
    data, exact, m = analysis.data, found.exact, analysis.moments
    stds = m.feature_stds if standardised else np.ones(2)

    def height(step: np.ndarray) -> float:
        weights = exact.weights + step[:2] / stds
        bias = exact.bias + step[2] - (step[:2] / stds @ m.feature_means if standardised else 0.0)
        return loss.mean(data, weights, bias) + 0.5 * decay * weights @ weights

    h = 1e-3 if isinstance(loss, HuberLoss) else 1e-4
    hessian = found.hessian(standardised)
    for direction in np.random.default_rng(1).normal(size=(6, 3)):
        bent = (height(h * direction) - 2.0 * height(0.0 * direction) + height(-h * direction)) / h**2
        assert direction @ hessian @ direction == pytest.approx(bent, rel=2e-2 if h > 5e-4 else 1e-4)


def test_directions_follow_the_quadratic_form_and_the_absolute_error_has_none(analysis) -> None:
    config = SgdConfig(0.01, 50, 5, loss=PoissonLoss())
    found = objective(analysis, PoissonLoss())
    state = Sgd(analysis.data, config, known=analysis.moments).snapshot()
    directions = directions_beside(found, config, state)
    assert isinstance(directions, Directions)
    hessian = found.hessian(True)
    np.testing.assert_allclose(
        directions.vectors @ hessian @ directions.vectors.T, np.diag(directions.eigenvalues), atol=1e-10
    )
    np.testing.assert_allclose(directions.distances, directions.start_distances)
    exact = replace(state, weights=found.exact.weights, bias=found.exact.bias, centred=found.exact.centred)
    np.testing.assert_allclose(directions_beside(found, config, exact).distances, 0.0, atol=1e-12)
    assert "near the exact solution" in directions.sentence
    none = directions_beside(objective(analysis, AbsoluteLoss()), config, state)
    assert isinstance(none, NoDirections)
    assert "not curved" in none.sentence


def test_what_the_limits_of_the_rate_promise_holds_for_counts(analysis) -> None:
    found = objective(analysis, PoissonLoss())
    config = SgdConfig(batch_size=analysis.data.n_rows, epochs=3000, loss=PoissonLoss())
    limit = found.limits(config).stable_limit
    exact = found.exact
    for share, settles in ((0.8, True), (1.3, False)):
        sgd = Sgd(analysis.data, replace(config, learning_rate=share * limit), known=analysis.moments)
        sgd.advance(3000)
        near = found.distance(*_model(sgd)) < 1e-3 and not sgd.diverged
        assert near is settles, (share, exact)
    assert found.limits_remark
    assert objective(analysis, AbsoluteLoss()).limits(config) is None


def test_the_usual_threshold_is_that_of_normal_noise() -> None:
    assert usual_threshold(0.5) == 1.3
    assert (usual_threshold(0.0), usual_threshold(math.inf)) == (1.0, 1.0)
