"""The Chapter lab: a figure is chosen, its values are typed, slid or dragged, and what follows is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from linreg_gui.core.chapter.lab.figures import FIGURES
from linreg_gui.core.chapter.lab.state import LabState
from linreg_gui.views.chapter.lab_view import LabView


@pytest.fixture
def view(qtbot) -> LabView:
    view = LabView()
    qtbot.addWidget(view)
    view.state_requested.connect(view.show_state)
    view.resize(800, 420)
    view.show()
    return view


def test_every_figure_draws_something_and_tells_what_follows(view) -> None:
    for name, figure in FIGURES.items():
        state = LabState(name)
        view.show_state(state)
        assert view.box.currentText() == figure.title
        assert view.plot.summary() == state.picture.sentence
        assert view.plot.series()
        assert set(view.rows) == {value.name for value in figure.values if value.shown}
        assert len(view.plot.handles) == len(state.picture.handles)
        assert len(view.readings.text().split("\n")) == sum(found.shown for found in figure.outcomes)
        assert not view.grab().isNull()


def test_what_is_typed_or_slid_is_followed_and_taken_back(view) -> None:
    view.show_state(LabState("density"))
    assert not view.back.isEnabled()
    view.rows["std"].box.setValue(2.0)
    assert "peak: 0.19947" in view.readings.text()
    assert view.rows["std"].box.text() == "2"
    view.rows["mean"].slider.setValue(view.rows["mean"].slider.maximum())
    assert view.rows["mean"].box.value() == 5.0
    assert view.rows["std"].box.value() == 2.0
    view.back.click()
    assert view.rows["std"].box.value() == 1.5
    assert not view.back.isEnabled()


def test_a_handle_that_is_dragged_changes_its_values_and_stays_in_their_range(view) -> None:
    view.show_state(LabState("saddle"))
    (handle,) = view.plot.handles
    handle.setPos(QPointF(0.5, 2.0))
    assert (view.rows["u"].box.value(), view.rows["v"].box.value()) == (0.5, 2.0)
    handle.setPos(QPointF(99.0, 2.0))
    assert view.rows["u"].box.value() == 3.0
    assert handle.pos() == QPointF(3.0, 2.0)


def test_another_figure_is_chosen_from_the_list(view) -> None:
    at = view.box.findData("poisson")
    view.box.setCurrentIndex(at)
    view.box.activated.emit(at)
    assert "1 − k/λ" in view.readings.text()
