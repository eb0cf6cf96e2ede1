"""Computed columns in the window, driven as a person drives it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt

from linreg_gui.app.program import Program
from linreg_gui.core.formulas.transforms import NewColumn, Transform
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.views.formulas.formula_dialog import FormulaDialog
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable

FRAME = pd.DataFrame({"area": [1.0, 2.0, 0.0, 4.0], "town": list("abcd"), "price": [2.0, 4.0, 1.0, 8.5]})


@pytest.fixture
def window(program):
    table = Table(FRAME, suggest_roles(FRAME), "small", numeric=frozenset({"area", "price"}))
    program.window.show()
    program.session.document.start_with(table)
    program.window.view(DataTable).show_cell(0, 0)
    return program.window


def dialog_of(program: Program) -> FormulaDialog:
    return next(d for d in program.window.findChildren(FormulaDialog) if d.isVisible())


def frame_of(program: Program) -> pd.DataFrame:
    return program.session.document.table.frame


def test_a_column_is_computed_by_a_formula_and_follows_its_source(qtbot, program, window) -> None:
    program.menus.data.transforms.add.trigger()
    dialog = dialog_of(program)
    qtbot.keyClicks(dialog.name, "double")
    qtbot.keyClicks(dialog.formula, "2 * area")
    qtbot.waitUntil(dialog.ok.isEnabled)
    dialog.ok.click()
    assert frame_of(program)["double"].tolist() == [2.0, 4.0, 0.0, 8.0]
    program.session.document.edit_cell(0, 0, "50")
    assert frame_of(program)["double"][0] == 100.0
    assert "Computed: 2 * area" in window.view(DataTable).header.description(1)
    qtbot.waitUntil(lambda: program.session.analysis is not None)
    assert program.session.analysis.data.feature_names == ("area", "double")


def test_a_typed_formula_names_its_column_until_a_person_does(qtbot, program, window) -> None:
    program.menus.data.transforms.add.trigger()
    dialog = dialog_of(program)
    qtbot.keyClicks(dialog.formula, "= area / price")
    assert dialog.name.text() == "area / price"
    assert dialog.transform.transform is None
    dialog.formula.setText("`area` * 3")  # as the Insert menu does
    assert dialog.name.text() == "area * 3"
    qtbot.keyClicks(dialog.name, " m")
    qtbot.keyClicks(dialog.formula, " + 1")
    assert dialog.name.text() == "area * 3 m"
    qtbot.waitUntil(dialog.ok.isEnabled)
    dialog.ok.click()
    assert frame_of(program)["area * 3 m"].tolist() == [4.0, 7.0, 1.0, 13.0]


def test_a_formula_after_a_transform_takes_its_name_along(qtbot, program, window) -> None:
    program.menus.data.transforms.add.trigger()
    dialog = dialog_of(program)
    dialog.start_with(Transform.LOGARITHM, "area")
    assert dialog.name.text() == "log area"
    dialog.formula.selectAll()
    qtbot.keyClicks(dialog.formula, "area")
    assert dialog.name.text() == "area 2"  # there is an area already
    assert dialog.transform.transform is None


def test_a_new_column_is_brought_into_view(qtbot, program, window) -> None:
    wide = pd.DataFrame({f"x{j}": np.arange(4.0) for j in range(40)})
    program.session.document.start_with(
        Table(wide, suggest_roles(wide), "wide", numeric=frozenset(wide.columns))
    )
    window.view(DataTable).show_cell(2, 39)
    window.show_view(ColumnsPanel)
    menu = program.menus.data.transforms
    menu.menu.aboutToShow.emit()
    menu.actions[Transform.STANDARDISE].trigger()
    view = window.view(DataTable).view
    index = view.currentIndex()
    assert index.row() == 2
    assert view.header.name(index.column()) in program.session.document.table.formulas
    qtbot.waitUntil(lambda: view.isVisible())
    assert view.viewport().rect().intersects(view.visualRect(index))


def test_a_transform_of_the_current_column_is_one_command(program, window) -> None:
    menu = program.menus.data.transforms
    menu.menu.aboutToShow.emit()
    menu.actions[Transform.LOGARITHM].trigger()
    np.testing.assert_array_equal(frame_of(program)["log area"].isna(), [False, False, True, False])
    assert window.message_bar.sentence == "“log area”: 1 cell could not be computed: log of 0 or less."
    assert program.session.document.history.undo_text == "Compute “log area”"


def test_a_product_is_offered_with_every_column_of_numbers(program, window) -> None:
    menu = program.menus.data.transforms
    menu.menu.aboutToShow.emit()
    assert [action.text() for action in menu.product.actions()] == ["area", "price"]
    menu.product.actions()[1].trigger()
    assert frame_of(program)["area × price"].tolist() == [2.0, 8.0, 0.0, 34.0]


def test_polynomial_terms_are_one_step_of_undo(qtbot, program, window) -> None:
    program.menus.data.transforms.actions[Transform.POLYNOMIAL].trigger()
    dialog = dialog_of(program)
    qtbot.waitUntil(dialog.ok.isEnabled)
    dialog.ok.click()
    assert list(frame_of(program).columns) == ["area", "area^2", "area^3", "town", "price"]
    program.menus.edit.undo.trigger()
    assert list(frame_of(program).columns) == ["area", "town", "price"]


def test_transforms_are_not_offered_for_texts(program, window) -> None:
    window.view(DataTable).show_cell(0, 1)
    menu = program.menus.data.transforms
    menu.menu.aboutToShow.emit()
    assert not menu.actions[Transform.LOGARITHM].isEnabled()
    assert not menu.edit_formula.isEnabled()


def test_typing_into_a_computed_cell_offers_plain_numbers(qtbot, program, window) -> None:
    program.menus.data.transforms.actions[Transform.STANDARDISE].trigger()
    program.session.document.edit_cell(0, 1, "3")
    assert window.message_bar.sentence == "“area standardised” is computed: the cells follow the formula."
    qtbot.mouseClick(window.message_bar.action_button, Qt.MouseButton.LeftButton)
    assert not program.session.document.table.formulas
    program.session.document.edit_cell(0, 1, "3")
    assert frame_of(program)["area standardised"][0] == 3.0


def test_a_formula_is_changed_in_the_dialog(qtbot, program, window) -> None:
    menu = program.menus.data.transforms
    menu.actions[Transform.SQUARE_ROOT].trigger()
    window.view(DataTable).show_cell(0, 1)
    menu.menu.aboutToShow.emit()
    menu.edit_formula.trigger()
    dialog = dialog_of(program)
    assert dialog.formula.text() == "sqrt(area)"
    dialog.formula.setText("area ^ 3")
    qtbot.waitUntil(dialog.ok.isEnabled)
    dialog.ok.click()
    assert frame_of(program)["sqrt area"].tolist() == [1.0, 8.0, 0.0, 64.0]


def test_plain_numbers_are_a_command_too(program, window) -> None:
    menu = program.menus.data.transforms
    menu.actions[Transform.SQUARE_ROOT].trigger()
    window.view(DataTable).show_cell(0, 1)
    menu.menu.aboutToShow.emit()
    menu.make_plain.trigger()
    assert not program.session.document.table.formulas


def test_the_menu_of_a_column_offers_transforms(program, window) -> None:
    view = window.view(DataTable).view
    menu = view.open_column_menu(0, view.mapToGlobal(view.rect().center()))
    assert program.menus.data.transforms.menu.menuAction() in menu.actions()
    menu.close()


def test_a_sort_tells_which_columns_follow_the_new_order_with_the_way_back(program, window) -> None:
    document, bar = program.session.document, window.message_bar
    program.session.computing.add([NewColumn("before", "lag(area)")])
    bar.clear()
    document.sort_rows("price", True)
    assert bar.sentence.startswith("“before” follows the new order.")
    assert bar.action_button.text() == "Undo"
    bar.action_button.click()
    assert frame_of(program)["before"].fillna(-1.0).tolist() == [-1.0, 1.0, 2.0, 0.0]
    assert bar.sentence == ""


def test_a_sort_that_changes_no_number_says_nothing(program, window) -> None:
    program.session.computing.add([NewColumn("twice", "2 * area")])
    program.session.document.sort_rows("price", True)
    assert window.message_bar.sentence == ""
