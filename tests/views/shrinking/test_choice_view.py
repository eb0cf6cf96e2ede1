"""Choose features: values in, curve and table out, wishes."""

from __future__ import annotations

import numpy as np
import pytest
from desk_views import seen
from desks import desk_of, made_frame
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from linreg_gui.core.desk.feature_choice import (
    ChoiceMethod,
    ChoiceWish,
    NoFeatureChoice,
    feature_choice_of,
)
from linreg_gui.core.desk.shrinkage import PenaltyRule
from linreg_gui.views.shrinking.choice_view import ChoiceView


@pytest.fixture(scope="module")
def desk():
    return desk_of(made_frame())


@pytest.fixture
def view(qtbot: QtBot, desk) -> ChoiceView:
    result = ChoiceView()
    QAbstractItemModelTester(result.model, QAbstractItemModelTester.FailureReportingMode.Fatal, result)
    return seen(qtbot, result, (640, 620), lambda wish: feature_choice_of(desk, wish))


def test_the_curve_has_the_error_of_each_size(view, desk) -> None:
    shown = feature_choice_of(desk, view.wish)
    x, y = view.plot.curve.getData()
    np.testing.assert_array_equal(x, [0, 1, 2, 3])
    np.testing.assert_allclose(y, shown.curve.rmse)
    np.testing.assert_allclose(view.plot.training.getData()[1] ** 2, shown.curve.training_mse)
    assert view.plot.line.value() == shown.at
    assert view.plot.best_line.value() == shown.found.best
    assert shown.sentence in view.plot.summary()
    assert "not valid after selection" in view.warning.text
    view.grab()


def test_the_table_has_the_terms_of_each_size(view, desk) -> None:
    shown, model = feature_choice_of(desk, view.wish), view.model
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["Terms", "RMSE", "± s.e.", "a", "b", "c", "Training"]
    dots = [[model.index(size, 3 + term).data() == "●" for term in range(3)] for size in range(4)]
    assert dots == [[shown.is_in(size, term) for term in range(3)] for size in range(4)]
    assert model.index(2, 1).data(Qt.ItemDataRole.EditRole) == shown.curve.rmse[2]
    assert "10 of 10 folds" in model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(shown.at, 0).data(Qt.ItemDataRole.FontRole).bold()
    strong, weak = (model.index(1, column).data(Qt.ItemDataRole.BackgroundRole) for column in (3, 4))
    assert strong.alpha() > (0 if weak is None else weak.alpha())


def test_a_size_is_chosen_by_dragging_by_the_field_and_in_the_table(qtbot: QtBot, view, desk) -> None:
    view.plot.line.setValue(1.9)
    view.plot.line.sigDragged.emit(view.plot.line)
    assert view.wish.size == 2
    assert view.plot.line.value() == 2.0
    view.plot.line.sigPositionChangeFinished.emit(view.plot.line)
    view.show_value(feature_choice_of(desk, view.wish))
    assert view.size_box.value() == 2
    assert not view.simplest.isChecked()
    qtbot.keyClick(view.size_box, Qt.Key.Key_Up)
    assert view.wish.size == 3
    view.table.activated.emit(view.model.index(1, 0))
    assert view.wish.size == 1
    view.best.click()
    assert view.wish == ChoiceWish(rule=PenaltyRule.BEST)
    view.method_box.setCurrentIndex(2)
    assert view.wish == ChoiceWish(ChoiceMethod.BEST, PenaltyRule.BEST)


def test_the_terms_that_are_chosen_are_asked_for(qtbot: QtBot, view, desk) -> None:
    view.choose(ChoiceWish(size=2))
    shown = feature_choice_of(desk, view.wish)
    view.show_value(shown)
    with qtbot.waitSignal(view.model_requested) as asked:
        view.take.click()
    assert asked.args == ["Take 2 terms", shown.model]
    view.choose(ChoiceWish(size=0))
    view.show_value(feature_choice_of(desk, view.wish))
    assert not view.take.isEnabled()


def test_numbers_are_those_of_the_curve_and_a_reason_stands_in_its_place(view, desk) -> None:
    shown = feature_choice_of(desk, view.wish)
    told = {series.name: series for series in view.plot.series()}
    np.testing.assert_array_equal(told["cross-validation"].x, [0, 1, 2, 3])
    np.testing.assert_allclose(told["one standard error more"].y, shown.curve.upper)
    view.show_value(NoFeatureChoice(view.wish, "There is none."))
    assert view.sentence.text() == "There is none."
    assert not view.plot.isVisible()
