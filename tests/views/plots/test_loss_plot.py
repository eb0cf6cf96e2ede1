"""The loss plot draws both curves and reads the point that is pointed at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.model.loss_curve import LossAxis, LossCurve
from linreg_gui.views.plots.loss_plot import LossPlot

STEPS = np.array([0.0, 10.0, 20.0, 30.0])
EPOCHS = np.array([0.0, 0.5, 1.0, 1.5])
MINIBATCH = np.array([np.nan, 5.0, 0.5, 0.06])
HALF_MSE = np.array([8.0, 4.0, 0.4, 0.05])
SMOOTHED = np.array([np.nan, 5.0, 2.75, 1.5])


def scene(
    steps=STEPS, epochs=EPOCHS, minibatch=MINIBATCH, losses=HALF_MSE, validation=None, smoothed=None, **more
) -> LossScene:
    nothing = np.full(steps.shape, np.nan)
    others = (nothing if part is None else part for part in (validation, smoothed))
    return LossScene(LossCurve(steps, epochs, minibatch, losses, *others), **more)


SHOWN = scene(smoothed=SMOOTHED)


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    widget = LossPlot()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def curve(plot: LossPlot) -> LossPlot:
    plot.show_value(SHOWN)
    return plot


def test_curves_and_the_cloud_of_minibatches_are_drawn_against_steps(curve: LossPlot) -> None:
    np.testing.assert_array_equal(curve.all_rows.getData(), (STEPS, HALF_MSE))
    np.testing.assert_array_equal(curve.minibatches.getData(), (STEPS[1:], MINIBATCH[1:]))
    np.testing.assert_array_equal(curve.smoothed.getData(), (STEPS, SMOOTHED))
    assert curve.subtitle() == "half mean squared error"
    assert curve.axis_labels()[0] == "step"


def test_the_latest_numbers_are_read_when_nothing_is_pointed_at(curve: LossPlot) -> None:
    assert curve.strip.text() == "step 30, epoch 1.50, minibatches 0.06, smoothed 1.5, all rows 0.05"
    assert not curve.cursor_line.isVisible()


@pytest.mark.parametrize(
    ("pointed", "step"), [(-100.0, "0"), (4.0, "0"), (6.0, "10"), (24.9, "20"), (1e9, "30")]
)
def test_a_hover_reads_the_nearest_step(curve: LossPlot, pointed: float, step: str) -> None:
    curve.point_at(pointed)
    assert curve.strip.value("step") == step
    assert curve.cursor_line.isVisible()
    assert curve.cursor_line.value() == float(step)
    curve.point_at_nothing()
    assert curve.strip.value("step") == "30"
    assert not curve.cursor_line.isVisible()


def test_the_first_point_has_no_minibatch_loss_to_read(curve: LossPlot) -> None:
    curve.point_at(0.0)
    assert curve.strip.value("minibatches") == "–"
    assert curve.strip.value("all_rows") == "8"


def test_the_pointer_on_the_canvas_is_a_hover_until_it_leaves(qtbot: QtBot, curve: LossPlot) -> None:
    curve.resize(420, 300)
    curve.show()
    qtbot.waitExposed(curve)
    scene_point = curve.view_box.mapViewToScene(QPointF(11.0, 1.0))
    viewport = curve.canvas.viewport()
    QTest.mouseMove(viewport, curve.canvas.mapFromScene(scene_point))
    qtbot.waitUntil(lambda: curve.strip.value("step") == "10")
    curve.canvas.pointer_left.emit()
    assert curve.strip.value("step") == "30"


def test_a_hover_stays_on_its_step_while_the_curve_grows(curve: LossPlot) -> None:
    curve.point_at(12.0)
    losses = np.append(MINIBATCH, 1), np.append(HALF_MSE, 1)
    curve.show_value(scene(np.append(STEPS, 40.0), np.append(EPOCHS, 2.0), *losses))
    assert curve.strip.value("step") == "10"


def test_the_readings_never_change_the_size_of_the_legend(qtbot: QtBot, curve: LossPlot) -> None:
    curve.resize(420, 300)
    curve.show()
    qtbot.waitExposed(curve)
    before = curve.strip.size()
    assert not before.isEmpty()
    curve.show_value(scene(STEPS * 1e6, EPOCHS * 100, MINIBATCH * 1e-9, HALF_MSE * 1e12))
    assert curve.strip.size() == before


def test_the_optimum_is_a_named_line_across(curve: LossPlot) -> None:
    assert not curve.optimum_line.isVisible()
    curve.show_value(replace(SHOWN, least=0.04))
    assert curve.optimum_line.value() == 0.04
    assert curve.optimum_line.isVisible()
    assert "exact solution" in curve.strip.names()
    assert curve.strip.value("optimum") == "0.04"
    curve.show_value(replace(SHOWN, least=None))
    assert not curve.optimum_line.isVisible()
    assert "exact solution" not in curve.strip.names()


def test_the_menu_makes_the_axis_logarithmic(qtbot: QtBot, curve: LossPlot) -> None:
    curve.show_value(replace(SHOWN, least=0.01))
    with qtbot.waitSignal(curve.axes_changed):
        curve.axes.losses[LossAxis.LOGARITHMIC].trigger()
    assert curve.is_logarithmic()
    np.testing.assert_allclose(curve.all_rows.getData()[1], np.log10(HALF_MSE))
    np.testing.assert_allclose(curve.smoothed.getData()[1], np.log10(SMOOTHED))
    assert curve.optimum_line.value() == pytest.approx(-2.0)
    curve.set_logarithmic(False)
    np.testing.assert_array_equal(curve.all_rows.getData()[1], HALF_MSE)


def test_what_the_loss_lies_above_the_exact_solution_is_drawn_alone_and_read(curve: LossPlot) -> None:
    validation = np.array([9.0, 5.0, 0.7, 40.0])
    curve.show_value(scene(validation=validation, smoothed=SMOOTHED, least=0.05))
    curve.axes.losses[LossAxis.ABOVE_OPTIMUM].trigger()
    np.testing.assert_allclose(curve.all_rows.getData()[1], np.log10([7.95, 3.95, 0.35, np.nan]))
    assert not any(item.getData()[0].size for item in (curve.validation, curve.smoothed, curve.minibatches))
    assert not curve.optimum_line.isVisible()
    assert curve.subtitle() == "half mean squared error − that of the exact solution, 0.05"
    assert curve.strip.text() == "step 30, epoch 1.50, training rows − exact solution –"
    curve.point_at(20.0)
    assert curve.strip.value("all_rows") == "0.35"
    low, high = curve.view_ranges()[1]
    assert low < np.log10(0.35) < np.log10(7.95) < high
    curve.set_logarithmic(False)
    assert curve.strip.value("all_rows") == "0.4"
    assert curve.optimum_line.isVisible()


def test_without_a_known_optimum_the_loss_itself_is_drawn_and_told(curve: LossPlot) -> None:
    curve.axes.set_axis(LossAxis.ABOVE_OPTIMUM)
    np.testing.assert_allclose(curve.all_rows.getData()[1], np.log10(HALF_MSE))
    assert "the least is not known" in curve.subtitle()
    assert curve.strip.value("all_rows") == "0.05"


def test_on_logarithmic_steps_the_start_has_its_place_and_hover_moment_and_clicks_read_steps(
    qtbot: QtBot, curve: LossPlot
) -> None:
    curve.resize(500, 320)
    curve.show()
    qtbot.waitExposed(curve)
    curve.axes.logarithmic_steps.trigger()
    np.testing.assert_allclose(curve.all_rows.getData()[0], [-1.0, 1.0, np.log10(20), np.log10(30)])
    assert curve.start.getData()[0] == -1.0
    (left, right), _ = curve.view_ranges()
    assert left < -1.0
    assert right > np.log10(30)
    axis = curve.canvas.getAxis("bottom")
    ticks = axis.tickValues(left, right, axis.width())[0][1]
    assert axis.tickStrings(ticks, 1.0, 1.0) == ["0", "1", "2", "5", "10", "20"]
    curve.point_at(17.0)
    assert curve.cursor_line.value() == pytest.approx(np.log10(20))
    curve.show_value(replace(SHOWN, moment=3))
    assert curve.moment_line.value() == pytest.approx(np.log10(3))
    asked: list[object] = []
    curve.step_requested.connect(asked.append)
    for place in (np.log10(7.0), -1.0):
        scene = curve.view_box.mapViewToScene(QPointF(place, 1.0))
        QTest.mouseClick(
            curve.canvas.viewport(), Qt.MouseButton.LeftButton, pos=curve.canvas.mapFromScene(scene)
        )
    assert asked == [7, 0]


def test_of_very_many_dots_every_second_or_third_is_drawn_and_all_of_the_curve_is_in_view(
    plot: LossPlot,
) -> None:
    steps = np.arange(4000.0)
    losses = np.random.default_rng(0).exponential(size=4000)
    plot.show_value(scene(steps, steps / 100.0, losses, losses))
    x, y = plot.minibatches.getData()
    np.testing.assert_array_equal(x, steps[::2])
    np.testing.assert_array_equal(y, losses[::2])


def test_a_logarithmic_axis_hides_losses_that_are_not_positive(plot: LossPlot) -> None:
    plot.set_logarithmic(True)
    plot.show_value(scene(losses=np.array([1.0, 0.1, 0.0, 0.0]), least=0.0))
    np.testing.assert_array_equal(plot.all_rows.getData()[1], [0.0, -1.0, np.nan, np.nan])
    assert not plot.optimum_line.isVisible()
    plot.point_at(20.0)
    assert plot.strip.value("all_rows") == "0"
    assert not plot.grab().isNull()


@pytest.mark.parametrize("logarithmic", [False, True])
def test_losses_without_any_finite_value_are_survived(plot: LossPlot, logarithmic: bool) -> None:
    plot.set_logarithmic(logarithmic)
    for bad in (np.nan, np.inf, 0.0):
        plot.show_value(scene(STEPS, EPOCHS, np.full(4, bad), np.full(4, bad)))
        assert not plot.grab().isNull()


@pytest.mark.parametrize("logarithmic", [False, True])
def test_a_diverging_loss_is_still_drawn(plot: LossPlot, logarithmic: bool) -> None:
    plot.set_logarithmic(logarithmic)
    loss = np.array([1.0, 1e100, 1e200, 1e300])
    plot.show_value(scene(STEPS, EPOCHS, loss, loss))
    assert not plot.grab().isNull()


CURVES = {
    "a huge first loss": np.concatenate([[1e6], np.linspace(2.0, 1.0, 199)]),
    "a slow run": np.linspace(8.0, 7.9, 200),
    "only the start": np.array([8.0]),
    "a few steps": np.array([8.0, 3.0, 1.5]),
    "a start at the optimum": np.full(50, 1.0),
    "losses of almost nothing": np.geomspace(1e-3, 1e-30, 300),
    "a diverging run": np.geomspace(1.0, 1e300, 300),
}


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("name", CURVES)
def test_the_start_and_the_optimum_are_in_view_on_both_axes(
    plot: LossPlot, name: str, logarithmic: bool
) -> None:
    loss = CURVES[name]
    steps = np.arange(loss.size, dtype=float)
    for optimum in (1e-300, 1e-25, 0.01, 1.0, 7.0):
        plot.clear()
        plot.set_logarithmic(logarithmic)
        dots = np.where(steps > 0.0, loss, np.nan)
        plot.show_value(scene(steps, steps / 10.0, dots, loss, least=optimum))
        (left, right), (low, high) = plot.view_ranges()
        start_x, start_y = (float(part[0]) for part in plot.start.getData())
        assert plot.start.isVisible()
        assert left <= start_x == 0.0 < right
        assert low < start_y == pytest.approx(np.log10(loss[0]) if logarithmic else loss[0])
        assert start_y < high
        assert plot.optimum_line.isVisible()
        assert low < plot.optimum_line.value() < high
        plot.set_logarithmic(not logarithmic)
        low, high = plot.view_ranges()[1]
        assert low < float(plot.start.getData()[1][0]) < high
        assert low < plot.optimum_line.value() < high


def test_an_optimum_of_nothing_is_said_to_have_no_place_on_a_logarithmic_axis(curve: LossPlot) -> None:
    curve.show_value(replace(SHOWN, least=0.0))
    assert curve.subtitle() == "half mean squared error"
    curve.set_logarithmic(True)
    assert (
        curve.subtitle()
        == "half mean squared error; the loss of the exact solution, 0, has no place on this axis"
    )
    curve.show_value(replace(SHOWN, least=0.01))
    assert curve.subtitle() == "half mean squared error"


def test_the_view_follows_the_curve_until_a_person_zooms(curve: LossPlot) -> None:
    longer = np.linspace(0.0, 1000.0, 4)
    curve.show_value(scene(longer, EPOCHS, MINIBATCH, HALF_MSE))
    assert curve.view_ranges()[0][1] >= 1000.0
    curve.view_box.scaleBy((0.5, 0.5))
    curve.view_box.sigRangeChangedManually.emit([True, True])
    zoomed = curve.view_ranges()
    curve.show_value(scene(longer * 3.0, EPOCHS, MINIBATCH, HALF_MSE))
    assert curve.view_ranges() == zoomed
    curve.fit_view()
    assert curve.view_ranges()[0][1] >= 3000.0


def test_a_shorter_run_starts_a_view_of_its_own(curve: LossPlot) -> None:
    curve.show_value(scene(STEPS / 10.0, EPOCHS, MINIBATCH, HALF_MSE))
    assert curve.view_ranges()[0] == pytest.approx((-0.06, 3.0))


def test_clear_forgets_curve_optimum_and_moment(curve: LossPlot) -> None:
    curve.show_value(scene(least=0.04, moment=10))
    curve.clear()
    assert "once training starts" in curve.message()
    assert curve.strip.value("all_rows") == "–"
    assert not curve.all_rows.getData()[0].size
    assert not curve.moment_line.isVisible()
    curve.show_value(SHOWN)
    assert curve.message() == ""
    assert not curve.optimum_line.isVisible()


def test_another_moment_is_marked_and_read_and_no_line_is_drawn_anew(curve: LossPlot, monkeypatch) -> None:
    drawn: list[object] = []
    monkeypatch.setattr(curve.all_rows, "setData", lambda *values: drawn.append(values))
    curve.show_value(replace(SHOWN, moment=12))
    assert curve.moment_line.value() == 12.0
    assert curve.strip.value("step") == "10"
    assert drawn == []
    curve.show_value(replace(SHOWN, least=0.04))
    assert len(drawn) == 1
    assert not curve.moment_line.isVisible()


def test_a_double_click_shows_everything_again(qtbot: QtBot, curve: LossPlot) -> None:
    curve.resize(420, 300)
    curve.show()
    qtbot.waitExposed(curve)
    home = curve.view_ranges()
    curve.view_box.scaleBy((0.1, 0.1))
    where = curve.canvas.mapFromScene(curve.view_box.sceneBoundingRect().center())
    viewport = curve.canvas.viewport()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    assert curve.view_ranges() == home


def test_the_loss_of_held_out_rows_is_a_curve_of_its_own_where_there_are_any(curve: LossPlot) -> None:
    assert not np.isfinite(curve.validation.getData()[1]).any()
    validation = np.array([9.0, 5.0, 0.7, 40.0])
    curve.show_value(scene(STEPS, EPOCHS, MINIBATCH, HALF_MSE, validation))
    np.testing.assert_array_equal(curve.validation.getData(), (STEPS, validation))
    assert curve.strip.text() == (
        "step 30, epoch 1.50, minibatches 0.06, smoothed –, training rows 0.05, held-out rows 40"
    )
    assert curve.view_ranges()[1][1] > 40.0
    curve.show_value(scene(STEPS, EPOCHS, MINIBATCH, HALF_MSE, np.full(4, np.nan)))
    assert curve.strip.text() == "step 30, epoch 1.50, minibatches 0.06, smoothed –, all rows 0.05"


def test_the_first_loss_of_held_out_rows_is_in_view(plot: LossPlot) -> None:
    steps = np.arange(200.0)
    loss = np.full(200, 2.0)
    loss[:3] = 900.0
    plot.show_value(scene(steps, steps / 10.0, loss, loss, 2.0 * loss))
    assert plot.view_ranges()[1][1] > 1800.0
