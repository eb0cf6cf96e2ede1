"""The layout of the real window: what changes in it moves nothing, and docks have what they need."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget

from linreg_gui.app.program import Program
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.window.main_window import MainWindow


def opened(qtbot, program, folder, n_features: int = 2, name: str = "x") -> Program:
    rng = np.random.default_rng(n_features)
    X = rng.normal(size=(40, n_features))
    frame = pd.DataFrame(X, columns=[f"{name} {j}" for j in range(n_features)])
    frame["label"] = X.sum(axis=1) + rng.normal(size=40)
    path = folder / f"data {n_features}.csv"
    frame.to_csv(path, index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(path)
    plots = (program.window.fit_plot, program.window.loss_plot, program.window.noise_histogram)
    drawn = [plot for plot in plots if plot.isVisible()]
    qtbot.waitUntil(lambda: not any(plot.message() for plot in drawn), timeout=30_000)
    QApplication.processEvents()
    return program


def places(program: Program) -> dict[str, tuple[int, ...]]:
    """Where everything is that a hand may be going to."""
    window = program.window
    views = {
        "equation": window.equation,
        "transport": window.transport_bar,
        "fit": window.fit_plot.canvas,
        "loss": window.loss_plot.canvas,
        "noise": window.noise_histogram.canvas,
        "table": window.view(DataTable).view,
        "training": window.view(TrainingPanel).batch_size,
        "weights": window.view(WeightsTable),
        "prediction": window.view(PredictPanel),
    }
    return {
        name: (*view.mapTo(window, QPoint()).toTuple(), view.width(), view.height())
        for name, view in views.items()
    }


@pytest.mark.parametrize("size", [(1024, 700), (1600, 1000)])
def test_messages_steps_selections_and_exclusions_move_nothing(qtbot, program, tmp_path, size) -> None:
    program.window.resize(*size)
    window, session = program.window, program.session
    for n_features in (1, 3, 12):
        opened(qtbot, program, tmp_path, n_features, "a long name of a feature")
        before = places(program)
        window.message_bar.show_message("A long sentence about something that went wrong. " * 4, "warning")
        QApplication.processEvents()
        assert places(program) == before
        fit = window.fit_plot
        over = window.message_bar.geometry()
        assert over.top() >= fit.canvas.mapTo(window.message_bar.parentWidget(), QPoint()).y()
        with qtbot.waitSignal(session.training.progressed, timeout=30_000):
            session.training.step()
        fit.show_count("selected", 3)
        QApplication.processEvents()
        assert places(program) == before
        window.message_bar.clear()
        with qtbot.waitSignal(session.points_ready, timeout=30_000):
            session.document.exclude_rows(np.array([0, 1]))
        QApplication.processEvents()
        assert places(program) == before


def test_no_dock_stands_around_the_welcome_page_and_all_come_back(qtbot, program, tmp_path) -> None:
    opened(qtbot, program, tmp_path)
    window = program.window
    docks = window.findChildren(QDockWidget)
    before, state = places(program), window.presets.layout()
    window.show_welcome(True)
    QApplication.processEvents()
    assert not any(dock.isVisible() for dock in docks)
    assert window.presets.layout() == state
    window.show_welcome(False)
    QApplication.processEvents()
    assert places(program) == before


def test_the_first_table_after_the_welcome_page_brings_the_docks(qtbot, program, tmp_path) -> None:
    program.window.show_welcome(True)
    opened(qtbot, program, tmp_path)
    assert program.window.view(DataTable).isVisible()
    assert program.window.view(TrainingPanel).isVisible()
    assert program.window.fit_plot.isVisible()


def test_docks_share_their_room_by_what_they_hold(qtbot, program, tmp_path) -> None:
    program.window.resize(1280, 800)
    program.window.show_view(WeightsTable)
    program.window.show_view(PredictPanel)
    opened(qtbot, program, tmp_path, 1)
    weights, prediction = program.window.view(WeightsTable), program.window.view(PredictPanel)
    low = weights.height()
    opened(qtbot, program, tmp_path, 12)
    assert weights.height() > low
    assert prediction.height() >= 150
    training = program.window.view(TrainingPanel)
    assert abs(training.height() - training.wished_height()) <= 16


def test_sizes_that_a_person_chose_stay(qtbot, program, tmp_path) -> None:
    program.window.resize(1280, 800)
    opened(qtbot, program, tmp_path, 1)
    window = program.window
    window.show_view(WeightsTable)
    window.show_view(PredictPanel)
    summary = window.view(WeightsTable).summary
    qtbot.waitUntil(lambda: summary.model.rowCount() > 0, timeout=30_000)  # what the docks grow for
    QApplication.processEvents()
    weights, prediction = (
        window.findChild(QDockWidget, "weights"),
        window.findChild(QDockWidget, "prediction"),
    )
    between = QPointF(weights.x() + 40, prediction.y() - 3)
    press = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        between,
        window.mapToGlobal(between),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, press)
    window.resizeDocks([weights, prediction], [300, 300], Qt.Orientation.Vertical)
    QApplication.processEvents()
    chosen = weights.height()
    opened(qtbot, program, tmp_path, 12)
    assert weights.height() == chosen


def nothing_more(window: MainWindow) -> None:
    pass


def restore(window: MainWindow) -> None:
    window.presets.restore()


def welcome_and_back(window: MainWindow) -> None:
    window.show_welcome(True)
    window.show_welcome(False)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_icons_of_the_docks_can_be_read(qtbot, program, tmp_path, look) -> None:
    program.window.show()
    program.appearance.choose(look)
    opened(qtbot, program, tmp_path)
    for then in (nothing_more, welcome_and_back, restore):
        then(program.window)
        QApplication.processEvents()
        ground = program.window.palette().window().color().lightness()
        contrasts = []
        for dock in program.window.findChildren(QDockWidget):
            options = Qt.FindChildOption.FindDirectChildrenOnly
            for button in dock.findChildren(QAbstractButton, options=options):
                if button.isVisible():
                    picture = button.icon().pixmap(16).toImage()
                    strong = max(
                        (picture.pixelColor(x, y) for x in range(16) for y in range(16)),
                        key=lambda colour: colour.alpha(),
                    )
                    contrasts.append(abs(strong.lightness() - ground))
        assert len(contrasts) > 3
        assert min(contrasts) > 110
