"""The linear NIST StRD problems by every factorisation, and the one of degree ten in full."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isnan

import numpy as np
import pytest
from rational import exact_fit, relative_error

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


@pytest.mark.parametrize("fit_bias", [True, False])
@pytest.mark.parametrize("exponent", [0, 3, 6, 8, 9])
def test_the_smallest_weights_have_the_digits_that_are_told(exponent, fit_bias):
    rng = np.random.default_rng(exponent)
    a, b = np.round(1000.0 * rng.normal(size=(2, 12)))
    nearly = 10.0**exponent * a + b
    data = Dataset(np.c_[10.0**exponent * a, nearly, 10.0**exponent * a + nearly], a + rng.normal(size=12))
    found = solve_analytic(data, fit_bias=fit_bias)
    # The limit of ridge for a penalty towards 0, which rational numbers can be as near to as one likes.
    exact = exact_fit(data, ridge=1e-60 * float(data.X.var()), fit_bias=fit_bias)
    assert found.method == "minimum-norm"
    assert relative_error(found.weights, exact.parameters[int(fit_bias) :]) < 5.0 * 10.0**-found.digits
