"""Summaries of columns come in the background, for what changed alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.session.document import column_summaries
from linreg_gui.session.document.column_summaries import ColumnSummaries


def table_of(frame: pd.DataFrame) -> Table:
    return Table(frame, suggest_roles(frame), "small")


@pytest.fixture
def looked_at(monkeypatch) -> list[str]:
    names: list[str] = []
    real = column_summaries.summarise_column

    def spy(column: pd.Series):
        names.append(column.name)
        return real(column)

    monkeypatch.setattr(column_summaries, "summarise_column", spy)
    return names


@pytest.fixture
def summaries(jobs, looked_at) -> ColumnSummaries:
    summaries = ColumnSummaries(jobs)
    summaries.jobs, summaries.shown = jobs, []
    summaries.summarised.connect(summaries.shown.append)
    return summaries


FRAME = pd.DataFrame({"a": [1.0, np.nan], "b": ["u", "v"], "c": [3, 4]})


def look(qtbot, summaries: ColumnSummaries, frame: pd.DataFrame) -> None:
    summaries.look_at(table_of(frame))
    qtbot.waitUntil(lambda: set(summaries.shown[-1]) == set(frame.columns))


def test_every_column_gets_a_summary(qtbot, summaries) -> None:
    look(qtbot, summaries, FRAME)
    assert {name: summary.type for name, summary in summaries.shown[-1].items()} == {
        "a": "number",
        "b": "text",
        "c": "number",
    }
    assert summaries.shown[-1]["a"].n_missing == 1


def test_only_a_changed_column_is_looked_at_again(qtbot, summaries, looked_at) -> None:
    look(qtbot, summaries, FRAME)
    looked_at.clear()
    edited = FRAME.copy(deep=False)
    edited["c"] = [3, 9]
    summaries.look_at(table_of(edited))
    qtbot.waitUntil(lambda: summaries.shown[-1]["c"].most == 9.0)
    assert looked_at == ["c"]


def test_what_is_known_stays_in_view_until_it_is_known_better(qtbot, summaries) -> None:
    look(qtbot, summaries, FRAME)
    edited = FRAME.copy(deep=False)
    edited["c"] = [3, 9]
    summaries.look_at(table_of(edited))
    assert summaries.shown[-1]["c"].most == 4.0
    qtbot.waitUntil(lambda: summaries.shown[-1]["c"].most == 9.0)


def test_a_column_that_is_gone_is_forgotten(qtbot, summaries) -> None:
    look(qtbot, summaries, FRAME)
    summaries.look_at(table_of(FRAME[["a"]]))
    assert set(summaries.shown[-1]) == {"a"}
    summaries.look_at(None)
    assert summaries.shown[-1] == {}


def test_only_one_job_runs_and_the_last_state_counts(qtbot, summaries, looked_at) -> None:
    for value in range(20):
        edited = FRAME.copy(deep=False)
        edited["c"] = [3, value]
        summaries.look_at(table_of(edited))
    qtbot.waitUntil(lambda: "c" in summaries.shown[-1] and summaries.shown[-1]["c"].most == 19.0)
    assert looked_at.count("c") <= 3
