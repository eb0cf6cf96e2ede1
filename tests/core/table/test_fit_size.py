import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table import fit_size, to_dataset
from linreg_gui.core.table.fit_size import bytes_to_fit, is_moderate, moderate_features, work_to_fit
from linreg_gui.core.table.roles import Role, left_out_sentence, suggest_roles

GB = 1_000_000_000


@pytest.fixture(autouse=True)
def a_usual_machine(monkeypatch):
    monkeypatch.setattr(fit_size, "available_memory", lambda: 8 * GB)


def frame_of(n_rows, n_columns):
    return pd.DataFrame(np.random.default_rng(0).normal(size=(n_rows, n_columns))).rename(
        columns="c{}".format
    )


@pytest.mark.parametrize(
    ("n_rows", "n_features"),
    [(30, 20_000), (30, 3_000), (1_000_000, 100), (10_000_000, 10), (200_000, 300), (1_000, 1_000), (0, 3)],
)
def test_what_is_fitted_in_some_seconds_is_moderate(n_rows, n_features):
    assert is_moderate(n_rows, n_features)
    assert moderate_features(n_rows, n_features) == n_features


@pytest.mark.parametrize("n_rows", [2_000, 100_000])
def test_of_too_many_features_as_many_are_taken_as_are_moderate(n_rows):
    found = moderate_features(n_rows, 20_000)
    assert 500 < found < 3_000
    assert is_moderate(n_rows, found)
    assert not is_moderate(n_rows, found + 1)


def test_fewer_rows_than_features_never_take_the_square_of_these():
    for cost in (bytes_to_fit, work_to_fit):
        assert cost(30, 40_000) == pytest.approx(2 * cost(30, 20_000), rel=0.01)
        assert cost(10**6, 400) > 2.01 * cost(10**6, 200) or cost is bytes_to_fit
    assert bytes_to_fit(30, 20_000) < GB / 10


def test_the_first_choice_ignores_the_columns_that_are_too_many(monkeypatch):
    monkeypatch.setattr(fit_size, "available_memory", lambda: 100_000)
    frame = frame_of(40, 60)
    roles = suggest_roles(frame)
    features = [name for name, role in roles.items() if role is Role.FEATURE]
    assert features == [f"c{j}" for j in range(len(features))]
    assert 1 < len(features) < 59
    assert roles["c59"] is Role.LABEL
    sentence = left_out_sentence(roles, set(frame.columns))
    assert f"first {len(features)} columns" in sentence
    assert f"{59 - len(features)} more are ignored" in sentence
    assert "under Columns" in sentence


def test_nothing_is_told_where_all_take_part():
    frame = frame_of(40, 60)
    assert left_out_sentence(suggest_roles(frame), set(frame.columns)) == ""


def test_a_fit_that_does_not_fit_is_refused_before_memory_is_taken(monkeypatch):
    monkeypatch.setattr(fit_size, "available_memory", lambda: 100_000)
    frame = frame_of(40, 60)
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"c59": Role.LABEL}
    with pytest.raises(ProblemError) as caught:
        analyse(frame, roles)
    assert caught.value.problem.kind is ProblemKind.TOO_LARGE
    assert "59 features" in caught.value.problem.sentence
    assert "choose fewer features under Columns" in caught.value.problem.sentence


def test_a_design_matrix_that_does_not_fit_is_refused_before_memory_is_taken(monkeypatch):
    monkeypatch.setattr(to_dataset, "available_memory", lambda: 1_000)
    frame = frame_of(40, 60)
    with pytest.raises(ProblemError) as caught:
        to_dataset.to_dataset(frame, "c59")
    assert caught.value.problem.kind is ProblemKind.TOO_LARGE
