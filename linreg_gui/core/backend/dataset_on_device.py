"""A dataset on a device, and the two sums over all its rows that the analytic solution needs there.

Everything is written for an array namespace of the standard; small results come back to the host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments, check_magnitudes, is_wide, moments, without_constants
from linreg_gui.core.problem import Problem, ProblemError

from .backend import Backend
from .gram_kernel import GramKernel

T = TypeVar("T")

# Values of a block: long enough that starting work on it takes no time beside the work.
_BLOCK_VALUES = 1 << 23
_RESIDENT_SHARE = 0.6
# So many rows tell about where the columns lie.
_SAMPLE = 4096


class DeviceRows:
    """The table [X − s | y − t | 1] in blocks on a device; s and t are about the means of the columns.

    Where the table fits into the memory of the device it stays there; otherwise every pass sends the blocks
    anew, one while the one before is computed with.

    Parameters
    ----------
    data : Dataset
    backend : Backend
    """

    def __init__(self, data: Dataset, backend: Backend) -> None:
        self.data, self._backend = data, backend
        sample = slice(None, None, max(1, data.n_rows // _SAMPLE))
        with quiet_overflow():
            shift = np.append(data.X[sample].mean(axis=0), data.y[sample].mean())
        self._shift: FloatArray = np.where(np.isfinite(shift), shift, 0.0)
        self._n_block = max(1, _BLOCK_VALUES // (data.n_features + 2))
        self._gram = GramKernel(backend, data.n_features + 2)
        needed = 8 * data.n_rows * (data.n_features + 2)
        self._resident: list[Any] | None = None
        if needed <= _RESIDENT_SHARE * backend.free_memory():
            self._resident = list(self._sent())

    @property
    def resident(self) -> bool:
        """Whether the table stays on the device."""
        return self._resident is not None

    def moments(self) -> Moments:
        """As `moments.moments`: the products of all columns are one matrix product per block of rows.

        Raises
        ------
        ProblemError
            If the numbers are too large or too small to be squared.
        """
        width, n = self.data.n_features + 2, self.data.n_rows
        total = self._backend.to_device(np.zeros((width, width)))
        with quiet_overflow():
            for table in self._blocks():
                total = total + self._gram(table)
            products = self._backend.to_host(total)
            rest = products[:-1, -1] / n
            gram = products[:-1, :-1] - np.outer(rest, rest * n)
            mean = self._shift + rest
            m = without_constants(self.data, Moments(n, mean, gram, rest - (mean - self._shift)))
        check_magnitudes(self.data, m)
        return m

    def gradient(
        self, columns: IntArray, shift: FloatArray, weights: FloatArray, constant: float
    ) -> tuple[FloatArray, float, float]:
        """Sums of residual · (x − shift), of the residuals and of their squares.

        The prediction is constant + (x − shift)·w.

        Parameters
        ----------
        columns : array of int
            The features the model has; ``shift`` and ``weights`` belong to them.
        shift, weights : array
        constant : float
        """
        xp, device = self._backend.xp, self._backend.to_device
        between = self._shift[columns] - shift
        coefficients = np.zeros(self.data.n_features + 2)
        coefficients[columns] = -weights
        coefficients[-2:] = 1.0, self._shift[-1] - constant - between @ weights
        theta = device(coefficients)
        sums, squares = device(np.zeros(len(coefficients))), device(np.zeros(()))
        for table in self._blocks():
            residuals = xp.matmul(table, theta)
            sums = sums + xp.matmul(residuals, table)
            squares = squares + xp.matmul(residuals, residuals)
        found = self._backend.to_host(sums)
        total = float(found[-1])
        return found[columns] + between * total, total, float(self._backend.to_host(squares))

    def _blocks(self) -> Iterator[Any]:
        return iter(self._resident) if self._resident is not None else self._sent()

    def _sent(self) -> Iterator[Any]:
        xp, device = self._backend.xp, self._backend.to_device
        features, label = device(self._shift[:-1]), device(self._shift[-1:])
        for X, y in self._backend.blocks((self.data.X, self.data.y), self._n_block):
            labels = y[:, None] - label
            yield xp.concat([X - features, labels, xp.ones_like(labels)], axis=1)


def moments_on(data: Dataset, backend: Backend) -> Moments:
    """`moments.moments` of a dataset, by a device if it can; row weights are computed with on the CPU."""
    if backend.name == "numpy" or is_wide(data) or data.row_weights is not None:
        return moments(data)
    return on_device_or(backend, lambda: DeviceRows(data, backend).moments(), lambda _: moments(data))


def on_device_or(backend: Backend, work: Callable[[], T], otherwise: Callable[[Problem], T]) -> T:
    """What a device works out; if the device fails, what is to be done instead."""
    try:
        return work()
    except ProblemError:
        raise
    except Exception as error:
        problem = backend.problem_of(error)
        if problem is None:
            raise
        return otherwise(problem)
