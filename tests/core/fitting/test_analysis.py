from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui import core
from linreg_gui.core.editing.column_edits import move_column, rename_column
from linreg_gui.core.editing.computed_edits import add_computed, sort_with_computed
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Analysis, analyse
from linreg_gui.core.formulas.transforms import NewColumn
from linreg_gui.core.model.linear_model import half_mse, residual
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

rng = np.random.default_rng(0)


def table(n=100):
    x = rng.normal(size=(n, 2))
    return pd.DataFrame({"a": x[:, 0], "b": 10.0 * x[:, 1], "y": x @ [1.0, 2.0] + 0.1 * rng.normal(size=n)})


ROLES = {"a": Role.FEATURE, "b": Role.FEATURE, "y": Role.LABEL}


def test_it_holds_everything_that_is_known_before_training():
    frame = table()
    frame.loc[3, "a"] = np.nan
    found = analyse(frame, ROLES)
    assert found.ledger.sentence == "100 read → 99 used (1 missing a)"
    assert found.data.feature_names == ("a", "b")
    assert found.exact.half_mse == pytest.approx(half_mse(found.data, found.exact.weights, found.exact.bias))
    assert found.exact_seconds > 0.0
    assert found.suggested == suggest_config(found.data)


@pytest.mark.parametrize("standardise", [True, False])
def test_its_limits_are_those_of_the_data(standardise):
    found = analyse(table(), ROLES)
    config = SgdConfig(batch_size=10, standardise=standardise)
    assert found.limits(config) == learning_rate_limits(found.data, config)


def test_where_a_run_begins_is_known_beforehand_and_what_is_worked_out_there():
    found = analyse(table(), ROLES)
    zero, begin = np.zeros(2), Sgd(found.data, found.suggested, known=found.moments).snapshot()
    stands = found.standing(begin.weights, begin.bias, begin.bias_rest)
    assert stands is found.standing_at_zero
    assert stands.distance == found.surface.distance(zero, 0.0, bias_rest=0.0)
    assert stands.noise.mean == pytest.approx(found.data.y.mean())
    for weights, bias in ((np.array([0.0, 1.0]), 0.0), (zero, 1.0)):
        elsewhere = found.standing(weights, bias)
        assert found.surface.half_mse(weights, bias) == pytest.approx(half_mse(found.data, weights, bias))
        assert elsewhere.standard_errors_off == found.surface.standard_errors_off(weights, bias)


def test_the_noise_is_that_of_all_rows_with_a_histogram_of_a_sample():
    found = analyse(table(30_000), ROLES)
    w, b = np.array([0.5, 0.1]), 3.0
    r = residual(found.data.X, found.data.y, w, b)
    noise = found.noise(w, b)
    assert found.noise_sample.size == 20_000
    assert (noise.mean, noise.std) == (pytest.approx(r.mean()), pytest.approx(r.std()))
    assert noise.n_rows == 30_000
    assert np.sum(noise.density * np.diff(noise.edges)) == pytest.approx(1.0)


def test_the_points_drawn_are_a_sample():
    assert analyse(table(12_000), ROLES).sample.size == POINTS_DRAWN


def test_the_noise_of_the_exact_solution_has_no_mean_and_the_least_spread():
    found = analyse(table(500), ROLES)
    assert found.exact_noise.mean == pytest.approx(0.0, abs=1e-9)
    assert found.exact_noise.std == pytest.approx(np.sqrt(2.0 * found.exact.half_mse))


def test_the_truth_is_kept_only_for_its_own_columns():
    made = make_synthetic([1.0, 2.0], n_rows=50)
    frame = pd.DataFrame(made.X, columns=["x1", "x2"]).assign(y=made.y)
    whole = {"x1": Role.FEATURE, "x2": Role.FEATURE, "y": Role.LABEL}
    assert analyse(frame, whole, made.truth).data.truth is made.truth
    assert analyse(frame, {**whole, "x2": Role.IGNORED}, made.truth).data.truth is None


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({**ROLES, "y": Role.IGNORED}, "No column is the label"),
        ({"a": Role.IGNORED, "b": Role.IGNORED, "y": Role.LABEL}, "No column is a feature"),
    ],
)
def test_roles_without_a_regression_get_a_sentence(roles, words):
    with pytest.raises(ProblemError, match=words):
        analyse(table(), roles)


