"""The tour points at the real controls of the window, wherever they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from linreg_gui.app.program import Program
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.welcome.tour import Tour

SIZES = [(1280, 800), (960, 640)]


@pytest.fixture
def ready(qtbot, program) -> Program:
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(resource_path("samples", "norris.csv"))
    return program


def begin(program: Program) -> Tour:
    program.menus.tour.trigger()
    (tour,) = (tour for tour in program.window.findChildren(Tour) if tour.number)
    return tour


def targets(program: Program) -> list[QWidget]:
    window = program.window
    return [window.view(DataTable), window.transport_bar, window.loss_plot, window.view(WeightsTable)]


def in_window(program: Program, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(program.window, QPoint(0, 0)), widget.size())


def over_the_data(program: Program, name: str) -> None:
    program.window.tabifyDockWidget(dock(program, "data"), dock(program, name))
    dock(program, name).show()
    dock(program, name).raise_()


def dock(program: Program, name: str) -> QDockWidget:
    return program.window.findChild(QDockWidget, name)


@pytest.mark.parametrize("size", SIZES)
def test_four_steps_stand_beside_what_they_point_at(qtbot, ready, size) -> None:
    ready.window.resize(*size)
    tour = begin(ready)
    for number, target in enumerate(targets(ready), 1):
        QApplication.processEvents()
        assert tour.number == number
        assert tour.bubble.count.text() == f"{number} of 4"
        assert tour.bubble.has_arrow
        assert not tour.bubble.geometry().intersects(in_window(ready, target))
        assert ready.window.rect().contains(tour.bubble.geometry())
        assert tour.ring.geometry().contains(in_window(ready, target) & ready.window.rect())
        assert tour.bubble.text.height() >= tour.bubble.text.heightForWidth(tour.bubble.text.width())
        tour.bubble.next.click()
    assert tour.number == 0
    assert not tour.bubble.isVisible()
    assert not tour.ring.isVisible()


def test_keys_go_on_and_back_and_end_the_tour(qtbot, ready) -> None:
    with qtbot.waitActive(ready.window):
        ready.window.activateWindow()
    tour = begin(ready)
    assert QApplication.focusWidget() is tour.bubble.next
    assert not tour.bubble.back.isEnabled()
    for key, number in (
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Return, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Space, 3),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert tour.number == number
    with qtbot.waitSignal(tour.ended):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_escape_ends_it_from_anywhere_and_no_longer_belongs_to_it_afterwards(qtbot, ready) -> None:
    with qtbot.waitActive(ready.window):
        ready.window.activateWindow()
    tour = begin(ready)
    ready.window.view(DataTable).view.setFocus()
    with qtbot.waitSignal(tour.ended):
        qtbot.keyClick(ready.window.view(DataTable).view, Qt.Key.Key_Escape)
    again = begin(ready)
    assert again.number == 1
    again.bubble.skip.click()
    assert again.number == 0


def test_the_window_can_be_used_while_the_tour_points(qtbot, ready) -> None:
    tour = begin(ready)
    tour.forward()
    qtbot.waitUntil(lambda: ready.window.transport_actions.step.isEnabled())
    ready.window.transport_actions.step.trigger()
    qtbot.waitUntil(lambda: ready.session.training.picture.snapshot.step == 1, timeout=60_000)
    assert tour.number == 2
    tour.end()


def test_a_hidden_dock_is_shown_for_its_step_alone_and_one_behind_another_comes_forward(qtbot, ready) -> None:
    weights = dock(ready, "weights")
    weights.hide()
    over_the_data(ready, "columns")
    table = ready.window.view(DataTable)
    qtbot.waitUntil(lambda: table.visibleRegion().isEmpty())
    tour = begin(ready)
    qtbot.waitUntil(lambda: not table.visibleRegion().isEmpty() and tour.bubble.has_arrow)
    assert weights.isHidden()
    for _ in range(3):
        tour.forward()
    qtbot.waitUntil(lambda: ready.window.view(WeightsTable).isVisible() and tour.bubble.has_arrow)
    tour.end()
    assert weights.isHidden()


def test_in_a_floating_dock_a_ring_shows_it_and_the_bubble_names_its_window(qtbot, ready) -> None:
    dock(ready, "data").setFloating(True)
    tour = begin(ready)
    assert not tour.bubble.has_arrow
    assert "in the window “Data”" in tour.bubble.text.text()
    assert tour.ring.window() is dock(ready, "data")
    assert tour.ring.isVisible()
    assert ready.window.rect().contains(tour.bubble.geometry())
    tour.forward()
    assert tour.ring.window() is ready.window
    assert tour.bubble.has_arrow
    tour.end()


def test_the_bubble_follows_what_it_points_at(qtbot, ready) -> None:
    tour = begin(ready)
    for _ in range(3):
        tour.forward()
    ready.window.resize(1280, 800)
    QApplication.processEvents()
    before = tour.bubble.geometry()
    ready.window.resize(1000, 700)
    target = ready.window.view(WeightsTable)
    qtbot.waitUntil(lambda: tour.ring.geometry().contains(in_window(ready, target) & ready.window.rect()))
    assert tour.bubble.geometry() != before
    assert not tour.bubble.geometry().intersects(in_window(ready, target))
    tour.start()
    over_the_data(ready, "columns")
    qtbot.waitUntil(lambda: not tour.bubble.has_arrow)
    dock(ready, "data").raise_()
    qtbot.waitUntil(lambda: tour.bubble.has_arrow)
    dock(ready, "data").hide()
    qtbot.waitUntil(lambda: not tour.bubble.has_arrow)
    assert not tour.ring.isVisible()
    tour.end()


def test_a_second_tour_takes_the_place_of_the_first(qtbot, ready) -> None:
    first = begin(ready)
    first.forward()
    tour = begin(ready)
    assert tour is not first
    assert tour.number == 1
    tour.end()


def test_it_is_readable_in_light_and_dark(qtbot, ready) -> None:
    tour = begin(ready)

    def ground() -> int:
        picture = tour.bubble.grab().toImage()
        return picture.pixelColor(picture.width() // 2, 20).lightness()

    ready.menus.appearance_requested.emit("light")
    qtbot.waitUntil(lambda: ground() > 200)
    ready.menus.appearance_requested.emit("dark")
    qtbot.waitUntil(lambda: ground() < 80)
    tour.end()
