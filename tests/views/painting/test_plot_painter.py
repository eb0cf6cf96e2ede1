"""Mouse and keys on the fit plot become signals, and strokes become marks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QRubberBand
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.point_lookup import lookup_of
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.views.painting.paint_tools import Freedom, Tool
from linreg_gui.views.painting.plot_painter import PlotPainter
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.widgets.style import dark_palette

X = np.array([0.0, 2.0, 4.0, 10.0])
Y = np.array([0.0, 5.0, 3.0, 10.0])
ROWS = np.array([10, 11, 12, 13])
NEW = SelectMode.NEW
LEFT, SHIFT, ALT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Hand:
    """A painter on a shown plot, a hand to paint with, and all its signals in order."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.plot = FitPlot()
        qtbot.addWidget(self.plot)
        self.painter = PlotPainter(self.plot)
        self.emitted: list[tuple] = []
        for name in [
            "point",
            "points",
            "move",
            "end",
            "cancel",
            "pick",
            "area",
            "all",
            "none",
            "remove",
            "exclude",
        ]:
            signal = getattr(self.painter.input, f"{name}_requested")
            signal.connect(lambda *values, name=name: self.emitted.append((name, *values)))
        self.refused: list[str] = []
        self.painter.input.refused.connect(self.refused.append)
        self.plot.resize(640, 480)
        self.plot.set_choices(["x"], "y")
        self.plot.show_scatter(scatter_of(X, Y, np.arange(4)))
        self.painter.set_freedom(Freedom.PAINT)
        self.painter.show_points(lookup_of(X, Y, ROWS, np.zeros(4, dtype=bool)))
        self.plot.show()
        qtbot.waitExposed(self.plot)

    def at(self, x: float, y: float) -> QPoint:
        return self.plot.canvas.mapFromScene(self.plot.view_box.mapViewToScene(QPointF(x, y)))

    def stroke(self, *places: tuple[float, float], keys=Qt.KeyboardModifier.NoModifier) -> None:
        viewport = self.plot.canvas.viewport()
        self._qtbot.mousePress(viewport, LEFT, keys, self.at(*places[0]))
        for place in places[1:]:
            before = len(self.emitted)
            self._qtbot.mouseMove(viewport, self.at(*place))
            self.wait(lambda before=before: len(self.emitted) > before or not self.frames())
        self._qtbot.mouseRelease(viewport, LEFT, keys, self.at(*places[-1]))

    def frames(self) -> bool:
        return self.painter.input._timer.isActive()

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def key(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.plot.canvas, key, modifier)

    def select(self, *rows: int) -> None:
        chosen = np.isin(ROWS, rows)
        self.painter.show_selection(RowSet.of_rows(np.array(rows)), X[chosen], Y[chosen])

    def names(self) -> list[str]:
        return [name for name, *_ in self.emitted]


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


def test_a_click_adds_a_point_as_fine_as_the_pixels(hand: Hand) -> None:
    hand.painter.choose(Tool.ADD)
    hand.stroke((3.0, 7.0))
    assert hand.names() == ["point", "end"]
    _, x, y = hand.emitted[0]
    assert (x, y) == pytest.approx((3.0, 7.0), abs=0.05)
    assert (round(x, 2), round(y, 2)) == (x, y)


def test_a_point_follows_the_pointer_until_the_button_is_up_and_stays_in_sight(hand: Hand) -> None:
    hand.painter.choose(Tool.ADD)
    hand.stroke((3.0, 7.0), (5.0, 6.0), (50.0, 6.0))
    assert hand.names()[-1] == "end"
    points = [values for name, *values in hand.emitted if name == "point"]
    assert points[0] == pytest.approx((3.0, 7.0), abs=0.05)
    assert pytest.approx(points[1], abs=0.05) == (5.0, 6.0)
    assert points[-1][0] == pytest.approx(hand.plot.view_ranges()[0][1])


