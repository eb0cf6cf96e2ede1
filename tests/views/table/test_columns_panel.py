"""The panel in which every column gets its role."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.role_matrix import ROLES, RoleModel

FEATURE, LABEL, IGNORED = Role.FEATURE, Role.LABEL, Role.IGNORED
CHOICE = {"age": FEATURE, "town": IGNORED, "bmi": IGNORED, "progress": LABEL}
NUMBER, TEXT = ColumnType.NUMBER, ColumnType.CATEGORY
KINDS = {"age": NUMBER, "town": TEXT, "bmi": NUMBER, "progress": NUMBER}
MANY = {f"x{j}": FEATURE for j in range(199)} | {"y": LABEL}
MANY_KINDS = dict.fromkeys(MANY, NUMBER)


@pytest.fixture
def panel(qtbot) -> ColumnsPanel:
    panel = ColumnsPanel()
    qtbot.addWidget(panel)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    panel.testers = [QAbstractItemModelTester(model, mode) for model in (panel.model,)]
    panel.show_roles(CHOICE, KINDS)
    panel.resize(330, 400)
    panel.show()
    return panel


def heard(signal) -> list[tuple]:
    calls: list[tuple] = []
    signal.connect(lambda *arguments: calls.append(arguments))
    return calls


def shown(panel: ColumnsPanel) -> dict[str, Role]:
    """What can be read off the rows."""
    found = {}
    for row in range(panel.model.rowCount()):
        ticked = [
            role
            for section, role in enumerate(ROLES, 1)
            if Qt.CheckState(panel.model.index(row, section).data(Qt.ItemDataRole.CheckStateRole))
            is Qt.CheckState.Checked
        ]
        assert len(ticked) == 1
        found[panel.model.index(row, 0).data()] = ticked[0]
    return found


def middle(panel: ColumnsPanel, row: int, role: Role) -> QPoint:
    return panel.view.visualRect(panel.model.index(row, 1 + ROLES.index(role))).center()


def test_every_column_shows_its_one_role_and_texts_are_marked(panel) -> None:
    assert shown(panel) == {"age": FEATURE, "town (text)": IGNORED, "bmi": IGNORED, "progress": LABEL}


def test_what_becomes_of_texts_and_dates_is_told(panel) -> None:
    panel.show_roles(CHOICE, {**KINDS, "bmi": ColumnType.DATE})
    assert panel.model.index(2, 0).data() == "bmi (date)"
    tip = Qt.ItemDataRole.ToolTipRole
    assert "reference level" in panel.model.index(1, 0).data(tip)
    assert "days since 1970-01-01" in panel.model.index(2, 0).data(tip)
    assert panel.model.index(0, 0).data(tip) == "age"


def test_a_click_asks_for_another_role_and_shows_it_only_when_told(qtbot, panel) -> None:
    wishes = heard(panel.role_requested)
    viewport = panel.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(panel, 2, LABEL))
    assert wishes == [("bmi", LABEL)]
    assert shown(panel)["bmi"] is IGNORED
    panel.show_roles({**CHOICE, "bmi": LABEL, "progress": FEATURE}, KINDS)
    assert shown(panel)["bmi"] is LABEL
    assert shown(panel)["progress"] is FEATURE


def test_a_click_on_the_role_it_has_asks_for_nothing(qtbot, panel) -> None:
    wishes = heard(panel.role_requested)
    viewport = panel.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(panel, 0, FEATURE))
    qtbot.mouseClick(viewport, Qt.MouseButton.RightButton, pos=middle(panel, 0, IGNORED))
    assert wishes == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_arrows_and_a_key_choose_a_role(qtbot, panel, key) -> None:
    wishes = heard(panel.role_requested)
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(0, 1))
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    qtbot.keyClick(panel.view, key)
    assert wishes == [("town", LABEL)]


def test_the_choices_can_be_ticked_so_that_space_is_theirs(panel) -> None:
    index = panel.model.index(0, 1)
    assert index.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert not panel.model.index(0, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_all_features_spares_the_label_and_the_texts(panel) -> None:
    wishes = heard(panel.roles_requested)
    panel.all_features.click()
    assert wishes == [({"age": FEATURE, "town": IGNORED, "bmi": FEATURE, "progress": LABEL},)]


def test_none_leaves_only_the_label(panel) -> None:
    wishes = heard(panel.roles_requested)
    panel.none.click()
    assert wishes == [({**dict.fromkeys(CHOICE, IGNORED), "progress": LABEL},)]
    assert list(wishes[0][0]) == list(CHOICE)


def test_a_button_that_would_change_nothing_asks_for_nothing(panel) -> None:
    wishes = heard(panel.roles_requested)
    panel.show_roles({"a": FEATURE, "y": LABEL}, {"a": NUMBER, "y": NUMBER})
    panel.all_features.click()
    assert wishes == []


def test_the_filter_appears_with_many_columns_and_narrows_the_buttons(qtbot, panel) -> None:
    assert not panel.filter.isVisible()
    panel.show_roles(MANY, MANY_KINDS)
    assert panel.filter.isVisible()
    qtbot.keyClicks(panel.filter, "X19")
    assert list(shown(panel)) == ["x19", *(f"x{j}" for j in range(190, 199))]
    wishes = heard(panel.roles_requested)
    panel.none.click()
    asked = wishes[0][0]
    assert [name for name, role in asked.items() if role is IGNORED] == list(shown(panel))
    assert len(asked) == 200


def test_a_click_under_a_filter_means_the_column_that_is_seen(qtbot, panel) -> None:
    panel.show_roles(MANY, MANY_KINDS)
    panel.filter.setText("x77")
    wishes = heard(panel.role_requested)
    viewport = panel.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(panel, 0, IGNORED))
    assert wishes == [("x77", IGNORED)]


def test_other_columns_end_the_filter_but_other_roles_keep_it(panel) -> None:
    panel.show_roles(MANY, MANY_KINDS)
    panel.filter.setText("x77")
    panel.show_roles({**MANY, "x77": IGNORED}, MANY_KINDS)
    assert shown(panel) == {"x77": IGNORED}
    panel.show_roles(CHOICE, KINDS)
    assert len(shown(panel)) == 4


def test_rows_are_made_anew_only_for_other_columns(panel) -> None:
    resets = heard(panel.model.modelReset)
    panel.show_roles({**CHOICE, "age": IGNORED}, KINDS)
    assert resets == []
    panel.show_roles(MANY, MANY_KINDS)
    assert len(resets) == 1


def test_the_name_of_each_choice_can_be_heard(panel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert panel.model.index(2, 2).data(role) == "bmi as label"


def test_a_tick_that_is_taken_away_is_no_wish(qtbot) -> None:
    model = RoleModel()
    model.show_roles(CHOICE, KINDS)
    wishes = heard(model.role_requested)
    role = Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(0, 1), Qt.CheckState.Unchecked, role)
    assert wishes == []
    model.setData(model.index(0, 2), Qt.CheckState.Checked, role)
    assert wishes == [("age", LABEL)]


def test_without_a_table_there_is_nothing_to_press(panel) -> None:
    panel.show_roles({}, {})
    assert not panel.all_features.isEnabled()
    assert not panel.none.isEnabled()
    assert shown(panel) == {}


def test_tab_goes_through_the_panel_and_leaves_it(qtbot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    panel, after = ColumnsPanel(frame), QLineEdit(frame)
    panel.show_roles(CHOICE, KINDS)
    panel.recipe.show_recipe(Recipe())
    QWidget.setTabOrder(panel.recipe.label_scale, after)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    panel.setFocus()
    reached = []
    for _ in range(7):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    recipe = panel.recipe
    buttons = [panel.all_features, panel.none, panel.uses.button]
    expected = [panel.view, *buttons, recipe.missing, recipe.label_scale, after]
    assert reached == expected
