from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss
from linreg_gui.core.solvers.reference import working_rows
from linreg_gui.core.solvers.reference.solver import solve_reference

LOSSES = [AbsoluteLoss(), HuberLoss(1e-5), HuberLoss(0.5)]


def many(kind, n=3000):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, 2)) + 10.0
    y = X @ [1.0, -2.0] + rng.standard_t(1.5, size=n)
    if kind == "sorted":  # far from the sample in places
        X = X[np.argsort(X[:, 0])]
    return Dataset(X, np.round(y) if kind == "ties" else y)


@pytest.fixture
def sizes(monkeypatch):
    """How many rows each call of the interior-point method was about."""
    found = []

    def spy(frame, *rest):
        found.append(frame.n_rows)
        return by_interior_point(frame, *rest)

    by_interior_point = working_rows.by_interior_point
    monkeypatch.setattr(working_rows, "by_interior_point", spy)
    return found


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
@pytest.mark.parametrize("kind", ["plain", "sorted", "ties"])
def test_a_part_of_the_rows_leads_to_the_answer_of_all(monkeypatch, sizes, loss, weight_decay, kind):
    data = many(kind)
    whole = solve_reference(data, loss, weight_decay)
    assert max(sizes) == 3000
    sizes.clear()
    monkeypatch.setattr(working_rows, "_MANY_VALUES", 1000)
    part = solve_reference(data, loss, weight_decay)
    np.testing.assert_allclose(part.fit.weights, whole.fit.weights, rtol=1e-9)
    assert part.mean_loss == pytest.approx(whole.mean_loss, rel=1e-12)
    assert part.unique is whole.unique
    assert min(sizes) < 1500
    if kind == "plain":
        assert max(sizes) < 3000


def test_a_sample_that_tells_nothing_of_the_others_is_mended(monkeypatch, sizes):
    data = many("plain")
    monkeypatch.setattr(working_rows, "_MANY_VALUES", 1000)
    monkeypatch.setattr(Dataset, "display_sample", lambda data, k, seed=0: np.argsort(data.y)[:k])
    part = solve_reference(data, AbsoluteLoss())
    monkeypatch.undo()
    whole = solve_reference(data, AbsoluteLoss())
    np.testing.assert_allclose(part.fit.weights, whole.fit.weights, rtol=1e-9)
