"""A GPU without one: arrays that are copies in NumPy, and CUDA kernels compiled as C++ for the CPU."""

from __future__ import annotations

import ctypes
import hashlib
import math
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import array_api_strict
import numpy as np

from linreg_gui.core.backend.backend import Backend, Device
from linreg_gui.core.backend.gpu_errors import problem_of

COMPILER = shutil.which("g++")
NO_COMPILER = "the CUDA kernels are run on the CPU by g++, which is not here"

# The threads of a block take turns on one thread of the CPU: a barrier hands over to the next one. Between
# two barriers they run one after the other, forwards or backwards: a missing barrier makes a difference.
# What is written beyond the shared memory that was asked for ends the process.
_SHIM = r"""
#include <cmath>
#include <ucontext.h>
#include <vector>
using namespace std;
struct Index { int x; };
static Index threadIdx, blockIdx, blockDim, gridDim;
static double shared[6144 + 64];
static vector<ucontext_t> fibres;
static vector<char> done;
static ucontext_t host;
static int direction;
#define __device__ static
#define __global__
#define __shared__ static
static void hand_over(bool ended) {
    int me = threadIdx.x, n = blockDim.x;
    if (ended) done[me] = 1;
    for (int k = 1; k <= n; k++) {
        int next = ((me + direction * k) % n + n) % n;
        if (!done[next]) {
            if (next == me) return;
            threadIdx.x = next;
            swapcontext(&fibres[me], &fibres[next]);
            threadIdx.x = me;
            return;
        }
    }
    setcontext(&host);
}
#define __syncthreads() hand_over(false)
"""
_LAUNCHER = r"""
static void** given;
static void body() {
    call_kernel(given);
    hand_over(true);
}
extern "C" void launch(int grid, int threads, int backwards, int bytes, void** arguments) {
    const int room = 1 << 16;
    given = arguments; direction = backwards ? -1 : 1;
    gridDim.x = grid; blockDim.x = threads;
    fibres.assign(threads, ucontext_t());
    vector<char> stacks((size_t)threads * room);
    for (int b = 0; b < grid; b++) {
        blockIdx.x = b;
        done.assign(threads, 0);
        for (size_t i = 0; i < sizeof shared / 8; i++) shared[i] = NAN;
        shared[(bytes + 7) / 8] = 12345.0;
        for (int t = 0; t < threads; t++) {
            getcontext(&fibres[t]);
            fibres[t].uc_stack.ss_sp = stacks.data() + (size_t)t * room;
            fibres[t].uc_stack.ss_size = room;
            fibres[t].uc_link = &host;
            makecontext(&fibres[t], body, 0);
        }
        threadIdx.x = backwards ? threads - 1 : 0;
        swapcontext(&host, &fibres[threadIdx.x]);
        if (shared[(bytes + 7) / 8] != 12345.0) *(volatile int*)0 = 0;
    }
}
"""


# How the arguments of a kernel are handed over.
_CALLS = {
    "run_updates": "run_updates((real*)a[0], (real*)a[1], (real*)a[2], (real*)a[3], (double*)a[4], "
    "(double*)a[5], (double*)a[6], (whole_t*)a[7], (double*)a[8])",
    "fill_rows": "fill_rows((whole_t*)a[0], (whole_t*)a[1])",
    "gram": "gram((double*)a[0], *(long long*)a[1], (double*)a[2])",
}


@cache
def compiled(source: str, kernel: str) -> ctypes.CDLL:
    """A kernel of a source as a library for this CPU."""
    assert COMPILER is not None, NO_COMPILER
    folder = Path(tempfile.mkdtemp(prefix="linreg_gui_kernels_"))
    name = hashlib.sha256(source.encode()).hexdigest()[:16]
    code, library = folder / f"{name}.cpp", folder / f"{name}.so"
    call = f"static void call_kernel(void** a) {{ {_CALLS[kernel]}; }}"
    code.write_text(_SHIM + source.replace("extern __shared__ double shared[];", "") + call + _LAUNCHER)
    options = ["-std=c++20", "-O1", "-ffp-contract=off", "-shared", "-fPIC", "-w"]
    subprocess.run([COMPILER, *options, str(code), "-o", str(library)], check=True)
    loaded = ctypes.CDLL(str(library))
    shutil.rmtree(folder)
    return loaded


class CUDARuntimeError(RuntimeError):
    """As CuPy raises it."""


CUDARuntimeError.__module__ = "cupy_backends.cuda.api.runtime"

DEVICE = Device("NVIDIA H100 80GB HBM3", 85_000_000_000, 84_000_000_000, "13.0", "13.0", "14.2.0", "9.0")


class GpuDouble(Backend):
    """Computes on copies; fails when it is told to."""

    name = "cupy"
    compiles = COMPILER is not None

    def __init__(self, *, backwards: bool = False) -> None:
        self.backwards = backwards
        self.launched: list[str] = []
        self.before_launch: Callable[[str], None] = lambda _: None

    def to_device(self, array: Any) -> Any:
        return np.array(array)

    def to_host(self, array: Any) -> Any:
        return np.array(array)

    def device(self) -> Device:
        return DEVICE

    def problem_of(self, _error: BaseException) -> Any:
        return problem_of(_error)

    def kernel(self, source: str, name: str, options: tuple[str, ...] = ()) -> Callable[..., None]:
        library = compiled(source, name)

        def run(grid: Any, block: Any, arguments: Any, shared_mem: int = 0) -> None:
            self.launched.append(name)
            self.before_launch(name)
            arrays = [np.asarray(argument) for argument in arguments]
            assert all(array.flags.c_contiguous for array in arrays)
            pointers = (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))
            library.launch(grid[0], block[0], int(self.backwards), shared_mem, pointers)

        return run


class StrictDouble(Backend):
    """A device whose arrays know nothing but the standard, and cannot be taken for arrays of the host."""

    name = "cupy"
    xp = array_api_strict

    def __init__(self, free: float = math.inf) -> None:
        self.free = free
        self.sent = 0

    def to_device(self, array: Any) -> Any:
        return self.xp.asarray(np.array(array), device=array_api_strict.Device("device1"))

    def to_host(self, array: Any) -> Any:
        return np.asarray(array.to_device(array_api_strict.Device("CPU_DEVICE")))

    def blocks(self, arrays: Any, n_rows: int) -> Any:
        for part in super().blocks(arrays, n_rows):
            self.sent += 1
            yield tuple(map(self.to_device, part))

    def free_memory(self) -> Any:
        return self.free

    def problem_of(self, _error: BaseException) -> Any:
        return problem_of(_error)
