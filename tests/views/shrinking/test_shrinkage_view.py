"""Shrinkage: values in, lines and marks out, wishes."""

from __future__ import annotations

import numpy as np
import pytest
from desk_views import seen
from desks import desk_of, made_frame
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from linreg_gui.core.desk.shrinkage import (
    NoShrinkage,
    PenaltyKind,
    PenaltyRule,
    ShrinkageWish,
    shrinkage_of,
)
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.views.shrinking.paths_plot import spread_out
from linreg_gui.views.shrinking.scales import count_ticks, penalty_ticks
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.shrinking.waiting_row import WaitingRow


@pytest.fixture(scope="module")
def desk():
    return desk_of(made_frame())


@pytest.fixture
def view(qtbot: QtBot, desk) -> ShrinkageView:
    return seen(qtbot, ShrinkageView(), (640, 620), lambda wish: shrinkage_of(desk, wish))


def test_lines_are_the_weights_over_a_penalty_that_falls(view, desk) -> None:
    shown = shrinkage_of(desk, view.wish)
    x, y = view.paths.lines[0].getData()
    assert (np.diff(x) > 0.0).all()
    np.testing.assert_allclose(x, -np.log10(shown.path.penalties))
    np.testing.assert_allclose(y, shown.values[:, shown.order[0]])
    names = [name.toPlainText() for name in view.paths.names]
    assert names == [desk.data.feature_names[j] for j in shown.order]
    assert all(name.pos().x() > x[-1] for name in view.paths.names)
    np.testing.assert_allclose(view.validation.curve.getData()[1], shown.curve.rmse)
    ends = view.validation.bars.getData()[1].reshape(-1, 2)
    np.testing.assert_allclose(ends, np.column_stack([shown.curve.lower, shown.curve.upper]))
    for plot in (view.paths, view.validation):
        assert plot.line.value() == pytest.approx(-np.log10(shown.penalty))
        assert plot.best_line.value() == pytest.approx(-np.log10(shown.found.best))
        assert plot.simplest_line.value() == pytest.approx(-np.log10(shown.found.simplest))
        assert shown.sentence in plot.summary()
    assert "not valid after selection" in view.warning.text
    assert view.paths.view_ranges()[0] == pytest.approx(view.validation.view_ranges()[0])
    view.grab()


def test_so_many_folds_are_asked_for(qtbot: QtBot, view, desk) -> None:
    assert view.folds.value() == 10
    with qtbot.waitSignal(view.folds_requested) as asked:
        view.folds.setValue(5)
    assert asked.args == [5]
    with qtbot.assertNotEmitted(view.folds_requested):
        view.show_value(shrinkage_of(desk.with_folds(FoldSettings(4)), view.wish))
    assert view.folds.value() == 4


def test_above_the_plot_stands_how_many_weights_are_not_0(view, desk) -> None:
    shown = shrinkage_of(desk, view.wish)
    (ticks,) = view.paths.counts._tickLevels
    at = [int(np.abs(-np.log10(shown.path.penalties) - x).argmin()) for x, _ in ticks]
    assert [text for _, text in ticks] == [str(shown.path.n_nonzero[one]) for one in at]
    assert len(ticks) > 2


def test_a_penalty_is_chosen_by_dragging_by_a_click_by_keys_and_typed(qtbot: QtBot, view, desk) -> None:
    penalties = shrinkage_of(desk, view.wish).path.penalties
    view.paths.line.setValue(float(-np.log10(penalties[30] * 1.01)))
    view.paths.line.sigDragged.emit(view.paths.line)
    assert view.wish.penalty == penalties[30]
    assert view.validation.line.value() == pytest.approx(-np.log10(penalties[30]))
    view.paths.line.sigPositionChangeFinished.emit(view.paths.line)
    view.show_value(shrinkage_of(desk, view.wish))
    assert view.penalty.value() == penalties[30]
    assert not view.simplest.isChecked()
    qtbot.keyClick(view.penalty, Qt.Key.Key_Up)
    assert view.wish.penalty == penalties[29]
    view.penalty.selectAll()
    qtbot.keyClicks(view.penalty, "0,05")
    qtbot.keyClick(view.penalty, Qt.Key.Key_Return)
    assert view.wish.penalty == 0.05
    view.show_value(shrinkage_of(desk, view.wish))
    assert view.paths.line.value() == pytest.approx(-np.log10(0.05))
    view.penalty.selectAll()
    qtbot.keyClicks(view.penalty, "1e30")
    qtbot.keyClick(view.penalty, Qt.Key.Key_Return)
    assert view.wish.penalty == 0.05  # refused, and shown again
    assert view.penalty.value() == 0.05
    view.best.click()
    assert view.wish.penalty == 0.0
    assert view.wish.rule is PenaltyRule.BEST
    assert view.best.isChecked()


