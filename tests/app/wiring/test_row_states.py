"""Rows are hidden, labelled and coloured in every view at once, one step of undo each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.drawing.fit_extras import Extra
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.painting.paint_tools import Tool
from linreg_gui.views.table.data_table import DataTable


@pytest.fixture
def opened(qtbot, program, tmp_path: Path):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {"name": [f"shop {i}" for i in range(20)], "x": np.arange(20.0), "z": rng.normal(size=20)}
    )
    frame["y"] = (3.0 * frame["x"] + rng.normal(size=20)).round(2)
    frame.to_csv(tmp_path / "shops.csv", index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=60_000):
        program.session.opening.open_file(tmp_path / "shops.csv")
    with qtbot.waitSignal(program.session.points_ready):
        program.window.fit_plot.choose(0)
    settled(qtbot, program)
    return program


def settled(qtbot, program) -> None:
    session, painting = program.session, program.session.painting

    def ready() -> bool:
        ground = painting.ground
        return not session.jobs._running and ground is not None and ground.table is session.document.table

    qtbot.waitUntil(ready, timeout=30_000)


def shown(plot) -> list[str]:
    return [label.toPlainText().strip() for label in plot.labels if label.isVisible()]


def test_hidden_rows_count_but_no_plot_shows_them(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    plot, exact = window.fit_plot, session.analysis.exact
    window.show_view(PlanePlot)
    plane = window.view(PlanePlot)
    plot.extras.choose({Extra.RESIDUAL_PLOT})
    session.training.step(5)
    session.selection.select(RowSet.of_rows(np.array([3, 4, 19])))
    window.painter.choose(Tool.SELECT)
    qtbot.keyClick(plot.canvas, Qt.Key.Key_H)
    settled(qtbot, opened)
    assert session.analysis.exact is exact
    assert session.training.picture.snapshot.step == 5  # the run goes on
    assert sorted(plot.points.getData()[0]) == [x for x in range(20) if x not in (3, 4, 19)]
    assert "3 hidden, still counted" in plot.strip.names()
    assert plot.extras.residual_plot.points.count() == 17
    qtbot.waitUntil(lambda: sum(points.count() for points in plane.points) == 17)
    assert "3 hidden, still counted" in plane.strip.names()
    assert not window.painter.layer.marks.count()  # of the selected rows, which are hidden
    model = window.view(DataTable).view.model()
    assert model.headerData(3, Qt.Orientation.Vertical) == "◌ 4"
    assert model.headerData(3, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole) == "Hidden."
    assert "hidden" in session.painting.ground.obstacle or "2 features" in session.painting.ground.obstacle
    assert len(session.painting.ground.all_rows()) == 17
    session.document.undo()
    settled(qtbot, opened)
    assert plot.points.count() == 20
    assert session.document.history.redo_text == "Hide rows"


def test_labels_and_colours_stand_in_every_plot_and_follow_their_rows(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    plot, document = window.fit_plot, session.document
    window.show_view(PlanePlot)
    plane = window.view(PlanePlot)
    plot.extras.choose({Extra.RESIDUAL_PLOT})
    document.toggle_labelled(np.array([2, 15]))
    settled(qtbot, opened)
    document.colour_rows(np.array([2, 7]), 3)
    settled(qtbot, opened)
    assert document.history.texts[-2:] == ("Label rows", "Colour rows")
    layers = window.painter.layer.states, plot.extras.residual_plot.states, plane.states
    for layer in layers:
        qtbot.waitUntil(lambda layer=layer: shown(layer) == ["shop 2", "shop 15"])
        assert {code: item.count() for code, item in layer.coloured.items() if item.count()} == {3: 2}
    assert sorted(layers[0].coloured[3].getData()[0]) == [2.0, 7.0]
    document.sort_rows("x", True)
    settled(qtbot, opened)
    assert sorted(layers[0].coloured[3].getData()[0]) == [2.0, 7.0]
    assert set(shown(layers[0])) == {"shop 2", "shop 15"}
    model = window.view(DataTable).view.model()
    assert model.headerData(17, Qt.Orientation.Vertical) == "⚑◆ 18"
    assert model.index(17, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "labelled, colour 4"
    session.selection.select(RowSet.of_rows(np.array([17])))
    window.menus.data.no_colour.trigger()
    settled(qtbot, opened)
    assert layers[0].coloured[3].count() == 1
    window.painter.choose(Tool.SELECT)
    qtbot.keyClick(plot.canvas, Qt.Key.Key_L)
    settled(qtbot, opened)
    assert shown(layers[0]) == ["shop 15"]


def test_predictions_take_labels_and_colours_along(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    with qtbot.waitSignal(session.points_ready):
        window.fit_plot.choose(None)
    session.document.colour_rows(np.array([5]), 0)
    settled(qtbot, opened)
    item = window.painter.layer.states.coloured[0]
    label = session.document.table.frame["y"][5]
    exact = session.analysis.exact
    features = session.analysis.data.X[5]
    assert item.getData()[0].tolist() == [label]
    assert item.getData()[1] == pytest.approx([features @ exact.weights + exact.bias])
    session.training.step(3)
    qtbot.waitUntil(lambda: session.moment.picture.snapshot.step == 3)
    state = session.moment.picture.snapshot
    assert item.getData()[1] == pytest.approx([features @ state.weights + state.bias])


def test_the_menu_hides_what_is_selected_in_the_table_and_shows_it_again(qtbot, opened) -> None:
    session, data = opened.session, opened.window.menus.data
    session.selection.select(RowSet.of_ranges([(0, 4)]))
    data.hide_rows.trigger()
    settled(qtbot, opened)
    assert opened.window.fit_plot.points.count() == 16
    data.show_rows.trigger()
    settled(qtbot, opened)
    assert opened.window.fit_plot.points.count() == 20
    data.hide_rows.trigger()
    settled(qtbot, opened)
    data.show_all_rows.trigger()
    settled(qtbot, opened)
    assert not session.document.table.states
