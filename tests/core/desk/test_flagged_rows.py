"""The rows of a fit that are worth a look, against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from desks import desk_of, made_frame

from linreg_gui.core.desk import flagged_rows
from linreg_gui.core.desk.flagged_rows import flagged_rows_of
from linreg_gui.core.desk.row_sway import Measure


@pytest.fixture
def frame():
    result = made_frame()
    result.loc[7, "y"] += 12.0
    result.loc[30, "a"] += 25.0
    return result


def test_rows_beyond_each_bound_are_those_of_statsmodels_the_farthest_first(frame) -> None:
    found = flagged_rows_of(desk_of(frame))
    X = sm.add_constant(frame[["a", "b", "c"]].to_numpy())
    theirs = sm.OLS(frame.y.to_numpy(), X).fit(method="qr").get_influence()
    n, k, anyhow = 60, 4, set()
    for measure, values, bound in (
        (Measure.LEVERAGE, theirs.hat_matrix_diag, 2 * k / n),
        (Measure.STUDENTISED, theirs.resid_studentized_external, 3.0),
        (Measure.COOK, theirs.cooks_distance[0], 4 / n),
        (Measure.DFFITS, theirs.dffits[0], 2 * np.sqrt(k / n)),
    ):
        expected = np.flatnonzero(np.abs(values) > bound)
        expected = expected[np.argsort(-np.abs(values[expected]), kind="stable")]
        ours = found.beyond[measure]
        assert ours.rows.tolist() == expected.tolist()
        assert ours.total == expected.size > 0
        np.testing.assert_allclose(ours.numbers[measure], values[expected], rtol=1e-9)
        anyhow |= set(expected.tolist())
    assert set(found.beyond_any.rows.tolist()) == anyhow
    cook = found.beyond_any.numbers[Measure.COOK]
    assert (np.diff(cook) <= 0.0).all()
    assert found.beyond_any.titles[0].startswith(f"Row {found.beyond_any.rows[0] + 1}, house")


def test_rows_are_those_of_the_table_and_excluded_ones_are_listed_apart(frame) -> None:
    found = flagged_rows_of(desk_of(frame, excluded=[0, 1, 7]))
    assert 7 not in found.beyond_any.rows
    assert 30 in found.beyond[Measure.LEVERAGE].rows
    assert found.excluded.rows.tolist() == [0, 1, 7]
    assert found.excluded.titles[2] == "Row 8, house 7"


def test_the_sentence_says_whether_a_row_moves_the_fit(frame) -> None:
    assert "none is above 1" in flagged_rows_of(desk_of(made_frame())).sentence
    frame.loc[30, "y"] -= 500.0
    sentence = flagged_rows_of(desk_of(frame)).sentence
    assert "of one row Cook’s distance is above 1" in sentence


def test_of_very_many_rows_the_farthest_are_listed(frame, monkeypatch) -> None:
    monkeypatch.setattr(flagged_rows, "MOST_LISTED", 2)
    whole = flagged_rows_of(desk_of(frame)).beyond[Measure.LEVERAGE]
    assert whole.total > 2
    assert len(whole.rows) == len(whole.titles) == 2


def test_what_is_not_least_squares_is_not_judged_but_excluded_rows_can_come_back(frame) -> None:
    found = flagged_rows_of(desk_of(frame, weight_decay=0.1, excluded=[3]))
    assert "weight decay" in found.sentence
    assert found.bounds is None
    assert not found.beyond_any.total
    assert found.excluded.rows.tolist() == [3]
