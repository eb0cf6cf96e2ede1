"""What only a real GPU can show; skipped, with the reason, where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.backend.backend import Backend, backend
from linreg_gui.core.backend.dataset_on_device import DeviceRows
from linreg_gui.core.devices.choice import measure
from linreg_gui.core.devices.detection import cupy_is_installed, detect
from linreg_gui.core.devices.float32_digits import float32_digits
from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def gpu() -> Backend:
    if not cupy_is_installed():
        pytest.skip("CuPy is not installed")
    try:
        return backend("cupy")
    except ProblemError as error:
        pytest.skip(error.problem.sentence)


def make(n: int, d: int) -> Dataset:
    rng = np.random.default_rng(7)
    X = rng.normal(2.0, 1.5, size=(n, d))
    return Dataset(X, rng.poisson(np.exp(0.3 * X[:, 0])))


def test_it_is_found_and_described(gpu):
    found = detect()
    assert found.problem is None
    assert found.device.memory > 0


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()])
@pytest.mark.parametrize(("n", "d", "batch_size"), [(1000, 3, 32), (5000, 40, 256), (999, 300, 7)])
def test_updates_agree_with_the_cpu(gpu, loss, n, d, batch_size):
    data, config = make(n, d), SgdConfig(1e-3, batch_size, 3, loss=loss, momentum=0.5, weight_decay=0.01)
    host, sgd = Sgd(data, config), Sgd(data, config, backend="cupy")
    while not host.finished:
        assert sgd.advance(50) == host.advance(50)
        np.testing.assert_array_equal(sgd.snapshot().minibatch_rows, host.snapshot().minibatch_rows)
    assert sgd.notice is None
    np.testing.assert_allclose(sgd.snapshot().weights, host.snapshot().weights, rtol=1e-8, atol=1e-10)


def test_scan_and_kernel_agree_and_a_step_sought_again_is_the_same(gpu):
    data, config = make(200_000, 8), SgdConfig(1e-3, 16, 12)
    host, sgd = Sgd(data, config), Sgd(data, config, backend="cupy")
    # Long enough for both methods to be tried and one to be chosen.
    seen = {}
    for steps in (20_000, 60_000, 5_000, 60_000):
        assert sgd.advance(steps) == host.advance(steps)
        seen[sgd.step] = sgd.snapshot().weights
        np.testing.assert_allclose(seen[sgd.step], host.snapshot().weights, rtol=1e-8, atol=1e-10)
    for step in (80_000, 20_000, 85_000):
        sgd.seek(step)
        np.testing.assert_array_equal(sgd.snapshot().weights, seen[step])


@pytest.mark.parametrize("d", [2, 32, 200])
def test_the_analytic_solution_agrees_to_ten_digits(gpu, d):
    rng = np.random.default_rng(d)
    X = rng.normal(50.0, 2.0, size=(400_000, d))
    data = Dataset(X, X @ rng.normal(size=d) + rng.normal(size=400_000))
    host, found = fit(data), fit(data, backend="cupy")
    np.testing.assert_allclose(found.weights, host.weights, rtol=1e-10)
    assert "GPU" in found.explanation


def test_data_that_do_not_stay_on_the_device_are_sent_in_blocks(gpu, monkeypatch):
    monkeypatch.setattr("linreg_gui.core.backend.dataset_on_device._BLOCK_VALUES", 50_000)
    monkeypatch.setattr(gpu, "free_memory", lambda: 0)
    data = make(100_001, 5)
    rows = DeviceRows(data, gpu)
    assert not rows.resident
    np.testing.assert_allclose(rows.moments().gram, moments(data).gram, rtol=1e-10)


def test_float32_keeps_some_digits(gpu):
    assert 4.0 < float32_digits(make(5000, 5), SgdConfig(0.01), backend="cupy") < 9.0


def test_its_speed_is_measured(gpu):
    rates = measure(gpu)
    assert rates.per_launch > 0.0
    assert rates.per_byte > 0.0
    assert 0.0 < rates.seconds(10_000_000, 10, 32) < 60.0
