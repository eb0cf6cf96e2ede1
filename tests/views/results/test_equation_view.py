"""The equation: names and numbers as they are, nothing that jumps, and the distance in words."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.views.results.equation_view import EquationView
from linreg_gui.views.widgets.equation_text import (
    distance_text,
    equation_names,
    short_name,
    terms,
    whole_text,
)
from linreg_gui.views.widgets.style import dark_palette, light_palette


@pytest.fixture
def view(qtbot: QtBot) -> EquationView:
    result = EquationView()
    qtbot.addWidget(result)
    result.resize(640, 60)
    result.show()
    result.show_names(["income"], "foodexp")
    return result


def test_the_equation_has_the_names_of_the_columns_and_live_numbers(view: EquationView) -> None:
    view.show_weights(np.array([0.4852]), 147.5)
    assert view.sgd_line.text() == "foodexp = 0.48520 × income + 147.50"
    view.show_weights(np.array([-0.5]), -1.25)
    assert view.sgd_line.text() == "foodexp = − 0.50000 × income − 1.2500"
    assert view.sgd_line.shown_text() == view.sgd_line.text()


def test_the_exact_equation_stands_beside_it(view: EquationView) -> None:
    view.show_exact(np.array([0.485178]), 147.475)
    assert view.exact_line.text() == "foodexp = 0.48518 × income + 147.47"
    assert view.exact_line.accessibleDescription() == view.exact_line.text()
    assert view.sgd_line.text() == ""


def test_other_names_take_the_old_numbers_away(view: EquationView) -> None:
    view.show_weights(np.array([2.0]), 3.0)
    view.show_distance(0.1)
    view.show_names(["a", "b"], "y")
    assert view.sgd_line.shown_text() == ""
    assert view.chip.text == "SGD has not started"


def test_numbers_of_another_model_are_not_shown(view: EquationView) -> None:
    view.show_weights(np.array([1.0, 2.0]), 3.0)
    view.show_exact(np.array([1.0, 2.0]), 3.0)
    assert view.sgd_line.text() == view.exact_line.text() == ""


def test_of_many_features_the_rest_is_counted_and_told_by_the_tooltip(view: EquationView) -> None:
    names = [f"x{i}" for i in range(10)]
    view.show_names(names, "y")
    view.show_weights(np.arange(10.0), -7.0)
    shown = view.sgd_line.shown_text()
    assert "… + 4 more terms − 7.0000" in shown
    assert "x5" in shown
    assert "x6" not in shown
    centre = view.sgd_line.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, centre, view.sgd_line.mapToGlobal(centre))
    QApplication.sendEvent(view.sgd_line, event)
    assert all(name in QToolTip.text() for name in names)
    QToolTip.hideText()


def test_seven_features_are_all_shown_rather_than_one_left_out(view: EquationView) -> None:
    view.show_names([f"x{i}" for i in range(7)], "y")
    view.show_weights(np.arange(7.0), 1.0)
    assert "x6" in view.sgd_line.shown_text()
    assert "more term" not in view.sgd_line.shown_text()


def test_terms_that_do_not_fit_go_to_the_next_line(view: EquationView) -> None:
    one_line = view.sgd_line.sizeHint().height()
    view.show_names([f"a long name {i}" for i in range(6)], "y")
    view.show_weights(np.arange(6.0), 1.0)
    assert view.sgd_line.sizeHint().height() > one_line
    assert "a long name 5" in view.sgd_line.shown_text()


def test_the_exact_equation_keeps_to_one_line_and_has_an_ellipsis(view: EquationView) -> None:
    view.show_names([f"a long name {i}" for i in range(6)], "y")
    height = view.exact_line.sizeHint().height()
    view.show_exact(np.arange(6.0), 1.0)
    assert view.exact_line.sizeHint().height() == height
    assert view.exact_line.shown_text().endswith("…")
    assert "a long name 5" in view.exact_line.text()


def test_changing_numbers_move_nothing(view: EquationView) -> None:
    view.show_weights(np.array([0.88888]), 888.88)
    hint = view.sizeHint()
    before = positions(view)
    for weight, bias in ((0.11111, 111.11), (-0.4, -20.0), (0.5, 0.0)):
        view.show_weights(np.array([weight]), bias)
        view.show_distance(abs(weight))
        after = positions(view)
        assert view.sizeHint() == hint
        assert after["× income"] == before["× income"]


def positions(view: EquationView) -> dict[str, float]:
    return {piece.text: piece.x for piece in view.sgd_line._pieces}


def test_a_negative_zero_is_no_minus() -> None:
    assert whole_text("y", terms(["x"], np.array([-0.0]), -0.0)) == "y = 0.0000 × x + 0.0000"


def test_names_are_text_and_not_markup_and_bearably_short(view: EquationView) -> None:
    view.show_names(["<b>x</b> & y"], "z")
    view.show_weights(np.array([1.0]), 0.0)
    assert "<b>x</b> & y" in view.sgd_line.shown_text()
    assert short_name("two\nlines") == "two lines"
    assert len(short_name("x" * 100)) == 22


@pytest.mark.parametrize(
    ("distance", "text"),
    [
        (None, "SGD has not started"),
        (1.0, "predictions 100 % off"),
        (12.345, "predictions 1,234 % off"),
        (0.0299, "predictions 3.0 % off"),
        (0.003, "predictions 0.30 % off"),
        (0.0001, "predictions 0.01 % off"),
        (9e-5, "predictions to 4 digits"),
        (3e-7, "predictions to 6 digits"),
        (1e-300, "predictions to 15 digits"),
        (0.0, "predictions equal"),
        (float("inf"), "predictions far off"),
        (float("nan"), "predictions far off"),
    ],
)
def test_the_distance_is_said_in_words(view: EquationView, distance: float | None, text: str) -> None:
    view.show_distance(distance)
    assert view.chip.text == text == distance_text(distance)


def test_the_chip_tells_on_demand_how_far_the_weights_are_off_in_standard_errors(view: EquationView) -> None:
    view.show_distance(1e-7, 2.34)
    assert view.chip.text == "predictions to 7 digits"
    place = view.chip.rect().center()
    QApplication.sendEvent(view.chip, QHelpEvent(QEvent.Type.ToolTip, place, view.chip.mapToGlobal(place)))
    assert "farthest off is 2.3 standard errors from the exact one" in view.chip.toolTip()
    view.show_distance(1e-7)
    assert "standard error" not in view.chip.help_text
    view.show_distance(None, 2.34)
    assert "standard error" not in view.chip.help_text
    QToolTip.hideText()


def test_the_chip_keeps_its_size_and_changes_its_look(view: EquationView) -> None:
    pictures, sizes = [], set()
    for distance in (None, 0.5, 1e-7):
        view.show_distance(distance)
        pictures.append(view.chip.grab().toImage())
        sizes.add((view.chip.width(), view.chip.height()))
    assert len(sizes) == 1
    assert pictures[0] != pictures[1] != pictures[2]


def test_a_message_takes_the_place_of_the_equation(view: EquationView) -> None:
    view.show_weights(np.array([1.0]), 2.0)
    view.show_message("Choose a label.")
    assert view.message == "Choose a label."
    assert not view.sgd_line.isVisible()
    view.show_names(["x"], "y")
    assert view.message == ""
    assert view.sgd_line.isVisible()
    view.clear()
    assert not view.chip.isVisible()
    assert view.message


def test_the_equation_follows_the_palette(view: EquationView) -> None:
    view.show_weights(np.array([1.0]), 2.0)
    pictures = []
    for palette in (light_palette(), dark_palette()):
        view.setPalette(palette)
        pictures.append(view.sgd_line.grab().toImage())
    assert pictures[0] != pictures[1]


def test_indicators_stand_in_brackets() -> None:
    level, missing = Source("town", SourceKind.LEVEL, "Köln", "Ulm"), Source("a", SourceKind.MISSING)
    sources = [Source("area"), level, missing]
    names = equation_names(["area", "town = Köln", "a missing"], sources)
    assert names == ["area", "[town = Köln]", "[a missing]"]
    assert whole_text("price", terms(names, np.array([2.0, -3.0, 1.0]), 4.0)) == (
        "price = 2.0000 × area − 3.0000 × [town = Köln] + 1.0000 × [a missing] + 4.0000"
    )


def test_a_bracket_that_is_cut_is_closed() -> None:
    assert short_name("[heating = district heating]") == "[heating = district…]"
    assert short_name("[heating = gas]") == "[heating = gas]"


def test_features_far_from_zero_stand_around_their_centres(view: EquationView) -> None:
    shown = ShownEquation(np.array([2459115.5, -2e7, 0.0]), np.array([1e-4, 1e-4, 1e-4]), 1e-3)
    view.show_names(["bjd", "t", "x"], "mag", shown)
    view.show_weights(np.array([10.0, -0.25, 3.0]), 5.0 - 24591155.0 - 0.25 * 2e7)
    equation = "mag = 10.0000 × (bjd − 2459115.5) − 0.2500 × (t + 20000000) + 3.0000 × x + 5.0000"
    assert view.sgd_line.text() == equation.replace("0.2500", "0.25000").replace("10.0000", "10.0000")
