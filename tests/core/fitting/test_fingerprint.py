"""The fingerprint of a dataset: the same for the same numbers only."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.fitting.fingerprint import fingerprint
from linreg_gui.core.model.dataset import Dataset

X = np.arange(12.0).reshape(6, 2) ** 1.5
Y = np.arange(6.0)


def test_names_and_memory_layout_are_no_matter() -> None:
    one = fingerprint(Dataset(X, Y))
    assert one == fingerprint(Dataset(np.asfortranarray(X), Y, ["area", "age"], "price"))
    assert one == fingerprint(Dataset(X, np.where(Y == 0.0, -0.0, Y)))
    assert len(one) == 32


def test_any_other_number_order_or_shape_is() -> None:
    changed = X.copy()
    changed[3, 1] = np.nextafter(changed[3, 1], 0.0)
    others = [
        fingerprint(Dataset(X, Y)),
        fingerprint(Dataset(changed, Y)),
        fingerprint(Dataset(X[::-1], Y)),
        fingerprint(Dataset(X[:, ::-1], Y)),
        fingerprint(Dataset(X, Y + 1.0)),
        fingerprint(Dataset(X[:5], Y[:5])),
        fingerprint(Dataset(X[:5], Y[:5]), Dataset(X[5:], Y[5:])),
        fingerprint(Dataset(X.reshape(12, 1), np.arange(12.0))),
    ]
    assert len(set(others)) == len(others)