def test_numbers_too_large_to_be_squared_get_a_sentence():
    frame = table()
    frame["b"] *= 1e200
    with pytest.raises(ProblemError, match="“b” are too large to be squared"):
        analyse(frame, ROLES)


DEGENERATE = {
    "one row": pd.DataFrame({"a": [1.0], "b": [2.0], "y": [3.0]}),
    "two rows": pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 5.0], "y": [3.0, 4.0]}),
    "all zero": pd.DataFrame({"a": [0.0] * 5, "b": [0.0] * 5, "y": [0.0] * 5}),
    "constant feature": table(30).assign(b=0.1),
    "constant label": table(30).assign(y=3.3),
    "duplicate": table(30).assign(b=lambda frame: frame["a"]),
    "perfect": table(30).assign(y=lambda frame: 2.0 * frame["a"] - frame["b"]),
    "far from zero": table(30).assign(y=lambda frame: frame["y"] + 1e9, a=lambda frame: frame["a"] + 1e6),
    "tiny and huge": table(30).assign(a=table(30)["a"] * 1e-120, b=table(30)["b"] * 1e140),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("standardise", [True, False])
def test_degenerate_tables_are_analysed_and_trained_on_all_the_same(name, standardise):
    found = analyse(DEGENERATE[name], ROLES)
    safe = suggest_config(found.data, standardise=standardise, known=found.curvatures[standardise])
    wild = SgdConfig(50.0 * found.limits(safe).stable_limit, 4, 100, standardise=standardise)
    for config in (safe, wild):
        sgd = Sgd(found.data, config, known=found.moments)
        sgd.advance(1000)
        state = sgd.snapshot()
        assert np.isfinite([*state.weights, state.bias]).all()
        assert np.isfinite(found.surface.half_mse(state.weights, state.bias))
        assert not np.isnan(found.surface.distance(state.weights, state.bias))
        noise = found.noise(state.weights, state.bias)
        assert np.sum(noise.density * np.diff(noise.edges)) == pytest.approx(1.0)


def test_held_out_rows_are_left_out_of_everything_but_their_own_loss():
    frame = table()
    frame.loc[3, "a"] = np.nan
    found = analyse(frame, ROLES, recipe=Recipe(holdout=0.25))
    held_out = frame.drop(index=[3, *found.table_rows])
    assert found.data.n_rows + len(held_out) == 99
    assert len(held_out) == found.ledger.held_out == pytest.approx(25, abs=2)
    np.testing.assert_array_equal(held_out.index, found.held_out_rows)
    np.testing.assert_array_equal(frame["y"][found.table_rows], found.data.y)
    expected = core.fit(core.Dataset(found.data.X, found.data.y))
    np.testing.assert_array_equal(found.exact.weights, expected.weights)
    others, _ = core.to_dataset(held_out, "y")
    w, b = np.array([0.5, 0.1]), 3.0
    assert found.validation_loss(w, b) == pytest.approx(half_mse(others, w, b), rel=1e-12)


def test_without_held_out_rows_there_is_no_validation_loss():
    found = analyse(table(), ROLES)
    assert np.isnan(found.validation_loss(np.zeros(2), 0.0))
    np.testing.assert_array_equal(found.table_rows, np.arange(100))


def test_one_row_cannot_be_held_out_of_one():
    with pytest.raises(ProblemError, match="at least two"):
        analyse(table(1), ROLES, recipe=Recipe(holdout=0.5))


