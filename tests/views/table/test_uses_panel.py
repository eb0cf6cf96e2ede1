"""The choices of columns that weigh, name and group rows."""

from __future__ import annotations

import pytest

from linreg_gui.views.table.uses_panel import UsesPanel


@pytest.fixture
def panel(qtbot) -> UsesPanel:
    panel = UsesPanel()
    qtbot.addWidget(panel)
    panel.show_weights(["w", "n"], None)
    panel.show_names(["town", "w", "n"], None)
    panel.show_groups(["town"], None)
    return panel


def test_what_is_chosen_is_asked_for_and_nothing_else(qtbot, panel) -> None:
    asked: list[tuple[str, object]] = []
    panel.weights_requested.connect(lambda name: asked.append(("weights", name)))
    panel.names_requested.connect(lambda name: asked.append(("names", name)))
    panel.group_requested.connect(lambda name: asked.append(("group", name)))
    panel.show_weights(["w", "n", "m"], "n")
    assert asked == []
    assert panel.weights.currentText() == "n"
    panel.weights.setCurrentIndex(1)
    panel.names.setCurrentIndex(1)
    panel.groups.setCurrentIndex(1)
    panel.weights.setCurrentIndex(0)
    assert asked == [("weights", "w"), ("names", "town"), ("group", "town"), ("weights", None)]


def test_the_folded_panel_says_what_is_chosen(panel) -> None:
    assert panel.button.text() == "Weights, names and groups"
    assert panel.weights.isHidden() or not panel.weights.isVisibleTo(panel)
    panel.show_weights(["w", "n"], "w")
    panel.show_groups(["town"], "town")
    assert panel.button.text() == "Rows weighted by w, in groups of town"
    panel.button.click()
    assert panel.weights.isVisibleTo(panel)


def test_where_there_is_no_column_there_is_no_choice(panel) -> None:
    panel.show_weights((), None)
    assert not panel.weights.isEnabled()
    assert panel.names.isEnabled()
