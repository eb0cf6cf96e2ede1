"""Feature values that a person types, and the predictions that are shown for them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from linreg_gui.core.cells.column_signs import POINT_SHOWN, Held
from linreg_gui.core.cells.number_style import Evidence
from linreg_gui.core.desk.profile import Curve, Profile, ProfileChoices, Told
from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.style import dark_palette

MEANS = np.array([1 / 3, -120.25])
TOWN = Category("town", ("Bonn", "Köln", "Ulm"), (2, 3, 5), "Bonn")
MIXED = (
    Source("town", SourceKind.LEVEL, "Köln", "Bonn"),
    Source("town", SourceKind.LEVEL, "Ulm", "Bonn"),
    Source("town", SourceKind.MISSING, "", "Bonn"),
    Source("area"),
    Source("area", SourceKind.MISSING),
    Source("sold", SourceKind.DATE),
)
MIXED_MEANS = np.array([0.3, 0.5, 0.01, 80.0, 0.02, 18262.25])


def numbers(*names: str) -> list[Source]:
    return [Source(name) for name in names]


@pytest.fixture
def panel(qtbot) -> PredictPanel:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    panel.show_features(numbers("age", "bmi"), MEANS)
    panel.resize(300, 320)
    panel.show()
    return panel


def heard(panel: PredictPanel) -> list[object]:
    values: list[object] = []
    panel.of_moment.wish_changed.connect(lambda: values.append(panel.of_moment.wish.values))
    return values


def type_into(field: NumberField, text: str) -> None:
    field.selectAll()
    field.insert(text)


def test_the_fields_start_at_the_means_with_every_digit(panel) -> None:
    assert [field.text() for field in panel.fields] == ["0.3333333333333333", "−120.25"]
    assert np.array_equal(panel.values(), MEANS)


@pytest.mark.parametrize(("text", "value"), [("2.5", 2.5), ("2,5", 2.5), ("−7", -7.0), ("1e3", 1000.0)])
def test_a_typed_number_is_told_at_once(panel, text, value) -> None:
    told = heard(panel)
    type_into(panel.fields[1], text)
    assert np.array_equal(told[-1], [1 / 3, value])
    assert told[-1].dtype == np.float64


def test_a_text_that_is_no_number_is_marked_and_predicts_nothing(panel) -> None:
    told = heard(panel)
    panel.show_prediction(1.0, 2.0, "y")
    type_into(panel.fields[0], "abc")
    assert told[-1] is None
    assert panel.fields[0].is_marked
    assert not panel.fields[1].is_marked
    assert panel.hint.warns
    assert "age" in panel.hint.text
    assert (panel.by_sgd.text(), panel.exact.text()) == ("–", "–")
    panel.show_prediction(1.0, 2.0, "y")
    assert (panel.by_sgd.text(), panel.exact.text()) == ("–", "–")


def test_a_mended_text_predicts_again(panel) -> None:
    type_into(panel.fields[0], "x")
    told = heard(panel)
    type_into(panel.fields[0], "4")
    assert np.array_equal(told[-1], [4.0, MEANS[1]])
    assert not panel.fields[0].is_marked
    assert not panel.hint.warns


def test_an_empty_field_is_no_number(panel) -> None:
    panel.fields[0].selectAll()
    panel.fields[0].del_()
    assert panel.values() is None


def test_the_button_brings_the_means_back(panel) -> None:
    type_into(panel.fields[0], "x")
    type_into(panel.fields[1], "9")
    told = heard(panel)
    panel.means.click()
    assert len(told) == 1
    assert np.array_equal(told[0], MEANS)
    assert not panel.fields[0].is_marked


def test_both_predictions_are_named_and_shown(panel) -> None:
    panel.show_prediction(152.1334567, -0.5, "price")
    assert panel.heading.whole_text == "Predicted price"
    assert panel.by_sgd.text() == "152.133"
    assert panel.exact.text() == "−0.500000"
    panel.show_prediction(-6.5e-11, -0.0, "price", 0.5)
    assert panel.by_sgd.text() == panel.exact.text() == "0.00000"
    panel.show_prediction(None, 2.0, "price")
    assert panel.by_sgd.text() == "–"


def test_other_features_get_other_fields_at_their_means(panel) -> None:
    type_into(panel.fields[0], "7")
    panel.show_features(numbers("a", "b", "c"), np.array([1.0, 2.0, 3.0]))
    assert np.array_equal(panel.values(), [1.0, 2.0, 3.0])


def test_what_was_typed_stays_when_the_data_change_and_is_told_again(panel) -> None:
    type_into(panel.fields[0], "7")
    told = heard(panel)
    fields = list(panel.fields)
    panel.show_features(numbers("age", "bmi"), np.array([0.5, 40.0]))
    assert panel.fields == fields
    assert np.array_equal(panel.values(), [7.0, 40.0])
    assert np.array_equal(told[-1], [7.0, 40.0])


def test_untouched_fields_are_shown_without_telling(panel) -> None:
    told = heard(panel)
    panel.show_features(numbers("age", "bmi"), np.array([0.5, 40.0]))
    panel.show_features(numbers("other"), np.array([0.5]))
    assert told == []


def test_clearing_leaves_no_field_and_a_sentence(panel) -> None:
    panel.show_nothing()
    assert panel.fields == []
    assert panel.values() is None
    assert "feature" in panel.hint.text
    assert not panel.means.isEnabled()


def test_two_hundred_features_can_be_scrolled_through_by_tab(qtbot, panel) -> None:
    panel.show_features([Source(f"x{j}") for j in range(200)], np.zeros(200))
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.fields[0].setFocus()
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    field = QApplication.focusWidget()
    assert field is panel.fields[30]
    assert not field.visibleRegion().isEmpty()
    panel.fields[-1].setFocus()
    qtbot.keyClick(panel.fields[-1], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.means


def test_the_focus_of_the_panel_is_its_first_field(qtbot, panel) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.setFocus()
    assert panel.fields[0].hasFocus()


def test_names_of_any_length_leave_room_for_the_numbers(qtbot, panel) -> None:
    panel.show_features(numbers("a & b " * 30, "y"), np.array([1.0, 2.0]))
    qtbot.waitUntil(lambda: panel.fields[0].width() > 120)
    assert panel.fields[0].accessibleName().startswith("a & b")


def test_the_mark_follows_the_palette(panel) -> None:
    type_into(panel.fields[0], "x")
    panel.fields[0].setCursorPosition(0)
    light = panel.fields[0].actions()[0].icon().pixmap(16).toImage()
    panel.setPalette(dark_palette())
    dark = panel.fields[0].actions()[0].icon().pixmap(16).toImage()
    assert light != dark


def test_tab_goes_through_new_fields_in_the_place_of_the_panel(qtbot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    layout = QVBoxLayout(frame)
    before, panel, after = QLineEdit(), PredictPanel(), QLineEdit()
    for widget in (before, panel, after):
        layout.addWidget(widget)
    panel.show_features(numbers("old", "older"), MEANS)
    panel.show_features(numbers("age", "bmi"), MEANS)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    order = [before, *panel.fields, panel.means, panel.plots, panel.remember, after]
    for key, widgets in ((Qt.Key.Key_Tab, order), (Qt.Key.Key_Backtab, order[::-1])):
        widgets[0].setFocus()
        for widget, following in pairwise(widgets):
            qtbot.keyClick(widget, key)
            assert QApplication.focusWidget() is following


def test_a_category_is_one_choice_and_what_is_missing_is_not_asked_for(panel) -> None:
    panel.show_features(MIXED, MIXED_MEANS, [TOWN])
    town, area, sold = panel.fields
    assert [town.itemText(row) for row in range(town.count())] == ["Bonn", "Köln", "Ulm"]
    assert (town.value, area.value, sold.text()) == ("Ulm", 80.0, "2020-01-01 06:00:00")
    assert panel.values().tolist() == [0.0, 1.0, 0.0, 80.0, 0.0, 18262.25]
    assert "1970-01-01" in sold.toolTip()


def test_a_chosen_level_and_date_are_told(panel) -> None:
    panel.show_features(MIXED, MIXED_MEANS, [TOWN])
    told = heard(panel)
    panel.fields[0].setCurrentIndex(0)
    assert told[-1].tolist() == [0.0, 0.0, 0.0, 80.0, 0.0, 18262.25]
    panel.fields[0].setCurrentIndex(1)
    panel.fields[2].setDate(panel.fields[2].date().addDays(-1))
    assert told[-1].tolist() == [1.0, 0.0, 0.0, 80.0, 0.0, 18261.25]
    panel.means.click()
    assert told[-1].tolist() == [0.0, 1.0, 0.0, 80.0, 0.0, 18262.25]


def test_another_reference_level_keeps_what_was_chosen(panel) -> None:
    panel.show_features(MIXED, MIXED_MEANS, [TOWN])
    panel.fields[0].setCurrentIndex(1)
    type_into(panel.fields[1], "33")
    told = heard(panel)
    against_ulm = tuple(
        Source("town", SourceKind.LEVEL, level, "Ulm") if level else source
        for level, source in zip(("Bonn", "Köln", "", "", "", ""), MIXED, strict=True)
    )
    ulm = Category("town", TOWN.levels, TOWN.counts, "Ulm")
    panel.show_features(against_ulm, MIXED_MEANS, [ulm])
    assert panel.fields[0].value == "Köln"
    assert told[-1].tolist() == [0.0, 1.0, 0.0, 33.0, 0.0, 18262.25]


def test_a_column_that_follows_from_another_has_no_field_and_is_told(panel) -> None:
    formulas = {"x^2": "x ^ 2", "log x": "log(x)"}
    panel.show_features(numbers("x", "x^2", "log x"), MEANS[[0, 1, 1]], (), formulas)
    told = heard(panel)
    (field,) = panel.fields
    assert panel.hint.text == "Type values to predict from. x^2, log x follow."
    type_into(field, "3")
    assert told[-1].tolist() == [3.0, 9.0, pytest.approx(np.log(3.0))]
    type_into(field, "-3")
    assert told[-1] is None
    assert panel.hint.text == "log x cannot be computed from these values."


COMMA = Held(Evidence.of_signs(",", "."), ",", as_shown=True)


@pytest.mark.parametrize(
    ("held", "text", "value", "hint"),
    [
        (POINT_SHOWN, "1,250", 1250, "“1,250” for age is read as 1250; type 1.25 if that is meant."),
        (POINT_SHOWN, "1.250", 1.25, ""),
        (POINT_SHOWN, "1,25", 1.25, ""),
        (COMMA, "1,250", 1.25, ""),
        (COMMA, "1.250", 1.25, "“1.250” for age is read as 1.25; type 1250 if that is meant."),
        (Held(as_shown=True), "1.250", 1.25, "“1.250” for age is read as 1.25; type 1250 if that is meant."),
    ],
)
def test_a_number_is_read_as_its_column_is_written_and_the_doubt_is_told(
    panel, held, text, value, hint
) -> None:
    panel.show_features(numbers("age", "bmi"), MEANS, held={"age": held})
    type_into(panel.fields[0], text)
    assert panel.values()[0] == value
    assert panel.hint.warns == bool(hint)
    assert panel.hint.text == (hint or "Type values to predict from.")
    panel.means.click()
    assert not panel.hint.warns


@pytest.mark.parametrize(
    ("text", "held", "value"),
    [
        ("42%", Held(unit="%"), 42),
        ("$1,250.5", Held(unit="$", as_shown=True), 1250.5),
        ("(500)", Held(forms=("parentheses",)), -500),
        ("00:01:30", Held(unit="s"), 90),
    ],
)
def test_a_number_with_signs_of_its_own_is_read_where_its_column_had_them(panel, text, held, value) -> None:
    panel.show_features(numbers("age", "bmi"), MEANS, held={"age": held})
    type_into(panel.fields[0], text)
    assert panel.values()[0] == value
    panel.means.click()
    panel.show_features(numbers("age", "bmi"), MEANS)
    type_into(panel.fields[0], text)
    assert panel.values() is None
    assert panel.hint.text == f"age has no numbers such as “{text}”; type a plain one, such as 1.5."


def some_profile(panel: PredictPanel, **changed: object) -> Profile:
    """As it comes for the present wish: every prediction is 10, its mean within 1, a new label within 2."""
    wish = panel.wish
    x = np.linspace(-5.0, 5.0, 11)

    def told(count: int) -> Told:
        return Told(*(np.full(count, value) for value in (10.0, 9.0, 11.0, 8.0, 12.0)))

    def curve(place: int) -> Curve:
        points = np.array([-4.0, 4.0])
        return Curve(place, x, told(11), 0.0, 0.1, points, points, points > 0.0, (-5.0, 5.0), "It is flat.")

    remembered = told(len(wish.remembered)) if wish.remembered else None
    known = {
        "wish": wish,
        "curves": tuple(map(curve, wish.in_sight)),
        "here": told(1),
        "remembered": remembered,
        "has_mean_interval": True,
        "has_interval": True,
        "y_range": (0.0, 20.0),
    }
    return Profile(**(known | changed))


@pytest.fixture
def seen(qtbot, panel) -> PredictPanel:
    """With plots that are in sight and drawn."""
    panel.resize(300, 700)
    qtbot.waitUntil(lambda: panel.area.in_sight == (0, 1))
    panel.show_value(some_profile(panel))
    return panel


def test_plots_are_drawn_where_they_are_in_sight_and_nowhere_else(qtbot, panel) -> None:
    panel.show_features([Source(f"x{j}") for j in range(100)], np.zeros(100))
    panel.resize(300, 700)
    qtbot.waitUntil(lambda: len(panel.area.in_sight) > 1)
    first = panel.area.in_sight
    assert first[0] == 0
    assert len(first) < 8
    panel.show_value(some_profile(panel))
    assert [cell.plot.curve is not None for cell in panel.area.cells] == [j in first for j in range(100)]
    wishes: list[object] = []
    panel.wish_changed.connect(lambda: wishes.append(panel.wish.in_sight))
    bar = panel.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: bool(wishes) and wishes[-1][-1] == 99)


def test_where_it_is_wide_plots_stand_side_by_side_and_the_numbers_beside_them(qtbot, panel) -> None:
    panel.show_features([Source(f"x{j}") for j in range(6)], np.zeros(6))
    panel.resize(1100, 600)
    qtbot.waitUntil(lambda: len(panel.area.in_sight) == 6)
    rows = {cell.mapTo(panel, QPoint()).y() for cell in panel.area.cells}
    assert len(rows) == 2
    assert panel.summary.mapTo(panel, QPoint()).x() > panel.area.width()
    panel.resize(300, 600)
    qtbot.waitUntil(lambda: len({cell.mapTo(panel, QPoint()).y() for cell in panel.area.cells}) == 6)
    assert panel.summary.mapTo(panel, QPoint()).y() > panel.area.height()


def test_a_name_is_looked_for_among_many(qtbot, panel) -> None:
    assert not panel.search.isVisible()
    panel.show_features([Source(f"sensor {j}") for j in range(30)], np.zeros(30))
    assert panel.search.isVisible()
    panel.search.setText("R 2")
    shown = [cell.asked.column for cell in panel.area.cells if cell.isVisible()]
    assert shown == ["sensor 2", *(f"sensor {j}" for j in range(20, 30))]
    qtbot.waitUntil(lambda: panel.area.in_sight[:2] == (2, 20))
    panel.search.clear()
    assert all(cell.isVisible() for cell in panel.area.cells)


def test_a_line_that_is_dragged_is_the_value_in_the_field(qtbot, seen) -> None:
    told = heard(seen)
    plot = seen.area.cells[1].plot
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.place_of(2.0, 10.0).toPoint())
    assert seen.fields[1].text() == "2"
    assert told[-1].tolist() == [MEANS[0], 2.0]
    assert seen.typed() == {"bmi": "2.0"}


def test_a_typed_value_moves_the_line_at_once(seen) -> None:
    type_into(seen.fields[0], "3.5")
    assert seen.area.cells[0].plot.at == 3.5
    type_into(seen.fields[0], "x")
    assert seen.area.cells[0].plot.at is None


@pytest.mark.parametrize(("key", "text"), [("Up", "0.4"), ("Down", "0.2"), ("PageUp", "1.3")])
def test_keys_in_a_field_change_its_value_by_steps(qtbot, seen, key, text) -> None:
    told = heard(seen)
    qtbot.keyClick(seen.fields[0], getattr(Qt.Key, f"Key_{key}"))
    assert seen.fields[0].text() == text
    assert told[-1][0] == float(text)


def test_intervals_are_named_with_their_level(seen) -> None:
    seen.show_prediction(9.5, 10.0, "price")
    summary = seen.summary
    assert (summary.of_mean_name.text(), summary.of_mean.text()) == ("95 %, mean", "9.000 to 11.00")
    assert (summary.of_label_name.text(), summary.of_label.text()) == ("95 %, new label", "8.000 to 12.00")
    assert summary.of_label.accessibleName() == "95 % interval of a new label"
    type_into(seen.fields[0], "x")
    assert (summary.of_mean.text(), summary.of_label.text()) == ("–", "–")


def test_where_there_are_no_intervals_a_sentence_says_why(seen) -> None:
    why = "There are no intervals: as it happens."
    seen.show_value(some_profile(seen, has_mean_interval=False, has_interval=False, remark=why))
    assert not seen.summary.of_mean.isVisible()
    assert not seen.summary.of_label.isVisible()
    assert (seen.hint.text, seen.hint.warns) == (why, False)


def test_values_outside_the_data_are_warned_of_but_not_in_place_of_what_is_wrong(seen) -> None:
    seen.show_value(some_profile(seen, outside="Outside the data: age = 900."))
    assert (seen.hint.text, seen.hint.warns) == ("Outside the data: age = 900.", True)
    type_into(seen.fields[1], "x")
    assert "bmi" in seen.hint.text


def test_profiles_of_other_columns_are_left_out(seen) -> None:
    late = some_profile(seen)
    seen.show_features(numbers("other"), np.array([1.0]))
    seen.show_value(late)
    assert seen.area.cells[0].plot.curve is None


def test_without_plots_there_are_the_fields_alone(qtbot, seen) -> None:
    high = seen.area.wished_height()
    seen.plots.click()
    assert not seen.area.cells[0].plot.isVisible()
    assert seen.area.wished_height() < high
    qtbot.waitUntil(lambda: seen.wish.in_sight == ())
    assert seen.choices == ProfileChoices(fields_alone=True)
    seen.choose(ProfileChoices())
    assert seen.area.cells[0].plot.isVisible()
    assert seen.plots.isChecked()


def test_values_are_remembered_with_their_predictions_and_come_back(qtbot, seen) -> None:
    seen.remember.click()
    type_into(seen.fields[0], "3.5")
    seen.remember.click()
    assert [entry.name for entry in seen.choices.entries] == ["typical values", "age = 3.5"]
    assert seen.wish.remembered == ((MEANS[0], MEANS[1]), (3.5, MEANS[1]))
    seen.show_value(some_profile(seen))
    model = seen.remembered.model()
    assert [model.index(1, column).data() for column in range(3)] == ["age = 3.5", "10.000", "8.000 to 12.00"]
    seen.means.click()
    seen.remembered.setCurrentIndex(model.index(1, 0))
    qtbot.keyClick(seen.remembered, Qt.Key.Key_Return)
    assert seen.values().tolist() == [3.5, MEANS[1]]
    qtbot.keyClick(seen.remembered, Qt.Key.Key_Delete)
    assert [entry.name for entry in seen.choices.entries] == ["typical values"]
    seen.forget.click()
    assert seen.choices.remembered == ()
    assert not seen.remembered.isVisible()


def test_what_is_remembered_is_copied_as_a_table_with_every_digit(seen) -> None:
    type_into(seen.fields[0], "3.5")
    seen.remember.click()
    seen.show_value(some_profile(seen))
    seen.copy_table.click()
    head, row = QApplication.clipboard().text().splitlines()
    assert head.split("\t") == [
        *("age", "bmi", "exact"),
        *("mean low 95 %", "mean high 95 %", "low 95 %", "high 95 %"),
    ]
    assert row.split("\t")[:1] == ["3.5"]
    assert [float(cell) for cell in row.split("\t")[2:]] == [10.0, 9.0, 11.0, 8.0, 12.0]


def test_the_same_values_are_remembered_once_and_no_more_than_twenty_at_all(seen) -> None:
    for number in (*range(25), 24):
        type_into(seen.fields[0], str(number))
        seen.remember.click()
    assert len(seen.choices.remembered) == 20
    assert seen.choices.entries[-1].name == "age = 24"


def test_remembered_values_of_other_columns_are_kept_without_a_prediction(seen) -> None:
    seen.remember.click()
    seen.show_features(numbers("age", "bmi", "new"), np.zeros(3))
    assert seen.wish.remembered == ()
    seen.show_value(some_profile(seen))
    assert seen.remembered.model().index(0, 1).data() == "–"
    seen.show_features(numbers("age", "bmi"), MEANS)
    assert len(seen.wish.remembered) == 1


def test_a_mean_is_offered_only_where_a_logarithm_has_one(seen) -> None:
    assert not seen.summary.centre.isVisible()
    seen.show_own_units(True)
    seen.show_value(some_profile(seen))  # of another loss
    assert not seen.summary.centre.isVisible()
    seen.show_value(some_profile(seen, mean_over_median=1.25, centre="median"))
    assert seen.summary.centre.isVisible()
    assert seen.mean_factor is None
    factors: list[float | None] = []
    seen.of_moment.wish_changed.connect(lambda: factors.append(seen.of_moment.wish.mean_factor))
    seen.summary.centre.setCurrentIndex(1)
    assert seen.wish.of_mean
    seen.show_value(some_profile(seen, mean_over_median=1.25))
    assert factors[-1] == 1.25
    seen.summary.centre.setCurrentIndex(0)
    assert factors[-1] is None


def test_clearing_the_curves_leaves_what_was_typed(seen) -> None:
    type_into(seen.fields[0], "3.5")
    seen.clear()
    assert seen.area.cells[0].plot.curve is None
    assert seen.values().tolist() == [3.5, MEANS[1]]
    assert not seen.summary.of_mean.isVisible()
