"""Rows that are selected in one view are marked in all others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from linreg_gui.core.number_text import number_text
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.views.dialogs.rows_where_dialog import RowsWhereDialog
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.table.data_table import DataTable


@pytest.fixture
def opened(qtbot, program, tmp_path):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(30, 3)), columns=["a", "b", "y"])
    frame.loc[2, "a"] = np.nan
    frame.to_csv(tmp_path / "three.csv", index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=60_000):
        program.session.opening.open_file(tmp_path / "three.csv")
    return program


def test_rows_chosen_on_the_plane_and_in_the_table_are_the_same(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    plane = window.view(PlanePlot)
    window.show_view(PlanePlot)
    qtbot.waitUntil(lambda: plane.points[0].count() + plane.points[1].count() > 0 and not plane.message())
    places = np.concatenate([np.column_stack([p.data["x"], p.data["y"]]) for p in plane.points])
    place = places[np.abs(places).sum(axis=1).argmax()]  # far from the others
    at = plane.canvas.mapFromScene(plane.view_box.mapViewToScene(QPointF(*place)))
    with qtbot.waitSignal(session.selection.changed):
        qtbot.mouseClick(plane.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(session.selection.rows) == 1
    row = int(session.selection.rows.rows()[0])
    marked = window.view(DataTable).view.selectionModel().selectedRows()
    assert [index.row() for index in marked] == [row]
    qtbot.waitUntil(lambda: plane.marks.count() == 1)
    assert [plane.marks.data["x"][0], plane.marks.data["y"][0]] == pytest.approx(place.tolist())
    session.selection.select(RowSet.of_rows(np.array([2, 4, 6])))  # one of them has no number
    qtbot.waitUntil(lambda: plane.marks.count() == 2)
    assert "3 selected" in plane.strip.names()
    session.selection.select(NO_ROWS)
    qtbot.waitUntil(lambda: plane.marks.count() == 0)
    qtbot.mouseClick(plane.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert session.selection.rows == NO_ROWS


def test_the_selected_row_flows_through_the_neuron(qtbot, opened) -> None:
    neuron, session = opened.window.view(NeuronView), opened.session
    opened.window.show_view(NeuronView)
    session.selection.select(RowSet.of_rows(np.array([2, 7])))  # the first of them has no number
    qtbot.waitUntil(lambda: neuron.shown is not None and neuron.shown.example_text == "row 8, selected")
    label = float(session.document.table.frame["y"][7])
    assert neuron.shown.neuron.label == label
    session.selection.select(NO_ROWS)
    qtbot.waitUntil(lambda: "minibatch" in neuron.shown.example_text)


def test_rows_are_selected_by_a_condition_and_by_another_one_after_it(qtbot, opened) -> None:
    session, window = opened.session, opened.window
    frame = session.document.table.frame
    window.menus.edit.select_where.trigger()
    (dialog,) = window.findChildren(RowsWhereDialog)
    qtbot.keyClicks(dialog.condition, "a > 0")
    with qtbot.waitSignal(session.choosing.chosen):
        dialog.select.click()
    assert session.selection.rows.rows().tolist() == np.flatnonzero(frame["a"] > 0.0).tolist()
    assert "1 row is left out" in dialog.hint.text
    dialog.mode.choose(SelectMode.REMOVE)
    dialog.condition.setText("b < 0")
    with qtbot.waitSignal(session.choosing.chosen):
        dialog.select.click()
    wanted = np.flatnonzero((frame["a"] > 0.0) & ~(frame["b"] < 0.0))
    assert session.selection.rows.rows().tolist() == wanted.tolist()
    dialog.condition.setText('b == "x"')
    with qtbot.waitSignal(session.choosing.refused):
        dialog.select.click()
    assert dialog.hint.warns
    assert "without quotes" in dialog.hint.text
    assert session.selection.rows.rows().tolist() == wanted.tolist()
    dialog.reject()


def test_the_line_through_the_selected_rows_is_drawn_and_told(qtbot, opened) -> None:
    session, plot = opened.session, opened.window.fit_plot
    frame = session.document.table.frame
    with qtbot.waitSignal(session.points_ready):
        plot.choose(0)
    rows = np.arange(5, 25)
    session.selection.select(RowSet.of_rows(rows))
    words = "20 selected: mean y ", "through the selected rows"
    qtbot.waitUntil(lambda: all(word in plot.strip.text() for word in words))
    x, y = plot.lines["chosen"].getData()
    X = np.column_stack([frame[["a", "b"]].to_numpy()[rows], np.ones(rows.size)])
    slope = np.linalg.lstsq(X, frame["y"].to_numpy()[rows], rcond=None)[0][0]
    assert (y[-1] - y[0]) / (x[-1] - x[0]) == pytest.approx(slope)
    told = plot.strip.text()
    assert "20 selected: mean y " in told
    assert f"through the selected rows alone: y = {number_text(slope, 5)}·a" in told
    assert "The line through them alone is" in plot.summary()
    session.selection.select(NO_ROWS)
    assert "through the selected rows" not in plot.strip.text()
    assert "selected" not in plot.summary()
