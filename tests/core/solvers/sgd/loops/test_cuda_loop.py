"""The CUDA kernels, compiled as C++ and run on the CPU, against the loop of the CPU."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
from gpu_double import COMPILER, NO_COMPILER, GpuDouble
from sgd_runs import counts

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.loops.cuda_loop import GpuKernels, cuda_source
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows
from linreg_gui.core.solvers.sgd.rows import Rows
from linreg_gui.core.solvers.sgd.scaling import Scaling
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.update_rule import update_rule

pytestmark = pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)

NVCC = shutil.which("nvcc")
LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()]


def on_gpu(data: Dataset, config: SgdConfig, gpu: GpuDouble) -> Sgd:
    sgd = Sgd(data, config)
    sgd.use(gpu)
    assert sgd.backend == "cupy"
    return sgd


def compare(data: Dataset, config: SgdConfig, rtol: float, slices: tuple[int, ...] = (1, 2, 5)) -> None:
    """All that a snapshot tells, slice by slice: by the kernel in either order of threads, and by the CPU."""
    runs = [on_gpu(data, config, GpuDouble(backwards=backwards)) for backwards in (False, True)]
    host = Sgd(data, config)
    k = 0
    while not host.finished:
        done = host.advance(slices[k % len(slices)])
        k += 1
        expected = host.snapshot()
        found = []
        for sgd in runs:
            assert sgd.advance(done) == done
            found.append(sgd.snapshot())
        first, second = found
        for name in ("weights", "bias", "gradient", "minibatch_loss"):
            wanted = np.asarray(getattr(expected, name))
            atol = rtol * max(1.0, float(np.abs(wanted).max()))
            np.testing.assert_allclose(getattr(first, name), wanted, rtol=rtol, atol=atol, err_msg=name)
            np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
        assert first.epoch == expected.epoch
        assert first.learning_rate == expected.learning_rate
        np.testing.assert_array_equal(first.minibatch_rows, expected.minibatch_rows)
    assert all(sgd.finished and sgd.notice is None for sgd in runs)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("batch_size", [1, 7, 61])
def test_every_update_equals_that_of_the_cpu(loss, batch_size):
    compare(counts(), SgdConfig(0.01, batch_size, 2, seed=9, loss=loss), 1e-10)


@pytest.mark.parametrize(
    "options",
    [
        {"decay": "cosine"},
        {"decay": "inverse time", "decay_epochs": 0.5},
        {"decay": "step", "decay_epochs": 0.7, "decay_factor": 0.3},
        {"momentum": 0.9, "weight_decay": 0.2},
        {"average_after": 0},
        {"average_after": 1, "with_replacement": True},
        {"standardise": False},
    ],
    ids=str,
)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_every_option_does_what_it_does_on_the_cpu(options, precision):
    config = SgdConfig(0.02, 10, 3, seed=4, precision=precision, **options)
    compare(counts(), config, 1e-10 if precision == "float64" else 3e-5)


@pytest.mark.parametrize(
    ("n", "d", "batch_size"), [(700, 3, 300), (400, 90, 200), (60, 700, 20), (257, 1, 256), (40, 12, 40)]
)
def test_minibatches_too_large_for_the_shared_memory_are_read_in_parts(n, d, batch_size):
    compare(counts(n, d), SgdConfig(0.5 / (d + 5), batch_size, 2, seed=3), 1e-9, (3,))


def test_an_update_that_would_diverge_is_not_made():
    data, config = counts(200), SgdConfig(3.0, 10, 30)
    host, gpu = Sgd(data, config), on_gpu(data, config, GpuDouble())
    assert gpu.advance(600) == host.advance(600) < 600
    assert gpu.diverged
    np.testing.assert_allclose(gpu.snapshot().weights, host.snapshot().weights, rtol=1e-9)


def test_a_step_sought_again_is_the_same_to_the_last_bit():
    sgd = on_gpu(counts(), SgdConfig(0.02, 7, 40, momentum=0.5), GpuDouble())
    seen = {}
    while not sgd.finished:
        sgd.advance(13)
        seen[sgd.step] = sgd.snapshot()
    for step in (26, 13, 351, 117):
        sgd.seek(step)
        np.testing.assert_array_equal(sgd.snapshot().weights, seen[step].weights)


@pytest.mark.parametrize(("n", "size"), [(61, 7), (64, 64), (1000, 32), (5, 3)])
@pytest.mark.parametrize("position", [0, 3])
def test_the_rows_on_the_device_are_those_of_the_minibatch_order(n, size, position):
    data = counts(n)
    m = moments(data)
    scaling = Scaling.of(m, True)
    rows = Rows.of(data, scaling, "float64")
    gpu = GpuDouble()
    parts = {"X": rows.X, "y": rows.y, "shift": rows.shift, "scale": rows.scale}
    kernels = GpuKernels(gpu, parts, np.ones(data.n_features + 1), "float64")
    for replacement in (False, True):
        config = SgdConfig(batch_size=size, seed=-5, with_replacement=replacement)
        rule, place, steps = update_rule(config, m), Place(epoch=2, position=position), 2 * (n // size) + 3
        found = gpu.to_host(kernels.minibatches(rule, place, steps)).reshape(steps, size)
        epoch, at = 2, position
        for row in found:
            stop = min(at + size, n)
            expected = minibatch_rows(n, -5, epoch, at, stop, with_replacement=replacement)
            np.testing.assert_array_equal(row[: stop - at], expected)
            assert not row[stop - at :].any()
            epoch, at = (epoch + 1, 0) if stop == n else (epoch, stop)


@pytest.mark.skipif(NVCC is None, reason="the compiler of CUDA (nvcc) is not here")
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_source_is_cuda_without_a_warning(precision, tmp_path):
    source, binary = tmp_path / "cuda_loop.cu", tmp_path / "sgd.ptx"
    source.write_text(cuda_source(precision))
    command = [NVCC, "-std=c++17", "-Werror", "all-warnings", "--ptx", str(source), "-o", str(binary)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert ".entry run_updates" in binary.read_text()
