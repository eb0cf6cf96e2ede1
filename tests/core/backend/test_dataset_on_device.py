"""The analytic solution with its passes over the rows on a device."""

from __future__ import annotations

import numpy as np
import pytest
from gpu_double import COMPILER, NO_COMPILER, CUDARuntimeError, GpuDouble, StrictDouble

from linreg_gui.core.backend import backend as backends
from linreg_gui.core.backend import dataset_on_device
from linreg_gui.core.backend.dataset_on_device import DeviceRows, moments_on
from linreg_gui.core.backend.gram_kernel import GramKernel
from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import SgdConfig


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(dataset_on_device, "_BLOCK_VALUES", 600)


@pytest.fixture
def gpu(monkeypatch):
    """What `backend("cupy")` gives."""
    device = StrictDouble()
    monkeypatch.setattr(backends, "_cupy", lambda: device)
    return device


@pytest.mark.parametrize("free", [1e12, 0.0])
def test_moments_and_gradient_are_those_of_the_host(random_data, small_blocks, free):
    data = random_data(n=1001, d=4)
    device = StrictDouble(free)
    rows = DeviceRows(data, device)
    assert rows.resident is (free > 0.0)
    host = moments(data)
    found = rows.moments()
    np.testing.assert_allclose(found.mean, host.mean, rtol=1e-13)
    np.testing.assert_allclose(found.gram, host.gram, rtol=1e-10)
    columns, shift = np.array([0, 2, 3]), host.mean[[0, 2, 3]] + 1.0
    weights, constant = np.array([0.5, -1.0, 2.0]), 3.0
    Z = data.X[:, columns] - shift
    r = data.y - constant - Z @ weights
    sums, total, squares = rows.gradient(columns, shift, weights, constant)
    np.testing.assert_allclose(sums, r @ Z, rtol=1e-9)
    assert total == pytest.approx(r.sum())
    assert squares == pytest.approx(r @ r)
    assert device.sent == (11 if free else 22)


@pytest.mark.parametrize("options", [{}, {"ridge": 0.5}, {"fit_bias": False}])
@pytest.mark.parametrize("far", [0.0, 1e6])
def test_the_solution_agrees_to_ten_digits(small_blocks, options, far):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(60_000, 5)) @ (np.eye(5) + 0.3 * rng.normal(size=(5, 5))) + far
    data = Dataset(X, X @ np.arange(1.0, 6.0) + 2.0 + rng.normal(size=60_000))
    host = solve_analytic(data, **options)
    found = solve_analytic(data, rows=DeviceRows(data, StrictDouble()), **options)
    np.testing.assert_allclose(found.weights, host.weights, rtol=1e-10)
    assert found.bias == pytest.approx(host.bias, rel=1e-10, abs=1e-10 * max(1.0, far))
    assert found.half_mse == pytest.approx(host.half_mse, rel=1e-10)
    assert found.method == host.method


def test_sorted_rows_cost_no_digits(small_blocks):
    x = np.sort(np.random.default_rng(0).exponential(size=50_000)) + 1e4
    data = Dataset(x.reshape(-1, 1), 2.0 * x + 1.0)
    found = DeviceRows(data, StrictDouble()).moments()
    np.testing.assert_allclose(found.gram, moments(data).gram, rtol=1e-9)


def test_numbers_too_large_to_be_squared_are_told_there_too():
    data = Dataset(1e200 * np.arange(1.0, 20.0).reshape(-1, 1), np.arange(19.0))
    with pytest.raises(ProblemError, match="“x1” are too large"):
        DeviceRows(data, StrictDouble()).moments()


def test_fit_says_that_the_gpu_took_part(random_data, gpu):
    data = random_data()
    found = fit(data, backend="cupy")
    assert found.explanation.endswith("The GPU made the passes over all rows.")
    np.testing.assert_allclose(found.weights, fit(data).weights, rtol=1e-10)


def test_row_weights_are_computed_with_on_the_cpu(random_data, gpu):
    data = random_data()
    weights = np.linspace(1.0, 2.0, data.n_rows)
    found, host = fit(data, backend="cupy", row_weights=weights), fit(data, row_weights=weights)
    np.testing.assert_array_equal(found.weights, host.weights)
    assert gpu.sent == 0


@pytest.mark.parametrize("solver", ["analytic", "sgd"])
def test_a_device_that_fails_leaves_the_work_to_the_cpu(random_data, gpu, solver):
    def fails(_):
        raise CUDARuntimeError("cudaErrorMemoryAllocation: out of memory")

    gpu.to_device = fails
    data = random_data()
    config = SgdConfig(0.05) if solver == "sgd" else None
    found = fit(data, solver=solver, backend="cupy", config=config)
    host = fit(data, solver=solver, config=config)
    np.testing.assert_allclose(found.weights, host.weights, rtol=1e-12)
    assert "The memory of the GPU is full" in found.explanation
    assert "CPU" in found.explanation


def test_a_bug_stays_a_bug(random_data):
    class Wrong(StrictDouble):
        def to_device(self, array):
            raise TypeError("a bug")

    with pytest.raises(TypeError):
        moments_on(random_data(), Wrong())


@pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)
@pytest.mark.parametrize(("n", "width"), [(1, 3), (700, 3), (3000, 12), (500, 34)])
def test_the_kernel_for_narrow_tables_makes_the_products_of_their_columns(n, width):
    table = np.random.default_rng(n).normal(size=(n, width))
    found = [GramKernel(gpu, width)(table) for gpu in (GpuDouble(backwards=False), GpuDouble(backwards=True))]
    np.testing.assert_allclose(found[0], table.T @ table, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(found[0], found[1])


@pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)
def test_wide_tables_are_left_to_the_matrix_library(random_data):
    gpu = GpuDouble()
    assert DeviceRows(random_data(d=4), gpu).moments().n_rows == 200
    assert gpu.launched == ["gram"]
    table = np.random.default_rng(0).normal(size=(50, 40))
    np.testing.assert_allclose(GramKernel(gpu, 40)(table), table.T @ table)
    assert gpu.launched == ["gram"]
