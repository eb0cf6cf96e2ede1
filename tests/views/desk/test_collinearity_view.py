"""The theatre of collinearity: values in, items out, wishes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from desk_views import seen
from desks import desk_of, made_frame
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from linreg_gui.core.desk.theatre import Act, TheatreWish, theatre_of
from linreg_gui.views.desk.collinearity_view import CollinearityView
from linreg_gui.views.desk.noise_plot import told_apart
from linreg_gui.views.desk.proportions_model import SHARE, FeatureColumn


@pytest.fixture
def desk():
    return desk_of(made_frame())


@pytest.fixture
def view(qtbot: QtBot, desk) -> CollinearityView:
    return seen(qtbot, CollinearityView(), (700, 420), lambda wish: theatre_of(desk, wish))


def test_the_picture_has_the_shares_the_shortest_direction_first(view, desk) -> None:
    found = theatre_of(desk, TheatreWish()).found
    model = view.directions
    whole = Qt.ItemDataRole.EditRole
    shown = [[model.index(row, at).data(whole) for at in range(4)] for row in range(3)]
    np.testing.assert_allclose([line[0] for line in shown], found.condition_indices[::-1])
    np.testing.assert_allclose([line[1:] for line in shown], found.variance_proportions[::-1])
    assert model.index(0, 2).data(SHARE) == pytest.approx(found.variance_proportions[-1, 1])
    assert model.index(0, 2).data() == "100 %"
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in (0, 2)] == ["Condition index", "b"]
    assert "share a direction" in view.sentence.text()
    view.grab()


def test_a_feature_is_left_out_by_the_choice_or_in_the_table(qtbot: QtBot, view, desk) -> None:
    with qtbot.waitSignal(view.wish_changed):
        view.act_box.setCurrentIndex(1)
    assert view.wish.act is Act.WITHOUT
    view.show_value(theatre_of(desk, view.wish))
    with qtbot.waitSignal(view.wish_changed):
        view.without_box.setCurrentIndex(3)
    assert view.wish == TheatreWish(Act.WITHOUT, "c")
    seen = theatre_of(desk, view.wish)
    view.show_value(seen)
    place = view.features.index(1, FeatureColumn.ERROR_THEN)
    assert place.data(Qt.ItemDataRole.EditRole) == seen.then.standard_errors[1]
    assert view.features.index(2, 0).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert view.features.index(2, FeatureColumn.INFLATION_THEN).data() == "–"
    view.feature_table.activated.emit(view.features.index(0, 0))
    assert view.wish.without == "a"
    assert view.without_box.currentText() == "a"


def test_names_that_begin_alike_are_told_apart_by_their_ends() -> None:
    assert told_apart(["feature_01", "feature_02"], 4) == ["…_01", "…_02"]
    assert told_apart(["living area", "age"], 6) == ["livin…", "age"]


def test_the_slider_makes_noise_and_draws_can_be_made_anew(qtbot: QtBot, view, desk) -> None:
    view.choose(TheatreWish(Act.NOISE))
    with qtbot.waitSignal(view.wish_changed):
        view.sigma.setValue(30)
    assert view.wish.sigma == pytest.approx(0.3)
    assert view.sigma_text.text() == "σ = 0.3"
    seen = theatre_of(desk, view.wish)
    view.show_value(seen)
    plot = view.plot
    np.testing.assert_allclose(plot.mean.getData()[1], seen.noise.mean_weights)
    _, expected = view.gram.texts()
    assert [expected[k][k] for k in range(3)] == [f"{1 + 0.09 * 59 / 60:.2f}"] * 3
    gram = seen.noise.gram / 60
    assert expected[0][1].replace("−", "-") == f"{gram[0, 1]:.2f}"  # only the diagonal is another one
    assert view.gram.cell_text(1, 0, 0).startswith("“a” with itself: 1.08")
    assert "“b” with “c”: " in view.gram.cell_text(0, 1, 2)
    for size in ((600, 150), (150, 600)):
        view.gram.resize(*size)
        assert all(view.gram.rect().toRectF().contains(square) for square in view.gram.squares())
        view.gram.grab()
    np.testing.assert_allclose(plot.ridge.getData()[1], seen.noise.ridge)
    np.testing.assert_allclose(plot.plain.getData()[1], seen.noise.plain)
    assert plot.draws.count() == seen.noise.drawn.size
    assert np.abs(plot.draws.getData()[0] - np.round(plot.draws.getData()[0])).max() < 0.3
    with qtbot.waitSignal(view.wish_changed):
        view.again.click()
    assert view.wish.seed == 1
    view.show_value(seen)  # too late
    view.show_value(theatre_of(desk, view.wish))
    assert not np.array_equal(plot.mean.getData()[1], seen.noise.mean_weights)
    assert "(n − 1)σ²" in plot.summary()
    view.grab()


def test_a_hundred_features_show_some_and_say_so(view) -> None:
    rng = np.random.default_rng(0)
    columns = {f"x{j}": rng.normal(size=300) for j in range(100)}
    columns["x70"] = columns["x60"] + 0.01 * columns["x70"]
    desk = desk_of(pd.DataFrame({**columns, "y": rng.normal(size=300)}))
    for act in Act:
        view.choose(TheatreWish(act))
        view.show_value(theatre_of(desk, view.wish))
        view.grab()
    assert view.plot.mean.count() == 12
    names = [name for _, name in view.plot.canvas.getAxis("bottom")._tickLevels[0]]
    assert {"x60", "x70"} <= set(names)  # those whose weights noise moves most
    assert "12 of 100 features" in view.plot.axis_labels()[1]
    assert view.directions.columnCount() == 101
    assert view.features.rowCount() == 100


def test_dependent_features_have_their_sentence_and_the_noise_goes_on(view) -> None:
    frame = made_frame()
    frame["c"] = 2.0 * frame.b
    desk = desk_of(frame)
    view.show_value(theatre_of(desk, view.wish))
    assert view.directions.rowCount() == 0
    assert "“c” is a multiple of “b”" in view.sentence.text()
    view.choose(TheatreWish(Act.NOISE))
    view.show_value(theatre_of(desk, view.wish))
    assert view.plot.ridge.count() == 3
    assert view.plot.plain.count() == 0
    assert "without noise" not in view.plot.strip.names()
    view.clear()
    assert "when there is a fit" in view.sentence.text()


def test_until_an_act_is_there_nothing_is_said_of_the_one_before(view) -> None:
    view.choose(TheatreWish(Act.NOISE))
    assert view.sentence.text() == view.plot.message() == "This is being prepared."


def test_without_a_bias_the_noise_is_in_root_mean_squares_and_n_times_its_variance(view) -> None:
    desk = desk_of(made_frame(), has_bias=False)
    view.choose(TheatreWish(Act.NOISE))
    view.show_value(theatre_of(desk, view.wish))
    assert view.plot.axis_labels()[1] == "y per root mean square"
    assert "ridge with nσ²" in view.plot.strip.names()
