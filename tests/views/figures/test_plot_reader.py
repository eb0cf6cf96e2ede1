"""Keys read a plot point by point, and a screen reader finds a chart that says what is to be seen."""

from __future__ import annotations

import gc

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.model.loss_curve import LossAxis, LossCurve
from linreg_gui.views.plots.loss_plot import LossPlot

STEPS = np.array([0.0, 10.0, 20.0, 30.0])
LOSSES = np.array([8.0, 4.0, 0.4, 0.05])
KEY = Qt.Key


def scene(minibatch: np.ndarray, losses: np.ndarray) -> LossScene:
    curve = LossCurve(STEPS, STEPS / 20.0, minibatch, losses, np.full(4, np.nan), LOSSES)
    return LossScene(curve, least=0.04)


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    made = LossPlot()
    qtbot.addWidget(made)
    made.resize(500, 360)
    made.show_value(scene(np.array([np.nan, 5.0, 0.5, 0.06]), LOSSES))
    made.show()
    qtbot.waitExposed(made)
    return made


def press(plot: LossPlot, *keys: Qt.Key) -> list[str]:
    said: list[str] = []
    plot.reader.said.connect(said.append)
    for key in keys:
        QTest.keyClick(plot.canvas, key)
    plot.reader.said.disconnect(said.append)
    return said


def test_arrow_keys_read_one_point_after_the_other(plot: LossPlot) -> None:
    assert press(
        plot, KEY.Key_Down, KEY.Key_Right, KEY.Key_End, KEY.Key_Right, KEY.Key_Left, KEY.Key_Home
    ) == [
        "all rows, step 0, loss 8, 1 of 4",
        "all rows, step 10, loss 4, 2 of 4",
        "all rows, step 30, loss 0.05, 4 of 4",
        "all rows, step 30, loss 0.05, 4 of 4",
        "all rows, step 20, loss 0.4, 3 of 4",
        "all rows, step 0, loss 8, 1 of 4",
    ]
    assert plot.reader.mark.isVisible()
    assert plot.reader.words.toPlainText() == "all rows, step 0, loss 8, 1 of 4"


def test_before_reading_begins_the_keys_are_left_to_the_run(plot: LossPlot) -> None:
    keys = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Home, KEY.Key_End)
    assert press(plot, *keys) == []
    for key in keys:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        assert not plot.reader.eventFilter(plot.canvas, event)
    press(plot, KEY.Key_Down)
    for key in keys:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        assert plot.reader.eventFilter(plot.canvas, event)


def test_up_and_down_change_the_line_at_the_same_place(plot: LossPlot) -> None:
    said = press(plot, KEY.Key_Down, KEY.Key_Right, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up)
    assert [text.split(",")[:2] for text in said[2:]] == [
        ["minibatches", " step 10"],
        ["smoothed", " step 10"],
        ["all rows", " step 10"],
        ["smoothed", " step 10"],
    ]


def test_the_mark_is_where_the_axis_has_the_point(plot: LossPlot) -> None:
    plot.axes.set_axis(LossAxis.LOGARITHMIC)
    plot.axes.logarithmic_steps.setChecked(True)
    press(plot, KEY.Key_Down, KEY.Key_Right)
    x, y = plot.reader.mark.getData()
    assert (x[0], y[0]) == (1.0, pytest.approx(np.log10(4.0)))
    plot.axes.set_axis(LossAxis.ABOVE_OPTIMUM)
    said = press(plot, KEY.Key_Left, KEY.Key_Right)
    assert said[-1].startswith("all rows − exact solution, step 10, loss 3.96")
    assert plot.reader.mark.getData()[1][0] == pytest.approx(np.log10(3.96))


def test_escape_ends_reading_and_so_does_another_focus_and_nothing_is_read_without_a_plot(
    plot: LossPlot,
) -> None:
    press(plot, KEY.Key_Down, KEY.Key_Escape)
    assert plot.reader.at is None
    assert not plot.reader.mark.isVisible()
    press(plot, KEY.Key_Down)
    QCoreApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusOut))
    assert plot.reader.at is None
    plot.clear()
    assert press(plot, KEY.Key_Down) == []


def test_a_point_that_is_read_follows_the_plot_and_a_change_is_said_once_in_a_while(
    plot: LossPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    said: list[str] = []
    plot.reader.said.connect(said.append)
    QCoreApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusIn))
    press(plot, KEY.Key_Down, KEY.Key_End)
    plot.show_value(scene(LOSSES, 2.0 * LOSSES))
    said.clear()
    for _ in range(5):
        plot.reader.refresh()
    assert said == ["After 30 updates the loss has fallen from 16 to 0.1, 150 % above the exact solution."]
    assert plot.reader.mark.getData()[1][0] == 0.1
    QCoreApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusOut))


def test_a_screen_reader_finds_a_chart_with_its_lines(plot: LossPlot) -> None:
    chart = QAccessible.queryAccessibleInterface(plot.canvas)
    text = QAccessible.Text
    assert chart.role() == QAccessible.Role.Chart
    assert chart.text(text.Name) == "Plot: Loss"
    assert chart.text(text.Description).startswith(
        "After 30 updates the loss has fallen from 8 to 0.05, 25 % above the exact solution. Drag to move"
    )
    names = [chart.child(at).text(text.Name) for at in range(chart.childCount())]
    assert names == [
        "all rows: 4 points, step 0 to 30, loss 0.05 to 8",
        "minibatches: 3 points, step 10 to 30, loss 0.06 to 5",
        "smoothed: 4 points, step 0 to 30, loss 0.05 to 8",
    ]
    child = chart.child(1)
    assert chart.indexOfChild(child) == 1
    assert child.isValid()
    assert child.parent().role() == QAccessible.Role.Chart
    assert chart.child(3) is None
    press(plot, KEY.Key_Down)
    assert chart.text(text.Value) == "all rows, step 0, loss 8, 1 of 4"
    plot.show_message("Nothing to see.")
    assert chart.text(text.Description).startswith("Nothing to see.")


def test_points_are_announced_politely_and_only_another_summary_changes_the_description(
    plot: LossPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(told.append))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    QCoreApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusIn))
    press(plot, KEY.Key_Down)
    (event,) = told
    assert isinstance(event, QAccessibleAnnouncementEvent)
    assert event.message() == "all rows, step 0, loss 8, 1 of 4"
    assert event.politeness() == QAccessible.AnnouncementPoliteness.Polite
    plot.show_value(scene(LOSSES, 3.0 * LOSSES))
    for _ in range(5):
        plot.reader.refresh()
    assert [one.type() for one in told[1:]] == [
        QAccessible.Event.Announcement,
        QAccessible.Event.DescriptionChanged,
    ]
    QCoreApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusOut))


def test_charts_come_and_go_with_their_plots(qtbot: QtBot) -> None:
    for _ in range(5):
        made = LossPlot()
        made.show_value(scene(LOSSES, LOSSES))
        chart = QAccessible.queryAccessibleInterface(made.canvas)
        assert chart.child(0).isValid()
        del chart
        shiboken6.delete(made)
        gc.collect(0)
