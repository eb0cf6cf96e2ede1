from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss
from linreg_gui.core.solvers.reference.solver import solve_reference


def constant(labels):
    return Dataset(np.zeros((len(labels), 1)), labels)


def test_of_an_even_number_of_labels_the_middle_of_the_median_is_shown():
    reference = solve_reference(constant([1.0, 2.0, 5.0, 9.0]), AbsoluteLoss())
    assert reference.fit.bias == pytest.approx(3.5, rel=1e-14)
    assert (reference.unique, reference.mean_loss) == (False, pytest.approx(2.75, rel=1e-14))
    assert "with the bias from 2 to 5; the middle one is shown" in reference.uniqueness


def test_an_odd_number_of_labels_has_one_median_alone():
    reference = solve_reference(constant([1.0, 2.0, 5.0, 9.0, 9.5]), AbsoluteLoss(), 1.0)
    assert reference.fit.bias == pytest.approx(5.0, rel=1e-14)
    assert (reference.unique, reference.uniqueness) == (True, "No other weights and bias do as well.")


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=12))
def test_without_features_it_is_the_median_of_numpy(labels):
    reference = solve_reference(constant(np.array(labels, dtype=float)), AbsoluteLoss(), 1.0)
    ordered = np.sort(labels)
    middle = ordered[(len(labels) - 1) // 2], ordered[len(labels) // 2]
    assert reference.fit.bias == pytest.approx(np.median(labels), abs=1e-12)
    assert reference.unique is bool(middle[0] == middle[1])


def test_a_flat_huber_loss_is_told_with_its_middle():
    reference = solve_reference(constant([1.0, 2.0, 5.0, 9.0]), HuberLoss(0.5))
    assert reference.fit.bias == pytest.approx(3.5, rel=1e-14)
    assert "with the bias from 2.5 to 4.5; the middle one is shown" in reference.uniqueness


def test_a_huber_loss_that_bends_at_its_least_has_one_answer():
    reference = solve_reference(constant([1.0, 2.0, 5.0, 9.0]), HuberLoss(2.0), 1.0)
    assert reference.unique


@pytest.mark.parametrize(
    ("loss", "ends"), [(AbsoluteLoss(), (1.0, 2.0, 3.0, 8.0)), (HuberLoss(0.1), (1.1, 1.9, 3.2, 7.8))]
)
def test_two_groups_of_two_have_a_middle_in_two_directions(loss, ends):
    data = Dataset([[0.0], [0.0], [1.0], [1.0]], [1.0, 2.0, 5.0, 9.0])
    reference = solve_reference(data, loss)
    low, high, least, most = ends
    told = f"the bias from {low:g} to {high:g} and the weight of “x1” from {least:g} to {most:g}, together"
    assert told in reference.uniqueness
    # Everything between does as well, and what is shown is no corner.
    for bias in (low, 0.5 * (low + high), high):
        for top in (5.0 + low - 1.0, 9.0 - (low - 1.0)):
            assert loss.mean(data, [top - bias], bias) == pytest.approx(reference.mean_loss, rel=1e-12)
    assert low < reference.fit.bias < high


def test_weight_decay_leaves_only_the_bias_free():
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(30, 2)), rng.normal(size=30))
    reference = solve_reference(data, AbsoluteLoss(), 10.0)
    assert not reference.unique
    assert "with the bias from" in reference.uniqueness
    assert "weight" not in reference.uniqueness


def test_rows_that_lie_on_a_line_are_met_and_outliers_left_alone():
    x = np.arange(20.0)
    y = 3.0 * x - 1.0
    y[[3, 7, 15]] += [50.0, -20.0, 1e6]
    reference = solve_reference(Dataset(x[:, None], y), AbsoluteLoss())
    np.testing.assert_allclose([reference.fit.weights[0], reference.fit.bias], [3.0, -1.0], rtol=1e-10)
    assert reference.unique
    assert "it goes through 17 rows" in reference.fit.explanation


@pytest.mark.parametrize("loss", [AbsoluteLoss(), HuberLoss(0.01)], ids=repr)
@pytest.mark.parametrize("seed", [538, 631, 831, 861, 895])
def test_rows_at_the_very_end_of_their_pull_keep_the_bias_where_it_is(loss, seed):
    """Their residual is 0, or at the threshold, and they pull as much as those beyond."""
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(1, 12)), int(rng.integers(1, 4))
    data = Dataset(rng.integers(-3, 4, size=(n, d)).astype(float), rng.integers(0, 4, size=n).astype(float))
    for decay in (0.1, 1.0):
        reference = solve_reference(data, loss, decay)
        penalty = reference.penalised_loss - reference.mean_loss
        for change in (-1e-3, -1e-5, 1e-5, 1e-3):
            moved = loss.mean(data, reference.fit.weights, reference.fit.bias + change) + penalty
            assert moved >= reference.penalised_loss - 1e-13
