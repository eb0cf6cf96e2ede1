"""Larger and smaller, and strong contrasts, in the real window and in the next one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QLabel, QMenu, QToolTip, QVBoxLayout
from session_steps import open_and_wait, small_csv
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.session.keeping.settings import ZOOMS
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.training.training_panel import TrainingPanel


def sizes(program: Program) -> dict[str, tuple[int, ...]]:
    QApplication.processEvents()
    window = program.window
    parts = {
        "rows": window.view(DataTable).view,
        "transport": window.transport_bar,
        "equation": window.equation,
        "scrubber": window.scrubber.line,
        "chip": window.equation.chip,
        "rate": window.view(TrainingPanel).batch_size,
    }
    letters = {name: (part.fontMetrics().height(), part.height()) for name, part in parts.items()}
    return {**letters, "row": (parts["rows"].verticalHeader().defaultSectionSize(),)}


def test_keys_make_everything_larger_smaller_and_as_it_was(qtbot, program, tmp_path) -> None:
    window = program.window
    window.resize(1600, 1000)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    usual = sizes(program)
    with qtbot.waitActive(window):
        window.activateWindow()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert program.appearance.zoom == 150
    larger = sizes(program)
    for name, before in usual.items():
        if name != "rows":
            assert 1.2 < larger[name][-1] / before[-1] < 1.65, name  # borders stay as thin
        assert larger[name][0] / before[0] == pytest.approx(1.5, abs=0.12), name
    assert window.size().toTuple() == (1600, 1000)
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert program.appearance.zoom == 125
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert program.appearance.zoom == 100
    for name, before in usual.items():
        if name != "rows":
            assert sizes(program)[name] == pytest.approx(before, abs=2), name


def test_it_ends_at_three_quarters_and_at_three_times(program) -> None:
    program.window.show()
    for _ in range(len(ZOOMS) + 2):
        program.menus.zoom_out.trigger()
    assert program.appearance.zoom == 75
    for _ in range(len(ZOOMS) + 2):
        program.menus.zoom_in.trigger()
    assert program.appearance.zoom == 300
    program.menus.zoom_back.trigger()


def test_however_large_the_window_stays_as_large_as_it_is(qtbot, program, tmp_path) -> None:
    window = program.window
    window.resize(1280, 735)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    window.show_view(WeightsTable)
    for zoom in (150, 200):
        program.appearance.zoom_by(1)
        program.session.settings.set_zoom(zoom)
        qtbot.wait(1)
        assert window.size().toTuple() == (1280, 735)
        assert window.transport_bar.mapTo(window, QPoint()).x() >= 0
    program.menus.zoom_back.trigger()
    qtbot.waitUntil(lambda: window.view(WeightsTable).isVisible())


def test_through_all_sizes_the_window_keeps_its_size_and_docks_get_theirs_back(
    qtbot, program, tmp_path
) -> None:
    window = program.window
    window.resize(1280, 735)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    QApplication.processEvents()
    window.resize(1280, 735)
    docks = [dock for dock in window.findChildren(QDockWidget) if not dock.isHidden()]
    widths = [dock.width() for dock in docks]
    for zoom in (150, 200, 300, 100):
        program.session.settings.set_zoom(zoom)
        QApplication.processEvents()
        assert window.size().toTuple() == (1280, 735)
        assert window.scrubber.field.isVisible()
        assert window.scrubber.line.isVisible()
    assert docks
    qtbot.waitUntil(lambda: [dock.width() for dock in docks] == pytest.approx(widths, abs=3))


def test_three_times_as_large_options_stand_beside_the_plots_on_a_usual_screen(
    qtbot, program, tmp_path
) -> None:
    window = program.window
    window.resize(1920, 1080)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    program.session.settings.set_zoom(300)
    window.show_view(TrainingPanel)
    QApplication.processEvents()
    assert window.minimumSizeHint().width() <= 1920
    window.resize(1920, 1080)
    right = window.transport_bar.mapTo(window, window.transport_bar.rect().topRight()).x()
    assert right < 1920
    assert window.view(TrainingPanel).isVisible()
    program.menus.zoom_back.trigger()


def test_the_next_window_dialogs_and_tips_are_as_large(qapp, qtbot, settings) -> None:
    usual = qapp.font().pointSizeF()
    settings.set_zoom(200)
    program = Program(qapp, settings)
    program.window.show()
    try:
        assert program.window.equation.font().pointSizeF() == 2 * usual
        assert QToolTip.font().pointSizeF() == 2 * usual
        dialog = QDialog(program.window)
        label = QLabel("text")
        QVBoxLayout(dialog).addWidget(label)
        dialog.show()
        assert label.font().pointSizeF() == 2 * usual
        dialog.close()
    finally:
        settings.set_zoom(100)
        program.window.close()
        delete(program.window)
        delete(program)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_high_contrast_is_black_and_white_in_both_looks(program, look) -> None:
    program.window.show()
    program.appearance.choose(look)
    QApplication.processEvents()
    soft = program.window.palette().color(QPalette.ColorRole.Window)
    program.menus.high_contrast.trigger()
    QApplication.processEvents()
    role = QPalette.ColorRole
    ground, text = (program.window.palette().color(part) for part in (role.Window, role.WindowText))
    assert sorted([ground.name(), text.name()]) == ["#000000", "#ffffff"]
    assert (ground.lightness() > 128) is (look == "light")
    assert program.menus.high_contrast.isChecked()
    program.menus.high_contrast.trigger()
    QApplication.processEvents()
    assert program.window.palette().color(QPalette.ColorRole.Window) == soft


def test_context_menus_the_chip_and_icons_are_as_large_as_their_window(qtbot, program, tmp_path) -> None:
    window = program.window
    window.resize(1600, 1000)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    usual = window.font().pointSizeF()
    chip = window.equation.chip
    mark = chip.grab().toImage()
    for _ in range(len(ZOOMS)):
        program.menus.zoom_in.trigger()
    assert program.appearance.zoom == 300
    plot = window.fit_plot
    middle = plot.canvas.mapFromScene(plot.view_box.sceneBoundingRect().center())
    qtbot.mouseClick(plot.canvas.viewport(), Qt.MouseButton.RightButton, pos=QPoint(middle))
    menu = next(menu for menu in plot.findChildren(QMenu) if menu.isVisible())
    assert menu.font().pointSizeF() == pytest.approx(3.0 * usual)
    menu.close()
    assert letters_of_menus() == pytest.approx(3.0 * usual)
    step = window.transport_bar.buttons[window.transport_actions.step]
    assert step.icon().pixmap(step.iconSize()).deviceIndependentSize().toSize().width() == 48
    assert ink(chip.grab().toImage()) > 4 * ink(mark)
    window.resize(1280, 800)
    bar = window.menuBar()
    assert all(bar.actionGeometry(action).right() < bar.cornerWidget().x() for action in bar.actions())
    program.menus.zoom_back.trigger()
    assert letters_of_menus() == usual


def letters_of_menus() -> float:
    """As the system makes them for fields."""
    menu = QMenu()
    menu.ensurePolished()
    return menu.font().pointSizeF()


def ink(picture: QImage) -> int:
    """How much of the left end of the chip is neither ground nor edge: its icon."""
    high = picture.height()
    inside = [(x, y) for x in range(high // 3, int(1.2 * high)) for y in range(high // 4, 3 * high // 4)]
    ground = picture.pixel(high // 3, high // 2)
    return sum(picture.pixel(x, y) != ground for x, y in inside)


def test_a_view_that_is_first_seen_in_a_large_window_is_as_large_beside_its_title(qtbot, program) -> None:
    window = program.window
    window.resize(1920, 1080)
    window.show()
    usual = window.fit_plot.font().pointSizeF(), window.fit_plot.extras.button.iconSize()
    program.session.settings.set_zoom(200)
    for kind in (MicroscopeView, PlanePlot):
        window.show_view(kind)
        view = window.view(kind)
        letters = [part.font().pointSizeF() for part in (view, *view.findChildren(QLabel))]
        assert max(letters) == 2.0 * usual[0], kind
    pane = next(pane for pane in window.panes.panes() if pane.shown == "plane")
    assert pane.maximise.iconSize().width() >= 2 * 16
    assert window.view(PlanePlot).residuals.font().pointSizeF() == 2.0 * usual[0]
    assert window.fit_plot.extras.button.iconSize() == 2 * usual[1]
    program.menus.zoom_back.trigger()
