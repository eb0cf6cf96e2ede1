"""The header of the table: what it says of a column in paint and in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QStandardItemModel
from PySide6.QtWidgets import QTableView

from linreg_gui.core.table.column_summary import ColumnSummary
from linreg_gui.core.table.roles import Role
from linreg_gui.views.table.role_header import RoleHeader
from linreg_gui.views.widgets.style import Series, dark_palette, light_palette

NUMBERS = ColumnSummary("number", 1_000, 12, 3, (5, 0, 9, 1), least=-1.0, most=2.5, mean=0.25)
LEVELS = ColumnSummary(
    "text", 5_000_000, 0, 0, (60, 30, 9, 1), ("Delft", "Ghent", "Bonn", "x"), 4, sampled=100
)


class TwoColumns(QStandardItemModel):
    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.UserRole:
            return (Role.FEATURE, Role.IGNORED)[section]
        return super().headerData(section, orientation, role)


@pytest.fixture
def header(qtbot) -> RoleHeader:
    model = TwoColumns(1, 2)
    model.setHorizontalHeaderLabels(["area", "town"])
    view = QTableView()
    qtbot.addWidget(view)
    header = RoleHeader(view)
    header.model_and_view = model, view
    view.setHorizontalHeader(header)
    view.setModel(model)
    header.resizeSection(0, 150)
    view.resize(400, 200)
    view.setPalette(light_palette())
    header.setPalette(light_palette())
    view.show()
    return header


def pixels(image: QImage, colour) -> int:
    return sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_it_says_everything_in_words(header) -> None:
    header.show_summaries({"area": NUMBERS, "town": LEVELS})
    header.show_formulas({"area": "width * depth"})
    assert header.description(0).split("\n") == [
        "“area” is a feature.",
        "Computed: width * depth",
        "Numbers, 1,000 rows, 12 missing, 3 not a number.",
        "From −1 to 2.5, mean 0.25.",
        "Click the role to choose what it is used for.",
    ]
    assert header.description(1).split("\n")[1:4] == [
        "Texts, 5,000,000 rows, none missing.",
        "4 different values: “Delft” 60×, “Ghent” 30×, “Bonn” 9× …",
        "The different values are counted in a sample of 100 rows.",
    ]


def test_it_says_that_excluded_rows_are_among_what_it_tells_of(header) -> None:
    header.show_summaries({"area": NUMBERS})
    assert "Excluded" not in header.description(0)
    header.say_what_counts(True)
    assert "Excluded rows are among these" in header.description(0)


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_bars_are_drawn_where_they_are_known(header, palette) -> None:
    header.setPalette(palette())
    bar = Series.DATA.colour(palette is dark_palette)
    assert pixels(header.grab().toImage(), bar) == 0
    header.show_summaries({"area": NUMBERS})
    assert pixels(header.grab().toImage(), bar) > 50


def test_nothing_moves_when_summaries_and_marks_come(header) -> None:
    before = header.sizeHint(), header.sectionSize(0)
    header.show_summaries({"area": NUMBERS, "town": LEVELS})
    header.show_formulas({"area": "1"})
    assert (header.sizeHint(), header.sectionSize(0)) == before


def test_a_computed_column_is_marked(header) -> None:
    plain = header.grab().toImage()
    header.show_formulas({"area": "1"})
    assert header.grab().toImage() != plain


def test_a_column_with_a_single_value_has_one_sentence_for_it(header) -> None:
    header.show_summaries({"area": ColumnSummary("text", 1, 0, 0, (1,), ("x",), 1)})
    assert "One value: “x” 1×." in header.description(0)
    assert "Texts, 1 row, none missing." in header.description(0)