def test_the_kind_of_penalty_begins_with_a_penalty_of_its_own(view, desk) -> None:
    view.choose(ShrinkageWish(penalty=0.05))
    view.kind_box.setCurrentIndex(2)
    assert view.wish == ShrinkageWish(PenaltyKind.ELASTIC_NET)
    assert view.mixing.isVisible()
    view.mixing.setValue(0.2)
    assert view.wish.whole_mixing == 0.2
    view.show_value(shrinkage_of(desk, view.wish))
    assert view.paths.shown.path.mixing == 0.2
    view.kind_box.setCurrentIndex(1)
    view.show_value(shrinkage_of(desk, view.wish))
    assert view.paths.shown.path.mixing == 0.0
    assert "effective number" in view.paths.counts.labelText


def test_hovering_reads_the_weight_that_is_near(view, desk) -> None:
    shown = shrinkage_of(desk, view.wish)
    at, feature = 60, shown.order[0]
    place = QPointF(-np.log10(shown.path.penalties[at]), shown.values[at, feature])
    view.paths._point(view.paths.view_box.mapViewToScene(place))
    lines = view.paths.note.lines()
    assert lines[0].startswith("λ = ")
    assert lines[1] == shown.note(feature, at)
    view.paths.canvas.pointer_left.emit()
    assert view.paths.note.lines() == []


def test_numbers_have_every_weight_and_the_error(view, desk) -> None:
    shown = shrinkage_of(desk, view.wish)
    numbers = {series.name: series for series in view.paths.numbers()}
    assert set(numbers) == {*desk.data.feature_names, "bias", "effective number of weights"}
    np.testing.assert_array_equal(numbers["a"].x, shown.path.penalties)
    np.testing.assert_array_equal(numbers["a"].y, shown.values[:, 0])
    told = {series.name: series.y for series in view.validation.series()}
    np.testing.assert_allclose(told["cross-validation"], shown.curve.rmse)


def test_the_features_that_are_left_are_asked_for(qtbot: QtBot, view, desk) -> None:
    shown = shrinkage_of(desk, ShrinkageWish(penalty=0.5))
    assert shown.model is not None
    view.choose(shown.wish)
    view.show_value(shown)
    with qtbot.waitSignal(view.model_requested) as asked:
        view.take.click()
    assert asked.args == [f"Take {len(shown.taken)} term" + "s" * (len(shown.taken) != 1), shown.model]
    view.choose(ShrinkageWish(PenaltyKind.RIDGE))
    view.show_value(shrinkage_of(desk, view.wish))
    assert not view.take.isEnabled()


def test_a_reason_stands_in_place_of_the_plots(view) -> None:
    view.show_value(NoShrinkage(view.wish, "There is none."))
    assert view.sentence.text() == "There is none."
    assert not view.paths.isVisible()


def test_what_takes_long_shows_a_bar_and_can_be_given_up(qtbot: QtBot) -> None:
    row = WaitingRow()
    qtbot.addWidget(row)
    row.start()
    assert not row.isVisible()
    qtbot.waitUntil(row.isVisible, timeout=30_000)
    row.show_progress(0.25)
    assert row.bar.value() == 250
    with qtbot.waitSignal(row.stop_requested):
        row.cancel.click()
    assert row.is_stopped
    assert not row.is_waiting
    with qtbot.waitSignal(row.again_requested):
        row.again.click()
    row.finish()
    assert not row.isVisible()


def test_another_penalty_gives_up_what_is_worked_out_for_the_one_before(qtbot: QtBot, view) -> None:
    view.show_waiting()
    with qtbot.waitSignals([view.stop_requested, view.wish_changed], order="strict"):
        view.kind_box.setCurrentIndex(1)
    view.show_waiting()
    with qtbot.assertNotEmitted(view.stop_requested):
        view.common_axis.toggle()


def test_names_are_spread_as_little_as_leaves_room() -> None:
    found = spread_out(np.array([0.0, 0.1, 5.0, 0.2]), 1.0, (-10.0, 10.0))
    np.testing.assert_allclose(found, [-0.9, 0.1, 5.0, 1.1])
    found = spread_out(np.array([9.9, 9.8, 0.0]), 1.0, (0.0, 10.0))
    np.testing.assert_allclose(found, [10.0, 9.0, 0.0])


def test_ticks_are_round_penalties() -> None:
    def texts(low: float, high: float, width: float) -> list[str]:
        return [text for _, text in penalty_ticks(low, high, width)]

    assert texts(0.0, 4.0, 300.0) == ["0.0001", "0.001", "0.01", "0.1", "1"]
    assert texts(0.0, 1.0, 400.0) == ["0.1", "0.2", "0.5", "1"]
    assert texts(0.0, 8.0, 180.0) == ["10⁻⁶", "0.001", "1"]
    assert [text for _, text in count_ticks(-0.3, 10.3, 160.0)] == ["0", "2", "4", "6", "8", "10"]
