"""Rows are weighted, named and grouped by columns, in the real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from linreg_gui.core.drawing.row_note import RowNotes
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.table.roles import Role
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable


@pytest.fixture
def opened(qtbot, program, tmp_path: Path):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"name": [f"shop {i}" for i in range(24)], "town": ["Ulm", "Bonn", "Köln"] * 8})
    frame["w"] = rng.integers(1, 9, 24)
    frame["x"] = rng.uniform(0.0, 10.0, 24).round(2)
    frame["y"] = (3.0 * frame["x"] + rng.normal(size=24) * 4.0).round(2)
    frame.loc[5, "w"] = 0
    frame.to_csv(tmp_path / "shops.csv", index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=60_000):
        program.session.opening.open_file(tmp_path / "shops.csv")
    return program


def choose(qtbot, program, box, text: str) -> None:
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        box.setCurrentIndex(box.findText(text))


def test_weights_hold_in_every_number_and_are_one_step_of_undo(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    uses = window.view(ColumnsPanel).uses
    choose(qtbot, opened, uses.weights, "w")
    frame = session.document.table.frame
    used = frame[frame["w"] > 0]
    wls = sm.WLS(used["y"], sm.add_constant(used["x"]), weights=used["w"]).fit()
    analysis = session.analysis
    assert analysis.exact.weights == pytest.approx([wls.params["x"]], rel=1e-9)
    assert session.document.table.roles["w"] is Role.IGNORED
    assert (
        window.view(DataTable).ledger_label.toolTip()
        == "24 read → 23 used (1 of weight 0 in w), weighted by w"
    )
    assert "weights of the rows" in window.view(DataTable).header.description(2)
    loss = window.loss_plot
    qtbot.waitUntil(lambda: "weighted half mean squared error" in loss.subtitle(), timeout=30_000)
    exact = window.fit_plot.lines["exact"]
    qtbot.waitUntil(lambda: exact.getData()[0].size == 2, timeout=30_000)
    x, y = exact.getData()
    assert (y[-1] - y[0]) / (x[-1] - x[0]) == pytest.approx(wls.params["x"], rel=1e-6)
    with qtbot.waitSignal(session.points_ready):
        session.document.undo()
    assert uses.weights.currentIndex() == 0
    assert session.document.table.roles["w"] is Role.FEATURE


def test_a_loss_that_knows_no_weights_gives_way_and_it_is_said(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    choose(qtbot, opened, window.view(ColumnsPanel).uses.weights, "w")
    told = []
    session.problem_found.connect(lambda problem: told.append(problem.sentence))
    session.training.set_config(replace(session.training.config, loss=AbsoluteLoss()))
    assert "Row weights are known to the half squared error alone" in told[0]
    assert session.training.config.loss.name == "half squared error"


def test_rows_are_named_where_they_are_pointed_at(qtbot, opened) -> None:
    uses, document = opened.window.view(ColumnsPanel).uses, opened.session.document
    assert RowNotes(document.table).note(2).title == "Row 3, shop 2"
    choose(qtbot, opened, uses.names, "town")
    assert RowNotes(document.table).note(2).title == "Row 3, Köln"
    assert document.history.texts[-1] == "Name rows by “town”"


def test_groups_are_the_colours_of_the_fit_plot(qtbot, opened) -> None:
    uses, bar = opened.window.view(ColumnsPanel).uses, opened.window.fit_plot.group_bar
    qtbot.waitUntil(lambda: uses.groups.findText("town") > 0)
    choose(qtbot, opened, uses.groups, "town")
    assert bar.colour() == "town"
    qtbot.waitUntil(lambda: bar.legend.names() == ("Bonn", "Köln", "Ulm"), timeout=30_000)
    document, exact = opened.session.document, opened.session.analysis.exact
    assert document.history.texts[-1] == "Group rows by “town”"
    with qtbot.waitSignal(opened.session.points_ready):
        bar.colour_box.setCurrentIndex(0)
    assert uses.groups.currentData() is None
    assert document.table.recipe.groups is None
    with qtbot.waitSignal(opened.session.points_ready):
        document.undo()
    assert (bar.colour(), uses.groups.currentData()) == ("town", "town")
    assert bar.legend.names() == ("Bonn", "Köln", "Ulm")
    assert opened.session.analysis.exact is exact  # nothing was computed anew
    with qtbot.waitSignal(opened.session.points_ready):
        document.rename_column("town", "place")
    assert document.table.recipe.groups == "place"
    qtbot.waitUntil(lambda: bar.colour() == "place", timeout=30_000)


def test_points_of_weighted_rows_are_moved_by_no_hand(qtbot, opened) -> None:
    session = opened.session
    choose(qtbot, opened, opened.window.view(ColumnsPanel).uses.weights, "w")
    qtbot.waitUntil(lambda: session.painting.ground is not None)
    assert "weighted by “w”" in session.painting.ground.obstacle