def many_kinds() -> Table:
    """Numbers with holes, a category, dates, a computed column, excluded rows: whatever sums depend on."""
    rng = np.random.default_rng(4)
    n = 90
    frame = pd.DataFrame(
        {
            "a": rng.normal(1e3, 1.0, n),
            "b": np.where(rng.random(n) < 0.1, np.nan, rng.lognormal(0.0, 3.0, n)),
            "town": rng.choice(["Ulm", "Köln", "Bonn"], n),
            "day": pd.Timestamp("2024-01-31") + pd.to_timedelta(rng.integers(0, 900, n), "D"),
        }
    )
    frame["y"] = frame["a"] / 3.0 + frame["b"].fillna(0.0) + rng.normal(size=n)
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"y": Role.LABEL}
    excluded = rng.random(n) < 0.1
    recipe = Recipe(missing=core.Missing.MEAN, excluded=excluded, holdout=0.2)
    table = Table(frame, roles, "many", recipe=recipe, numeric=frozenset("aby"))
    return add_computed(table, [NewColumn("z", "standardise(b) + mean(a)")])[0]


def analysed(table: Table) -> Analysis:
    return analyse(table.frame, table.roles_as_came, None, table.recipe, row_ids=table.row_ids)


def numbers(found: Analysis) -> list[bytes]:
    """Everything that is computed, to the last bit, with a stretch of a run."""
    sgd = Sgd(found.data, SgdConfig(learning_rate=0.01, batch_size=7, seed=3))
    sgd.advance(40)
    state = sgd.snapshot()
    noise = found.noise(state.weights, state.bias)
    parts = [
        *(found.data.X, found.data.y, found.exact.weights, found.exact.bias, found.exact.half_mse),
        *(found.moments.feature_means, state.weights, state.bias, state.minibatch_loss),
        found.surface.half_mse(state.weights, state.bias),
        found.surface.distance(state.weights, state.bias),
        *(
            found.validation_loss(state.weights, state.bias),
            noise.density,
            noise.edges,
            noise.std,
            noise.mean,
        ),
        *(found.residuals(found.sample, state.weights, state.bias), found.suggested.learning_rate),
        *(found.sample, found.noise_sample),
    ]
    return [np.asarray(part).tobytes() for part in parts]


COLUMNS = ["a", "b", "town", "day", "y", "z"]
HARMLESS = st.one_of(
    st.tuples(st.just(sort_with_computed), st.sampled_from(COLUMNS), st.booleans()),
    st.tuples(st.just(move_column), st.sampled_from(COLUMNS), st.integers(0, 5)),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(HARMLESS, min_size=1, max_size=4))
def test_sorting_and_moving_change_no_number(edits):
    table = many_kinds()
    before = numbers(analysed(table))
    held_out = table.row_ids.of(90)[analysed(table).held_out_rows]
    for edit, *arguments in edits:
        table = edit(table, *arguments)
    found = analysed(table)
    assert numbers(found) == before
    assert set(table.row_ids.of(90)[found.held_out_rows]) == set(held_out)
    np.testing.assert_array_equal(table.frame["y"].to_numpy()[found.table_rows], found.data.y)


def test_other_names_change_no_number():
    table = many_kinds()
    before = numbers(analysed(table))
    for old, new in (("a", "zz"), ("town", "0"), ("y", "label"), ("b", "before")):
        table = rename_column(table, old, new)
    found = analysed(table)
    assert numbers(found) == before
    assert found.data.feature_names[0] == "zz"


def test_what_a_window_asks_for_at_once_is_known_by_then(monkeypatch):
    """A pass over a million rows on the GUI thread is felt."""

    def passes_over_all_rows(*_: object, **__: object) -> None:
        raise AssertionError

    whole = Table(table(), ROLES, "t")
    whole = sort_with_computed(whole, "a", True)
    found = analyse(whole.frame, ROLES, row_ids=whole.row_ids)
    noise = found.noise(found.exact.weights, found.exact.bias, found.exact.bias_rest)
    found.get_ready()
    monkeypatch.setattr(np, "argsort", passes_over_all_rows)
    monkeypatch.setattr("linreg_gui.core.fitting.analysis.suggest_config", passes_over_all_rows)
    assert found.table_rows[found.dataset_rows(np.array([5, 7]))].tolist() == [5, 7]
    assert found.suggestion(SgdConfig()) == found.suggested
    assert found.suggestion(SgdConfig(standardise=False)) == suggest_config(found.data, standardise=False)
    assert found.exact_noise.std == noise.std
