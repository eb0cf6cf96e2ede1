from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import PoissonLoss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.reference.solver import solve_reference

x = np.arange(6.0)[:, None]


def problem(data, weight_decay=0.0):
    with pytest.raises(ProblemError) as caught:
        solve_reference(data, PoissonLoss(), weight_decay)
    assert caught.value.problem.kind is ProblemKind.NO_SOLUTION
    return caught.value.problem.sentence


@pytest.mark.parametrize("weight_decay", [0.0, 1.0])
def test_counts_that_are_all_zero_have_no_best_answer(weight_decay):
    assert "All counts are 0" in problem(Dataset(x, np.zeros(6)), weight_decay)


def test_counts_at_one_end_alone_have_no_best_answer():
    sentence = problem(Dataset(x, [0.0, 0.0, 0.0, 0.0, 0.0, 3.0]))
    assert "the weight of “x1” lowers the predictions of rows whose count is 0" in sentence


def test_weight_decay_gives_them_one():
    reference = solve_reference(Dataset(x, [0.0, 0.0, 0.0, 0.0, 0.0, 3.0]), PoissonLoss(), 0.1)
    assert reference.unique
    assert np.isfinite(reference.fit.weights).all()


def test_one_count_between_zeros_has_a_best_answer():
    """Every slope lowers some rows and raises others."""
    reference = solve_reference(Dataset(x, [0.0, 0.0, 3.0, 0.0, 0.0, 0.0]), PoissonLoss())
    assert np.isfinite(reference.fit.weights).all()


def test_an_indicator_of_rows_without_counts_is_named():
    rng = np.random.default_rng(0)
    town = np.repeat([0.0, 1.0], 10)
    area = rng.normal(size=20)
    y = np.where(town == 1.0, 0.0, rng.poisson(3.0, size=20))
    sentence = problem(Dataset(np.column_stack([area, town]), y, ["area", "town"]))
    assert "the weight of “town”" in sentence
    assert "area" not in sentence


def test_two_indicators_are_named_together():
    group = np.repeat(np.arange(4), 5)
    y = np.where(group < 2, 0.0, np.tile([1.0, 2.0, 3.0, 2.0, 1.0], 4))
    X = (group[:, None] == [0, 1, 2]).astype(float)
    sentence = problem(Dataset(X, y))
    assert "the weights of “x1”, “x2” lowers" in sentence


def test_counts_that_tell_all_directions_have_a_best_answer_among_many_zeros():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(200, 3))
    y = rng.poisson(np.exp(X @ [0.5, 0.0, -0.5] - 2.0)).astype(float)
    assert np.count_nonzero(y) < 60
    reference = solve_reference(Dataset(X, y), PoissonLoss())
    weights, bias = PoissonLoss().gradient(X, y, reference.fit.weights, reference.fit.bias)
    assert np.abs([*weights, bias]).max() < 1e-14
