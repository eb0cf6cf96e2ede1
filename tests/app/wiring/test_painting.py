"""Painting on the fit plot of the whole window."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.drawing.area import Area
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.views.painting.paint_tools import Tool
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.data_table import DataTable

LEFT = Qt.MouseButton.LeftButton
EVERYWHERE = Area((-99.0, 99.0), (-99.0, 99.0))


def viewport(program):
    return program.window.fit_plot.canvas.viewport()


def at(program, x: float, y: float) -> QPoint:
    plot = program.window.fit_plot
    return plot.canvas.mapFromScene(plot.view_box.mapViewToScene(QPointF(x, y)))


def settled(qtbot, program) -> None:
    """The window knows the present table, its rows and their places."""
    session, painting = program.session, program.session.painting

    def ready() -> bool:
        ground = painting.ground
        return not session.jobs._running and ground is not None and ground.table is session.document.table

    qtbot.waitUntil(ready, timeout=30_000)


def click(qtbot, program, x: float, y: float) -> None:
    qtbot.mouseClick(viewport(program), LEFT, pos=at(program, x, y))


def drag(qtbot, program, *places: tuple[float, float]) -> None:
    pane, paint_input = viewport(program), program.window.painter.input
    qtbot.mousePress(pane, LEFT, pos=at(program, *places[0]))
    for place in places[1:]:
        qtbot.mouseMove(pane, at(program, *place))
        qtbot.waitUntil(lambda: not paint_input._timer.isActive())
    qtbot.mouseRelease(pane, LEFT, pos=at(program, *places[-1]))


def exact_line(program) -> tuple[float, float]:
    x, y = program.window.fit_plot.lines["exact"].getData()
    slope = (y[1] - y[0]) / (x[1] - x[0])
    return slope, y[0] - slope * x[0]


@pytest.fixture
def opened(qtbot, program, tmp_path: Path):
    path = tmp_path / "line.csv"
    path.write_text("x,y\n" + "".join(f"{x},{2 * x + 1}\n" for x in range(21)))
    program.window.resize(1900, 1000)
    program.window.show()
    program.window.show_view(WeightsTable)
    program.window.show_view(PredictPanel)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(path)
    settled(qtbot, program)
    return program


def test_a_first_table_is_drawn_from_nothing(qtbot, program) -> None:
    program.window.show()
    program.menus.data.new_table.trigger()
    settled(qtbot, program)
    plot, document = program.window.fit_plot, program.session.document
    assert plot.message() == ""
    assert program.window.message_bar.sentence == ""
    view = plot.view_ranges()
    for x, y in ((2.0, 3.0), (4.0, 7.0), (6.0, 11.0)):
        click(qtbot, program, x, min(y, 9.5))
    settled(qtbot, program)
    assert len(document.table.frame) == 3
    assert plot.view_ranges() == view
    assert plot.strip.names()[0] == "3 rows"
    assert document.history.texts[-3:] == ("Paint 1 point",) * 3
    for _ in range(3):
        document.undo()
    settled(qtbot, program)
    assert plot.view_ranges() == view
    assert plot.strip.names() == ["no rows"]


def test_a_brush_stroke_moves_the_line_at_once_and_is_one_undo(qtbot, opened) -> None:
    plot, session = opened.window.fit_plot, opened.session
    assert exact_line(opened) == pytest.approx((2.0, 1.0))
    analysis, view = session.analysis, plot.view_ranges()
    opened.window.painter.choose(Tool.BRUSH)
    pane = viewport(opened)
    qtbot.mousePress(pane, LEFT, pos=at(opened, 2.0, 38.0))
    qtbot.mouseMove(pane, at(opened, 10.0, 38.0))
    qtbot.waitUntil(lambda: opened.window.painter.layer.painted.count() > 10)
    slope, _ = exact_line(opened)
    assert slope < 1.9
    assert session.analysis is analysis
    qtbot.mouseRelease(pane, LEFT, pos=at(opened, 10.0, 38.0))
    settled(qtbot, opened)
    fit = session.analysis.exact
    assert exact_line(opened) == pytest.approx((fit.weights[0], fit.bias))
    painted = session.analysis.data.n_rows - 21
    assert session.document.history.undo_text == f"Paint {painted} points"
    assert opened.window.painter.layer.painted.count() == 0
    assert plot.view_ranges() == view
    opened.menus.edit.undo.trigger()
    settled(qtbot, opened)
    assert session.analysis.data.n_rows == 21
    assert exact_line(opened) == pytest.approx((2.0, 1.0))


def test_the_exact_line_of_another_loss_waits_for_the_end_of_the_stroke(qtbot, opened) -> None:
    training, painter = opened.session.training, opened.window.painter
    training.set_config(replace(training.config, loss=AbsoluteLoss()))
    qtbot.waitUntil(lambda: training.objective.is_known, timeout=30_000)
    settled(qtbot, opened)
    painter.choose(Tool.BRUSH)
    pane = viewport(opened)
    qtbot.mousePress(pane, LEFT, pos=at(opened, 2.0, 38.0))
    qtbot.mouseMove(pane, at(opened, 10.0, 38.0))
    qtbot.waitUntil(lambda: painter.layer.painted.count() > 10)
    assert exact_line(opened) == pytest.approx((2.0, 1.0), abs=1e-6)
    qtbot.mouseRelease(pane, LEFT, pos=at(opened, 10.0, 38.0))
    settled(qtbot, opened)
    qtbot.waitUntil(lambda: training.objective.is_known, timeout=30_000)
    settled(qtbot, opened)
    exact = training.objective.exact
    assert not np.allclose((exact.weights[0], exact.bias), (2.0, 1.0), atol=1e-3)
    assert exact_line(opened) == pytest.approx((exact.weights[0], exact.bias))


def test_points_in_a_frame_are_selected_moved_excluded_and_removed(qtbot, opened) -> None:
    session, plot, painter = opened.session, opened.window.fit_plot, opened.window.painter
    painter.choose(Tool.SELECT)
    drag(qtbot, opened, (0.5, 20.0), (5.0, 5.0), (4.5, 2.0))
    qtbot.waitUntil(lambda: len(session.selection.rows) == 4)
    assert session.selection.rows == RowSet.of_ranges([(1, 5)])
    assert painter.layer.marks.count() == 4
    before = session.document.table.frame["y"].to_numpy()
    drag(qtbot, opened, (3.0, 7.0), (3.0, 15.0), (3.0, 27.0))
    settled(qtbot, opened)
    moved = session.document.table.frame["y"].to_numpy() - before
    assert moved[1:5] == pytest.approx(np.full(4, 20.0), abs=0.3)
    assert not moved[[0, *range(5, 21)]].any()
    assert session.document.history.undo_text == "Move 4 rows"
    np.testing.assert_allclose(painter.layer.marks.getData()[1], session.document.table.frame["y"][1:5])
    qtbot.keyClick(plot.canvas, Qt.Key.Key_E)
    settled(qtbot, opened)
    assert session.analysis.data.n_rows == 17
    assert painter.layer.crosses.count() == 4
    assert exact_line(opened) == pytest.approx((2.0, 1.0))
    assert plot.strip.names()[-2:] == ["4 selected", "4 excluded"]
    qtbot.keyClick(plot.canvas, Qt.Key.Key_Delete)
    settled(qtbot, opened)
    assert len(session.document.table.frame) == 17
    assert painter.layer.marks.count() == painter.layer.crosses.count() == 0


def test_all_rows_can_be_excluded_and_included_again_on_the_plot(qtbot, opened) -> None:
    session, plot = opened.session, opened.window.fit_plot
    opened.window.painter.choose(Tool.SELECT)
    qtbot.keyClick(plot.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(session.selection.rows) == 21
    qtbot.keyClick(plot.canvas, Qt.Key.Key_E)
    settled(qtbot, opened)
    assert "No complete row is left" in plot.subtitle()
    assert plot.strip.names() == ["no rows", "21 selected", "21 excluded"]
    qtbot.keyClick(plot.canvas, Qt.Key.Key_E)
    settled(qtbot, opened)
    assert session.analysis.data.n_rows == 21


def test_painting_pauses_training(qtbot, opened) -> None:
    training = opened.session.training
    training.set_speed(20.0)
    training.run()
    opened.window.painter.choose(Tool.ADD)
    qtbot.mousePress(viewport(opened), LEFT, pos=at(opened, 5.0, 30.0))
    qtbot.waitUntil(lambda: training.phase.value == "idle")
    qtbot.keyClick(opened.window.fit_plot.canvas, Qt.Key.Key_Escape)
    assert exact_line(opened) == pytest.approx((2.0, 1.0))
    assert opened.window.painter.layer.painted.count() == 0


def test_several_features_can_be_selected_in_the_view_of_one(qtbot, program) -> None:
    window, session = program.window, program.session
    window.show()
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        session.opening.generate((1.0, 2.0), 0.0, 0.1, 50, 0)
    buttons = window.painter.tools.buttons
    assert all(button.isVisible() for button in buttons.values())
    window.fit_plot._chooser.setCurrentIndex(2)
    settled(qtbot, program)
    window.painter.tools.actions_of[Tool.BRUSH].trigger()
    assert "a row needs values for 2 features" in window.message_bar.sentence
    window.painter.choose(Tool.SELECT)
    (x_low, x_high), (y_low, y_high) = window.fit_plot.view_ranges()
    x = 0.5 * (x_low + x_high)
    drag(qtbot, program, (x, 0.99 * y_low), (x_high, y_low), (0.99 * x_high, 0.99 * y_high))
    chosen = session.analysis.data.X[:, 1] >= x
    qtbot.waitUntil(lambda: len(session.selection.rows) > 0)
    assert abs(len(session.selection.rows) - int(chosen.sum())) <= 1


def test_very_many_rows_are_found_one_by_one_in_their_image(qtbot, program) -> None:
    session, window = program.session, program.window
    window.show()
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        session.opening.generate((2.0,), 0.0, 1.0, 25_000, 0)
    settled(qtbot, program)
    assert window.fit_plot.image.item.isVisible()
    frame = session.document.table.frame
    row = int(frame["y"].argmax())
    window.painter.choose(Tool.SELECT)
    x, y = float(frame.iloc[row, 0]), float(frame["y"][row])
    click(qtbot, program, x, y)
    drag(qtbot, program, (x, y), (x, 0.5 * y), (x, 0.25 * y))
    assert session.selection.rows == RowSet.of_ranges([(row, row + 1)])
    settled(qtbot, program)
    assert session.document.table.frame["y"][row] == pytest.approx(0.25 * y, rel=0.05)
    assert session.document.history.undo_text == f"Move row {row + 1}"


def test_rows_are_selected_in_the_table_and_on_the_plot_alike(qtbot, opened) -> None:
    session, painter, view = opened.session, opened.window.painter, opened.window.view(DataTable).view
    view.selectRow(5)
    np.testing.assert_array_equal(painter.layer.marks.getData(), ([5.0], [11.0]))
    painter.choose(Tool.SELECT)
    drag(qtbot, opened, (16.5, 20.0), (17.0, 30.0), (19.5, 41.0))
    qtbot.waitUntil(lambda: len(session.selection.rows) == 3)
    assert view.cells.selected_rows().tolist() == [17, 18, 19]
    click(qtbot, opened, 2.0, 30.0)
    assert view.cells.selected_rows().size == 0
    view.selectAll()
    assert painter.layer.marks.count() == 21
    view.cells.toggle_excluded()
    settled(qtbot, opened)
    assert painter.layer.crosses.count() == 21


def test_a_stroke_selects_no_row_that_nobody_meant(qtbot, opened) -> None:
    view = opened.window.view(DataTable).view
    view.setCurrentIndex(view.model().index(3, 1))
    opened.window.painter.choose(Tool.ADD)
    click(qtbot, opened, 10.0, 40.0)
    settled(qtbot, opened)
    assert len(opened.session.selection.rows) == 0
    assert opened.window.painter.layer.marks.count() == 0


def test_selected_rows_are_framed_among_the_predictions_and_move_with_them(qtbot, program) -> None:
    window, session = program.window, program.session
    window.show()
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        session.opening.generate((1.0, 2.0), 0.0, 0.1, 50, 0)
    window.view(DataTable).view.selectRow(7)
    settled(qtbot, program)
    marks = window.painter.layer.marks
    label, exact = session.analysis.data.y[7], session.analysis.exact
    by_exact = session.analysis.data.X[7] @ exact.weights + exact.bias
    np.testing.assert_allclose(marks.getData(), ([label, label], [0.0, by_exact]))
    window.transport_actions.step.trigger()
    qtbot.waitUntil(lambda: marks.getData()[1][0] != 0.0)
    state = session.training.picture.snapshot
    predicted = session.analysis.data.X[7] @ state.weights + state.bias
    qtbot.waitUntil(lambda: marks.getData()[1][0] == pytest.approx(predicted))
    assert any(name.startswith("1 selected") for name in window.fit_plot.strip.names())
    window.fit_plot._chooser.setCurrentIndex(1)
    settled(qtbot, program)
    np.testing.assert_array_equal(marks.getData(), ([session.analysis.data.X[7, 0]], [label]))


class Numbers:
    """What every view of the window says of the exact solution and of the residuals."""

    def __init__(self, program) -> None:
        window = program.window
        self.line = exact_line(program)
        self.equation = window.equation.exact_line.text()
        weights = window.view(WeightsTable).model.numbers(Column.EXACT)
        self.weights = tuple(float(number) for number in weights)
        self.optimum = float(window.loss_plot.optimum_line.value())
        self.optimum_text = window.loss_plot.strip.value("optimum")
        self.bars = [part.tolist() for part in window.noise_histogram.bars.getData()]
        self.noise = window.noise_histogram.strip.text()
        self.chip = window.equation.chip.text
        self.predicted = window.view(PredictPanel).exact.text()


@pytest.mark.parametrize("steps", [0, 7])
def test_everything_moves_in_the_frame_of_the_line_and_is_the_same_after_the_stroke(
    qtbot, opened, steps: int
) -> None:
    session, painter, pane = opened.session, opened.window.painter, viewport(opened)
    training = session.training
    if steps:
        training.step(steps)
        qtbot.waitUntil(lambda: training.phase.value == "idle" and training.picture.snapshot.step == steps)
    before = Numbers(opened)
    painter.choose(Tool.SELECT)
    qtbot.mousePress(pane, LEFT, pos=at(opened, 3.0, 7.0))
    frames: list[Numbers] = []
    session.painting.stroke_progressed.connect(lambda _: frames.append(Numbers(opened)))
    for y in (20.0, 36.0):
        qtbot.mouseMove(pane, at(opened, 3.0, y))
        qtbot.waitUntil(lambda: not painter.input._timer.isActive())
    assert len(frames) == 2
    for earlier, later in pairwise((before, *frames)):
        for name in ("line", "equation", "weights", "optimum", "optimum_text", "bars", "noise", "predicted"):
            assert getattr(earlier, name) != getattr(later, name), name
        assert (earlier.chip != later.chip) == bool(steps)
    last = frames[-1]
    assert last.weights == pytest.approx((last.line[1], last.line[0]), rel=1e-6)
    qtbot.mouseRelease(pane, LEFT, pos=at(opened, 3.0, 36.0))
    settled(qtbot, opened)
    after, exact = Numbers(opened), session.analysis.exact
    assert last.weights == pytest.approx((exact.bias, exact.weights[0]), rel=1e-9)
    assert last.optimum == pytest.approx(exact.half_mse, rel=1e-9)
    for name in ("equation", "optimum_text", "predicted"):
        assert getattr(last, name) == getattr(after, name), name


def test_a_cancelled_stroke_brings_every_number_back(qtbot, opened) -> None:
    before = Numbers(opened)
    opened.window.painter.choose(Tool.ADD)
    qtbot.mousePress(viewport(opened), LEFT, pos=at(opened, 5.0, 38.0))
    during = Numbers(opened)
    assert during.weights != before.weights
    assert during.bars != before.bars
    qtbot.keyClick(opened.window.fit_plot.canvas, Qt.Key.Key_Escape)
    after = Numbers(opened)
    assert after.weights == pytest.approx(before.weights, rel=1e-12)
    assert (after.equation, after.noise, after.predicted) == (before.equation, before.noise, before.predicted)
    np.testing.assert_allclose(after.bars[0], before.bars[0])


TABLES = {
    "two numbers": (
        "a,b,y",
        lambda k: f"{k % 7},{(k * k) % 11},{3 * (k % 7) - (k * k) % 11 + 0.1 * (k % 3)}",
    ),
    "a category": ("a,town,y", lambda k: f"{k % 7},{['Köln', 'Bonn', 'Ulm'][k % 3]},{2 * (k % 7) + k % 3}"),
    "a date": ("day,a,y", lambda k: f"2024-01-{k + 1:02},{(k * k) % 11},{k - (k * k) % 11}"),
}


def open_text(qtbot, program, tmp_path: Path, text: str) -> None:
    path = tmp_path / "several.csv"
    path.write_text(text, encoding="utf-8")
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(path)
    settled(qtbot, program)
    document = program.session.document
    if "day" in document.table.frame:
        document.set_type("day", ColumnType.DATE)
        settled(qtbot, program)
    document.choose_roles(
        {name: Role.LABEL if name == "y" else Role.FEATURE for name in document.table.frame}
    )
    settled(qtbot, program)


@pytest.mark.parametrize("name", TABLES)
def test_click_frame_and_exclude_work_in_every_view_and_the_table_is_marked(
    qtbot, program, tmp_path: Path, name: str
) -> None:
    header, row_of = TABLES[name]
    open_text(qtbot, program, tmp_path, "\n".join([header, *map(row_of, range(28))]))
    session, plot, painter = program.session, program.window.fit_plot, program.window.painter
    view = program.window.view(DataTable).view
    painter.choose(Tool.SELECT)
    n_features = session.analysis.data.n_features
    for choice in (None, *range(n_features)):
        plot._chooser.setCurrentIndex(0 if choice is None else choice + 1)
        settled(qtbot, program)
        data, exact = session.analysis.data, session.analysis.exact
        assert data.n_rows == 28
        x = data.y if choice is None else data.X[:, choice]
        y = data.X @ exact.weights + exact.bias if choice is None else data.y
        row = int(np.argmax(y))
        click(qtbot, program, float(x[row]), float(y[row]))
        chosen = session.selection.rows.rows()
        assert chosen.size == 1
        # Rows may lie on top of each other.
        assert (x[chosen[0]], y[chosen[0]]) == pytest.approx((x[row], y[row]), rel=0.05, abs=0.3)
        assert view.cells.selected_rows().tolist() == chosen.tolist()
        assert painter.layer.marks.count() >= 1
        (left, right), (bottom, top) = plot.view_ranges()
        middle = 0.5 * (bottom + top) + 0.013 * (top - bottom)
        keys, pane = Qt.KeyboardModifier.ControlModifier, viewport(program)
        high = top - 0.01 * (top - bottom)  # and not on the edge, which may be of the axis
        qtbot.mousePress(pane, LEFT, keys, at(program, left + 0.01 * (right - left), high))
        qtbot.mouseMove(pane, at(program, right, middle))
        qtbot.waitUntil(lambda: not painter.input._timer.isActive())
        qtbot.mouseRelease(pane, LEFT, keys, at(program, right, middle))
        wanted = y > middle
        if choice is None:
            wanted |= middle < 0.0  # where the current fit predicts 0 for every row
        expected = np.flatnonzero(wanted & (y < high)).tolist()

        def framed(expected: list[int] = expected, view: object = (left, right, bottom, top)) -> None:
            assert session.selection.rows.rows().tolist() == expected, (view, plot.view_ranges())

        qtbot.waitUntil(framed)
        assert view.cells.selected_rows().tolist() == expected
        qtbot.keyClick(plot.canvas, Qt.Key.Key_E)
        settled(qtbot, program)
        assert session.analysis.data.n_rows == 28 - len(expected)
        assert f"{len(expected)} excluded" in plot.strip.names()
        places = painter.layer.crosses.getData()[0]
        assert places.size == len(expected) * (2 if choice is None else 1)
        qtbot.keyClick(plot.canvas, Qt.Key.Key_E)
        settled(qtbot, program)
        assert painter.layer.crosses.count() == 0


def test_rows_selected_in_the_table_are_marked_in_every_view_and_among_the_residuals(
    qtbot, program, tmp_path: Path
) -> None:
    header, row_of = TABLES["a category"]
    open_text(qtbot, program, tmp_path, "\n".join([header, *map(row_of, range(28))]))
    window, data = program.window, program.session.analysis.data
    window.view(DataTable).view.selectRow(9)
    marks, residuals = window.painter.layer.marks, window.noise_histogram.selected
    for choice in range(data.n_features):
        window.fit_plot._chooser.setCurrentIndex(choice + 1)
        settled(qtbot, program)
        np.testing.assert_array_equal(marks.getData(), ([data.X[9, choice]], [data.y[9]]))
        qtbot.waitUntil(residuals.isVisible, timeout=30_000)
        edges, heights = residuals.getData()
        bar = int(np.flatnonzero(heights)[0])
        assert edges[bar] - 1e-9 <= data.y[9] <= edges[bar + 1] + 1e-9  # before training the label itself
    window.view(DataTable).view.clearSelection()
    assert marks.count() == 0
    qtbot.waitUntil(lambda: not residuals.isVisible(), timeout=30_000)


def test_an_excluded_row_of_an_unknown_level_is_crossed_out_where_it_has_a_place(
    qtbot, program, tmp_path: Path
) -> None:
    header, row_of = TABLES["a category"]
    rows = [row_of(k) for k in range(28)]
    rows[4] = "5,Aachen,11"
    open_text(qtbot, program, tmp_path, "\n".join([header, *rows]))
    session, window = program.session, program.window
    assert "town = Aachen" in session.analysis.data.feature_names
    session.document.toggle_excluded([4, 9])
    settled(qtbot, program)
    crosses = window.painter.layer.crosses
    # No weight belongs to Aachen any more, so there is no prediction.
    np.testing.assert_array_equal(crosses.getData()[0], [session.document.table.frame["y"][9]] * 2)
    window.fit_plot._chooser.setCurrentIndex(1)
    settled(qtbot, program)
    np.testing.assert_array_equal(crosses.getData()[0], [5.0, 2.0])


def test_held_out_rows_are_seen_and_found_in_every_view_however_the_table_is_sorted(
    qtbot, program, tmp_path: Path
) -> None:
    header, row_of = TABLES["two numbers"]
    open_text(qtbot, program, tmp_path, "\n".join([header, *map(row_of, range(28))]))
    document = program.session.document
    document.change_recipe("Hold out", replace(document.table.recipe, holdout=0.3))
    settled(qtbot, program)
    assert_held_out_rows_are_seen_and_found(qtbot, program)
    for descending in (False, True):
        document.sort_rows("y", descending)
        settled(qtbot, program)
        assert_held_out_rows_are_seen_and_found(qtbot, program)


def assert_held_out_rows_are_seen_and_found(qtbot, program) -> None:
    session, plot, layer = program.session, program.window.fit_plot, program.window.painter.layer
    analysis, table = session.analysis, session.document.table
    held_out = np.sort(analysis.held_out_rows)
    frame = table.frame.iloc[held_out]
    assert 0 < held_out.size == 28 - analysis.data.n_rows
    for choice in (None, 0, 1):
        plot.choose(choice)
        settled(qtbot, program)
        assert f"{held_out.size} held out" in plot.strip.names()
        x, y = layer.diamonds.getData()
        if choice is None:
            exact = analysis.exact
            predicted = frame[["a", "b"]].to_numpy(float) @ exact.weights + exact.bias
            np.testing.assert_array_equal(x, np.tile(frame["y"], 2))
            np.testing.assert_allclose(y, np.r_[np.zeros(held_out.size), predicted], atol=1e-12)
        else:
            np.testing.assert_array_equal((x, y), (frame["ab"[choice]], frame["y"]))
        session.selection.select(NO_ROWS)
        program.window.painter.input.area_requested.emit(EVERYWHERE, SelectMode.NEW)
        qtbot.waitUntil(lambda: len(session.selection.rows) == 28)
    plot.choose(0)
    settled(qtbot, program)
    program.window.painter.choose(Tool.SELECT)
    click(qtbot, program, float(frame["a"].iloc[0]), float(frame["y"].iloc[0]))
    picked = session.selection.rows.rows()
    assert picked.size == 1
    at = table.frame.iloc[picked[0]]
    assert (at["a"], at["y"]) == pytest.approx((frame["a"].iloc[0], frame["y"].iloc[0]), abs=0.3)


def test_a_held_out_row_can_be_moved_and_pulls_at_no_line(qtbot, opened) -> None:
    document, session = opened.session.document, opened.session
    document.change_recipe("Hold out", replace(document.table.recipe, holdout=0.3))
    settled(qtbot, opened)
    row, line = int(session.analysis.held_out_rows[0]), exact_line(opened)
    session.selection.select(RowSet.of_rows(np.array([row])))
    x, y = (part.copy() for part in opened.window.painter.layer.diamonds.getData())
    at_row = int(np.flatnonzero(x == document.table.frame["x"][row])[0])
    session.painting.move_selected(0.0, 7.0)
    assert exact_line(opened) == pytest.approx(line)
    assert opened.window.painter.layer.diamonds.getData()[1][at_row] == y[at_row] + 7.0
    session.painting.end_stroke()
    settled(qtbot, opened)
    assert document.table.frame["y"][row] == y[at_row] + 7.0
    assert exact_line(opened) == pytest.approx(line)
