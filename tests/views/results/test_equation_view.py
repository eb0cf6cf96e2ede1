"""The equation: names and numbers as they are, nothing that jumps, and the distance in words."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.telling.equation_text import (
    distance_text,
    equation_names,
    short_name,
    terms,
    whole_text,
)
from linreg_gui.views.results.equation_view import EquationView
from linreg_gui.views.widgets.style import dark_palette, light_palette


@pytest.fixture
def view(qtbot: QtBot) -> EquationView:
    result = EquationView()
    qtbot.addWidget(result)
    result.resize(680, 60)
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


def test_without_a_bias_there_is_no_constant(view: EquationView) -> None:
    shown = ShownEquation(np.zeros(40), np.zeros(40), 0.0, has_constant=False)
    view.show_names([f"x{j}" for j in range(40)], "y", shown)
    view.show_weights(np.arange(1.0, 41.0), 0.0)
    assert view.sgd_line.text().endswith(" + 40.000 × x39")
    assert view.sgd_line.shown_text().endswith("+ …")
    assert view.sgd_line.told_text().count("×") == 40
    view.show_names(["x"], "y", ShownEquation(np.zeros(1), np.zeros(1), 0.0, has_constant=False))
    view.show_weights(np.array([-2.0]), 0.0)
    assert view.sgd_line.shown_text() == "y = − 2.0000 × x"


def test_other_names_take_the_old_numbers_away(view: EquationView) -> None:
    view.show_weights(np.array([2.0]), 3.0)
    view.show_names(["a", "b"], "y")
    assert view.sgd_line.shown_text() == ""


def test_numbers_of_another_model_are_not_shown(view: EquationView) -> None:
    view.show_weights(np.array([1.0, 2.0]), 3.0)
    view.show_exact(np.array([1.0, 2.0]), 3.0)
    assert view.sgd_line.text() == view.exact_line.text() == ""


def test_of_many_features_the_rest_is_counted_and_told_by_the_tooltip(view: EquationView) -> None:
    names = [f"x{i}" for i in range(10)]
    view.show_names(names, "y")
    view.show_weights(np.arange(10.0), -7.0)
    shown = view.sgd_line.shown_text()
    assert re.search(r" × x1 .*\+ [2-8] more terms − 7\.0000$", shown)
    assert "x9" not in shown
    centre = view.sgd_line.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, centre, view.sgd_line.mapToGlobal(centre))
    QApplication.sendEvent(view.sgd_line, event)
    assert all(name in QToolTip.text() for name in names)
    QToolTip.hideText()


@pytest.mark.parametrize("n_features", [1, 3, 12])
@pytest.mark.parametrize("name", ["x", "a long name of something measured [kg/m²]"])
def test_the_equations_have_a_fixed_height_and_the_bias_is_always_seen(
    view: EquationView, n_features: int, name: str
) -> None:
    for width in (360, 420, 640, 1000, 2000):
        view.resize(width, view.height())
        assert_the_height_is_fixed_and_the_bias_seen(view, n_features, name)


def assert_the_height_is_fixed_and_the_bias_seen(view: EquationView, n_features: int, name: str) -> None:
    height = view.height()
    view.show_names([f"{name} {i}" for i in range(n_features)], f"{name} too")
    view.show_weights(np.linspace(-0.5, 0.5, n_features), 1234.5)
    view.show_exact(np.linspace(-1e-7, 1e7, n_features), -0.25)
    QApplication.processEvents()
    assert view.minimumHeight() == view.maximumHeight() == height
    for line, bias in ((view.sgd_line, "1234.5"), (view.exact_line, "0.25000")):
        *_, last = line._pieces
        assert last.text == bias
        assert last.x + line._number_metrics.horizontalAdvance(last.text) <= line.width() + 1.0
        ends = [piece.x for piece in line._pieces]
        assert ends == sorted(ends)
    view.clear()
    assert view.minimumHeight() == view.maximumHeight() == height


def test_the_whole_equations_are_shown_on_demand_and_follow(qtbot: QtBot, view: EquationView) -> None:
    shown = ShownEquation(np.array([2459115.5]), np.array([1e-3]), 1e-3)
    view.show_names(["bjd"], "mag", shown)
    view.show_exact(np.array([10.0]), 5.0 - 24591155.0)
    qtbot.mouseClick(view.whole_button, Qt.MouseButton.LeftButton)
    window = view.show_whole()
    assert "Exact solution:\nmag = 10.000 × (bjd − 2459115.5) + 5.0000\nThe bias" in window.text
    assert "−24591150." in window.text
    view.show_weights(np.array([1.0]), 0.0)
    assert window.text.startswith("By SGD:\nmag = 1.0000 × (bjd − 2459115.5) + 2459115.5")
    window.copy_button.click()
    assert QGuiApplication.clipboard().text() == window.text
    with qtbot.waitSignal(window.destroyed):
        window.close()
    view.show_weights(np.array([2.0]), 0.0)


def test_changing_numbers_move_nothing(view: EquationView) -> None:
    view.show_weights(np.array([0.88888]), 888.88)
    hint = view.sizeHint()
    before = positions(view)
    for weight, bias in ((0.11111, 111.11), (-0.4, -20.0), (0.5, 0.0)):
        view.show_weights(np.array([weight]), bias)
        view.chip.show_distance(abs(weight))
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
        (float("nan"), "no exact solution"),
    ],
)
def test_the_distance_is_said_in_words(view: EquationView, distance: float | None, text: str) -> None:
    view.chip.show_distance(distance)
    assert view.chip.text == text == distance_text(distance)


def test_the_chip_tells_on_demand_how_far_the_weights_are_off_in_standard_errors(view: EquationView) -> None:
    view.chip.show_distance(1e-7, 2.34)
    assert view.chip.text == "predictions to 7 digits"
    place = view.chip.rect().center()
    QApplication.sendEvent(view.chip, QHelpEvent(QEvent.Type.ToolTip, place, view.chip.mapToGlobal(place)))
    assert "farthest off is 2.3 standard errors from the exact one" in view.chip.toolTip()
    view.chip.show_distance(1e-7)
    assert "standard error" not in view.chip.help_text
    view.chip.show_distance(None, 2.34)
    assert "standard error" not in view.chip.help_text
    QToolTip.hideText()


def test_the_chip_keeps_its_size_and_changes_its_look(view: EquationView) -> None:
    pictures, sizes = [], set()
    for distance in (None, 0.5, 1e-7):
        view.chip.show_distance(distance)
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


def test_a_constant_that_is_known_better_than_from_the_bias_is_shown(view: EquationView) -> None:
    shown = ShownEquation(np.array([1e15]), np.array([1e-6]), 1e-4)
    view.show_names(["t"], "y", shown)
    view.show_exact(np.array([3.0]), -3e15, 0.125)
    assert view.exact_line.text() == "y = 3.0000000 × (t − 1000000000000000) + 0.12500"


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
    assert short_name("(the time of day − 1700000000)") == "(the time of day −…)"


def test_a_feature_less_an_offset_stands_in_parentheses() -> None:
    sources = [Source("t", SourceKind.NUMBER, offset=1700000000), Source("x", SourceKind.NUMBER)]
    names = equation_names([source.name for source in sources], sources)
    text = whole_text("y", terms(names, np.array([2.0, 3.0]), 1.0))
    assert text == "y = 2.0000 × (t − 1700000000) + 3.0000 × x + 1.0000"


@pytest.mark.parametrize("longest", range(4, 30))
def test_a_short_name_cuts_no_number(longest: int) -> None:
    name = "t − 1700000000000000000"
    assert short_name(name, longest) == (name if longest >= len(name) else short_name(name, longest))
    assert set(re.findall(r"\d+", short_name(name, longest))) <= {"1700000000000000000"}


def test_a_bias_that_is_next_to_nothing_has_no_sign() -> None:
    shown = ShownEquation(np.array([0.0]), np.array([0.1]), 0.5)
    assert whole_text("y", terms(["k"], np.array([100.0]), -6.5e-11, shown)) == "y = 100.00 × k + 0.0000"


def test_features_far_from_zero_stand_around_their_centres(view: EquationView) -> None:
    shown = ShownEquation(np.array([2459115.5, -2e7, 0.0]), np.array([1e-4, 1e-4, 1e-4]), 1e-3)
    view.show_names(["bjd", "t", "x"], "mag", shown)
    view.show_weights(np.array([10.0, -0.25, 3.0]), 5.0 - 24591155.0 - 0.25 * 2e7)
    equation = "mag = 10.0000 × (bjd − 2459115.5) − 0.2500 × (t + 20000000) + 3.0000 × x + 5.0000"
    assert view.sgd_line.text() == equation.replace("0.2500", "0.25000").replace("10.0000", "10.0000")