def test_the_brush_sprays_within_its_radius_along_the_way(hand: Hand) -> None:
    hand.painter.choose(Tool.BRUSH)
    hand.painter.tools.radius.setValue(20)
    hand.painter.tools.amount.setValue(200)
    hand.stroke((2.0, 5.0), (4.0, 5.0), (8.0, 5.0))
    assert hand.names()[-1] == "end"
    x, y = (np.concatenate([w[i] for w in hand.emitted if w[0] == "points"]) for i in (1, 2))
    width, height = hand.painter.input.plane.pixel()
    length = 6.0 / width
    assert x.size == pytest.approx(2.0 * length + 20, abs=4)
    assert np.abs(y - 5.0).max() <= 21 * height
    assert np.abs(y - 5.0).max() > 10 * height
    assert x.min() >= 2.0 - 21 * width
    assert x.max() <= 8.0 + 21 * width
    assert np.histogram(x, 6, (2.0, 8.0))[0].min() > 0.5 * x.size / 6 - 5


def test_the_brush_does_not_paint_where_nobody_can_see(hand: Hand) -> None:
    hand.painter.choose(Tool.BRUSH)
    hand.painter.tools.radius.setValue(80)
    hand.painter.tools.amount.setValue(900)
    (x_low, _), (y_low, _) = hand.plot.view_ranges()
    hand.stroke((x_low + 0.1, y_low + 0.1), (x_low + 0.1, y_low + 2.0))
    x, y = (np.concatenate([w[i] for w in hand.emitted if w[0] == "points"]) for i in (1, 2))
    assert x.size > 20
    assert x.min() >= x_low
    assert y.min() >= y_low


