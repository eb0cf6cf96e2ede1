"""A dock is one row of a table: the window makes everything else from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLineEdit, QMainWindow, QTabBar
from shiboken6 import delete

from linreg_gui.views.window.docks import DOCKS, DockRow, Docks
from linreg_gui.views.window.main_window import MainWindow

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


class Notes(QLineEdit):
    """A view that nobody has heard of."""


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    window.resize(1200, 800)
    yield window
    window.close()
    delete(window)


def dock(window: QMainWindow, name: str) -> QDockWidget:
    return window.findChild(QDockWidget, name)


def test_a_row_is_all_it_takes_to_have_another_dock(qtbot, window) -> None:
    row = DockRow("notes", "Notes", Notes, RIGHT, (300, 300), "What you think of it.", behind="weights")
    docks = Docks(window, (*DOCKS, row))
    window.show()
    qtbot.waitExposed(window)
    assert window.dockWidgetArea(dock(window, "notes")) == RIGHT
    assert dock(window, "notes") in window.tabifiedDockWidgets(dock(window, "weights"))
    assert dock(window, "notes").visibleRegion().isEmpty()
    docks.show(Notes)
    qtbot.waitUntil(lambda: not dock(window, "notes").visibleRegion().isEmpty())
    assert window.focusWidget() is docks.view(Notes)
    toggle = docks.toggles()[-1]
    assert (toggle.text(), toggle.toolTip()) == ("&Notes", "What you think of it.")


def test_tabs_stand_in_the_order_of_the_rows_and_the_first_is_in_front(qtbot, window) -> None:
    more = [
        replace(
            DOCKS[1], name=f"more {number}", title=f"More {number}", view=type(f"More{number}", (Notes,), {})
        )
        for number in range(3)
    ]
    Docks(window, (*DOCKS, *more))
    window.show()
    qtbot.waitExposed(window)
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (bar,) = (bar for bar in bars if bar.isVisible() and "Data" in map(bar.tabText, range(bar.count())))
    assert [bar.tabText(tab) for tab in range(bar.count())] == [
        "Data",
        "Columns",
        "More 0",
        "More 1",
        "More 2",
    ]
    assert bar.currentIndex() == 0


def test_the_view_menu_shows_and_hides_every_dock_and_says_what_it_holds(qtbot) -> None:
    window = MainWindow()
    window.show()
    qtbot.waitExposed(window)
    actions = {action.text().replace("&", ""): action for action in window.menus.view.actions()}
    for row in DOCKS:
        toggle = actions[row.title]
        assert toggle.toolTip() == toggle.statusTip() == toggle.whatsThis() == row.help_text
        assert toggle.isChecked() is row.shown
        toggle.trigger()
        assert dock(window, row.name).isHidden() is row.shown
        assert isinstance(window.view(row.view), row.view)
    window.close()
    delete(window)


def test_names_in_saved_layouts_stay_what_they_are() -> None:
    assert {"data", "columns", "history", "training", "weights", "prediction"} <= {row.name for row in DOCKS}
