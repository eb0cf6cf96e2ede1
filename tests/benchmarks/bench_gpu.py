"""A GPU against the limits of the card, the CPU of this machine, and PyTorch on the same card.

Run `python tests/benchmarks/bench_gpu.py [rows]`; without a GPU it says why and measures nothing.
Wanted on one H100-class card, data resident, float32: an epoch of 10 M × 10 at batch 32 in 20 ms, at batch
1024 in 5 ms; the analytic solution of 10 M × 10 in 1 ms; products at 60 % of the memory bandwidth for d ≤ 32
and at 60 % of the float64 matrix throughput for d ≥ 1024.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from timing import best_of
from torch_loop import torch, torch_steps

from linreg_gui.core import Dataset, Sgd, SgdConfig, solve_analytic
from linreg_gui.core.backend.backend import CupyBackend, backend
from linreg_gui.core.backend.dataset_on_device import DeviceRows
from linreg_gui.core.problem import ProblemError

RATE = 0.001
PEER_STEPS = 2000
BATCHES = (32, 1024)


def make(n: int, d: int) -> Dataset:
    """Features near 0 in float64."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, d))
    return Dataset(X, X @ np.linspace(-2.0, 2.0, d) + 4.2 + 0.1 * rng.standard_normal(n))


def timed(gpu: CupyBackend, work: Callable[[], object], repeats: int = 5) -> float:
    """Shortest time, the device waited for."""

    def whole() -> None:
        work()
        gpu.synchronise()

    whole()
    return best_of(repeats, whole)


def epoch_seconds(sgd: Sgd) -> float:
    """One exact epoch, once every method was tried; the upload is not counted."""
    sgd.advance(6 * sgd.stretch)
    steps = sgd.steps_to_epoch(1) or -(-sgd.data.n_rows // sgd.config.batch_size)
    return best_of(3, lambda: sgd.advance(steps))


def torch_epoch(data: Dataset, size: int) -> float | None:
    """A tutorial's loop on the same card, its time taken for a whole epoch; None without PyTorch."""
    if torch is None or not torch.cuda.is_available():
        return None
    X, y = (torch.from_numpy(array.astype(np.float32)).cuda() for array in (data.X, data.y))
    order = torch.randperm(data.n_rows, device="cuda")
    steps = min(PEER_STEPS, data.n_rows // size)

    def work() -> None:
        torch_steps(X, y, order, size, steps, RATE)
        torch.cuda.synchronize()

    work()
    return best_of(2, work) * data.n_rows / (steps * size)


def bench_sgd(data: Dataset) -> None:
    """Epochs by the GPU, by the CPU and by PyTorch."""
    n, d = data.X.shape
    for size in BATCHES:
        config = SgdConfig(RATE, size, 1_000_000, precision="float32")
        seconds = epoch_seconds(Sgd(data, config, backend="cupy"))
        host = epoch_seconds(Sgd(data, config))
        print(f"one epoch, {n:,} × {d}, batch {size}, float32: {seconds * 1e3:.1f} ms", end="")
        print(f", {n / seconds / 1e6:.0f} M rows/s; CPU {host / seconds:.1f}×", end="")
        peer = torch_epoch(data, size)
        print("; PyTorch is missing" if peer is None else f"; PyTorch {peer / seconds:.0f}×", flush=True)


def bench_analytic(gpu: CupyBackend, data: Dataset) -> None:
    """The whole solution with the data resident, and with them sent."""
    n, d = data.X.shape
    rows = DeviceRows(data, gpu)
    resident = timed(gpu, lambda: solve_analytic(data, rows=rows))
    sent = best_of(3, lambda: solve_analytic(data, rows=DeviceRows(data, gpu)))
    host = best_of(3, lambda: solve_analytic(data))
    print(f"analytic, {n:,} × {d}: {resident * 1e3:.2f} ms resident, {sent * 1e3:.0f} ms sent first", end="")
    print(f"; CPU {host / resident:.0f}× and {host / sent:.1f}×", flush=True)


def bench_products(gpu: CupyBackend) -> None:
    """The Gram matrix as a share of what the card can do."""
    cp = gpu.xp
    bandwidth = _bandwidth(gpu, cp.zeros(1 << 27))
    throughput = _throughput(gpu, cp.ones((8192, 8192)))
    print(f"the card: {bandwidth / 1e9:.0f} GB/s copied, {throughput / 1e12:.1f} TFLOP/s in float64")
    for n, d in ((10_000_000, 2), (10_000_000, 10), (4_000_000, 32), (200_000, 1024)):
        rows = DeviceRows(make(n, d), gpu)
        seconds = timed(gpu, rows.moments)
        read = 8 * n * (d + 2) / seconds / bandwidth
        done = 2 * n * (d + 2) ** 2 / seconds / throughput
        print(f"moments, {n:,} × {d}: {seconds * 1e3:.2f} ms", end="")
        print(f", {read:.0%} of the bandwidth, {done:.0%} of the FLOP/s")


def _bandwidth(gpu: CupyBackend, array: Any) -> float:
    """Bytes read and written per second by a plain copy."""
    return 2 * array.nbytes / timed(gpu, lambda: array.copy())


def _throughput(gpu: CupyBackend, square: Any) -> float:
    """Operations per second of a product of large matrices."""
    return 2 * len(square) ** 3 / timed(gpu, lambda: square @ square)


def main() -> None:
    """Print times and ratios, or why there are none."""
    try:
        gpu = backend("cupy")
    except ProblemError as error:
        print(f"Nothing was measured: {error.problem.sentence}")
        return
    assert isinstance(gpu, CupyBackend)
    device = gpu.device()
    print(f"{device.name}, {device.memory / 1e9:.0f} GB, CUDA {device.driver}, CuPy {device.cupy}")
    data = make(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000, 10)
    bench_sgd(data)
    bench_analytic(gpu, data)
    bench_products(gpu)


if __name__ == "__main__":
    main()
