"""Each group has the line of its own rows, or none where they leave it open."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.group_lines import group_line
from linreg_gui.core.installation.resources import samples


def test_anscombes_four_sets_have_one_line() -> None:
    frame = pd.read_csv(next(sample.path for sample in samples() if sample.path.name == "anscombe.csv"))
    X, y = frame[["x"]].to_numpy(float), frame["y"].to_numpy()
    for name in ("I", "II", "III", "IV"):
        rows = np.flatnonzero(frame["set"] == name)
        found = group_line(name, X, y, rows, 0)
        assert (found.name, found.n_rows) == (name, 11)
        assert found.line == pytest.approx(np.polyfit(X[rows, 0], y[rows], 1))
        assert found.line == pytest.approx((0.5, 3.0), abs=0.01)


@pytest.mark.parametrize("feature", [0, 1, 2])
def test_the_line_is_that_of_a_fit_to_these_rows_at_their_means(feature: int) -> None:
    rng = np.random.default_rng(feature)
    X, y = rng.normal(size=(60, 3)), rng.normal(size=60)
    rows = np.flatnonzero(rng.random(60) < 0.5)
    ones = np.column_stack([X[rows], np.ones(rows.size)])
    solution = np.linalg.lstsq(ones, y[rows], rcond=None)[0]
    line = group_line("g", X, y, rows, feature).line
    assert line.slope == pytest.approx(solution[feature])
    at = X[rows].mean(axis=0)
    assert line.slope * at[feature] + line.intercept == pytest.approx(y[rows].mean())


def test_a_feature_that_is_constant_in_the_group_is_left_out() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
    X[:, 1] = np.arange(20) < 10
    rows = np.arange(10)
    line = group_line("g", X, y, rows, 0).line
    assert line == pytest.approx(np.polyfit(X[rows, 0], y[rows], 1))
    assert group_line("g", X, y, rows, 1).line is None


@pytest.mark.parametrize(
    "rows", [np.empty(0, dtype=int), np.array([3]), np.array([0, 1])], ids=["none", "one", "too few"]
)
def test_rows_that_leave_it_open_have_no_line(rows: np.ndarray) -> None:
    X = np.random.default_rng(1).normal(size=(10, 2))
    found = group_line("g", X, X[:, 0], rows, 0)
    assert (found.n_rows, found.line) == (rows.size, None)
