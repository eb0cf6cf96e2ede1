"""Launches of the kernels in `cuda_loop.cu`: their memory, and how settings and progress pass."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.minibatch_order import EPOCH_OFFSET, GOLDEN, MIX_1, MIX_2, ROUNDS
from linreg_gui.core.solvers.sgd.update_rule import Progress, Rule

# Values of the next minibatch that a thread fetches while the current one is computed with.
PREFETCHED = 8
# What the kernel takes and gives back, by position in its two arrays of numbers.
WHOLE = (
    "n_rows",
    "n_features",
    "seed",
    "order_mask",
    "order_shift",
    "with_replacement",
    "batch_size",
    "epochs",
    "average_after",
    "loss",
    "decay",
    "epoch",
    "position",
    "batch_start",
    "averaged",
    "max_steps",
    "steps",
    "diverged",
    "staged",
    "groups",
    "shared_state",
)
REAL = (
    "loss_parameter",
    "loss_limit",
    "learning_rate",
    "decay_epochs",
    "decay_factor",
    "momentum",
    "loss_sum",
)

_CONSTANTS = {
    "ROUNDS": ROUNDS,
    "PREFETCHED": PREFETCHED,
    **{name: f"{value}ULL" for name, value in (("GOLDEN", GOLDEN), ("MIX_1", MIX_1), ("MIX_2", MIX_2))},
    "EPOCH_OFFSET": f"{EPOCH_OFFSET}ULL",
}
# Shared memory that every card gives a block without being asked for more.
_SHARED_BYTES = 48 * 1024 - 64
_THREADS = 256
# Values visited in one launch: well under the second after which Windows takes a card for hung.
_VALUES_PER_LAUNCH = 500_000_000


def cuda_source(precision: str) -> str:
    """The source for rows of this precision."""
    defined = {**_CONSTANTS, "REAL": "float" if precision == "float32" else "double"}
    lines = [f"#define {name} {value}" for name, value in defined.items()]
    code = Path(__file__).with_name("cuda_loop.cu").read_text(encoding="utf-8")
    code = code.replace("WHOLE_NAMES", ", ".join(f"W_{name}" for name in WHOLE))
    code = code.replace("REAL_NAMES", ", ".join(f"R_{name}" for name in REAL))
    return "\n".join((*lines, code))


class GpuKernels:
    """The kernels for the rows of one run.

    Parameters
    ----------
    backend : Backend
    rows : mapping
        X, y, shift and scale of `Rows` on the device.
    largest : array, shape (d + 1,)
    precision : str

    Raises
    ------
    ProblemError
        If there are too many features for the shared memory.
    """

    def __init__(
        self, backend: Backend, rows: Mapping[str, Any], largest: FloatArray, precision: str
    ) -> None:
        self._backend, self._rows = backend, rows
        self._n_rows, self._n_features = rows["X"].shape
        self._real_bytes = np.dtype(precision).itemsize
        if self._plan(1)[0]["bytes"] > _SHARED_BYTES:
            sentence = f"A GPU trains on fewer features than {self._n_features:,} at a time."
            raise ProblemError(sentence, ProblemKind.FEATURES)
        source, options = cuda_source(precision), ("--std=c++17",)
        self._updates = backend.kernel(source, "run_updates", options)
        self._fill = backend.kernel(source, "fill_rows", options)
        self._largest = backend.to_device(_widened(largest[None, :])[0])

    def run(self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int) -> Progress:
        """As `choice.Loop.run`, of as many updates as fit into one launch."""
        device, rows = self._backend, self._rows
        plan, threads = self._plan(rule.batch_size)
        most = max(1, _VALUES_PER_LAUNCH // (rule.batch_size * (self._n_features + 8)))
        whole = self._whole(rule, place, min(steps, most))
        for name in ("staged", "groups", "shared_state"):
            whole[WHOLE.index(name)] = plan[name]
        state = np.zeros((6, self._n_features + 2))
        state[:4] = _widened(numbers)
        on_device = [device.to_device(a) for a in (_widened(penalty[None, :])[0], state, whole, _reals(rule))]
        penalties, states, wholes, reals = on_device
        arguments = (*rows.values(), penalties, self._largest, states, wholes, reals)
        self._updates((1,), (threads,), arguments, shared_mem=plan["bytes"])
        done = dict(zip(WHOLE, device.to_host(wholes).tolist(), strict=True))
        loss_sum = float(device.to_host(reals)[REAL.index("loss_sum")])
        if done["steps"]:
            numbers[:] = device.to_host(states)[:4, :-1]
        place_after = (done["epoch"], done["position"], done["batch_start"], done["averaged"])
        return Progress(done["steps"], *place_after, loss_sum, bool(done["diverged"]))

    def minibatches(self, rule: Rule, place: Place, steps: int) -> Any:
        """Rows of so many minibatches from a place on, on the device, shape (steps · batch size,)."""
        device, n_values = self._backend, steps * rule.batch_size
        rows = device.xp.zeros(n_values, dtype=device.xp.int64)
        whole = device.to_device(self._whole(rule, place, steps))
        self._fill((min(4096, math.ceil(n_values / _THREADS)),), (_THREADS,), (rows, whole))
        return rows

    def _whole(self, rule: Rule, place: Place, steps: int) -> Any:
        """Settings and place as the kernels take them; bits of 64 stand for whole numbers."""
        known: dict[str, Any] = {**rule._asdict(), **asdict(place), "max_steps": steps}
        known.update(n_rows=self._n_rows, n_features=self._n_features)
        values = [int(known.get(name, 0)) & (2**64 - 1) for name in WHOLE]
        return np.array(values, dtype=np.uint64).view(np.int64)

    def _plan(self, batch_size: int) -> tuple[dict[str, int], int]:
        """How the shared memory of the block is used for minibatches of a size, and its threads."""
        d = self._n_features
        columns = d + 2
        threads = _THREADS if batch_size * d > PREFETCHED * _THREADS // 2 else _THREADS // 2
        most = min(batch_size, threads)
        groups = max(1, min(threads // columns, math.isqrt(max(1, most - 1)) + 1))
        fixed = 8 * (groups * columns + 4 * most + 2 * ROUNDS) + self._real_bytes * d
        staged = batch_size <= threads and batch_size * d <= PREFETCHED * threads
        tiles = 2 * self._real_bytes * batch_size * (d + 1) if staged else 0
        state = 8 * 6 * columns
        if fixed + tiles + state > _SHARED_BYTES:
            staged, tiles = False, 0
        shared_state = fixed + tiles + state <= _SHARED_BYTES
        size = fixed + tiles + (state if shared_state else 0)
        plan = {"staged": staged, "groups": groups, "shared_state": shared_state, "bytes": size}
        return plan, threads


def _reals(rule: Rule) -> FloatArray:
    return np.array([float(getattr(rule, name, 0.0)) for name in REAL])


def _widened(table: FloatArray) -> FloatArray:
    """With the one more column that the kernel sums the losses in."""
    return np.pad(table, ((0, 0), (0, 1)))
