"""The view of added-variable and component-plus-residual plots."""

from __future__ import annotations

import numpy as np
import pytest
from desks import desk_of, made_frame
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from linreg_gui.core.desk.partial_plot import PartialWish, partial_plot_of
from linreg_gui.core.inference.partial_plots import PartialKind
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.views.desk.partial_view import PartialView


@pytest.fixture
def desk():
    return desk_of(made_frame())


@pytest.fixture
def view(qtbot: QtBot, desk) -> PartialView:
    result = PartialView()
    qtbot.addWidget(result)
    result.resize(600, 420)
    result.show()
    result.show_value(partial_plot_of(desk, result.wish))
    return result


def test_rows_line_and_confidence_curve_are_drawn_and_named(view, desk) -> None:
    plot = partial_plot_of(desk, PartialWish())
    np.testing.assert_allclose(view.points.getData(), (plot.scatter.x, plot.scatter.y))
    x, y = view.line.getData()
    np.testing.assert_allclose(np.diff(y) / np.diff(x), plot.plane.slope)
    low, high = plot.band(np.asarray(view.curves[0].getData()[0]))
    inside = (low > view.view_ranges()[1][0]) & (high < view.view_ranges()[1][1])
    np.testing.assert_allclose(view.curves[0].getData()[1][inside], low[inside])
    np.testing.assert_allclose(view.curves[1].getData()[1][inside], high[inside])
    assert np.unique(view.level.getData()[1]).tolist() == [pytest.approx(desk.data.y.mean())]
    assert view.axis_labels() == ("a, given the others", "y, given the others")
    assert "95 % confidence curve" in view.strip.names()
    assert view.summary() == plot.summary


def test_another_feature_and_kind_are_wished_for_and_drawn(qtbot: QtBot, view, desk) -> None:
    with qtbot.waitSignal(view.wish_changed):
        view.feature_box.setCurrentIndex(1)
    assert view.wish == PartialWish("b")
    with qtbot.waitSignal(view.wish_changed):
        view.kind_box.setCurrentIndex(1)
    assert view.wish == PartialWish("b", PartialKind.COMPONENT)
    assert view.wish.kind is PartialKind.COMPONENT
    view.show_value(partial_plot_of(desk, PartialWish("b")))  # too late
    assert view.axis_labels()[0] == "a, given the others"
    view.show_value(partial_plot_of(desk, view.wish))
    assert view.axis_labels() == ("b", "component of y + residual")
    assert not view.curves[0].isVisible()
    assert view.bent.getData()[0].size
    names = [series.name for series in view.series()]
    assert names == ["rows", "exact solution", "means of the rows"]


def test_what_was_chosen_comes_back(view, desk) -> None:
    choices = PartialWish("c", PartialKind.COMPONENT)
    view.choose(choices)
    view.show_value(partial_plot_of(desk, view.wish))
    assert view.choices == choices
    assert (view.feature_box.currentText(), view.kind_box.currentIndex()) == ("c", 1)


def test_many_rows_are_an_image(view) -> None:
    view.show_value(partial_plot_of(desk_of(made_frame(n_rows=21_000)), view.wish))
    assert view.image.item.isVisible()
    assert view.points.count() == 0


def test_a_point_under_the_pointer_is_a_row_of_the_table(qtbot: QtBot, view) -> None:
    desk = desk_of(made_frame(), excluded=[0])
    view.show_value(partial_plot_of(desk, view.wish))
    view.grab()
    told: list[int | None] = []
    view.row_pointed.connect(told.append)
    x, y = (float(part[12]) for part in view.points.getData())
    view.canvas.scene().sigMouseMoved.emit(view.view_box.mapViewToScene(QPointF(x, y)))
    assert told == [13]
    view.canvas.pointer_left.emit()
    assert told[-1] is None


def test_selected_rows_are_marked_and_counted(view) -> None:
    view.show_selected(np.array([1.0, 2.0]), np.array([3.0, 4.0]), 7)
    np.testing.assert_array_equal(view.marks.getData(), [[1.0, 2.0], [3.0, 4.0]])
    assert "7 selected" in view.strip.names()
    view.show_selected(np.empty(0), np.empty(0), 0)
    assert not any("selected" in name for name in view.strip.names())


def test_under_another_loss_there_is_a_sentence_in_place_of_the_plot(view) -> None:
    view.show_value(partial_plot_of(desk_of(made_frame(), loss=AbsoluteLoss()), view.wish))
    assert "mean absolute error" in view.message()
    assert view.series() == ()
    view.clear()
    assert "when there is a fit" in view.message()


def test_without_a_bias_the_level_is_0(view) -> None:
    view.show_value(partial_plot_of(desk_of(made_frame(), has_bias=False), view.wish))
    assert np.unique(view.level.getData()[1]).tolist() == [0.0]
    assert "0" in view.strip.names()
    assert "mean" not in view.strip.names()
