"""Where arrays live: NumPy on the CPU, or CuPy on an NVIDIA GPU. The one file that imports CuPy, and late.

Device arrays never leave the thread that computes; only host arrays do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind

from .gpu_errors import gpu_problem, problem_of

BACKENDS = ("numpy", "cupy")
# Bytes; larger arrays go through pinned memory, block by block.
_SENT_AT_ONCE = 1 << 26
# Takes grid, block and arguments; as CuPy's RawKernel does.
Kernel = Callable[..., None]
_PROBE = 'extern "C" __global__ void probe(double* x) { x[threadIdx.x] *= 2.0; }'


@dataclass(frozen=True)
class Device:
    """What is known of a GPU.

    Attributes
    ----------
    name : str
    memory, free_memory : int
        In bytes.
    driver, runtime : str
        Versions of CUDA: the newest the driver supports, and the one CuPy brings.
    cupy : str
        Version of CuPy.
    capability : str
        Compute capability, such as ``"9.0"``.
    """

    name: str
    memory: int
    free_memory: int
    driver: str
    runtime: str
    cupy: str
    capability: str


class Backend:
    """NumPy; other backends offer the same.

    Attributes
    ----------
    name : str
    xp : module
        The array namespace.
    compiles : bool
        Whether it has kernels of CUDA source.
    """

    name = "numpy"
    xp: Any = np
    compiles = False

    def to_device(self, array: NDArray[Any]) -> Any:
        """The array where this backend computes."""
        return array

    def to_host(self, array: Any) -> NDArray[Any]:
        """The array as one of NumPy."""
        return np.asarray(array)

    def blocks(self, arrays: Sequence[NDArray[Any]], n_rows: int) -> Iterator[tuple[Any, ...]]:
        """Consecutive blocks of rows of host arrays of the same length, where this backend computes."""
        for start in range(0, len(arrays[0]), n_rows):
            check_wanted()
            yield tuple(array[start : start + n_rows] for array in arrays)

    def free_memory(self) -> int:
        """Bytes that arrays can still have."""
        from linreg_gui.core.memory import available_memory

        return available_memory()

    def synchronise(self) -> None:
        """Wait until all that was asked for is done."""

    def kernel(self, source: str, name: str, options: tuple[str, ...] = ()) -> Kernel:
        """A function of CUDA source, compiled."""
        raise NotImplementedError("NumPy runs no CUDA kernels.")

    def problem_of(self, _error: BaseException) -> Problem | None:
        """What an error means where it is the device's; None for a bug."""
        return None


