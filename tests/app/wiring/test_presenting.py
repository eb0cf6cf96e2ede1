"""Present: plots alone in large letters, keys that choose what is large, and a way back to how it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget
from session_steps import open_and_wait, small_csv

from linreg_gui.views.panes.view_row import Preset
from linreg_gui.views.window.rail import Rail


def test_f11_leaves_only_the_plots_and_escape_brings_it_all_back(qtbot, program, tmp_path) -> None:
    window = program.window
    window.resize(1280, 735)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    with qtbot.waitActive(window):
        window.activateWindow()
    letters, equation = window.fit_plot.fontInfo().pointSizeF(), window.equation.height()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.presets.preset is Preset.PRESENT
    assert window.isFullScreen()
    around = [window.menuBar(), window.statusBar(), *window.findChildren(Rail)]
    around += window.findChildren(QDockWidget)
    assert not any(part.isVisible() for part in around)
    assert window.fit_plot.font().pointSizeF() > 1.5 * letters
    assert window.equation.height() > 1.5 * equation
    window.resize(1280, 735)
    qtbot.waitUntil(lambda: [p.shown for p in window.panes.panes()] == ["fit", "loss", "surface"])
    fit, loss = (window.panes.panes()[place].width() for place in (0, 1))
    assert 1.6 < fit / loss < 2.1
    qtbot.keyClick(window, Qt.Key.Key_2)
    assert window.panes.panes()[0].shown == "loss"
    step = window.transport_actions.step
    qtbot.waitUntil(step.isEnabled)
    assert window.presets.layout().preset == "learn"  # which is what the next start has
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.presets.preset is Preset.LEARN
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert all(rail.isVisible() for rail in window.findChildren(Rail))
    assert window.fit_plot.font().pointSizeF() == letters
    QApplication.processEvents()
    assert abs(window.equation.height() - equation) <= 1
    qtbot.keyClick(window, Qt.Key.Key_2)  # no longer a key of ours
    assert window.panes.panes()[0].shown == "fit"


def test_what_drives_training_fades_and_comes_with_the_keys(qtbot, program) -> None:
    window = program.window
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.presets.show(Preset.PRESENT)
    window.setFocus()
    qtbot.waitUntil(lambda: window.transport_bar.graphicsEffect() is not None, timeout=10_000)
    place = window.transport_bar.geometry()
    window.scrubber.line.setEnabled(True)
    window.scrubber.line.setFocus()
    qtbot.waitUntil(lambda: window.transport_bar.graphicsEffect() is None)
    assert window.transport_bar.geometry() == place
    window.close()
    assert window.presets.preset is Preset.LEARN
