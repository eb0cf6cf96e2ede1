"""Far more features than rows: all is right, and nothing of the size of their square is ever formed."""

import dataclasses
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.model import moments as moments_module
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.sgd.learning_rate import curvature
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import suggest_roles


def wide(n_rows, n_features, seed=0):
    """Features of different sizes away from zero; one is constant, one twice another, two rows are equal."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_rows, n_features)) * 10.0 ** rng.uniform(-2, 2, size=n_features) + 5.0
    X[:, 5] = 3.0
    X[:, 7] = 2.0 * X[:, 6]
    X[-1] = X[0]
    return core.Dataset(X, 100.0 + rng.normal(size=n_rows))


@pytest.mark.parametrize("fit_bias", [True, False])
def test_the_weights_are_the_shortest_that_fit_as_well_as_any(fit_bias):
    data = wide(20, 400)
    fit = core.fit(data, fit_bias=fit_bias)
    shift = data.X.mean(axis=0) if fit_bias else 0.0
    level = data.y.mean() if fit_bias else 0.0
    expected = np.linalg.pinv(data.X - shift, rcond=1e-12) @ (data.y - level)
    np.testing.assert_allclose(fit.weights, expected, rtol=1e-9, atol=1e-11 * np.abs(expected).max())
    residuals = data.y - level - (data.X - shift) @ expected
    assert fit.half_mse == pytest.approx(0.5 * np.mean(residuals**2), rel=1e-9)
    assert fit.method == "minimum-norm"
    assert fit.rank == (18 if fit_bias else 19)


@pytest.mark.parametrize("options", [{}, {"fit_bias": False}, {"weighted": True}])
def test_ridge_is_that_of_the_plain_formula(options):
    data = wide(20, 400)
    weights = np.linspace(0.5, 2.0, 20) if options.pop("weighted", False) else np.ones(20)
    fit = core.fit(data, ridge=0.3, row_weights=weights, **options)
    centre = options.get("fit_bias", True)
    share = weights / weights.sum()
    shift = share @ data.X if centre else np.zeros(400)
    level = share @ data.y if centre else 0.0
    A, b = data.X - shift, data.y - level
    expected = A.T @ np.linalg.solve(A @ A.T + np.diag(0.3 / share), b)
    np.testing.assert_allclose(fit.weights, expected, rtol=1e-9, atol=1e-12)
    assert fit.half_mse == pytest.approx(0.5 * share @ (b - A @ expected) ** 2, rel=1e-9)
    assert fit.bias == pytest.approx(level - shift @ expected, rel=1e-9)


def test_both_kinds_of_moments_say_the_same(monkeypatch):
    data, weights = wide(20, 400), np.linspace(0.5, 2.0, 20)
    found = [moments(data), moments(data, weights), moments(data, weights, centred=False)]
    monkeypatch.setattr(moments_module, "is_wide", lambda _: False)
    plain = [moments(data), moments(data, weights), moments(data, weights, centred=False)]
    for one, other in zip(found, plain, strict=True):
        assert one.products is None
        assert other.rows is None
        np.testing.assert_allclose(one.mean, other.mean, rtol=1e-14)
        np.testing.assert_allclose(one.squares, other.squares, rtol=1e-12)
        np.testing.assert_allclose(one.gram, other.gram, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("standardise", [True, False])
def test_the_curvature_is_that_of_the_whole_hessian(standardise, monkeypatch):
    data = wide(20, 400)
    found = curvature(data, standardise)
    assert found.hessian is None
    monkeypatch.setattr(moments_module, "is_wide", lambda _: False)
    plain = curvature(data, standardise)
    assert found.extremes == pytest.approx(plain.extremes, rel=1e-6)
    for decay in (0.0, 0.01):
        config = core.SgdConfig(0.001, 8, weight_decay=decay, standardise=standardise)
        one, other = (dataclasses.astuple(each.limits(config)) for each in (found, plain))
        assert one == pytest.approx(other, rel=1e-6)


def test_the_loss_surface_agrees_with_the_rows():
    data = wide(20, 400)
    surface = LossSurface(data, core.fit(data))
    weights = np.random.default_rng(1).normal(size=400) / 100.0
    residuals = data.y - data.X @ weights - 2.0
    assert surface.half_mse(weights, 2.0) == pytest.approx(0.5 * np.mean(residuals**2), rel=1e-9)
    assert surface.residual_std(weights) == pytest.approx(residuals.std(), rel=1e-9)


def test_an_analysis_takes_memory_for_the_rows_and_not_for_pairs_of_features():
    n_rows, n_features = 10, 2_000
    data = np.random.default_rng(0).normal(size=(n_rows, n_features + 1))
    frame = pd.DataFrame(data, columns=[f"c{j}" for j in range(n_features + 1)])
    roles = suggest_roles(frame)
    tracemalloc.start()
    try:
        analysis = analyse(frame, roles, recipe=Recipe(holdout=0.2))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert analysis.data.n_features == n_features
    assert peak < 8 * n_features * n_features / 4  # one such matrix would be four times as much
    sentence = analysis.exact.explanation
    assert "for 2,001 unknowns" in sentence
    assert len(sentence) < 1_000
    names = {id(dependency.on) for dependency in analysis.exact.dependencies}
    assert len(names) == 1  # what all depend on is told once
