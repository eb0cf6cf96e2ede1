"""The linear NIST StRD problems by every factorisation, and the one of degree ten in full."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isnan

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.analytic import factorisations
from linreg_gui.core.solvers.analytic import solver as analytic
from linreg_gui.core.solvers.analytic.solver import solve_analytic

CERTIFIED = ["norris", "pontius", "noint1", "noint2", "longley", *(f"wampler{i}" for i in range(1, 6))]


def digits(value, certified):
    """Number of correct significant digits of the worst value."""
    value, certified = np.atleast_1d(value), np.atleast_1d(certified)
    error = np.max(np.abs(value - certified) / np.where(certified == 0.0, 1.0, np.abs(certified)))
    return 16.0 if error == 0.0 else -np.log10(error)


def parameters(fit):
    return np.r_[fit.bias, fit.weights] if fit.bias_fitted else fit.weights


@pytest.mark.parametrize("factorisation", ["chosen", "qr", "many values"])
@pytest.mark.parametrize("name", CERTIFIED)
def test_every_factorisation_has_at_least_twelve_certified_digits(nist, monkeypatch, name, factorisation):
    if factorisation == "qr":
        monkeypatch.setattr(analytic, "_CHOLESKY_LIMIT", 0.0)
    if factorisation == "many values":
        monkeypatch.setattr(factorisations, "_REFINED_VALUES", 0)
    problem = nist(name)
    n, fit_bias = problem.data.n_rows, not isnan(problem.bias)
    fit = solve_analytic(problem.data, fit_bias=fit_bias)
    wanted = np.r_[problem.bias, problem.weights] if fit_bias else problem.weights
    assert digits(parameters(fit), wanted) >= 12.0
    assert digits(fit.r_squared, problem.r_squared) >= 12.0
    sigma = np.sqrt(2.0 * fit.half_mse * n / (n - len(wanted)))
    assert sigma == pytest.approx(problem.sigma, rel=1e-9, abs=1e-9)


def test_the_polynomial_of_degree_ten_has_its_certified_weights(nist):
    # Powers of x itself, rounded to float64, are another problem: its exact answer shares 7 digits with the
    # certified one. Powers of x + 6 are small enough to keep them; the binomial theorem leads back.
    problem = nist("filip")
    t = problem.data.X[:, :1] + 6.0
    fit = solve_analytic(Dataset(t ** np.arange(1, 11), problem.data.y))
    shifted = [Fraction(float(value)) for value in parameters(fit)]
    plain = [sum(shifted[k] * comb(k, j) * 6 ** (k - j) for k in range(j, 11)) for j in range(11)]
    found = np.array([float(value) for value in plain])
    assert digits(found, np.r_[problem.bias, problem.weights]) >= 9.0
    assert digits(fit.r_squared, problem.r_squared) >= 11.0
    assert np.sqrt(2.0 * fit.half_mse * 82 / 71) == pytest.approx(problem.sigma, rel=1e-9)
