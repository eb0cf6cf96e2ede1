"""The panel of terms: values in, wishes out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.editing.shown_terms import ShownTerms, shown_terms
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.views.table.terms_panel import TermsPanel

FRAME = pd.DataFrame(
    {
        "area": np.arange(6.0),
        "town": ["Ulm", "Bonn"] * 3,
        "<b>age": np.arange(6.0),
        "price": np.arange(6.0),
    }
)


def shown(model: str) -> ShownTerms:
    numeric = frozenset(numeric_columns(FRAME))
    table = Table(FRAME, dict.fromkeys(FRAME, Role.IGNORED), "houses", numeric=numeric)
    return shown_terms(with_model(table, model_of_text(model, FRAME)), {"town": 2})


@pytest.fixture
def panel(qtbot) -> TermsPanel:
    widget = TermsPanel()
    qtbot.addWidget(widget)
    widget.show_terms(shown("price ~ area + town + `<b>age` + area:town"))
    widget.resize(300, 500)
    widget.show()
    return widget


def rows(panel: TermsPanel) -> list[tuple[str, str]]:
    model = panel.model
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_the_terms_stand_in_a_list_with_their_columns_and_in_the_formula(panel) -> None:
    assert rows(panel) == [("area", "1"), ("town", "1"), ("<b>age", "1"), ("area × town", "1")]
    assert panel.formula.toPlainText() == "price ~ area + town + `<b>age` + area:town"


def test_a_term_is_chosen_by_two_drop_downs_and_its_size_is_told_before(panel, qtbot) -> None:
    panel.column.setCurrentIndex(panel.column.findData("<b>age"))
    panel.made.setCurrentIndex(panel.made.findText("× town"))
    assert panel.hint.text == "<b>age × town makes 1 column."
    with qtbot.waitSignal(panel.model_requested) as asked:
        qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    model, text = asked.args
    assert model.written == "price ~ area + town + `<b>age` + area:town + `<b>age`:town"
    assert text == "Add <b>age × town"


def test_delete_removes_the_terms_that_are_selected_but_never_all(panel, qtbot) -> None:
    assert not panel.remove.isEnabled()
    panel.view.selectRow(3)
    with qtbot.waitSignal(panel.model_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert (asked.args[0].written, asked.args[1]) == ("price ~ area + town + `<b>age`", "Remove area × town")
    panel.view.selectAll()
    assert not panel.remove.isEnabled()


def test_return_takes_a_formula_and_escape_takes_it_back(panel, qtbot) -> None:
    before = panel.formula.toPlainText()
    panel.formula.selectAll()
    qtbot.keyClicks(panel.formula, "price ~ area")
    assert "Return" in panel.message.text
    with qtbot.waitSignal(panel.formula_requested) as asked:
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)
    assert asked.args == ["price ~ area"]
    qtbot.keyClick(panel.formula, Qt.Key.Key_Escape)
    assert panel.formula.toPlainText() == before
    with qtbot.assertNotEmitted(panel.formula_requested):
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)


def test_a_mistake_is_told_and_selected_in_the_formula(panel) -> None:
    text = "price ~ area + aera"
    panel.formula.setPlainText(text)
    with pytest.raises(ProblemError) as caught:
        model_of_text(text, FRAME)
    panel.show_problem(caught.value.problem)
    assert "Do you mean “area”?" in panel.message.text
    assert panel.message.warns
    assert panel.formula.textCursor().selectedText() == "aera"


def test_what_is_being_typed_stays_while_the_model_is_the_same(panel) -> None:
    panel.formula.setPlainText("price ~ ")
    panel.show_terms(shown("price ~ area + town + `<b>age` + area:town"))
    assert panel.formula.toPlainText() == "price ~ "
    panel.show_terms(shown("price ~ area"))
    assert panel.formula.toPlainText() == "price ~ area"


def test_without_a_model_nothing_can_be_asked(panel) -> None:
    panel.show_terms(ShownTerms(problem="No column is the label yet."))
    assert panel.message.text == "No column is the label yet."
    assert not panel.isEnabled()
    assert rows(panel) == []


def test_the_bias_and_the_ridge_penalty_are_chosen_beside_the_terms(panel, qtbot) -> None:
    assert panel.bias.isChecked()
    with qtbot.waitSignal(panel.model_requested) as asked:
        panel.bias.click()
    model, text = asked.args
    assert (model.written[-4:], text) == (" - 1", "Leave out the bias")
    panel.show_terms(shown("price ~ area - 1"))
    assert not panel.bias.isChecked()
    panel.show_ridge(0.5)
    assert panel.ridge.value() == 0.5
    with qtbot.waitSignal(panel.ridge_requested) as asked:
        panel.ridge.stepBy(1)
    assert asked.args[0] > 0.5


def test_all_of_a_mistake_can_be_read(panel) -> None:
    low = panel.message.height()
    names = ", ".join(f"a long name of a column {j}" for j in range(8))
    panel.show_problem(Problem(f"There is no column named “aera”. The columns are: {names}."))
    assert panel.message.height() > low
    panel.formula.setPlainText("price ~ area")
    assert panel.message.height() == low


def test_a_penalty_says_that_undo_leaves_it(panel) -> None:
    assert not panel.penalised.isVisible()
    panel.show_ridge(0.5)
    assert panel.penalised.isVisible()
    assert "undo leaves it" in panel.penalised.text
    panel.show_ridge(0.0)
    assert not panel.penalised.isVisible()


def test_the_same_choices_are_not_made_anew_and_the_term_that_is_chosen_stays(panel) -> None:
    panel.made.setCurrentIndex(panel.made.findText("cubed"))
    made = []
    panel.made.model().rowsInserted.connect(lambda *_: made.append(1))
    panel.show_terms(shown("price ~ area + town + `<b>age`"))
    assert not made
    assert panel.made.currentText() == "cubed"
    assert panel.hint.text == "area^3 makes 1 column."
    panel.show_terms(shown("price ~ town"))
    assert made
