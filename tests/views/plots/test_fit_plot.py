"""The fit plot draws what it is handed and asks for other views."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.group_lines import GroupLine
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.table.groups import Group
from linreg_gui.views.plots.drawn_fit import ACTUAL_VIEW
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.widgets.style import dark_palette, light_palette

X = np.array([0.0, 1.0, 2.0, 4.0])
Y = np.array([1.0, 3.0, 5.0, 9.0])
ALL = np.arange(4)


@pytest.fixture
def plot(qtbot: QtBot) -> FitPlot:
    widget = FitPlot()
    qtbot.addWidget(widget)
    widget.set_choices(["area"], "price")
    return widget


@pytest.fixture
def several(plot: FitPlot) -> FitPlot:
    plot.set_choices(["area", "age"], "price")
    return plot


def slope_and_intercept(plot: FitPlot, key: str) -> tuple[float, float]:
    x, y = plot.lines[key].getData()
    slope = (y[1] - y[0]) / (x[1] - x[0])
    return slope, y[0] - slope * x[0]


def is_drawn(plot: FitPlot, key: str) -> bool:
    x, _ = plot.lines[key].getData()
    return x is not None and len(x) == 2


def test_the_points_and_the_three_lines_are_drawn_where_they_belong(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(1.0, 0.5), Line(2.0, 1.0), Line(2.1, 0.9))
    np.testing.assert_array_equal(plot.points.getData(), (X, Y))
    assert slope_and_intercept(plot, "fit") == pytest.approx((1.0, 0.5))
    assert slope_and_intercept(plot, "exact") == pytest.approx((2.0, 1.0))
    assert slope_and_intercept(plot, "truth") == pytest.approx((2.1, 0.9))
    assert plot.strip.names() == ["4 rows", "current fit", "exact solution", "true line"]
    assert plot.axis_labels() == ("area", "price")


def test_the_moving_line_moves_alone(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(None, Line(2.0, 1.0), None)
    assert not is_drawn(plot, "fit")
    before = plot.view_ranges()
    plot.show_fit_line(Line(-1.0, 6.0))
    assert slope_and_intercept(plot, "fit") == pytest.approx((-1.0, 6.0))
    assert slope_and_intercept(plot, "exact") == pytest.approx((2.0, 1.0))
    assert plot.view_ranges() == before
    plot.show_fit_line(None)
    assert not is_drawn(plot, "fit")
    assert "current fit" not in plot.strip.names()


def test_a_line_spans_the_view_after_a_zoom(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(0.1, 5.0), None, None)
    plot.view_box.setRange(xRange=(-10.0, 20.0), padding=0.0)
    x, _ = plot.lines["fit"].getData()
    assert x.tolist() == pytest.approx([-10.0, 20.0])


def test_a_line_gone_wild_is_cut_to_the_view(plot: FitPlot) -> None:
    plot.resize(400, 300)
    plot.show_scatter(scatter_of(X, Y, ALL))
    for slope in (1e9, 1e200, np.inf, np.nan):
        plot.show_lines(Line(slope, -3.0 * slope), Line(2.0, 1.0), None)
        x, y = plot.lines["fit"].getData()
        assert len(x) in (0, 2)
        assert np.abs(y).max(initial=0.0) < 100.0
        assert not plot.grab().isNull()


def test_one_feature_needs_no_chooser(plot: FitPlot) -> None:
    assert plot.choice() == 0
    assert plot.findChild(QComboBox).isHidden()


def test_several_features_start_with_predicted_against_actual(several: FitPlot) -> None:
    box = several.findChild(QComboBox)
    assert not box.isHidden()
    assert [box.itemText(i) for i in range(box.count())] == [ACTUAL_VIEW, "area", "age"]
    assert several.choice() is None


def test_choosing_a_feature_asks_for_its_view(qtbot: QtBot, several: FitPlot) -> None:
    with qtbot.waitSignal(several.view_requested) as asked:
        several.findChild(QComboBox).setCurrentIndex(2)
    assert asked.args == [1]
    assert several.choice() == 1
    with qtbot.waitSignal(several.view_requested) as asked:
        several.findChild(QComboBox).setCurrentIndex(0)
    assert asked.args == [None]


def test_the_choice_survives_the_same_names_but_not_others(qtbot: QtBot, several: FitPlot) -> None:
    with qtbot.assertNotEmitted(several.view_requested):
        several.set_choice(1)
        several.set_choices(["area", "age"], "price")
        assert several.choice() == 1
        several.set_choices(["area", "rooms"], "price")
        assert several.choice() is None


def test_after_a_new_choice_frames_of_the_old_view_are_not_drawn(several: FitPlot) -> None:
    several.set_choice(0)
    several.show_scatter(scatter_of(X, Y, ALL))
    several.show_fit_line(Line(1.0, 0.0))
    several.findChild(QComboBox).setCurrentIndex(2)
    several.show_fit_line(Line(3.0, 0.0))
    assert not is_drawn(several, "fit")
    several.show_scatter(scatter_of(X, -Y, ALL))
    several.show_fit_line(Line(3.0, -9.0))
    assert is_drawn(several, "fit")
    assert several.axis_labels() == ("age", "price")


def test_predictions_move_over_their_labels_beside_the_identity_line(several: FitPlot) -> None:
    several.show_actual(Y, (1.0, 9.0), 100)
    several.show_predictions(Y + 1.0)
    several.show_predictions(Y - 0.5)
    np.testing.assert_array_equal(several.points.getData(), (Y, Y - 0.5))
    assert slope_and_intercept(several, "identity") == pytest.approx((1.0, 0.0), abs=1e-12)
    assert several.strip.names() == ["4 of 100 rows by the current fit", "predicted = actual"]
    assert several.axis_labels() == ("actual price", "predicted price")


def test_the_range_of_predicted_against_actual_comes_from_the_labels(several: FitPlot) -> None:
    several.show_actual(Y, (0.0, 10.0), 4)
    home = several.view_ranges()
    several.show_predictions(np.full(4, 1e300))
    assert several.view_ranges() == home == ((-0.5, 10.5), (-0.5, 10.5))
    assert several.subtitle() == "the current fit predicts 1×10³⁰⁰ for every row, above this view"
    several.show_predictions(np.array([-7.0, -8.0, -7.5, -1.0]))
    assert several.subtitle() == "all predictions of the current fit are below this view"
    several.show_predictions(Y)
    assert several.subtitle() == ""


def test_predictions_that_are_not_numbers_leave_the_last_picture(several: FitPlot) -> None:
    several.show_actual(Y, (1.0, 9.0), 4)
    several.show_predictions(Y)
    several.show_predictions(np.full(4, np.nan))
    np.testing.assert_array_equal(several.points.getData(), (Y, Y))


def test_the_minibatch_is_ringed_and_named_while_there_is_one(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_minibatch(X[:2], Y[:2])
    np.testing.assert_array_equal(plot.rings.getData(), (X[:2], Y[:2]))
    assert "current minibatch" in plot.strip.names()
    plot.show_minibatch(X[2:], Y[2:])
    np.testing.assert_array_equal(plot.rings.getData(), (X[2:], Y[2:]))
    plot.show_minibatch(np.empty(0), np.empty(0))
    assert "current minibatch" not in plot.strip.names()


def test_very_many_rows_become_an_image_over_their_ranges(plot: FitPlot) -> None:
    generator = np.random.default_rng(0)
    x = generator.uniform(2.0, 6.0, 30_000)
    scatter = scatter_of(x, 3.0 * x, np.arange(100))
    plot.show_scatter(scatter)
    image = plot.image.item
    assert image.isVisible()
    assert plot.points.getData()[0].size == 0
    place = image.mapRectToParent(image.boundingRect())
    assert (place.left(), place.right()) == pytest.approx(scatter.x_range)
    assert (place.top(), place.bottom()) == pytest.approx(scatter.y_range)
    assert scatter.density is not None
    np.testing.assert_array_equal(image.image > 0, scatter.density > 0)
    plot.show_scatter(scatter_of(X, Y, ALL))
    assert not image.isVisible()


def test_the_legend_of_a_density_says_lighter_where_it_is_lighter(plot: FitPlot) -> None:
    x = np.random.default_rng(0).uniform(2.0, 6.0, 30_000)
    plot.setPalette(light_palette())
    plot.show_scatter(scatter_of(x, 3.0 * x, np.arange(100)))
    assert plot.strip.names()[0] == "30,000 rows, darker where there are more"
    plot.setPalette(dark_palette())
    assert plot.strip.names()[0] == "30,000 rows, lighter where there are more"
    plot.show_scatter(scatter_of(X[:1], Y[:1], ALL[:1]))
    assert plot.strip.names()[0] == "1 row"


def test_rows_that_are_all_alike_still_get_a_range(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(np.full(3, 7.0), np.zeros(3), np.arange(3)))
    (x_low, x_high), (y_low, y_high) = plot.view_ranges()
    assert x_low < 7.0 < x_high
    assert y_low < 0.0 < y_high


def test_clear_says_what_to_do_and_data_take_its_place(plot: FitPlot) -> None:
    assert "Open a table" in plot.message()
    plot.show_scatter(scatter_of(X, Y, ALL))
    assert plot.message() == ""
    plot.show_message("The label is constant.")
    assert plot.message() == "The label is constant."
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(1.0, 0.0), None, None)
    plot.clear()
    plot.show_fit_line(Line(1.0, 0.0))
    assert plot.points.getData()[0].size == 0
    assert not is_drawn(plot, "fit")


def test_lines_of_a_logarithm_are_curves_where_the_label_has_its_own_units(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL), curved=True)
    plot.show_lines(Line(0.3, 0.5), Line(0.5, 0.1), None)
    for key, (slope, intercept) in {"fit": (0.3, 0.5), "exact": (0.5, 0.1)}.items():
        x, y = plot.lines[key].getData()
        assert x.size > 50
        np.testing.assert_allclose(np.log(y), slope * x + intercept)
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(0.3, 0.5), None, None)
    assert slope_and_intercept(plot, "fit") == pytest.approx((0.3, 0.5))


def test_own_units_are_offered_for_a_logarithm_alone_and_asked_for(qtbot: QtBot, plot: FitPlot) -> None:
    asked: list[bool] = []
    plot.own_units_changed.connect(asked.append)
    plot.show()
    box = plot.findChild(QCheckBox)
    assert not box.isVisible()
    plot.offer_own_units("price")
    assert (box.isVisible(), box.text()) == (True, "in units of price")
    box.click()
    assert asked == [True]
    plot.offer_own_units(None)
    assert not box.isVisible()


def test_the_view_of_the_same_subject_stays_while_all_rows_are_in_sight(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL), subject="mine")
    before = plot.view_ranges()
    plot.show_scatter(scatter_of(X[:2], Y[:2], ALL[:2]), subject="mine")
    assert plot.view_ranges() == before
    plot.show_scatter(scatter_of(X[:2], Y[:2], ALL[:2]), subject="another")
    assert plot.view_ranges()[0] == pytest.approx((-0.05, 1.05))
    plot.show_scatter(scatter_of(X, Y, ALL), subject="another")
    assert plot.view_ranges() == before


def test_a_plane_without_rows_is_shown_with_the_reason(plot: FitPlot) -> None:
    plot.show_plane((0.0, 10.0), (0.0, 5.0), "The table has no rows yet.", subject="mine")
    assert plot.view_ranges() == ((0.0, 10.0), (0.0, 5.0))
    assert plot.message() == ""
    assert plot.subtitle() == "The table has no rows yet."
    assert plot.axis_labels() == ("area", "price")
    plot.show_scatter(scatter_of(X, Y[:4] / 2.0, ALL), subject="mine")
    assert plot.view_ranges() == ((0.0, 10.0), (0.0, 5.0))
    assert plot.subtitle() == ""


def test_the_view_widens_for_what_lies_outside_and_stays_otherwise(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL))
    before = plot.view_ranges()
    plot.widen_home((1.0, 2.0), (3.0, 4.0))
    assert plot.view_ranges() == before
    plot.widen_home((1.0, 20.0), (3.0, 4.0))
    assert plot.view_ranges() == ((before[0][0], 20.0), before[1])


def test_the_exact_line_moves_alone(plot: FitPlot) -> None:
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(1.0, 0.5), None, None)
    plot.show_exact_line(Line(-1.0, 6.0))
    assert slope_and_intercept(plot, "exact") == pytest.approx((-1.0, 6.0))
    assert slope_and_intercept(plot, "fit") == pytest.approx((1.0, 0.5))
    assert "exact solution" in plot.strip.names()


def test_the_exact_solution_is_among_the_predictions_before_training(several: FitPlot) -> None:
    several.show_actual(Y, (1.0, 9.0), 4, exact=Y + 0.25)
    several.show_predictions(np.zeros(4), begun=False)
    np.testing.assert_array_equal(several.exact_points.getData(), (Y, Y + 0.25))
    assert several.exact_points.opts["brush"].color().alpha() < 160
    assert several.subtitle() == "the current fit predicts 0 for every row, below this view"
    (_, _), (low, high) = several.view_ranges()
    assert low < 1.25 < 9.25 < high
    assert several.strip.names() == [
        "4 rows by the current fit",
        "predicted = actual",
        "by the exact solution",
    ]
    several.show_predictions(Y - 1.0, begun=True)
    assert not several.exact_points.isVisible()
    assert several.strip.names() == ["4 rows by the current fit", "predicted = actual"]
    several.show_predictions(np.zeros(4), begun=False)  # looked back at
    assert several.exact_points.isVisible()
    several.show_scatter(scatter_of(X, Y, ALL))
    assert several.exact_points.count() == 0


def look_of(plot: FitPlot) -> list[tuple[str, str]]:
    return [(spot["symbol"], spot["brush"].color().name()) for spot in plot.points.data]


def test_groups_are_told_apart_by_shape_and_colour_and_have_their_own_lines(plot: FitPlot) -> None:
    groups = (("I", "II"), np.array([0, 1, 1, -1]))
    plot.show_scatter(scatter_of(X, Y, ALL), groups=groups)
    plot.show_lines(None, Line(2.0, 1.0), None)
    plot.show_group_lines([GroupLine("I", 1, None), GroupLine("II", 2, Line(2.5, 0.5))])
    looks = look_of(plot)
    assert looks[1] == looks[2]
    assert len(set(looks)) == 3
    assert len({shape for shape, _ in looks[:2]}) == 2
    assert plot.group_bar.legend.names() == ("I", "II")
    assert plot.group_bar.legend.toolTip().splitlines() == [
        "I: 1 row, no line of its own",
        "II: 2 rows, slope 2.5, 0.5 at 0",
    ]
    assert plot.group_layer.items[0].getData()[0].size == 0
    x, y = plot.group_layer.items[1].getData()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(2.5)
    light = look_of(plot)
    plot.setPalette(dark_palette())
    assert [shape for shape, _ in look_of(plot)] == [shape for shape, _ in light]
    assert look_of(plot) != light
    plot.show_scatter(scatter_of(X, Y, ALL))
    assert plot.points.data["brush"].tolist() == [None] * 4
    assert plot.group_layer.items[1].getData()[0].size == 0
    assert plot.group_bar.legend.names() == ()


def test_where_not_all_rows_are_shown_every_line_says_whose_it_is(plot: FitPlot) -> None:
    plot.group_bar.set_groups({"set": ("I", "II"), "sex": ("1", "2")})
    plot.group_bar.choose(Group("set", "II"))
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(1.0, 0.0), Line(2.0, 1.0), None)
    plot.show_group_lines([GroupLine("set = II", 4, Line(3.0, 0.0))])
    assert plot.subtitle() == "only set = II"
    assert plot.strip.names() == [
        "4 rows",
        "current fit of all rows",
        "exact solution of all rows",
        "exact solution of set = II alone",
    ]
    plot.group_bar.choose(None)
    plot.group_bar.show_colour("sex")
    plot.show_scatter(scatter_of(X, Y, ALL))
    plot.show_lines(Line(1.0, 0.0), Line(2.0, 1.0), None)
    plot.show_group_lines([GroupLine("1", 4, Line(3.0, 0.0))])
    assert plot.strip.names()[1:] == ["current fit", "exact solution", "exact solution of each sex alone"]


def test_coloured_predictions_keep_their_colours_while_they_move(several: FitPlot) -> None:
    several.show_actual(Y, (1.0, 9.0), 4, Y, (("I", "II"), np.array([0, 1, 0, 1])))
    several.show_predictions(Y - 1.0)
    before = look_of(several)
    assert before[0] == before[2] != before[1]
    several.show_predictions(Y + 1.0)
    assert look_of(several) == before