class CupyBackend(Backend):
    """CuPy on the first GPU; a first computation of every kind tells whether it works.

    Raises
    ------
    ProblemError
        If it does not; the sentence says why.
    """

    name = "cupy"
    compiles = True

    def __init__(self) -> None:
        driver = None
        try:
            import cupy as cp

            self.xp = cp
            driver = int(cp.cuda.runtime.driverGetVersion())
            if cp.cuda.runtime.getDeviceCount() < 1:
                raise ProblemError.of(gpu_problem(ProblemKind.NO_DEVICE))
            self._probe()
        except Exception as error:
            problem = problem_of(error, driver)
            if problem is None:
                raise
            raise ProblemError.of(problem) from error

    def device(self) -> Device:
        """The GPU in words and numbers."""
        cp = self.xp
        properties = cp.cuda.runtime.getDeviceProperties(0)
        free, total = cp.cuda.runtime.memGetInfo()
        return Device(
            name=properties["name"].decode(),
            memory=int(total),
            free_memory=int(free),
            driver=_version(cp.cuda.runtime.driverGetVersion()),
            runtime=_version(cp.cuda.runtime.runtimeGetVersion()),
            cupy=str(cp.__version__),
            capability=f"{properties['major']}.{properties['minor']}",
        )

    def to_device(self, array: NDArray[Any]) -> Any:
        if array.nbytes <= _SENT_AT_ONCE:
            return self.xp.asarray(array)
        result, start = self.xp.empty(array.shape, array.dtype), 0
        for (block,) in self.blocks((array,), max(1, len(array) * _SENT_AT_ONCE // array.nbytes)):
            result[start : start + len(block)] = block
            start += len(block)
        return result

    def to_host(self, array: Any) -> NDArray[Any]:
        return np.asarray(self.xp.asnumpy(array))

    def blocks(self, arrays: Sequence[NDArray[Any]], n_rows: int) -> Iterator[tuple[Any, ...]]:
        """As `Backend.blocks`: while one block is computed with, the next is copied on a second stream.

        A block is overwritten when the one after the next is asked for.
        """
        cp, n = self.xp, len(arrays[0])
        n_rows = min(n_rows, n)
        copying, computing = cp.cuda.Stream(non_blocking=True), cp.cuda.get_current_stream()
        slots = [_Slot(cp, arrays, n_rows) for _ in range(2 if n > n_rows else 1)]
        starts = range(0, n, n_rows)
        slots[0].fill(arrays, 0, copying)
        for i, start in enumerate(starts):
            if i + 1 < len(starts):
                slots[(i + 1) % 2].fill(arrays, starts[i + 1], copying)
            slot = slots[i % 2]
            computing.wait_event(slot.copied)
            yield tuple(array[: min(n_rows, n - start)] for array in slot.on_device)
            slot.used.record(computing)

    def free_memory(self) -> int:
        cp = self.xp
        return int(cp.cuda.runtime.memGetInfo()[0] + cp.get_default_memory_pool().free_bytes())

    def synchronise(self) -> None:
        self.xp.cuda.get_current_stream().synchronize()

    def kernel(self, source: str, name: str, options: tuple[str, ...] = ()) -> Kernel:
        compiled: Kernel = self.xp.RawModule(code=source, options=options).get_function(name)
        return compiled

    def problem_of(self, _error: BaseException) -> Problem | None:
        return problem_of(_error)

    def _probe(self) -> None:
        """One small computation of every kind that is needed: element by element, cuBLAS, cuSOLVER, NVRTC."""
        cp = self.xp
        x = cp.arange(1.0, 10.0).reshape(3, 3) + cp.eye(3)
        q, r = cp.linalg.qr(x)
        doubled = x.copy()
        self.kernel(_PROBE, "probe")((1,), (9,), (doubled,))
        if not (bool(cp.allclose(q @ r, x)) and bool(cp.allclose(doubled, x + x))):
            raise ProblemError.of(gpu_problem(ProblemKind.WRONG))


class _Slot:
    """Room for one block: pinned memory on the host, memory on the device, and who waits for whom."""

    def __init__(self, cp: Any, arrays: Sequence[NDArray[Any]], n_rows: int) -> None:
        from cupyx import empty_pinned

        shapes = [((n_rows, *array.shape[1:]), array.dtype) for array in arrays]
        self.on_host = [empty_pinned(shape, dtype) for shape, dtype in shapes]
        self.on_device = [cp.empty(shape, dtype) for shape, dtype in shapes]
        self.copied, self.used = (cp.cuda.Event(disable_timing=True) for _ in range(2))

    def fill(self, arrays: Sequence[NDArray[Any]], start: int, stream: Any) -> None:
        """Start to copy the block at ``start``, once the last one here is copied and computed with."""
        self.copied.synchronize()
        stream.wait_event(self.used)
        for array, host, device in zip(arrays, self.on_host, self.on_device, strict=True):
            part = array[start : start + len(host)]
            host[: len(part)] = part
            device[: len(part)].set(host[: len(part)], stream=stream)
        self.copied.record(stream)


def backend(name: str) -> Backend:
    """The backend of that name, ready to compute.

    Parameters
    ----------
    name : "numpy" or "cupy"

    Raises
    ------
    ValueError
        If there is no such backend.
    ProblemError
        If there is no GPU to compute on; the sentence says why.
    """
    if name not in BACKENDS:
        raise ValueError(f"The backend “{name}” is not available; use “numpy” or “cupy”.")
    return Backend() if name == "numpy" else _cupy()


@cache
def _cupy() -> CupyBackend:
    """Opened once; a failure is not remembered, so that the next call looks again."""
    return CupyBackend()


def _version(number: int) -> str:
    """12040 is version 12.4."""
    return f"{number // 1000}.{number % 1000 // 10}"
