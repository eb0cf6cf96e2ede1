"""Present: plots alone in large letters, keys that choose what is large, and a way back to how it was."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget
from session_steps import open_and_wait, small_csv

from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.panes.view_row import Place, Preset
from linreg_gui.views.plots.marker import Marker
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.style import PRESENTED, USUAL
from linreg_gui.views.window.rail import Rail
from linreg_gui.views.window.view_table import rows_of


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
    qtbot.waitUntil(lambda: window.transport_bar.graphicsEffect() is not None, timeout=30_000)
    place = window.transport_bar.geometry()
    window.scrubber.line.setEnabled(True)
    window.scrubber.line.setFocus()
    qtbot.waitUntil(lambda: window.transport_bar.graphicsEffect() is None)
    assert window.transport_bar.geometry() == place
    window.close()
    assert window.presets.preset is Preset.LEARN


def test_docks_are_as_wide_after_a_presentation_as_before(qtbot, program, tmp_path) -> None:
    window = program.window
    window.resize(1280, 735)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    docks = [dock for dock in window.findChildren(QDockWidget) if not dock.isHidden()]
    QApplication.processEvents()
    QApplication.processEvents()
    before = [dock.width() for dock in docks]
    for _ in range(2):
        window.presets.show(Preset.PRESENT)
        QApplication.processEvents()
        window.presets.leave()
        window.resize(1280, 735)
        qtbot.waitUntil(lambda: [dock.width() for dock in docks] == before, timeout=30_000)


def test_what_says_that_a_presenter_looks_back_does_not_fade(qtbot, program) -> None:
    window = program.window
    window.show()
    window.presets.show(Preset.PRESENT)
    qtbot.waitUntil(lambda: window.scrubber.graphicsEffect() is not None, timeout=30_000)
    window.scrubber.show_moment(3, 6, live=False)
    qtbot.waitUntil(lambda: window.scrubber.graphicsEffect() is None, timeout=30_000)
    window.scrubber.show_moment(6, 6)
    qtbot.waitUntil(lambda: window.scrubber.graphicsEffect() is not None, timeout=30_000)


def widths(window) -> dict[object, float]:
    """Of every line, point and mark in the plots of the middle."""
    found = {}
    for row in rows_of(Place.MIDDLE):
        window.view(row.view)
    for plot in window.panes.findChildren(ThemedPlot):
        for item in plot.canvas.scene().items():
            name = plot.title(), type(item).__name__, id(item)
            if isinstance(item, pg.PlotCurveItem) and item.opts["pen"].style() != Qt.PenStyle.NoPen:
                found[name] = item.opts["pen"].widthF()
            elif isinstance(item, pg.ScatterPlotItem) and item.data.size:
                found[name] = item.opts["size"]
            elif isinstance(item, Marker):
                found[name] = item.scale()
    return found


def test_lines_and_points_of_every_plot_are_large_and_afterwards_as_they_were(
    qtbot, program, tmp_path
) -> None:
    window = program.window
    window.resize(1280, 735)
    window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    program.session.training.step(5)
    qtbot.waitUntil(lambda: program.session.moment.step == 5, timeout=30_000)
    qtbot.waitUntil(lambda: window.fit_plot.points.count() > 0, timeout=30_000)
    usual = widths(window)
    window.presets.show(Preset.PRESENT)
    presented = widths(window)
    small = {name: (usual[name], width) for name, width in presented.items() if width < 1.1 * usual[name]}
    assert not small
    assert len(usual) > 40
    pens = {key: line.opts["pen"].widthF() for key, line in window.fit_plot.lines.items()}
    assert pens["exact"] == pens["truth"] == window.loss_plot.all_rows.opts["pen"].widthF() == 5.0
    assert pens["fit"] > pens["exact"]  # the dashes lie on it
    assert window.fit_plot.points.opts["size"] == window.loss_plot.minibatches.opts["size"] == 9
    window.presets.leave()
    assert widths(window) == usual


def test_a_plot_that_is_first_seen_in_a_presentation_is_as_large(qtbot, program, tmp_path) -> None:
    window = program.window
    window.show()
    window.presets.show(Preset.PRESENT)
    window.show_view(PlanePlot)
    assert window.view(PlanePlot).strokes == PRESENTED
    window.presets.leave()
    assert window.view(PlanePlot).strokes == USUAL
