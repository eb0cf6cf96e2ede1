"""Minibatch SGD on a GPU, by the method that is measured to be the faster for each batch size.

One method is a kernel that makes thousands of updates in one launch; the other, for the squared loss, is the
scan of affine maps. The scan only ever goes from one checkpoint to the next, and checkpoints are kept. What
lies between them is computed by the kernel, so a step that is sought again is the same to the last bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.rows import Rows
from linreg_gui.core.solvers.sgd.update_rule import Progress, Rule

from .cuda_loop import GpuKernels
from .gpu_scan import GpuScan, can_scan

# Values that the minibatches of one stretch hold together, and its most updates.
_STRETCH_VALUES = 1 << 25
_MOST_STEPS, _LEAST_STEPS = 1 << 14, 1 << 8
# Each method is tried so many times; the first one may have to warm up.
_TRIES = 2

_METHODS = ("scan", "kernel")


class DeviceLoop:
    """See `choice.Loop`.

    Parameters
    ----------
    backend : Backend
    rows : Rows
        Uploaded at the first update, by whoever calls for it.
    largest : array, shape (d + 1,)
    clock : callable
        Tells the seconds by which the methods are compared.
    """

    def __init__(
        self,
        backend: Backend,
        rows: Rows,
        largest: FloatArray,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.backend = backend.name
        self._device = backend
        self._rows = rows
        self._largest = largest
        self._clock = clock
        self._kernels: GpuKernels | None = None
        self._scan: GpuScan | None = None
        self._seconds: dict[tuple[int, str], list[float]] = {}

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int, whole: bool, /
    ) -> Progress:
        """See `choice.Loop.run`."""
        kernels, scan = self._upload()
        if not (whole and can_scan(rule, place, self._rows.X.shape[0], steps)):
            return kernels.run(numbers, rule, penalty, place, steps)
        method = self._faster(rule.batch_size)
        start = self._clock()
        progress = scan.run(numbers, rule, penalty, place, steps) if method == "scan" else None
        if progress is None:
            # Where the scan meets numbers too large it does not tell at which update: the kernel does.
            progress = kernels.run(numbers, rule, penalty, place, steps)
        if progress.steps == steps:
            self._seconds.setdefault((rule.batch_size, method), []).append((self._clock() - start) / steps)
        return progress

    def spacing(self, batch_size: int) -> int:
        """Long enough for a scan to pay, short enough to be kept and sought again."""
        n, d = map(int, self._rows.X.shape)
        values = min(batch_size, n) * (d + 1)
        return max(_LEAST_STEPS, min(_MOST_STEPS, _STRETCH_VALUES // values))

    def problem_of(self, error: Exception) -> Problem | None:
        """What stopped the device."""
        return self._device.problem_of(error)

    def _faster(self, batch_size: int) -> str:
        """The method with the better time, once each was tried."""
        times = {method: self._seconds.get((batch_size, method), []) for method in _METHODS}
        for method, seconds in times.items():
            if len(seconds) < _TRIES:
                return method
        return min(_METHODS, key=lambda method: min(times[method]))

    def _upload(self) -> tuple[GpuKernels, GpuScan]:
        if self._kernels is None or self._scan is None:
            rows, device = self._rows, self._device
            X, y, shift, scale = map(device.to_device, (rows.X, rows.y, rows.shift, rows.scale))
            on_device: dict[str, Any] = {"X": X, "y": y, "shift": shift, "scale": scale}
            self._kernels = GpuKernels(device, on_device, self._largest, np.dtype(rows.X.dtype).name)
            self._scan = GpuScan(device, on_device, self._largest, self._kernels)
        return self._kernels, self._scan
