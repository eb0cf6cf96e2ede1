"""Solving and judging take no more memory than a few row blocks above the data."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from linreg_gui import core

N_ROWS, N_FEATURES = 100_000, 8
rng = np.random.default_rng(0)
X = rng.normal(size=(N_ROWS, N_FEATURES))
y = X.sum(axis=1) + rng.normal(size=N_ROWS)
DATA = core.Dataset(X, y)
NEARLY_DEPENDENT = core.Dataset(np.c_[X[:, :-1], X[:, 0] + 1e-7 * X[:, -1]], y)
DEPENDENT = core.Dataset(np.c_[X[:, :-1], X[:, 0] + X[:, 1]], y)

WORK = {
    "cholesky": lambda: core.fit(DATA).method,
    "qr": lambda: core.fit(NEARLY_DEPENDENT).method,
    "minimum-norm": lambda: core.fit(DEPENDENT).method,
    "ridge": lambda: core.fit(DATA, ridge=0.1),
    "no bias": lambda: core.fit(DATA, fit_bias=False),
    "row weights": lambda: core.fit(DATA, row_weights=y**2),
    "inference": lambda: core.infer(DATA),
    "robust errors": lambda: core.robust_covariance(DATA),
    "collinearity": lambda: core.collinearity(DATA),
    "limits of the learning rate": lambda: core.learning_rate_limits(DATA),
    "training": lambda: core.train(DATA, core.SgdConfig(0.01, 256, 1, loss=core.HuberLoss())),
}


@pytest.mark.parametrize("name", WORK)
def test_a_few_blocks_are_all_the_memory_it_takes(name):
    core.train(core.make_synthetic([1.0], n_rows=9))  # what is compiled or imported is no working memory
    core.infer(core.make_synthetic([1.0], n_rows=9))
    tracemalloc.start()
    try:
        found = WORK[name]()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.7 * X.nbytes
    if isinstance(found, str):
        assert found == name
