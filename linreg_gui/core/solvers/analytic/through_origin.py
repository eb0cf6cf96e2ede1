"""How sure the weights of a model without a bias are, whose line goes through the origin."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import Moments, uncentred

from .design_matrix import Design, scaled_triangle


def errors_through_origin(data: Dataset, exact: Fit, known: Moments) -> FloatArray | None:
    """Standard errors of the exact weights (equal, independent noise), with n − d degrees of freedom.

    None where features depend on each other or there are no more rows than features.

    Parameters
    ----------
    data : Dataset
    exact : Fit
        Its analytic solution without a bias.
    known : Moments
        Of the dataset, about its means.
    """
    n, d = data.n_rows, data.n_features
    if exact.dependencies or n <= d:
        return None
    m = uncentred(data, known)
    kept, scale = np.arange(d), m.norms[:-1]
    design = Design(data, kept, np.zeros(d), data.relative_weights, False)
    triangle = scaled_triangle(design, design.column_lengths(scale))
    inverse = np.linalg.solve(triangle, np.eye(d))
    with quiet_overflow():
        noise = math.sqrt(2.0 * exact.half_mse * n / (n - d))
        return np.asarray(noise * np.sqrt(np.sum(inverse * inverse, axis=1)) / scale)
