"""The dialog of computed columns, as a person uses it; the preview is worked out by the test."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from linreg_gui.core.formulas.preview import preview_formulas
from linreg_gui.core.formulas.transforms import NewColumn, Transform
from linreg_gui.core.problem import ProblemError
from linreg_gui.views.formulas.formula_dialog import FormulaDialog

FRAME = pd.DataFrame({"area": [1.0, 2.0, 0.0], "food cost": [1.0, 5.0, 6.0], "town": ["a", "b", "c"]})


def make(qtbot, edited=None) -> FormulaDialog:
    dialog = FormulaDialog(list(FRAME.columns), {"area", "food cost"}, edited)
    qtbot.addWidget(dialog)
    dialog.columns, dialog.formulas = [], []
    dialog.columns_requested.connect(dialog.columns.append)
    dialog.formula_requested.connect(lambda *change: dialog.formulas.append(change))

    def answer(columns: list[NewColumn]) -> None:
        try:
            dialog.show_preview(preview_formulas(FRAME, {}, columns))
        except ProblemError as error:
            dialog.show_preview(error.problem)

    dialog.preview_requested.connect(answer)
    dialog.open()
    return dialog


@pytest.fixture
def dialog(qtbot) -> FormulaDialog:
    return make(qtbot)


def header(dialog: FormulaDialog) -> list[str]:
    table = dialog.preview
    return [table.horizontalHeaderItem(place).text() for place in range(table.columnCount())]


def judged(qtbot, dialog: FormulaDialog) -> None:
    qtbot.waitUntil(dialog.ok.isEnabled)


def test_a_typed_formula_is_previewed_and_asked_for(qtbot, dialog) -> None:
    dialog.name.setText("double")
    qtbot.keyClicks(dialog.formula, "area * 2")
    assert not dialog.ok.isEnabled()
    judged(qtbot, dialog)
    assert header(dialog) == ["area", "double"]
    assert [dialog.preview.item(row, 1).text() for row in range(3)] == ["2", "4", "0"]
    assert dialog.hint.text == "From 0 to 4."
    dialog.ok.click()
    assert dialog.columns == [[NewColumn("double", "area * 2")]]


def test_a_transform_writes_name_and_formula_and_tells_what_fails(qtbot, dialog) -> None:
    dialog.start_with(Transform.LOGARITHM, "area")
    assert (dialog.name.text(), dialog.formula.text()) == ("log area", "log(area)")
    judged(qtbot, dialog)
    assert dialog.hint.text == "From 0 to 0.693147. 1 cell could not be computed: log of 0 or less."
    assert dialog.hint.warns
    assert dialog.preview.item(2, 1).text() == "missing"


def test_polynomial_terms_are_several_columns_at_once(qtbot, dialog) -> None:
    dialog.start_with(Transform.POLYNOMIAL, "food cost")
    dialog.transform.degree.setValue(4)
    dialog.transform.centred.setChecked(True)
    judged(qtbot, dialog)
    assert dialog.formula.isReadOnly()
    dialog.ok.click()
    ((square, _, fourth),) = dialog.columns
    assert square.name == "food cost^2 centred"
    assert fourth.formula == "(`food cost` - mean(`food cost`)) ^ 4"


@pytest.mark.parametrize(
    ("transform", "field", "value", "formula"),
    [
        (Transform.POWER, "exponent", -0.5, "area ^ (-0.5)"),
        (Transform.LAG, "rows", 3, "lag(area, 3)"),
        (Transform.POLYNOMIAL, "degree", 2, "area ^ 2"),
    ],
)
def test_a_number_goes_into_the_formula(dialog, transform, field, value, formula) -> None:
    dialog.start_with(transform, "area")
    getattr(dialog.transform, field).setValue(value)
    assert dialog.formula.text() == formula


def test_a_product_has_two_columns(dialog) -> None:
    dialog.start_with(Transform.PRODUCT, "area", "food cost")
    assert (dialog.name.text(), dialog.formula.text()) == ("area × food cost", "area * `food cost`")


def test_only_columns_of_numbers_can_be_transformed(dialog) -> None:
    box = dialog.transform.column
    assert [box.itemText(place) for place in range(box.count())] == ["area", "food cost"]


def test_typing_into_a_written_formula_makes_it_one_of_ones_own(qtbot, dialog) -> None:
    dialog.start_with(Transform.LOGARITHM, "area")
    dialog.formula.end(False)
    qtbot.keyClicks(dialog.formula, " + 1")
    assert dialog.transform.transform is None
    assert (dialog.name.text(), dialog.formula.text()) == ("log(area) + 1", "log(area) + 1")


@pytest.mark.parametrize(
    ("name", "formula", "words", "warns"),
    [
        ("a", "", "Type a formula, or choose a transform.", False),
        ("", "area", "Type a name for the new column.", False),
        ("town", "area", "There is a column named “town” already.", True),
        ("a", "area +", "not finished", True),
        ("a", "0,5 * area", "write 0.5 instead of 0,5", True),
        ("a", "price", "There is no column “price”.", True),
    ],
)
def test_a_calm_sentence_says_what_is_missing_or_wrong(qtbot, dialog, name, formula, words, warns) -> None:
    dialog.formula.setText(formula)
    dialog.name.setText(name)
    qtbot.waitUntil(lambda: words in dialog.hint.text)
    assert dialog.hint.warns is warns
    assert not dialog.ok.isEnabled()


def test_an_answer_to_an_earlier_formula_is_not_shown(qtbot, dialog) -> None:
    dialog.name.setText("a")
    dialog.formula.setText("area")
    late = preview_formulas(FRAME, {}, [NewColumn("a", "area")])
    dialog.formula.setText("area +")
    dialog.show_preview(late)
    assert not dialog.ok.isEnabled()
    qtbot.waitUntil(lambda: "not finished" in dialog.hint.text)


def test_the_formula_of_a_column_is_changed(qtbot) -> None:
    dialog = make(qtbot, ("double", "area * 2"))
    assert dialog.name.isReadOnly()
    judged(qtbot, dialog)
    dialog.formula.setText("area * 3")
    judged(qtbot, dialog)
    dialog.ok.click()
    assert dialog.formulas == [("double", "area * 3")]


def test_nothing_jumps_when_the_preview_comes(qtbot, dialog) -> None:
    before = dialog.size()
    dialog.start_with(Transform.LOGARITHM, "area")
    judged(qtbot, dialog)
    assert dialog.size() == before


def take(qtbot, key: Qt.Key) -> None:
    """Keys go to the list while it is open."""
    qtbot.keyClick(QApplication.activePopupWidget(), key)


def test_names_are_completed_and_taken_with_tab(qtbot, dialog) -> None:
    field = dialog.formula
    qtbot.keyClicks(field, "foo")
    assert field.offers == ["food cost"]
    take(qtbot, Qt.Key.Key_Tab)
    assert field.text() == "`food cost`"
    qtbot.keyClicks(field, " + sq")
    assert field.offers == ["sqrt(x)    square root"]
    take(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "2")
    assert field.text() == "`food cost` + sqrt(2)"
    assert field.offers == []


def test_a_name_in_backquotes_is_completed_too(qtbot, dialog) -> None:
    qtbot.keyClicks(dialog.formula, "`food c")
    assert dialog.formula.offers == ["food cost"]
    take(qtbot, Qt.Key.Key_Return)
    assert dialog.formula.text() == "`food cost`"


def test_columns_and_functions_can_be_put_in_by_the_menu(dialog) -> None:
    columns, functions = (action.menu() for action in dialog.insert.menu().actions())
    next(action for action in functions.actions() if action.text().startswith("sqrt(x)")).trigger()
    columns.actions()[1].trigger()
    assert dialog.formula.text() == "sqrt(`food cost`)"