def test_a_click_on_a_point_picks_its_row_and_shift_adds(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.stroke((2.05, 5.05))
    hand.stroke((4.0, 3.0), keys=SHIFT)
    assert hand.emitted == [("pick", 11, NEW), ("pick", 12, SelectMode.ADD)]
    hand.emitted.clear()
    hand.stroke((7.0, 3.0))
    assert hand.emitted == [("pick", None, NEW)]


def test_a_frame_around_points_asks_for_what_is_in_it(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.stroke((5.0, 6.0), (4.0, 4.0), (1.0, 2.0))
    (name, area, mode), *rest = hand.emitted
    assert (name, mode, rest) == ("area", NEW, [])
    assert (*area.x_bounds, *area.y_bounds) == pytest.approx((1.0, 5.0, 2.0, 6.0), abs=0.05)
    assert not [band for band in hand.plot.findChildren(QRubberBand) if band.isVisible()]


@pytest.mark.parametrize(
    ("keys", "mode"),
    [(SHIFT, SelectMode.ADD), (ALT, SelectMode.REMOVE), (SHIFT | ALT, SelectMode.INTERSECT)],
)
def test_keys_say_what_a_frame_and_a_click_do_to_the_selection(hand: Hand, keys, mode) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.stroke((5.0, 6.0), (4.0, 4.0), (1.0, 2.0), keys=keys)
    hand.stroke((2.0, 5.0), keys=keys)
    hand.stroke((7.0, 3.0), keys=keys)  # where nothing is
    assert [(name, given[-1]) for name, *given in hand.emitted] == [("area", mode), ("pick", mode)]


def test_the_chosen_mode_holds_where_no_key_is_pressed(hand: Hand) -> None:
    tools = hand.painter.tools
    assert not tools.mode.isVisible()
    hand.painter.choose(Tool.LASSO)
    assert tools.mode.isVisible()
    tools.mode.setCurrentIndex(tools.mode.findData(SelectMode.REMOVE))
    hand.stroke((2.0, 5.0))
    hand.stroke((2.0, 5.0), keys=SHIFT)
    assert hand.emitted == [("pick", 11, SelectMode.REMOVE), ("pick", 11, SelectMode.ADD)]


def test_a_lasso_asks_for_what_its_line_goes_around(hand: Hand) -> None:
    hand.painter.choose(Tool.LASSO)
    hand.stroke((1.0, 7.0), (1.0, 2.0), (5.0, 2.0), (5.0, 4.0), (1.2, 4.0))
    ((name, area, mode),) = hand.emitted
    assert (name, mode) == ("area", NEW)
    # The second point lies in the bounds of the line, but not within it.
    assert area.holds(X, Y).tolist() == [False, False, True, False]
    assert area.x_bounds[0] < X[1] < area.x_bounds[1]
    assert area.y_bounds[0] < Y[1] < area.y_bounds[1]
    assert not hand.painter.input.lasso.getData()[0].size
    hand.stroke((4.0, 3.0))
    assert hand.emitted[1:] == [("pick", 12, NEW)]


def test_a_lasso_that_is_given_up_selects_nothing(hand: Hand) -> None:
    hand.painter.choose(Tool.LASSO)
    hand._qtbot.mousePress(hand.plot.canvas.viewport(), LEFT, pos=hand.at(1.0, 7.0))
    for place in ((1.0, 2.0), (5.0, 2.0), (5.0, 7.0)):
        hand._qtbot.mouseMove(hand.plot.canvas.viewport(), hand.at(*place))
        hand.wait(lambda: not hand.frames())
    assert hand.painter.input.lasso.getData()[0].size == 4
    hand.key(Qt.Key.Key_Escape)
    assert not hand.painter.input.lasso.getData()[0].size
    assert hand.emitted == []


def test_in_a_cloud_of_points_a_drag_draws_a_frame_until_a_point_is_selected(hand: Hand) -> None:
    rng = np.random.default_rng(0)
    x = rng.uniform(0.0, 10.0, 30_000)
    hand.plot.show_scatter(scatter_of(x, x, np.arange(100)))
    hand.painter.show_points(lookup_of(X, Y, ROWS, np.zeros(4, dtype=bool)))
    hand.painter.choose(Tool.SELECT)
    hand.stroke((2.0, 5.0))
    assert hand.emitted == [("pick", 11, NEW)]
    hand.stroke((2.0, 5.0), (4.0, 7.0))
    assert hand.names() == ["pick", "area"]
    hand.select(11)
    hand.stroke((2.0, 5.0), (4.0, 7.0))
    assert hand.names()[2:] == ["move", "end"]


def test_the_control_key_draws_a_frame_from_a_point_on(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.stroke((2.0, 5.0), (4.0, 7.0), keys=Qt.KeyboardModifier.ControlModifier)
    assert hand.names() == ["area"]


def test_dragging_a_selected_point_moves_the_selection(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.select(11, 12)
    hand.stroke((2.0, 5.0), (2.5, 6.0), (3.0, 8.0))
    assert "pick" not in hand.names()
    assert hand.names()[-1] == "end"
    assert hand.emitted[-2][1:] == pytest.approx((1.0, 3.0), abs=0.05)


WHY = "There are three features."


def test_where_rows_cannot_be_moved_they_are_selected_and_a_drag_or_an_arrow_key_is_told_why(
    hand: Hand,
) -> None:
    hand.painter.set_freedom(Freedom.SELECT, WHY)
    assert all(button.isVisible() for button in hand.painter.tools.buttons.values())
    hand.painter.choose(Tool.SELECT)
    hand.stroke((2.0, 5.0))
    hand.stroke((5.0, 6.0), (4.0, 4.0), (1.0, 2.0))
    assert hand.names() == ["pick", "area"]
    assert hand.refused == []
    hand.stroke((2.0, 5.0), (2.5, 6.0), (3.0, 8.0))
    assert hand.refused == [f"{WHY} Hold Ctrl to draw a frame from a point on."]
    hand.key(Qt.Key.Key_Up)
    assert len(hand.refused) == 1  # nothing is selected that could be moved
    hand.select(11)
    hand.key(Qt.Key.Key_Up)
    assert hand.refused[1:] == [WHY]
    assert hand.names() == ["pick", "area", "pick"]


@pytest.mark.parametrize("tool", [Tool.ADD, Tool.BRUSH])
def test_a_tool_that_cannot_work_stays_chosen_and_says_why(hand: Hand, tool: Tool) -> None:
    hand.painter.set_freedom(Freedom.SELECT, WHY)
    action, view = hand.painter.tools.actions_of[tool], hand.plot.view_ranges()
    assert f"Not here. {WHY}" in action.toolTip()
    action.trigger()
    assert hand.refused == [WHY]
    assert hand.painter.tools.tool() is tool
    assert hand.plot.canvas.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
    hand.stroke((3.0, 7.0), (5.0, 6.0))
    assert hand.refused == [WHY, WHY]
    assert hand.emitted == []
    assert hand.plot.view_ranges() == view
    hand.painter.set_freedom(Freedom.PAINT)
    assert WHY not in action.toolTip()
    hand.stroke((3.0, 7.0), (5.0, 6.0))
    assert hand.names()[-1] == "end"


def test_a_tool_that_can_no_more_work_is_not_replaced_by_another_one(hand: Hand) -> None:
    hand.painter.choose(Tool.BRUSH)
    hand.painter.set_freedom(Freedom.SELECT, WHY)
    assert hand.painter.tools.tool() is Tool.BRUSH
    before = hand.plot.view_ranges()
    hand.stroke((3.0, 7.0), (5.0, 6.0))
    assert hand.plot.view_ranges() == before
    assert (hand.emitted, hand.refused) == ([], [WHY])


def test_a_click_on_one_of_several_selected_points_means_that_one_alone(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    for obstacle in ("", WHY):
        hand.painter.set_freedom(Freedom.SELECT if obstacle else Freedom.PAINT, obstacle)
        hand.select(11, 12)
        hand.emitted.clear()
        hand.stroke((2.0, 5.0))
        assert hand.emitted == [("pick", 11, NEW)]
    assert hand.refused == []


def test_the_tool_for_navigating_leaves_the_mouse_to_the_plot(hand: Hand) -> None:
    before = hand.plot.view_ranges()
    hand.stroke((2.0, 5.0), (4.0, 5.0), (6.0, 6.0))
    assert hand.emitted == []
    assert hand.plot.view_ranges() != before


def test_the_other_tools_keep_the_view_where_it_is(hand: Hand) -> None:
    before = hand.plot.view_ranges()
    for tool in (Tool.SELECT, Tool.ADD, Tool.BRUSH):
        hand.painter.choose(tool)
        hand.stroke((3.0, 5.0), (4.0, 5.0), (6.0, 6.0))
        hand._qtbot.mouseDClick(hand.plot.canvas.viewport(), LEFT, pos=hand.at(5.0, 1.0))
        hand._qtbot.mouseRelease(hand.plot.canvas.viewport(), LEFT, pos=hand.at(5.0, 1.0))
    assert hand.plot.view_ranges() == before


def test_keys_remove_exclude_select_all_and_forget(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.select(11)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_E, Qt.Key.Key_Escape):
        hand.key(key)
    hand.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert hand.emitted == [("remove",), ("exclude",), ("none",), ("all",)]


def test_arrow_keys_move_the_selection_until_they_are_let_go(hand: Hand) -> None:
    hand.painter.choose(Tool.SELECT)
    hand.key(Qt.Key.Key_Up)
    assert hand.emitted == []
    hand.select(11)
    canvas = hand.plot.canvas
    hand._qtbot.keyPress(canvas, Qt.Key.Key_Right)
    hand._qtbot.keyPress(canvas, Qt.Key.Key_Right)
    hand._qtbot.keyRelease(canvas, Qt.Key.Key_Right)
    step = hand.emitted[0][1]
    assert hand.emitted == [("move", step, 0.0), ("move", 2 * step, 0.0), ("end",)]
    assert 0 < step <= 10 * hand.painter.input.plane.pixel()[0]
    hand.emitted.clear()
    hand.key(Qt.Key.Key_Down, SHIFT)
    assert hand.emitted[0][2] < -step


def test_escape_cancels_a_stroke_and_so_does_another_tool(hand: Hand) -> None:
    viewport = hand.plot.canvas.viewport()
    for cancel in (
        lambda: hand.key(Qt.Key.Key_Escape),
        lambda: hand.painter.choose(Tool.SELECT),
    ):
        hand.painter.choose(Tool.ADD)
        hand.emitted.clear()
        hand._qtbot.mousePress(viewport, LEFT, pos=hand.at(3.0, 7.0))
        cancel()
        hand._qtbot.mouseRelease(viewport, LEFT, pos=hand.at(3.0, 7.0))
        assert hand.names() == ["point", "cancel"]


def test_a_press_on_an_axis_is_none_on_the_plot(hand: Hand) -> None:
    hand.painter.choose(Tool.ADD)
    hand._qtbot.mouseClick(hand.plot.canvas.viewport(), LEFT, pos=QPoint(3, 40))
    assert hand.emitted == []


def test_selected_and_excluded_rows_are_marked_by_shape_and_counted(hand: Hand) -> None:
    hand.select(11, 13)
    hand.painter.show_excluded(7, np.array([1.0]), np.array([2.0]))
    layer = hand.painter.layer
    np.testing.assert_array_equal(layer.marks.getData(), (X[[1, 3]], Y[[1, 3]]))
    np.testing.assert_array_equal(layer.crosses.getData(), ([1.0], [2.0]))
    assert layer.marks.opts["symbol"] != layer.crosses.opts["symbol"] != hand.plot.points.opts["symbol"]
    assert hand.plot.strip.names() == ["4 rows", "2 selected", "7 excluded"]
    assert hand.painter.exclude.isEnabled()
    hand.painter.show_selection(NO_ROWS, np.empty(0), np.empty(0))
    assert "2 selected" not in hand.plot.strip.names()
    assert not hand.painter.exclude.isEnabled()


def test_held_out_rows_have_a_mark_of_their_own_and_move_with_it(hand: Hand) -> None:
    layer, nobody = hand.painter.layer, np.empty(0, dtype=bool)
    hand.painter.show_held_out(9, np.array([1.0, 3.0]), np.array([2.0, 4.0]))
    assert layer.diamonds.opts["symbol"] not in ("x", "s", "o")
    assert "9 held out" in hand.plot.strip.names()
    hand.painter.show_moved(np.zeros(4, dtype=bool), nobody, np.array([True, False]), (5.0, 1.0))
    np.testing.assert_array_equal(layer.diamonds.getData(), ([6.0, 3.0], [3.0, 4.0]))
    hand.painter.take_back()
    np.testing.assert_array_equal(layer.diamonds.getData(), ([1.0, 3.0], [2.0, 4.0]))
    hand.painter.clear_marks()
    assert layer.diamonds.count() == 0


def test_painted_points_stay_until_the_rows_are_drawn_anew(hand: Hand) -> None:
    layer = hand.painter.layer
    hand.painter.show_painted(np.array([1.0]), np.array([2.0]), anew=True)
    hand.painter.show_painted(np.array([3.0]), np.array([4.0]), anew=False)
    np.testing.assert_array_equal(layer.painted.getData(), ([1.0, 3.0], [2.0, 4.0]))
    hand.painter.show_painted(np.array([5.0]), np.array([5.0]), anew=True)
    np.testing.assert_array_equal(layer.painted.getData(), ([5.0], [5.0]))
    hand.painter.forget_stroke()
    assert layer.painted.count() == 0


def test_moved_points_move_with_their_marks_and_come_back_when_cancelled(hand: Hand) -> None:
    hand.select(11, 13)
    chosen = np.array([False, True, False, True])
    for way in ((9.0, 9.0), (1.0, -1.0)):
        hand.painter.show_moved(chosen, *[np.empty(0, dtype=bool)] * 2, way)
    np.testing.assert_array_equal(hand.plot.points.getData(), (X + chosen, Y - chosen))
    np.testing.assert_array_equal(hand.painter.layer.marks.getData(), (X[chosen] + 1, Y[chosen] - 1))
    hand.painter.take_back()
    np.testing.assert_array_equal(hand.plot.points.getData(), (X, Y))
    np.testing.assert_array_equal(hand.painter.layer.marks.getData(), (X[chosen], Y[chosen]))


def test_the_next_move_begins_where_the_last_one_ended(hand: Hand) -> None:
    hand.select(11)
    chosen, nobody = np.array([False, True, False, False]), np.empty(0, dtype=bool)
    hand.painter.show_moved(chosen, nobody, nobody, (1.0, 2.0))
    x, y = X + chosen, Y + 2.0 * chosen
    hand.painter.show_points(lookup_of(x, y, ROWS, np.zeros(4, dtype=bool)))
    hand.painter.show_selection(RowSet.of_rows(np.array([11])), x[chosen], y[chosen])
    hand.painter.show_moved(chosen, nobody, nobody, (1.0, 2.0))
    np.testing.assert_array_equal(hand.plot.points.getData(), (X + 2 * chosen, Y + 4.0 * chosen))
    hand.painter.take_back()
    np.testing.assert_array_equal(hand.plot.points.getData(), (x, y))


def test_where_nothing_can_be_done_there_are_no_tools(hand: Hand) -> None:
    hand.painter.choose(Tool.BRUSH)
    assert hand.painter.tools.radius.isVisible()
    hand.painter.set_freedom(Freedom.NOTHING)
    assert not any(button.isVisible() for button in hand.painter.tools.buttons.values())
    assert not hand.painter.tools.radius.isVisible()


def test_a_tool_comes_back_with_the_view_it_is_good_for(hand: Hand) -> None:
    hand.painter.tools.actions_of[Tool.SELECT].trigger()
    hand.painter.set_freedom(Freedom.NOTHING)
    hand.painter.set_freedom(Freedom.SELECT)
    assert hand.painter.tools.tool() is Tool.SELECT


def test_a_view_that_is_left_keeps_no_marks(hand: Hand) -> None:
    hand.select(11, 13)
    hand.painter.show_excluded(7, np.array([1.0]), np.array([2.0]))
    hand.painter.clear_marks()
    assert hand.painter.layer.marks.count() == hand.painter.layer.crosses.count() == 0
    assert hand.plot.strip.names() == ["4 rows"]


def test_a_tool_chosen_by_hand_brings_the_keys_to_the_plot(hand: Hand) -> None:
    with hand._qtbot.waitActive(hand.plot):
        hand.plot.activateWindow()
    hand.painter.choose(Tool.BRUSH)
    hand.painter.tools.radius.setFocus()
    assert not hand.plot.canvas.hasFocus()
    hand.painter.tools.buttons[Tool.SELECT].click()
    assert hand.plot.canvas.hasFocus()


def test_every_tool_has_a_name_a_key_and_a_help_text(hand: Hand) -> None:
    tools = hand.painter.tools
    keys = {action.shortcut().toString() for action in tools.actions_of.values()}
    assert len(keys) == len(Tool)
    for tool in Tool:
        assert tools.buttons[tool].accessibleName()
        assert tools.actions_of[tool].whatsThis()
    assert tools.radius.accessibleName()
    assert tools.amount.accessibleDescription()


def test_the_marks_follow_from_light_to_dark(hand: Hand) -> None:
    before = hand.painter.layer.painted.opts["brush"].color()
    hand.plot.setPalette(dark_palette())
    assert hand.painter.layer.painted.opts["brush"].color() != before
