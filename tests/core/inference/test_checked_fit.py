"""Which fits are judged: the least-squares solution however it was rounded, and no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from linreg_gui.core import Dataset, SgdConfig, fit, infer, influence, robust_covariance

OFFSETS = [0.0, 1e5, 3e8, 1e10, -1e12, 1e14]


def far(offset: float, n: int = 30, seed: int = 0) -> Dataset:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    return Dataset(x + offset, x @ [1.0, 2.0] + 0.1 * rng.normal(size=n) + offset / 7.0)


@pytest.mark.parametrize("n", [30, 150_000])
@pytest.mark.parametrize("offset", OFFSETS)
def test_its_own_fit_is_never_taken_for_another_one(offset, n):
    data = far(offset, n)
    solution = fit(data)
    given, alone = infer(data, solution), infer(data)
    np.testing.assert_array_equal(given.table.standard_error, alone.table.standard_error)
    # The same, with no more than weights and bias left of it.
    infer(data, replace(solution, centred=None))


@pytest.mark.parametrize("judge", [infer, influence, robust_covariance])
def test_its_own_weighted_fit_without_a_bias_is_known(judge):
    data = far(1e9)
    weights = np.resize([1.0, 5.0, 0.2], data.n_rows)
    call = {robust_covariance: lambda d, f, **k: robust_covariance(d, "HC3", f, **k)}.get(judge, judge)
    call(data, fit(data, row_weights=weights, fit_bias=False), row_weights=weights)


@pytest.mark.parametrize("offset", OFFSETS)
def test_another_one_is_refused_wherever_the_numbers_lie(offset):
    data = far(offset)
    solution = fit(data)
    others = [
        fit(data, ridge=1e-3),
        replace(solution, weights=solution.weights * 1.01, centred=None),
        fit(far(offset, seed=1)),
        fit(data, row_weights=np.arange(1.0, 31.0)),
    ]
    for other in others:
        with pytest.raises(ValueError, match="this fit is another one"):
            infer(data, other)


def test_a_run_that_has_not_arrived_in_ill_conditioned_data_is_another_fit():
    years = np.arange(1990.0, 2020.0)[:, None]
    data = Dataset(years ** np.arange(1, 6), np.random.default_rng(0).normal(size=30))
    with pytest.raises(ValueError, match="this fit is another one"):
        infer(data, fit(data, solver="sgd", config=SgdConfig(epochs=30)))
    solution = fit(data)
    step = 0.01 * infer(data, solution).table.standard_error[1:]
    with pytest.raises(ValueError, match="this fit is another one"):
        infer(data, replace(solution, weights=solution.weights + step, centred=None))
