"""A dock is one row of the table of views: the window makes everything else from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLineEdit, QMainWindow, QWidget
from shiboken6 import delete

from linreg_gui.views.panes.view_row import Place, Preset, ViewRow
from linreg_gui.views.window.docks import Docks
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS, rows_of

SIDES = rows_of(Place.LEFT, Place.RIGHT)


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


def notes(**changes: object) -> ViewRow:
    row = ViewRow("notes", "Notes", Notes, Place.RIGHT, "info", "What you think of it.")
    return replace(row, **changes)


def test_a_row_is_all_it_takes_to_have_another_dock(qtbot, window) -> None:
    docks = Docks(window, (*SIDES, notes()))
    docks.put_first(Preset.LEARN)
    window.show()
    qtbot.waitExposed(window)
    assert window.dockWidgetArea(dock(window, "notes")) == Qt.DockWidgetArea.RightDockWidgetArea
    assert dock(window, "notes").isHidden()
    docks.show(Notes)
    qtbot.waitUntil(lambda: not dock(window, "notes").visibleRegion().isEmpty())
    assert window.focusWidget() is docks.view(Notes)
    toggle = docks.toggles(Place.RIGHT)[-1]
    assert (toggle.text(), toggle.toolTip()) == ("&Notes", "What you think of it.")


def test_a_dock_alone_at_its_side_is_as_wide_as_at_first_until_a_person_chooses(qtbot, window) -> None:
    docks = Docks(window, (*SIDES, notes(size=(333, 300))))
    docks.put_first(Preset.LEARN)
    window.setCentralWidget(QWidget())
    window.show()
    qtbot.waitExposed(window)
    docks.show(Notes)
    qtbot.waitUntil(lambda: dock(window, "notes").width() == 333)
    window.resizeDocks([dock(window, "notes")], [260], Qt.Orientation.Horizontal)
    for sized, width in ((True, 260), (False, 333)):
        docks.sized = sized
        toggle = docks.toggles(Place.RIGHT)[-1]
        toggle.trigger()
        assert dock(window, "notes").isHidden()
        toggle.trigger()
        qtbot.waitUntil(lambda width=width: dock(window, "notes").width() == width)


def test_at_each_side_two_are_open_and_a_third_takes_the_place_of_the_first(qtbot, window) -> None:
    docks = Docks(window, SIDES)
    docks.put_first(Preset.LEARN)
    window.show()
    qtbot.waitExposed(window)
    toggles = {toggle.text().replace("&", "").casefold(): toggle for toggle in docks.toggles(*Place)}

    def seen() -> set[str]:
        return {each.objectName() for each in window.findChildren(QDockWidget) if not each.isHidden()}

    assert seen() == {"data", "training"}
    toggles["history"].trigger()
    toggles["weights"].trigger()
    assert len(seen()) == 3
    assert {"history", "weights"} < seen()
    toggles["columns"].trigger()
    assert seen() == {"history", "columns", "weights"}
    toggles["columns"].trigger()
    assert seen() == {"history", "weights"}


def test_the_view_menu_shows_and_hides_every_dock_and_says_what_it_holds(qtbot) -> None:
    window = MainWindow()
    window.show()
    qtbot.waitExposed(window)
    actions = {action.text().replace("&", ""): action for action in window.menus.view.actions()}
    for row in SIDES:
        toggle = actions[row.title]
        assert toggle.toolTip() == toggle.statusTip() == toggle.whatsThis() == row.help_text
        shown = toggle.isChecked()
        toggle.trigger()
        assert dock(window, row.name).isHidden() is shown
        assert isinstance(window.view(row.view), row.view)
    window.close()
    delete(window)


def test_names_in_saved_layouts_stay_what_they_are() -> None:
    names = {"fit", "loss", "surface", "noise", "directions", "microscope"}
    names |= {"data", "columns", "history", "training", "weights", "prediction"}
    assert names <= {row.name for row in VIEWS}
