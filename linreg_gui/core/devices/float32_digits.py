"""How many digits of the weights single precision keeps: the same updates in float32 and float64."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, whole_number
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.backend.backend import backend as open_backend
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd

_MOST_ROWS = 20_000
_MOST_DIGITS = 16.0


def float32_digits(
    data: Dataset, config: SgdConfig, *, steps: int = 500, backend: str | Backend = "numpy"
) -> float:
    """Decimal digits in which every weight trained in float32 agrees with that of a check in float64.

    Parameters
    ----------
    data : Dataset
        At most 20,000 of its rows are looked at.
    config : SgdConfig
        Both runs have its settings, but for the precision.
    steps : int
        Updates after which the weights are compared; fewer where a run has fewer.
    backend : "numpy", "cupy" or Backend
        What computes in float32; the check is always made by the CPU.

    Returns
    -------
    float
        −log₁₀ of the largest relative difference of a weight. The bias is compared where the features have
        their means, in units of the spread of the label (or of its distance from the mean label, as long as
        that is larger). 0 where float32 diverges, at most 16.

    Raises
    ------
    ProblemError
        If a number is too large for float32, or there is no GPU.
    """
    steps = whole_number(steps, "The number of updates", 1)
    rows = data.display_sample(_MOST_ROWS)
    some = data.part(rows)
    config = replace(config, batch_size=min(config.batch_size, some.n_rows))
    check = Sgd(some, replace(config, precision="float64"))
    single = Sgd(some, replace(config, precision="float32"))
    single.use(open_backend(backend) if isinstance(backend, str) else backend)
    done = check.advance(steps)
    if single.advance(done) < done:
        return 0.0
    (found, found_level), (weights, level) = single.centred, check.centred
    size = max(abs(level), float((some.y - some.y.mean()).std()))
    differences, sizes = np.append(found - weights, found_level - level), np.append(weights, size)
    return agreeing_digits(differences, sizes)


def agreeing_digits(differences: FloatArray, sizes: FloatArray) -> float:
    """−log₁₀ of the largest difference, each in units of its size, between 0 and 16."""
    if not differences.any():
        return _MOST_DIGITS
    with np.errstate(all="ignore"):
        relative = np.abs(differences[differences != 0.0] / sizes[differences != 0.0])
    largest = float(relative.max())
    return min(_MOST_DIGITS, -math.log10(largest)) if largest < 1.0 else 0.0
