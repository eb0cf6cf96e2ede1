"""Models without a bias: exact solution, minibatch SGD, learning rates, errors and views of both."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from linreg_gui import core
from linreg_gui.core.explaining.directions import NoDirections, directions_beside
from linreg_gui.core.explaining.fit_bands import fit_bands
from linreg_gui.core.explaining.microscope import microscope
from linreg_gui.core.explaining.microscope_lines import MicroscopeWish, Unfolded
from linreg_gui.core.explaining.surface_window import surface_window, window_loss
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.model.losses import AbsoluteLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.solvers.analytic.through_origin import errors_through_origin
from linreg_gui.core.solvers.sgd.scaling import beginning
from linreg_gui.core.solvers.sgd.start import ChosenStart
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role


def some(d: int = 3, n: int = 200) -> core.Dataset:
    rng = np.random.default_rng(5)
    X = rng.normal(size=(n, d)) * np.geomspace(0.2, 5.0, d) + np.linspace(10.0, -1.0, d)
    y = X @ np.linspace(4.0, -2.0, d) + 5.0 + rng.normal(size=n)
    return core.Dataset(X, y, has_bias=False)


def analysed(d: int = 2) -> Analysis:
    data = some(d)
    frame = pd.DataFrame(np.column_stack([data.X, data.y]), columns=[*data.feature_names, "y"])
    roles = dict.fromkeys(data.feature_names, Role.FEATURE) | {"y": Role.LABEL}
    return analyse(frame, roles, recipe=Recipe(has_bias=False))


def test_the_dataset_tells_that_there_is_no_bias() -> None:
    data = some()
    ols = sm.OLS(data.y, data.X).fit()
    found = core.fit(data)
    np.testing.assert_allclose(found.weights, ols.params, rtol=1e-10)
    assert (found.bias, found.bias_fitted) == (0.0, False)
    assert found.r_squared == pytest.approx(ols.rsquared, rel=1e-12)
    table = core.infer(data)
    np.testing.assert_allclose(table.table.standard_error, ols.bse, rtol=1e-9)
    np.testing.assert_allclose(errors_through_origin(data, found, moments(data)), ols.bse, rtol=1e-10)
    assert str(data) == "Dataset(200 rows, y ~ x1 + x2 + x3 - 1)"
    assert not data.part(np.arange(5)).has_bias


@pytest.mark.parametrize("standardise", [True, False])
def test_learning_rates_are_limited_by_the_curvature_without_a_constant(standardise) -> None:
    data = some()
    config = core.SgdConfig(standardise=standardise, batch_size=8)
    limits = core.learning_rate_limits(data, config)
    Z = data.X / (np.sqrt(np.mean(data.X**2, axis=0)) if standardise else 1.0)
    eigenvalues = np.linalg.eigvalsh(Z.T @ Z / data.n_rows)
    assert limits.stable_limit == pytest.approx(2.0 / eigenvalues[-1], rel=1e-10)
    assert limits.smallest_eigenvalue == pytest.approx(eigenvalues[0], rel=1e-6)
    whole = core.SgdConfig(standardise=standardise, batch_size=data.n_rows, epochs=3000)
    for factor, diverges in ((0.98, False), (1.02, True)):
        sgd = core.Sgd(data, core.SgdConfig(**{**vars(whole), "learning_rate": factor * limits.stable_limit}))
        sgd.advance(3000)
        loss = core.half_mse(data, sgd.snapshot().weights, 0.0)
        assert (sgd.diverged or loss > 1e3) == diverges


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("standardise", [True, False])
def test_sgd_comes_to_the_exact_solution_and_never_moves_the_bias(standardise, precision) -> None:
    data = some()
    config = core.suggest_config(data, standardise=standardise)
    run = core.train(data, core.SgdConfig(**{**vars(config), "precision": precision}))
    exact = core.fit(data)
    assert run.fit.bias == 0.0
    assert not run.fit.bias_fitted
    assert run.distance < 1e-2
    assert run.fit.r_squared == pytest.approx(exact.r_squared, abs=1e-3)
    sgd = core.Sgd(data, config)
    sgd.advance(7)
    assert (sgd.snapshot().bias, sgd.snapshot().gradient[-1]) == (0.0, 0.0)


def test_numpy_makes_the_updates_of_the_compiled_loop() -> None:
    data, config = some(), core.SgdConfig(learning_rate=0.05, batch_size=16, epochs=2, momentum=0.5)
    compiled = core.Sgd(data, config)
    compiled.advance(20)
    plain = core.Sgd(data, config).draft()
    plain.advance(20)
    np.testing.assert_allclose(plain.snapshot().weights, compiled.snapshot().weights, rtol=1e-9)
    assert plain.snapshot().bias == 0.0


def test_other_losses_and_chosen_biases_are_refused_in_a_sentence() -> None:
    data, analysis = some(), analysed()
    with pytest.raises(core.ProblemError, match="without a bias are known to the half squared error alone"):
        core.Sgd(data, core.SgdConfig(loss=AbsoluteLoss()))
    with pytest.raises(core.ProblemError, match="This is the absolute"):
        core.solve_reference(data, AbsoluteLoss())
    problem = unsuited(analysis, AbsoluteLoss())
    assert problem is not None
    assert "give the model a bias" in problem.sentence
    start = ChosenStart((1.0, 2.0, 3.0), 4.0)
    with pytest.raises(core.ProblemError, match="the model has none"):
        core.Sgd(data, core.SgdConfig(start=start))
    begun = beginning(core.SgdConfig(start=ChosenStart((1.0, 2.0, 3.0), 0.0)), moments(data), data)
    np.testing.assert_allclose([*begun.weights, begun.bias], [1.0, 2.0, 3.0, 0.0])


@pytest.mark.parametrize("ridge", [0.0, 0.3])
def test_the_objective_has_the_exact_solution_its_errors_and_the_residuals_of_a_line_through_0(ridge) -> None:
    analysis = analysed()
    data = analysis.data
    config = core.SgdConfig(weight_decay=ridge)
    objective = Objective.of(analysis, config)
    objective = objective if objective.is_known else objective.solved()
    gram = data.X.T @ data.X / data.n_rows + ridge * np.eye(2)
    weights = np.linalg.solve(gram, data.X.T @ data.y / data.n_rows)
    assert objective.exact is not None
    np.testing.assert_allclose(objective.exact.weights, weights, rtol=1e-9)
    assert not objective.is_plain
    residuals = data.y - data.X @ weights
    noise = objective.noise(objective.exact.weights, 0.0)
    assert noise.mean == pytest.approx(residuals.mean(), rel=1e-6)
    assert objective.mean_loss(weights, 0.0) == pytest.approx(0.5 * np.mean(residuals**2), rel=1e-9)
    assert objective.distance(weights, 0.0) == pytest.approx(0.0, abs=1e-7)
    assert not objective.shown_equation(EquationForm.CENTRED).centres.any()
    if ridge:
        assert objective.intervals_problem is not None
        assert objective.standard_errors is None
    else:
        assert objective.intervals_problem is None
        assert objective.standard_errors is not None
        np.testing.assert_allclose(objective.standard_errors[0], sm.OLS(data.y, data.X).fit().bse, rtol=1e-9)


@pytest.mark.parametrize("standardised", [True, False])
@pytest.mark.parametrize("at_best", [True, False])
def test_the_surface_over_two_weights_keeps_the_bias_at_0(standardised, at_best) -> None:
    analysis = analysed(3)
    data, surface, exact = analysis.data, analysis.surface, analysis.exact
    window = surface_window(
        surface,
        (0, 1),
        standardised=standardised,
        others=None if at_best else exact,
        best=exact,
        has_bias=False,
    )
    loss = window_loss(surface, window)
    unit = data.X[:, :2].std(axis=0) if standardised else np.ones(2)
    for step in ((0.0, 0.0), (0.7, -0.3), (-1.0, 2.0)):
        two = exact.weights[:2] + np.array(step) / unit
        left = data.y - data.X[:, :2] @ two
        third = data.X[:, 2] @ left / (data.X[:, 2] @ data.X[:, 2]) if at_best else exact.weights[2]
        expected = 0.5 * np.mean((left - data.X[:, 2] * third) ** 2)
        at = window.origin + np.array(step)
        assert loss.value(*at) == pytest.approx(expected, rel=1e-8)


def test_an_update_unfolded_has_no_share_for_the_bias() -> None:
    data, config = some(), core.SgdConfig(learning_rate=0.01, batch_size=16)
    sgd = core.Sgd(data, config)
    sgd.advance(3)
    update = sgd.next_update()
    assert update is not None
    unfolded = microscope(data, update)
    sgd.advance(1)
    np.testing.assert_allclose(unfolded.weights_after, sgd.snapshot().weights, rtol=1e-10)
    assert unfolded.bias_after == 0.0
    assert not unfolded.internal.shares[:, -1].any()
    lines = Unfolded(unfolded, MicroscopeWish())
    told = str(lines.table(MicroscopeWish()))
    assert "÷ mean of x²" in told
    assert "variance" not in told


def test_what_is_not_drawn_without_a_bias_says_so() -> None:
    analysis = analysed(1)
    assert "lines with a bias" in str(fit_bands(analysis, SquaredLoss(), 0.0))
    found = directions_beside(Objective.of(analysis, core.SgdConfig()), core.SgdConfig(), analysis.exact)
    assert isinstance(found, NoDirections)


def test_the_same_numbers_with_and_without_a_bias_are_not_the_same_run() -> None:
    data = some()
    frame = pd.DataFrame(np.column_stack([data.X, data.y]), columns=[*data.feature_names, "y"])
    roles = dict.fromkeys(data.feature_names, Role.FEATURE) | {"y": Role.LABEL}
    without = analyse(frame, roles, recipe=Recipe(has_bias=False))
    again = analyse(frame, roles, recipe=Recipe(), before=without)
    assert again.exact.bias_fitted
    assert not again.has_the_numbers_of(without)
    assert again.fingerprint != without.fingerprint
