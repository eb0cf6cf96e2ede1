"""Where a run of minibatch SGD begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from linreg_gui.core.json_values import from_json_values, to_json_values
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart, Start, ZeroStart


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_run_begins_at_the_chosen_weights_and_bias(random_data, standardise, precision):
    data = random_data()
    weights = tuple(float(j) - 0.75 for j in range(data.n_features))
    config = SgdConfig(standardise=standardise, precision=precision, start=ChosenStart(weights, 4.25))
    state = Sgd(data, config).snapshot()
    np.testing.assert_allclose(state.weights, weights, rtol=1e-14)
    assert state.bias == pytest.approx(4.25, rel=1e-13)


def test_labels_far_from_zero_keep_the_digits_of_a_chosen_start():
    x = np.linspace(1e6, 1e6 + 1.0, 50)
    data = Dataset(x[:, None], 1e9 + x)
    state = Sgd(data, SgdConfig(start=ChosenStart((3.0,), 1e9 - 2e6))).snapshot()
    assert (state.weights[0], state.bias) == (pytest.approx(3.0, rel=1e-14), 1e9 - 2e6)


def test_the_first_update_is_that_of_the_chapter_from_there(random_data):
    data = random_data()
    weights, bias, rate = np.full(data.n_features, 0.5), -1.0, 0.01
    start = ChosenStart(tuple(weights.tolist()), bias)
    sgd = Sgd(data, SgdConfig(rate, data.n_rows, 5, standardise=False, start=start))
    sgd.advance(1)
    error = data.X @ weights + bias - data.y
    state = sgd.snapshot()
    np.testing.assert_allclose(state.weights, weights - rate * data.X.T @ error / data.n_rows, rtol=1e-12)
    assert state.bias == pytest.approx(bias - rate * error.mean(), rel=1e-12)


def test_a_feature_that_never_varies_leaves_its_part_to_the_bias():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=30), np.full(30, 7.0)])
    data = Dataset(X, rng.normal(size=30))
    state = Sgd(data, SgdConfig(start=ChosenStart((2.0, 3.0), 1.0))).snapshot()
    np.testing.assert_allclose(X @ state.weights + state.bias, X @ [2.0, 3.0] + 1.0, rtol=1e-13)


def test_weights_are_drawn_from_a_normal_distribution_by_their_seed():
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(20, 2000)), rng.normal(size=20))
    drawn = [Sgd(data, SgdConfig(start=NormalStart(0.5, seed))).snapshot() for seed in (1, 1, 2)]
    first = drawn[0].weights * data.X.std(axis=0)  # standardised
    assert np.array_equal(drawn[0].weights, drawn[1].weights)
    assert not np.array_equal(drawn[0].weights, drawn[2].weights)
    assert (first.mean(), first.std()) == (pytest.approx(0.0, abs=0.05), pytest.approx(0.5, rel=0.05))
    assert drawn[0].centred.predict(data.X.mean(axis=0)[None], drawn[0].weights)[0] == pytest.approx(0.0)


def test_the_start_does_not_change_where_a_run_ends(random_data):
    data, ends = random_data(), []
    for start in (ZeroStart(), NormalStart(3.0, 5), ChosenStart((50.0,) * random_data().n_features, -80.0)):
        sgd = Sgd(data, SgdConfig(0.5, data.n_rows, 2000, start=start))
        sgd.advance(sgd.steps_left)
        ends.append(sgd.snapshot().weights)
    for end in ends:
        np.testing.assert_allclose(end, solve_analytic(data).weights, rtol=1e-9)


def test_a_repeated_run_begins_where_the_first_one_did(random_data):
    data = random_data()
    first = Sgd(data, SgdConfig(start=NormalStart(1.0, 3)))
    first.advance(7)
    again = Sgd.repeat(data, first.changes)
    assert np.array_equal(again.snapshot().weights, Sgd(data, first.config).snapshot().weights)
    again.seek(7)
    assert np.array_equal(again.snapshot().weights, first.snapshot().weights)
    with pytest.raises(ValueError, match="belongs to a whole run"):
        first.change(start=ZeroStart())


def test_a_start_that_does_not_suit_the_data_is_told(random_data):
    data = random_data()
    with pytest.raises(ProblemError, match="has 1 weight, and the data have"):
        Sgd(data, SgdConfig(start=ChosenStart((1.0,), 0.0)))
    for far in (
        ChosenStart((1e300,) * data.n_features, 0.0),
        ChosenStart((0.0,) * data.n_features, -1.7e308),
    ):
        with pytest.raises(ProblemError, match="so far out"):
            Sgd(data, SgdConfig(start=far))
    with pytest.raises(ProblemError, match="so far out"):
        Sgd(data, SgdConfig(start=NormalStart(1e308)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: NormalStart(0.0),
        lambda: NormalStart(float("inf")),
        lambda: NormalStart(True),
        lambda: NormalStart(seed=2**40),
        lambda: NormalStart(seed=1.5),  # type: ignore[arg-type]
        lambda: ChosenStart((float("nan"),), 0.0),
        lambda: ChosenStart((1.0,), float("inf")),
        lambda: ChosenStart([1.0], 0.0),  # type: ignore[arg-type]
        lambda: SgdConfig(start=Start()),
        lambda: SgdConfig(start="zeros"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_start_is_refused(make):
    with pytest.raises(ValueError, match="start"):
        make()


@pytest.mark.parametrize("start", [ZeroStart(), NormalStart(0.5, -3), ChosenStart((1.0, -2.5), 3.0)])
def test_starts_are_kept_in_projects_and_older_ones_begin_at_zeros(start):
    config = SgdConfig(start=start)
    plain = to_json_values(config)
    assert from_json_values(SgdConfig, plain, "settings") == config
    del plain["start"]
    assert from_json_values(SgdConfig, plain, "settings") == replace(config, start=ZeroStart())
