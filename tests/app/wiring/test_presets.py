"""Layouts for learning and analysing: each keeps what a person changes, in settings and projects."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QToolButton
from session_steps import open_and_wait, small_csv
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.core.project.layout import DockPlace, Layout, Workplace
from linreg_gui.views.desk.check_view import CheckView
from linreg_gui.views.panes.view_row import Place, Preset
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.rail import Rail
from linreg_gui.views.window.view_table import rows_of

LEARN = {"fit", "loss", "surface", "noise", "data", "training"}


@pytest.fixture
def window(program) -> MainWindow:
    program.window.resize(1280, 735)
    program.window.show()
    return program.window


def seen(window: MainWindow) -> set[str]:
    """What can be seen, in panes and docks."""
    panes = {pane.shown for pane in window.panes.panes() if pane.isVisible()}
    return panes | {dock.objectName() for dock in window.findChildren(QDockWidget) if not dock.isHidden()}


def leave(program: Program) -> None:
    program.window.close()
    delete(program.window)
    delete(program)


def rail_button(window: MainWindow, name: str) -> QToolButton:
    rails = window.findChildren(Rail)
    toggle = window.findChild(QDockWidget, name).toggleViewAction()
    return next(found for rail in rails if isinstance(found := rail.widgetForAction(toggle), QToolButton))


def test_keys_menu_and_buttons_lead_from_one_layout_to_the_other(qtbot, window) -> None:
    assert seen(window) == LEARN
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.presets.preset is Preset.ANALYSE
    assert seen(window) == {"fit", "check", "data", "columns", "weights", "prediction"}
    assert window.menus.presets.actions[Preset.ANALYSE].isChecked()
    button = next(b for b in window.findChildren(QToolButton) if b.text() == "Learn")
    button.click()
    qtbot.waitUntil(lambda: seen(window) == LEARN)
    assert button.isChecked()


def test_each_layout_keeps_its_changes_and_is_restored_by_itself(qtbot, window) -> None:
    window.panes.show_view("microscope")
    rail_button(window, "data").click()
    window.presets.show(Preset.ANALYSE)
    rail_button(window, "weights").click()
    changed_analyse = seen(window)
    window.presets.show(Preset.LEARN)
    qtbot.waitUntil(lambda: seen(window) == {"fit", "loss", "surface", "microscope", "training"})
    window.menus.presets.restore.trigger()
    assert seen(window) == LEARN
    window.presets.show(Preset.ANALYSE)
    assert seen(window) == changed_analyse == {"fit", "check", "data", "columns", "prediction"}


def test_only_what_was_changed_is_kept(window) -> None:
    window.presets.show(Preset.ANALYSE)
    window.presets.show(Preset.LEARN)
    assert window.presets.layout() == Layout("learn")
    rail_button(window, "training").click()
    assert set(window.presets.layout().changed) == {"learn"}


def test_a_later_start_and_a_project_bring_it_all_back(qapp, qtbot, settings, tmp_path) -> None:
    first = Program(qapp, settings)
    first.confirm_loss = lambda: True
    first.window.show()
    open_and_wait(qtbot, first.session, small_csv(tmp_path))
    first.window.panes.show_view("directions")
    first.window.presets.show(Preset.ANALYSE)
    rail_button(first.window, "history").click()
    analyse = seen(first.window)
    with qtbot.waitSignal(first.session.projects.saved, timeout=30_000):
        first.session.projects.save(tmp_path / "mine.linreg")
    first.window.presets.restore()
    first.window.presets.show(Preset.LEARN)
    qtbot.waitUntil(lambda: "directions" in seen(first.window))
    learn = seen(first.window)
    leave(first)
    second = Program(qapp, settings)
    second.confirm_loss = lambda: True
    second.window.show()
    second.window.resize(1280, 735)  # the screen of the tests is smaller, and so is what is restored
    try:
        assert second.window.presets.preset is Preset.LEARN
        qtbot.waitUntil(lambda: seen(second.window) == learn)
        assert "directions" in learn
        with qtbot.waitSignal(second.session.projects.layout_found, timeout=30_000):
            second.session.opening.open_file(tmp_path / "mine.linreg")
        assert second.window.presets.preset is Preset.ANALYSE
        qtbot.waitUntil(lambda: seen(second.window) == analyse)
        assert "history" in analyse
    finally:
        leave(second)


def test_the_icons_at_the_sides_open_and_close_two_at_a_side(window) -> None:
    rail_button(window, "history").click()
    assert {"data", "training", "history"} & seen(window) == {"training", "history"}
    button = rail_button(window, "history")
    assert button.isChecked()
    assert button.accessibleName() or button.text()
    assert button.toolTip() == "Every state of the data, to go back and forth between them."
    assert (button.width(), button.height()) == (28, 28)
    button.click()
    assert "history" not in seen(window)


def test_a_narrow_window_has_one_side_and_two_panes_and_all_of_it_comes_back(qtbot, window) -> None:
    window.presets.show(Preset.ANALYSE)
    wide = seen(window)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: seen(window) == {"fit", "check", "data", "columns"})
    assert window.presets.layout() == Layout("analyse")  # nobody has changed anything
    rail_button(window, "weights").click()
    assert seen(window) == {"fit", "check", "weights"}
    window.resize(1280, 735)
    qtbot.waitUntil(lambda: seen(window) == wide)
    window.presets.show(Preset.LEARN)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: len(window.panes.panes()) == 2)
    assert window.panes.panes()[1].views == ("loss", "surface", "noise", "weights_path", "neuron")


@pytest.mark.parametrize("size", [(1024, 700), (1280, 735), (1920, 1040)])
def test_transport_plot_scrubber_and_status_are_in_sight(qtbot, program, tmp_path, size) -> None:
    window = program.window
    window.resize(*size)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    for preset in (Preset.LEARN, Preset.ANALYSE):
        window.presets.show(preset)
        QApplication.processEvents()
        assert window.size().toTuple() == size
        for part in (window.transport_bar, window.fit_plot, window.scrubber, window.status_line):
            assert part.visibleRegion().boundingRect().size() == part.size()
        assert window.panes.height() > size[1] - 180


def test_neither_icons_nor_layouts_stand_around_the_welcome_page(window) -> None:
    before = seen(window)
    window.show_welcome(True)
    assert not any(rail.isVisible() for rail in window.findChildren(Rail))
    assert not any(action.isEnabled() for action in window.menus.presets.actions.values())
    assert window.presets.layout() == Layout("learn")
    window.show_welcome(False)
    assert all(rail.isVisible() for rail in window.findChildren(Rail))
    assert seen(window) == before


def test_what_is_not_known_is_passed_over(window) -> None:
    panes = Arrangement((PaneColumn((PanePlace(("nothing",)),)), PaneColumn((PanePlace(("loss", "loss")),))))
    docks = (DockPlace("nothing", "left"), DockPlace("history", "right", floating=True, width=99_999))
    window.put_layout(Layout("learn", {"learn": Workplace(panes, docks), "nobody": Workplace()}))
    assert [pane.views for pane in window.panes.panes()] == [("loss",)]
    assert window.findChild(QDockWidget, "history").isFloating()
    window.put_layout(Layout("nobody"))
    assert window.presets.preset is Preset.LEARN
    window.presets.restore()
    assert seen(window) == LEARN


def test_a_third_view_at_a_side_makes_no_window_higher(qtbot, window) -> None:
    window.resize(1280, 735)
    window.presets.show(Preset.ANALYSE)
    qtbot.wait(20)
    for row in rows_of(Place.LEFT, Place.RIGHT):
        window.show_view(row.view)
        qtbot.wait(20)
        assert window.height() == 735, row.name


def test_the_tabs_of_the_checks_are_seen_beside_what_a_check_offers(qtbot, program, tmp_path) -> None:
    window = program.window
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    window.presets.show(Preset.ANALYSE)
    check = window.view(CheckView)
    qtbot.waitUntil(check.isVisible, timeout=30_000)
    pane = next(pane for pane in window.panes.panes() if pane.isAncestorOf(check))
    pane.resize(500, 300)
    qtbot.waitUntil(pane.tabs.isVisible, timeout=30_000)
    assert pane.tabs.count() > 2
