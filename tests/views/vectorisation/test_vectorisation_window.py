"""The lab's window takes times and emits wishes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSlider, QSpinBox

from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.views.vectorisation.vectorisation_window import VectorisationWindow
from linreg_gui.views.widgets.style import dark_palette

TIMINGS = [
    Timing(Task.ADD, Contender.PYTHON, 10_000, 310e-6, answer=(9.0,)),
    Timing(Task.ADD, Contender.NUMPY, 10_000, 1e-6, answer=(9.0,)),
]


@pytest.fixture
def window(qtbot) -> VectorisationWindow:
    widget = VectorisationWindow()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_run_asks_for_the_chosen_task_and_size(window, qtbot) -> None:
    window.task.setCurrentIndex(1)
    window.size_field.field.setValue(123)
    with qtbot.waitSignal(window.run_requested) as run:
        qtbot.keyClick(window.task, Qt.Key.Key_Return)
    assert run.args == [Task.DOT, 123]
    with qtbot.waitSignal(window.all_requested) as run_all:
        window.run_all.click()
    assert run_all.args == [Task.DOT]


def test_while_it_runs_there_is_nothing_but_stop(window, qtbot) -> None:
    window.set_running(True)
    window.show_begun(Contender.NUMBA, 3000)
    assert window.progress.whole_text == "Timing Numba at n = 3,000 …"
    assert not window.run.isEnabled()
    assert not window.run_all.isEnabled()
    assert not window.task.isEnabled()
    with qtbot.waitSignal(window.stop_requested):
        window.stop.click()
    assert not window.stop.isEnabled()
    assert window.progress.whole_text == "Stopping …"
    window.show_begun(Contender.NUMBA, 10_000)
    assert window.progress.whole_text == "Stopping …"
    window.set_running(False)
    assert window.run.isEnabled()
    assert window.progress.whole_text == ""


def test_return_never_stops_anything(window, qtbot) -> None:
    window.set_running(True)
    with qtbot.assertNotEmitted(window.stop_requested), qtbot.assertNotEmitted(window.run_requested):
        qtbot.keyClick(window.size_field.field, Qt.Key.Key_Return)


def test_escape_stops_what_is_running_and_closes_only_then(window, qtbot) -> None:
    window.set_running(True)
    with qtbot.waitSignal(window.stop_requested):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    window.set_running(False)
    with qtbot.waitSignal(window.closing):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_bars_and_sentence_are_those_of_the_chosen_size(window) -> None:
    window.show_timings(TIMINGS)
    assert window.bars.row_text(Contender.NUMPY) == "1.00 µs"
    assert "310 × as fast" in window.meaning.text()
    window.size_field.field.setValue(500)
    assert window.bars.row_text(Contender.NUMPY) == "not measured yet"
    assert window.meaning.text().startswith("Run times this size")
    assert window.plot.strip.value("n") == "500"


def test_the_bars_follow_the_size_that_is_being_timed(window) -> None:
    window.set_running(True)
    window.show_begun(Contender.PYTHON, 30)
    window.show_timings([*TIMINGS, Timing(Task.ADD, Contender.PYTHON, 30, 2e-6)])
    assert window.bars.row_text(Contender.PYTHON) == "2.00 µs"
    assert window.bars.accessibleName().endswith("n = 30")
    window.set_running(False)
    assert window.bars.row_text(Contender.PYTHON) == "310 µs"


def test_another_task_asks_for_its_own_results(window, qtbot) -> None:
    window.show_timings(TIMINGS)
    with qtbot.waitSignal(window.task_changed) as changed:
        window.task.setCurrentIndex(2)
    assert changed.args == [Task.EPOCH]
    assert window.plot.message()
    assert "10 features" in window.about.whole_text
    assert window.plot.axis_labels()[0] == "n: examples"


def test_different_results_take_the_place_of_praise(window) -> None:
    wrong = Timing(Task.ADD, Contender.NUMPY, 10_000, 1e-6, answer=(8.0,))
    window.show_timings([TIMINGS[0], wrong])
    assert "different results" in window.meaning.text()


def test_only_what_is_there_can_be_exported(window, qtbot) -> None:
    assert not window.copy.isEnabled()
    assert not window.save.isEnabled()
    assert not window.picture.isEnabled()
    window.show_timings(TIMINGS)
    for button, wish in ((window.copy, window.copy_requested), (window.save, window.save_requested)):
        with qtbot.waitSignal(wish):
            button.click()


def test_the_picture_holds_bars_plot_and_sentence(window) -> None:
    window.show_timings(TIMINGS)
    QGuiApplication.clipboard().clear()
    window.picture.click()
    image = QGuiApplication.clipboard().image()
    assert image.size() == window.results.size() * window.devicePixelRatioF()
    for child in (window.bars, window.plot, window.meaning):
        assert window.results.isAncestorOf(child)


def test_every_control_has_a_name_a_help_text_and_the_keyboard(window) -> None:
    kinds = (QAbstractButton, QComboBox, QSlider, QSpinBox)
    found = [control for kind in kinds for control in window.findChildren(kind)]
    controls = [control for control in found if not control.objectName().startswith("qt_")]
    assert len(controls) >= 10
    for control in controls:
        assert control.accessibleName(), control
        assert control.whatsThis(), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_muted_words_follow_the_palette(window) -> None:
    before = window.about.palette().windowText().color()
    window.setPalette(dark_palette())
    assert window.about.palette().windowText().color() != before
    assert window.plot.dark
