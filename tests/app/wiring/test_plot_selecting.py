"""Rows are selected by hand on every plot of rows, with the same tools, modes and keys."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from linreg_gui.app.program import Program
from linreg_gui.core.drawing.fit_extras import Extra
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.core.table.table import Table
from linreg_gui.views.desk.check_view import CheckView
from linreg_gui.views.desk.partial_view import PartialView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.painting.paint_tools import Tool
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.selecting.plot_plane import PlotPlane
from linreg_gui.views.selecting.row_selecting import RowSelecting
from linreg_gui.views.selecting.select_bar import SelectBar
from linreg_gui.views.selecting.select_choice import SelectTool
from linreg_gui.views.table.data_table import DataTable

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def table_of(n: int) -> Table:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(n, 2)), columns=["a", "b"])
    frame["y"] = 2.0 * frame["a"] - frame["b"] + rng.normal(size=n)
    roles = {"a": Role.FEATURE, "b": Role.FEATURE, "y": Role.LABEL}
    return Table(frame, roles, "t", numeric=frozenset(frame.columns))


def settled(qtbot: QtBot, program: Program) -> None:
    """Nothing is worked out any more, and the rows of the table as it is now are known by place."""
    session = program.session

    def ready() -> bool:
        ground = session.painting.ground
        known = ground is not None and ground.table is session.document.table
        return known and session.desk.desk is not None and not session.jobs._running

    qtbot.waitUntil(ready, timeout=60_000)
    qtbot.wait(0)


class Hand:
    """Drags over one plot of a window, whose rows are where ``places`` tells."""

    def __init__(self, qtbot: QtBot, program: Program, plot: ThemedPlot, plane: PlotPlane) -> None:
        self._qtbot, self.program, self.plot, self.plane = qtbot, program, plot, plane

    def drag(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Along places in shares of the plot; the selection is waited for."""
        viewport, (first, *others) = self.plot.canvas.viewport(), map(self._pixel, places)
        self._qtbot.mousePress(viewport, LEFT, keys, first)
        for pixel in others:
            self._qtbot.mouseMove(viewport, pixel)
            self._qtbot.wait(20)
        self._qtbot.mouseRelease(viewport, LEFT, keys, (others or [first])[-1])
        self._qtbot.waitUntil(lambda: not self.program.session.jobs._running, timeout=30_000)

    def share(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where points are, as shares of the plot."""
        (x_low, x_high), (y_low, y_high) = self.plane.box.viewRange()
        return (x - x_low) / (x_high - x_low), (y - y_low) / (y_high - y_low)

    def _pixel(self, place: tuple[float, float]):
        (x_low, x_high), (y_low, y_high) = self.plane.box.viewRange()
        at = QPointF(x_low + place[0] * (x_high - x_low), y_low + place[1] * (y_high - y_low))
        return self.plot.canvas.mapFromScene(self.plane.box.mapViewToScene(at))


def on_plane(program: Program) -> tuple[ThemedPlot, RowSelecting, SelectBar, Callable]:
    view = program.window.view(PlanePlot)

    def places():
        points = view.found.box.scaled(view.found.points)
        return (*view.camera.project(points).T, view.found.table_rows)

    return view, view.selecting, view.select_bar, places


def on_check(program: Program) -> tuple[ThemedPlot, RowSelecting, SelectBar, Callable]:
    view = program.window.view(CheckView)

    def places():
        picture = view.plot.picture
        return picture.x, picture.y, picture.rows

    return view.plot, view.plot.selecting, view.select_bar, places


def on_partial(program: Program) -> tuple[ThemedPlot, RowSelecting, SelectBar, Callable]:
    view = program.window.view(PartialView)

    def places():
        data = program.session.analysis.data
        return (*view.found.plane.places(data.X, data.y), program.session.analysis.table_rows)

    return view, view.selecting, view.select_bar, places


def on_residuals(program: Program) -> tuple[ThemedPlot, RowSelecting, None, Callable]:
    plot, analysis = program.window.fit_plot, program.session.analysis
    residuals = plot.extras.residual_plot

    def places():
        fit = analysis.exact
        predicted = analysis.data.X @ fit.weights + fit.bias
        return predicted, analysis.data.y - predicted, analysis.table_rows

    return plot, residuals.selecting, None, places


PLOTS = {PlanePlot: on_plane, CheckView: on_check, PartialView: on_partial, None: on_residuals}


def hand_on(qtbot: QtBot, program: Program, view: type | None, n: int = 60):
    program.window.resize(1280, 800)
    program.window.show()
    program.session.document.replace("Open", table_of(n))
    if view is None:
        program.window.fit_plot.extras.choose({Extra.RESIDUAL_PLOT})
    else:
        program.window.show_view(view)
    settled(qtbot, program)
    plot, selecting, bar, places = PLOTS[view](program)
    if view is not None:
        qtbot.waitUntil(lambda: not plot.message(), timeout=60_000)
    settled(qtbot, program)
    rects = []

    def is_still() -> bool:
        """Layouts have come to rest."""
        rects.append(selecting.plane.box.sceneBoundingRect())
        return len(rects) > 5 and rects[-1] == rects[-5]

    qtbot.waitUntil(is_still, timeout=30_000)
    return Hand(qtbot, program, plot, selecting.plane), bar, places


def expected(hand: Hand, places: Callable, left: float, right: float, low: float, high: float) -> set[int]:
    x, y, rows = places()
    across, up = hand.share(x, y)
    return set(rows[(across > left) & (across < right) & (up > low) & (up < high)].tolist())


def rows_of(program: Program) -> set[int]:
    return set(program.session.selection.rows.rows().tolist())


def far(hand: Hand, places: Callable) -> set[int]:
    """Rows that lie a pixel or two from every edge that is drawn here, where rounding tells."""
    x, y, rows = places()
    across, up = hand.share(x, y)
    edges = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    near = [(np.abs(across - edge) < 0.02) | (np.abs(up - edge) < 0.02) for edge in edges]
    return set(rows[~np.any(near, axis=0)].tolist())


@pytest.mark.parametrize("view", PLOTS, ids=["plane", "check", "partial", "residuals"])
def test_a_frame_and_its_modes_select_on_every_plot(qtbot: QtBot, program: Program, view) -> None:
    hand, bar, places = hand_on(qtbot, program, view)
    if bar is None:
        program.window.painter.choose(Tool.SELECT)
    else:
        bar.buttons[SelectTool.FRAME].click()
        assert program.window.painter.tools.tool() is Tool.SELECT  # one tool for all plots
    ranges, sure = hand.plane.box.viewRange(), far(hand, places)
    left, middle, most = (
        expected(hand, places, *edges) & sure
        for edges in ((0.05, 0.6, 0.1, 0.9), (0.3, 0.7, 0.2, 0.8), (0.05, 0.5, 0.1, 0.9))
    )
    assert left
    assert middle - left
    strokes = (
        ((0.05, 0.9), (0.6, 0.1), NO_KEY, left),
        ((0.3, 0.8), (0.7, 0.2), SHIFT, left | middle),
        ((0.3, 0.8), (0.7, 0.2), ALT, left - middle),
        ((0.05, 0.9), (0.5, 0.1), SHIFT | ALT, (left - middle) & most),
    )
    for start, end, keys, wanted in strokes:
        hand.drag(start, (0.4, 0.4), end, keys=keys)
        assert rows_of(program) & sure == wanted
    assert hand.plane.box.viewRange() == ranges


@pytest.mark.parametrize("view", [CheckView, None], ids=["check", "residuals"])
def test_a_lasso_goes_around_points(qtbot: QtBot, program: Program, view) -> None:
    hand, bar, places = hand_on(qtbot, program, view)
    if bar is None:
        program.window.painter.choose(Tool.LASSO)
    else:
        bar.buttons[SelectTool.LASSO].click()
        bar.mode.choose(SelectMode.ADD)
        assert program.window.painter.tools.mode.mode() is SelectMode.ADD
    # Around an L: what is in its notch stays out.
    corners = [(0.05, 0.9), (0.05, 0.1), (0.9, 0.1), (0.9, 0.4), (0.4, 0.4), (0.4, 0.9)]
    hand.drag(*corners, (0.06, 0.9))
    upright = expected(hand, places, 0.05, 0.4, 0.1, 0.9)
    wanted = upright | expected(hand, places, 0.05, 0.9, 0.1, 0.4)
    sure = far(hand, places)
    assert wanted & sure
    assert rows_of(program) & sure == wanted & sure


def test_without_a_tool_a_click_selects_and_a_key_draws_a_frame(qtbot: QtBot, program: Program) -> None:
    hand, _, places = hand_on(qtbot, program, CheckView)
    x, y, rows = places()
    across, up = hand.share(x, y)
    apart = np.array([np.sort(np.hypot(across - a, up - b))[1] for a, b in zip(across, up, strict=True)])
    at = int(apart.argmax())
    hand.drag((across[at], up[at]))
    assert rows_of(program) == {int(rows[at])}
    hand.drag((0.01, 0.99))  # on nothing
    assert rows_of(program) == {int(rows[at])}
    before = hand.plane.box.viewRange()
    hand.drag((0.05, 0.9), (0.4, 0.4), (0.6, 0.1), keys=SHIFT)
    sure = far(hand, places)
    wanted = expected(hand, places, 0.05, 0.6, 0.1, 0.9) | {int(rows[at])}
    assert rows_of(program) & sure == wanted & sure
    assert hand.plane.box.viewRange() == before
    hand.drag((0.5, 0.5), (0.6, 0.5), (0.7, 0.5))
    assert hand.plane.box.viewRange() != before
    qtbot.keyClick(hand.plot.canvas, Qt.Key.Key_Escape)
    assert program.session.selection.rows == NO_ROWS


def test_keys_on_any_plot_hide_exclude_and_label_the_selected_rows(qtbot: QtBot, program: Program) -> None:
    hand, _, _ = hand_on(qtbot, program, PartialView)
    session = program.session
    for key, word in (
        (Qt.Key.Key_L, "Label rows"),
        (Qt.Key.Key_H, "Hide rows"),
        (Qt.Key.Key_E, "Exclude rows"),
    ):
        session.selection.select(RowSet.of_rows(np.array([3, 8])))
        qtbot.keyClick(hand.plot.canvas, key)
        settled(qtbot, program)
        assert session.document.history.texts[-1] == word


def test_a_selection_is_undone_as_one_step_and_changes_nothing_else(qtbot: QtBot, program: Program) -> None:
    hand, bar, _ = hand_on(qtbot, program, PartialView)
    session, edit = program.session, program.menus.edit
    table, analysis, dirty = session.document.table, session.analysis, session.projects.dirty
    bar.buttons[SelectTool.FRAME].click()
    hand.drag((0.05, 0.9), (0.4, 0.4), (0.5, 0.1))
    first = rows_of(program)
    hand.drag((0.3, 0.9), (0.4, 0.4), (0.9, 0.1))
    assert rows_of(program) not in (first, set())
    many = len(session.selection.rows)
    assert edit.undo.text().endswith(f"Select {many} rows")
    edit.undo.trigger()
    assert rows_of(program) == set()
    edit.redo.trigger()
    assert len(rows_of(program)) == many
    assert (session.document.table, session.analysis, session.projects.dirty) == (table, analysis, dirty)
    # Whole rows in the table are meant; cells that a cursor goes through are not.
    cells = program.window.view(DataTable).view
    cells.selectRow(4)
    assert session.document.history.undo_text == "Select 1 row"
    cells.setCurrentIndex(cells.model().index(7, 1))
    assert rows_of(program) == {7}
    edit.undo.trigger()
    assert rows_of(program) == set()
    assert session.document.history.undo_text == "Open"


def test_all_points_of_a_quantile_plot_can_be_selected_also_those_that_are_not_drawn(
    qtbot: QtBot, program: Program
) -> None:
    hand, bar, places = hand_on(qtbot, program, CheckView, 3_000)
    view = program.window.view(CheckView)
    view.choose(type(view.choices)("NORMAL", 0))
    qtbot.waitUntil(lambda: "quantile" in hand.plot.axis_labels()[0], timeout=30_000)
    settled(qtbot, program)
    assert len(places()[0]) < 3_000
    bar.buttons[SelectTool.FRAME].click()
    hand.drag((0.005, 0.995), (0.4, 0.4), (0.995, 0.005))
    assert len(rows_of(program)) == 3_000


@pytest.mark.parametrize("view", [PlanePlot, PartialView, None], ids=["plane", "partial", "residuals"])
def test_rows_of_an_image_are_all_found(qtbot: QtBot, program: Program, view) -> None:
    hand, bar, places = hand_on(qtbot, program, view, 30_000)
    (program.window.painter.choose(Tool.SELECT) if bar is None else bar.buttons[SelectTool.FRAME].click())
    hand.drag((0.5, 0.9), (0.7, 0.5), (0.9, 0.1))
    found = rows_of(program)
    assert len(found) > 5_000  # more than there are points
    if view is not PlanePlot:  # which draws some of them
        sure = far(hand, places)
        assert found & sure == expected(hand, places, 0.5, 0.9, 0.1, 0.9) & sure
