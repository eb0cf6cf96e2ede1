"""Very many values to predict from: a table in which every field works as those of a few do."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.views.results.level_fields import LevelField
from linreg_gui.views.results.predict_panel import MOST_FIELDS, PredictPanel
from linreg_gui.views.widgets.number_field import NumberField

TOWN = Category("town", ("Bonn", "Köln"), (2, 3), "Bonn")
MANY = 5_000
SOURCES = [
    Source("town", SourceKind.LEVEL, "Köln", "Bonn"),
    Source("sold", SourceKind.DATE),
    *(Source(f"x{j}") for j in range(MANY)),
]
MEANS = np.array([0.6, 18262.0, *(j / 4.0 for j in range(MANY))])


@pytest.fixture
def panel(qtbot) -> PredictPanel:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    panel.tester = QAbstractItemModelTester(panel.table.values, mode)
    panel.show_features(SOURCES, MEANS, [TOWN])
    panel.resize(300, 400)
    panel.show()
    return panel


def open_field(panel: PredictPanel, row: int) -> QWidget:
    index = panel.table.model().index(row, 1)
    panel.table.setCurrentIndex(index)
    panel.table.edit(index)
    return panel.table.indexWidget(index) or panel.table.findChild(NumberField)


def test_only_what_is_typed_into_is_built(panel) -> None:
    before = len(panel.findChildren(QWidget))
    panel.table.scrollToBottom()
    assert before < 90
    assert len(panel.findChildren(QWidget)) == before
    assert panel.fields == []
    assert [panel.table.model().index(row, 1).data() for row in (0, 1, 6)] == ["Köln", "2020-01-01", "1"]
    assert panel.values() == pytest.approx([1.0, *MEANS[1:]])


def test_what_is_typed_counts_with_every_key_and_is_forgotten_by_the_button(qtbot, panel) -> None:
    heard: list[object] = []
    panel.of_moment.wish_changed.connect(lambda: heard.append(panel.of_moment.wish.values))
    field = open_field(panel, 3)
    field.selectAll()
    qtbot.keyClicks(field, "2,5")
    assert heard[-1][3] == 2.5
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.typed() == {"x1": "2.5"}
    panel.means.click()
    assert panel.typed() == {}
    assert heard[-1][3] == 0.25


def test_what_is_no_number_is_said_and_stays_to_be_mended(qtbot, panel) -> None:
    field = open_field(panel, 3)
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    assert panel.values() is None
    assert "x1 needs a number" in panel.hint.text
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.table.model().index(3, 1).data() == "abc"
    QApplication.processEvents()
    again = open_field(panel, 3)
    assert again.text() == "abc"
    again.selectAll()
    qtbot.keyClicks(again, "4")
    assert panel.values()[3] == 4.0


def test_levels_and_dates_have_their_own_fields(panel) -> None:
    index = panel.table.model().index(0, 1)
    panel.table.edit(index)
    field = panel.table.findChild(LevelField)
    field.setCurrentIndex(0)
    assert panel.values()[0] == 0.0
    panel.type_values({"sold": "18263.0", "x4": "7.25", "town": "Köln", "x5": "no number"})
    assert panel.values()[[0, 1, 6, 7]].tolist() == [1.0, 18263.0, 7.25, 1.25]
    assert panel.typed() == {"sold": "18263.0", "x4": "7.25", "town": "Köln"}


def test_what_was_typed_stays_for_the_very_same_columns(panel) -> None:
    panel.type_values({"x4": "7.25"})
    panel.show_features(SOURCES, MEANS + 1.0, [TOWN])
    assert panel.values()[[6, 7]].tolist() == [7.25, 2.25]
    panel.show_features(SOURCES[:-1], MEANS[:-1], [TOWN])
    assert panel.typed() == {}


def test_few_values_have_fields_again(panel) -> None:
    assert panel.table.isVisible()
    panel.show_features(SOURCES[:MOST_FIELDS], MEANS[:MOST_FIELDS], [TOWN])
    assert len(panel.fields) == MOST_FIELDS
    assert not panel.table.isVisible()
