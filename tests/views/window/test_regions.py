"""One key leads round all that the window shows, and what a key opens has the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDockWidget
from shiboken6 import delete

from linreg_gui.views.panes.view_row import Place
from linreg_gui.views.training.runs_panel import RunsPanel
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import rows_of


@pytest.fixture
def window(qtbot) -> Iterator[MainWindow]:
    window = MainWindow()
    window.resize(1280, 800)
    window.scrubber.show_moment(3, 6)
    window.presets.restore()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.close()
    delete(window)


def place(window: MainWindow) -> str:
    """Where the keys are."""
    focus = QApplication.focusWidget()
    if focus is None:
        return ""
    if window.message_bar.isAncestorOf(focus):
        return "message"
    if window.scrubber.isAncestorOf(focus):
        return "scrubber"
    for pane in window.panes.panes():
        if pane.isAncestorOf(focus):
            return f"pane {pane.shown}"
    docks = window.findChildren(QDockWidget)
    return next((dock.objectName() for dock in docks if dock.isAncestorOf(focus)), "")


def test_a_key_goes_round_panes_docks_scrubber_and_message(qtbot, window) -> None:
    window.show_view(RunsPanel)
    window.message_bar.show_message("It diverged.", "warning", ("Use 0.2", lambda: None))
    qtbot.waitUntil(lambda: all(not dock.visibleRegion().isEmpty() for dock in _open(window)))
    panes = [f"pane {pane.shown}" for pane in window.panes.panes()]
    window.panes.panes()[0].take_focus()
    places = []
    for _ in range(len(panes) + 5):
        places.append(place(window))
        window.menus.panes.next.trigger()
    assert places == [*panes, "runs", "scrubber", "data", "training", "message"]
    assert place(window) == panes[0]
    window.menus.panes.previous.trigger()
    assert QApplication.focusWidget() is window.message_bar.action_button
    window.message_bar.clear()
    window.scrubber.show_moment(0, 0)  # where there is no run, there is nothing to move
    window.panes.panes()[-1].take_focus()
    window.menus.panes.next.trigger()
    assert place(window) == "runs"
    window.menus.panes.next.trigger()
    assert place(window) == "data"
    window.panes.panes()[0].take_focus()
    window.menus.panes.previous.trigger()
    assert place(window) == "training"
    assert QApplication.focusWidget() is window.view(TrainingPanel).learning_rate


# Terms can be written once there are data.
@pytest.mark.parametrize("row", [row for row in rows_of(Place.LEFT, Place.RIGHT) if row.name != "terms"])
def test_a_dock_that_is_opened_has_the_keys(qtbot, window, row) -> None:
    dock = window.findChild(QDockWidget, row.name)
    toggle = dock.toggleViewAction()
    if toggle.isChecked():
        toggle.trigger()
    window.panes.panes()[0].take_focus()
    toggle.trigger()
    qtbot.waitUntil(lambda: place(window) == row.name)
    assert QApplication.focusWidget() is not dock.widget()


def _open(window: MainWindow) -> list[QDockWidget]:
    return [dock for dock in window.findChildren(QDockWidget) if not dock.isHidden()]
