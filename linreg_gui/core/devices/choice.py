"""Which device a run takes: a small cost model, measured on this machine, and a sentence that says why."""

from __future__ import annotations

import enum
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd

# Rows, features and batch size of two runs, between which the cost of an update and of a value differ most.
_SHAPES = ((4096, 2, 1), (8192, 32, 256))
_SENT_BYTES = 1 << 24
_REPEATS = 3
_LEAST_SECONDS = 1e-12


class ComputeOn(enum.Enum):
    """What a person wants to compute on."""

    AUTO = "auto"
    CPU = "cpu"
    GPU = "gpu"
    GPU_FLOAT32 = "gpu float32"


@dataclass(frozen=True)
class Rates:
    """Seconds that minibatch SGD takes on a device.

    Attributes
    ----------
    per_update, per_value : float
        For each update, and for each feature and label of each row that is visited.
    per_launch : float
        For a single update that is asked for alone.
    per_byte : float
        To send the data to the device.
    """

    per_update: float
    per_value: float
    per_launch: float = 0.0
    per_byte: float = 0.0

    def seconds(self, n_rows: int, n_features: int, batch_size: int, epochs: int = 1) -> float:
        """What a run is expected to take, the data sent first."""
        values = n_rows * (n_features + 1)
        work = self.per_update * math.ceil(n_rows / batch_size) + self.per_value * values
        return self.per_launch + 8.0 * self.per_byte * values + epochs * work


@dataclass(frozen=True)
class Choice:
    """What computes, and why in one sentence."""

    backend: str
    sentence: str


@dataclass(frozen=True)
class CostModel:
    """What is known of the devices of this machine.

    Attributes
    ----------
    cpu : Rates
    gpu : Rates or None
        None where there is none.
    problem : Problem or None
        Why there is none.
    """

    cpu: Rates | None = None
    gpu: Rates | None = None
    problem: Problem | None = None

    def choose(self, n_rows: int, n_features: int, batch_size: int, epochs: int = 1) -> Choice:
        """The device on which a run of minibatch SGD is expected to end first."""
        if self.cpu is None or self.gpu is None:
            reason = "" if self.problem is None else f" {self.problem.sentence}"
            return Choice("numpy", f"CPU chosen: there is no GPU to compute on.{reason}")
        of = (n_rows, n_features, batch_size, epochs)
        cpu, gpu = self.cpu.seconds(*of), self.gpu.seconds(*of)
        backend, name = ("numpy", "CPU") if cpu <= gpu else ("cupy", "GPU")
        ratio = max(cpu, gpu) / max(min(cpu, gpu), _LEAST_SECONDS)
        what = f"{n_rows:,} × {n_features:,} in minibatches of {batch_size:,}"
        if ratio < 1.05:
            return Choice(backend, f"{name} chosen: for {what} both are equally fast here.")
        return Choice(backend, f"{name} chosen: for {what} it is {_ratio_text(ratio)} × faster here.")


def choose(
    model: CostModel,
    compute_on: ComputeOn,
    n_rows: int,
    n_features: int,
    config: SgdConfig,
    *,
    weighted: bool = False,
) -> Choice:
    """The device for what a person chose; the CPU where there is nothing else, or rows are ``weighted``."""
    if weighted and model.gpu is not None and compute_on is not ComputeOn.CPU:
        return Choice("numpy", "CPU chosen: it alone computes with row weights.")
    if compute_on is ComputeOn.CPU:
        return Choice("numpy", "CPU, as you chose.")
    if compute_on is not ComputeOn.AUTO and model.gpu is not None:
        return Choice("cupy", "GPU, as you chose.")
    return model.choose(n_rows, n_features, min(config.batch_size, n_rows), config.epochs)


def measure(device: Backend, clock: Callable[[], float] = time.perf_counter) -> Rates:
    """A short measurement of a device: some milliseconds on a CPU, some tenths of a second on a GPU.

    Raises
    ------
    ProblemError
        If the device fails.
    """
    updates, values, seconds = [], [], []
    per_launch = math.inf
    for n, d, batch_size in _SHAPES:
        sgd = _run(n, d, batch_size)
        sgd.use(device)
        steps = sgd.stretch
        # Every method a device has is tried before the time is taken.
        sgd.advance(5 * steps)
        if sgd.notice is not None:
            raise ProblemError(sgd.notice.sentence, sgd.notice.kind)
        seconds.append(_best(lambda sgd=sgd, steps=steps: sgd.advance(steps), clock))  # type: ignore[misc]
        per_launch = min(per_launch, _best(lambda sgd=sgd: sgd.advance(1), clock))  # type: ignore[misc]
        updates.append(steps)
        values.append(steps * batch_size * (d + 1))
    per_update, per_value = _solved(updates, values, seconds)
    on_host = device.name == "numpy"
    return Rates(
        per_update, per_value, 0.0 if on_host else per_launch, 0.0 if on_host else _sending(device, clock)
    )


def _run(n_rows: int, n_features: int, batch_size: int) -> Sgd:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, n_features))
    return Sgd(Dataset(X, X.sum(axis=1)), SgdConfig(1e-6, batch_size, epochs=1_000_000))


def _sending(device: Backend, clock: Callable[[], float]) -> float:
    array = np.zeros(_SENT_BYTES // 8)

    def send() -> None:
        device.to_device(array)
        device.synchronise()

    return _best(send, clock) / _SENT_BYTES


def _best(work: Callable[[], object], clock: Callable[[], float]) -> float:
    times = []
    for _ in range(_REPEATS):
        start = clock()
        work()
        times.append(clock() - start)
    return max(min(times), _LEAST_SECONDS)


def _solved(updates: list[int], values: list[int], seconds: list[float]) -> tuple[float, float]:
    """Two costs from two times, neither below 0."""
    (u1, u2), (v1, v2), (t1, t2) = updates, values, seconds
    determinant = u1 * v2 - u2 * v1
    per_update = (t1 * v2 - t2 * v1) / determinant
    per_value = (u1 * t2 - u2 * t1) / determinant
    if per_update < 0.0:
        return 0.0, t2 / v2
    return (per_update, per_value) if per_value >= 0.0 else (t1 / u1, 0.0)


def _ratio_text(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 10.0 else f"{float(f'{ratio:.2g}'):,.0f}"
