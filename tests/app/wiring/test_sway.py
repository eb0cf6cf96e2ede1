"""What a row does to the fit, in the whole window: ghost, numbers, list, and plots of features."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from linreg_gui.app.program import Program
from linreg_gui.core.desk.row_sway import Measure
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.desk.influence_view import InfluenceView
from linreg_gui.views.desk.partial_view import PartialView

SAMPLE = "motor_trend_cars.csv"


def settled(qtbot: QtBot, program: Program) -> None:
    session = program.session
    qtbot.waitUntil(lambda: session.desk.desk is not None and not session.jobs._running, timeout=30_000)


@pytest.fixture
def opened(qtbot: QtBot, program: Program) -> Program:
    program.window.resize(1280, 800)
    program.window.show()
    sample = next(sample for sample in samples() if sample.path.name == SAMPLE)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_sample(sample)
    settled(qtbot, program)
    return program


def without(program: Program, row: int):
    data = program.session.analysis.data
    kept = np.delete(np.arange(data.n_rows), row)
    return sm.OLS(data.y[kept], sm.add_constant(data.X[kept])).fit(method="qr")


def test_the_line_without_the_row_that_is_pointed_at_is_a_ghost(qtbot: QtBot, opened: Program) -> None:
    session, plot = opened.session, opened.window.fit_plot
    with qtbot.waitSignal(session.points_ready):
        plot.choose(0)
    session.pointed.point_at(16)
    qtbot.waitUntil(lambda: plot.hover.ghost.shown, timeout=30_000)
    x, y = plot.hover.ghost.item.getData()
    fit = without(opened, 16)
    means = session.analysis.data.X.mean(axis=0)
    expected = fit.params[0] + fit.params[1] * x + fit.params[2:] @ means[1:]
    np.testing.assert_allclose(y, expected, rtol=1e-9)
    assert "exact without row 17" in plot.strip.names()
    session.pointed.point_at(3)
    qtbot.waitUntil(lambda: "exact without row 4" in plot.strip.names(), timeout=30_000)
    session.pointed.point_at(None)
    assert not plot.hover.ghost.shown
    settled(qtbot, opened)


def test_in_predicted_against_actual_the_prediction_of_the_row_moves(qtbot: QtBot, opened: Program) -> None:
    session, plot = opened.session, opened.window.fit_plot
    session.pointed.point_at(16)
    qtbot.waitUntil(lambda: plot.hover.ghost.shown, timeout=30_000)
    x, y = plot.hover.ghost.item.getData()
    data = session.analysis.data
    assert x[0] == x[1] == data.y[16]
    assert y[0] == pytest.approx(session.analysis.exact.predict(data.X[16])[0], rel=1e-12)
    assert y[1] == pytest.approx(without(opened, 16).predict(np.append(1.0, data.X[16]))[0], rel=1e-9)
    settled(qtbot, opened)


def test_the_view_tells_of_the_row_pointed_at_or_else_selected(qtbot: QtBot, opened: Program) -> None:
    session, window = opened.session, opened.window
    window.show_view(InfluenceView)
    view = window.view(InfluenceView)
    qtbot.waitUntil(lambda: view.model.rowCount() > 0, timeout=30_000)
    session.selection.select(RowSet.of_rows(np.array([2, 5])))
    name = session.document.table.frame["model"]
    first = f"Row 3, {name.iloc[2]} (first of 2 selected)"
    qtbot.waitUntil(lambda: view.panel.title.whole_text == first, timeout=30_000)
    session.pointed.point_at(8)
    assert view.panel.title.whole_text == f"Row 9, {name.iloc[8]} (pointed at)"
    place = view.panel.model.index(7, 2)
    fit = without(opened, 8)
    assert place.data(Qt.ItemDataRole.EditRole) == pytest.approx(fit.rsquared, rel=1e-9)
    session.pointed.point_at(None)
    assert view.panel.title.whole_text == first
    # The list points, too, and everything follows.
    view.row_pointed.emit(int(view.model.rows[0]))
    assert session.pointed.row == view.model.rows[0]
    settled(qtbot, opened)


def test_rows_are_excluded_and_included_from_the_list(qtbot: QtBot, opened: Program) -> None:
    session, window = opened.session, opened.window
    window.show_view(InfluenceView)
    view = window.view(InfluenceView)
    qtbot.waitUntil(lambda: view.model.rowCount() > 0, timeout=30_000)
    row = int(view.model.rows[0])
    view.list.selectRow(0)
    assert session.selection.rows == RowSet.of_rows(np.array([row]))
    view.exclude.click()
    qtbot.waitUntil(lambda: view.choice.itemText(len(Measure) + 1) == "1 excluded", timeout=30_000)
    assert session.document.table.recipe.excluded[row]
    assert row not in view.model.rows
    qtbot.waitUntil(lambda: "excluded" in view.panel.sentence.text(), timeout=30_000)
    view.choose("excluded")
    assert view.model.rows.tolist() == [row]
    view.list.selectRow(0)
    view.include.click()
    qtbot.waitUntil(lambda: view.choice.itemText(len(Measure) + 1) == "0 excluded", timeout=30_000)
    settled(qtbot, opened)


def test_under_another_loss_there_is_no_ghost_and_the_view_says_why(qtbot: QtBot, opened: Program) -> None:
    session, window = opened.session, opened.window
    window.show_view(InfluenceView)
    view = window.view(InfluenceView)
    session.training.set_config(replace(session.training.config, loss=AbsoluteLoss()))
    qtbot.waitUntil(lambda: "mean absolute error" in view.sentence.whole_text, timeout=30_000)
    session.pointed.point_at(4)
    qtbot.waitUntil(lambda: "mean absolute error" in view.panel.sentence.text(), timeout=30_000)
    assert not window.fit_plot.hover.ghost.shown
    settled(qtbot, opened)


def test_selected_and_pointed_rows_are_marked_in_the_plot_of_a_feature(qtbot: QtBot, opened: Program) -> None:
    session, window = opened.session, opened.window
    session.selection.select(RowSet.of_rows(np.array([2, 5])))
    window.show_view(PartialView)
    view = window.view(PartialView)
    qtbot.waitUntil(lambda: view.found is not None, timeout=30_000)
    data = session.analysis.data
    x, y = view.found.plane.places(data.X, data.y)
    np.testing.assert_allclose(view.marks.getData(), (x[[2, 5]], y[[2, 5]]))
    session.pointed.point_at(7)
    np.testing.assert_allclose(np.ravel(view.ring.getData()), (x[7], y[7]))
    view.feature_box.setCurrentIndex(2)
    qtbot.waitUntil(lambda: view.found.feature == 2, timeout=30_000)
    x, y = view.found.plane.places(data.X, data.y)
    np.testing.assert_allclose(view.marks.getData(), (x[[2, 5]], y[[2, 5]]))
    view.row_pointed.emit(9)
    assert session.pointed.row == 9
    session.selection.select(RowSet.of_rows(np.array([1])))
    assert view.marks.count() == 1
    settled(qtbot, opened)


def test_an_edit_takes_the_ghost_away_and_rows_of_the_old_table_are_not_told(
    qtbot: QtBot, opened: Program
) -> None:
    session, plot = opened.session, opened.window.fit_plot
    session.pointed.point_at(16)
    qtbot.waitUntil(lambda: plot.hover.ghost.shown, timeout=30_000)
    session.document.remove_rows([0])
    assert not plot.hover.ghost.shown
    session.pointed.point_at(15)  # before the rest is analysed
    assert not plot.hover.ghost.shown
    qtbot.waitUntil(lambda: plot.hover.ghost.shown, timeout=30_000)
    data = session.analysis.data
    assert plot.hover.ghost.item.getData()[0][0] == data.y[15]
    settled(qtbot, opened)


def test_labels_from_the_list_stand_in_the_plot_of_a_feature_and_hidden_rows_do_not(
    qtbot: QtBot, opened: Program
) -> None:
    session, window = opened.session, opened.window
    window.show_view(InfluenceView)
    influence = window.view(InfluenceView)
    qtbot.waitUntil(lambda: influence.model.rowCount() > 0, timeout=30_000)
    influence.list.selectRow(0)
    row = int(influence.model.rows[0])
    influence.label.click()
    qtbot.waitUntil(lambda: session.document.table.states.labelled.size == 1, timeout=30_000)
    session.document.hide_rows([2, 5])
    session.selection.select(RowSet.of_rows(np.array([2, 3])))
    window.show_view(PartialView)
    view = window.view(PartialView)
    hidden = "2 hidden, still counted"
    qtbot.waitUntil(lambda: view.found is not None and hidden in view.strip.names(), timeout=30_000)
    data = session.analysis.data
    x, y = view.found.plane.places(data.X, data.y)
    assert view.points.count() == data.n_rows - 2
    assert not np.isin(x[[2, 5]], view.points.getData()[0]).any()
    np.testing.assert_allclose(view.marks.getData(), (x[[3]], y[[3]]))
    (label,) = [label for label in view.states.labels if label.isVisible()]
    assert (label.pos().x(), label.pos().y()) == pytest.approx((x[row], y[row]))
    # Nothing of the fit has changed, and rows are told as before.
    session.pointed.point_at(8)
    qtbot.waitUntil(lambda: window.fit_plot.hover.ghost.shown, timeout=30_000)
    settled(qtbot, opened)
