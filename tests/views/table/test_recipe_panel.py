"""The fields for missing values and reference levels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.views.table.recipe_panel import RecipePanel

TOWN = Category("town", ("Bonn", "Köln", "Ulm"), (1, 1_300, 5_213), "Ulm")
KIND = Category("kind", ("flat", "house"), (3, 4), "flat")


@pytest.fixture
def panel(qtbot) -> RecipePanel:
    panel = RecipePanel()
    qtbot.addWidget(panel)
    panel.show_recipe(Recipe(missing=Missing.DROP))
    panel.show_categories((TOWN, KIND))
    panel.show()
    return panel


def heard(signal) -> list[tuple]:
    calls: list[tuple] = []
    signal.connect(lambda *arguments: calls.append(arguments))
    return calls


def test_levels_are_shown_with_their_rows_and_the_reference_is_chosen(panel) -> None:
    box = panel.references["town"]
    assert [box.itemText(row) for row in range(box.count())] == ["Bonn (1)", "Köln (1,300)", "Ulm (5,213)"]
    assert box.currentText() == "Ulm (5,213)"
    assert panel.references["kind"].currentText() == "flat (3)"
    assert box.accessibleName() == "Reference level of town"


def test_where_each_level_has_a_weight_no_reference_is_shown_but_that_is_said(panel) -> None:
    panel.show_categories((TOWN, Category("kind", ("flat", "house"), (3, 4), "")))
    box = panel.references["kind"]
    assert (box.currentText(), box.placeholderText()) == ("", "none, each level has a weight")


def test_showing_asks_for_nothing(panel) -> None:
    missing, references = heard(panel.missing_requested), heard(panel.reference_requested)
    panel.show_recipe(Recipe(missing=Missing.MEDIAN))
    panel.show_categories((TOWN, Category("kind", ("flat", "house"), (3, 4), "house")))
    assert panel.missing.currentText() == "fill with the median"
    assert panel.references["kind"].currentText() == "house (4)"
    assert (missing, references) == ([], [])


def test_another_reference_is_asked_for_by_column_and_level(qtbot, panel) -> None:
    wishes = heard(panel.reference_requested)
    qtbot.keyClick(panel.references["town"], Qt.Key.Key_Up)
    assert wishes == [("town", "Köln")]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("fill with the mean", Missing.MEAN),
        ("fill with the median", Missing.MEDIAN),
        ("fill and indicate", Missing.INDICATE),
    ],
)
def test_each_way_with_missing_values_can_be_asked_for(panel, words, missing) -> None:
    wishes = heard(panel.missing_requested)
    panel.missing.setCurrentText(words)
    assert wishes == [(missing,)]
    assert isinstance(wishes[0][0], Missing)


def test_fields_stay_for_the_same_columns_and_go_with_them(panel) -> None:
    box = panel.references["town"]
    panel.show_categories((Category("town", ("Ulm",), (4,), "Ulm"), KIND))
    assert panel.references["town"] is box
    assert box.count() == 1
    panel.show_categories((KIND,))
    assert list(panel.references) == ["kind"]
    panel.show_categories(())
    assert panel.references == {}


def test_without_a_table_nothing_can_be_chosen(panel) -> None:
    panel.show_recipe(None)
    assert not panel.missing.isEnabled()


def test_tab_goes_through_every_field(qtbot, panel) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.missing.setFocus()
    for box in (panel.label_scale, *panel.references.values()):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        assert panel.focusWidget() is box


def test_the_logarithm_of_the_label_is_asked_for_and_shown(qtbot, panel) -> None:
    wishes = heard(panel.label_scale_requested)
    qtbot.keyClick(panel.label_scale, Qt.Key.Key_Down)
    assert wishes == [(LabelScale.LOG,)]
    panel.show_recipe(Recipe())
    assert panel.label_scale.currentText() == "as it is"
    panel.show_recipe(Recipe(label_scale=LabelScale.LOG))
    assert (panel.label_scale.currentText(), wishes) == ("its logarithm", [(LabelScale.LOG,)])
