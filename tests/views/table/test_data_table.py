"""The table of the data, over a small model, as a person uses it."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from linreg_gui.core.editing.clipboard import block_text, parse_block
from linreg_gui.core.table.roles import Role
from linreg_gui.views.table import cell_commands
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.widgets.style import dark_palette, light_palette


class SmallModel(QAbstractTableModel):
    """Rounded texts to read, every digit to copy."""

    def __init__(self, frame: pd.DataFrame, roles: dict[str, Role]) -> None:
        super().__init__()
        self.frame, self.roles = frame, roles
        self.edits: list[tuple[int, int, str]] = []
        self.asked: set[int] = set()

    def show_frame(self, frame: pd.DataFrame) -> None:
        self.beginResetModel()
        self.frame = frame
        self.endResetModel()

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.frame)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.frame.shape[1]

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        self.asked.add(index.row())
        value = self.frame.iat[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{value:.3g}" if isinstance(value, float) else str(value)
        return str(value) if role == Qt.ItemDataRole.EditRole else None

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        name = str(self.frame.columns[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        return self.roles.get(name) if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index):
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index, value, role=Qt.ItemDataRole.EditRole) -> bool:
        self.edits.append((index.row(), index.column(), value))
        return True


ROLES = {"a": Role.FEATURE, "b": Role.IGNORED, "y": Role.LABEL}


def small_frame(rows: int = 4) -> pd.DataFrame:
    return pd.DataFrame(
        {"a": [i + 1 / 3 for i in range(rows)], "b": [f"w{i}" for i in range(rows)], "y": range(rows)}
    )


@pytest.fixture
def table(qtbot) -> DataTable:
    table = DataTable()
    qtbot.addWidget(table)
    table.model = SmallModel(small_frame(), ROLES)  # kept alive with the table
    table.set_model(table.model)
    table.resize(330, 400)
    table.show()
    return table


def select(table: DataTable, top: int, left: int, bottom: int, right: int, more: bool = False) -> None:
    model = table.view.model()
    block = QItemSelection(model.index(top, left), model.index(bottom, right))
    flag = QItemSelectionModel.SelectionFlag
    table.view.selectionModel().select(block, flag.Select if more else flag.ClearAndSelect)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def heard(signal) -> list[tuple]:
    calls: list[tuple] = []
    signal.connect(lambda *arguments: calls.append(arguments))
    return calls


def action(menu: QMenu, text: str):
    found = [action for action in menu.actions() if action.text() == text]
    assert found, [action.text() for action in menu.actions()]
    return found[0]


def test_copying_takes_every_digit_of_the_selected_block(table) -> None:
    select(table, 0, 0, 1, 1)
    table.cells.copy()
    assert clipboard() == "0.3333333333333333\tw0\n1.3333333333333333\tw1\n"


def test_one_cell_is_copied_as_its_bare_text(table) -> None:
    select(table, 2, 1, 2, 1)
    table.cells.copy()
    assert clipboard() == "w2"


def test_scattered_cells_are_copied_with_gaps_between_them(table) -> None:
    select(table, 0, 0, 0, 0)
    select(table, 1, 2, 1, 2, more=True)
    table.cells.copy()
    assert clipboard() == "0.3333333333333333\t\t\n\t\t1\n"


def test_copying_without_a_selection_leaves_the_clipboard_alone(table) -> None:
    QGuiApplication.clipboard().setText("mine")
    table.view.clearSelection()
    table.cells.copy()
    assert clipboard() == "mine"


def test_the_keys_copy_paste_and_clear(qtbot, table) -> None:
    pastes, clears = heard(table.cells.paste_requested), heard(table.cells.clear_cells_requested)
    select(table, 1, 1, 2, 2)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(table.view, Qt.Key.Key_C, control)
    assert clipboard() == "w1\t1\nw2\t2\n"
    qtbot.keyClick(table.view, Qt.Key.Key_V, control)
    assert pastes == [(1, 1, "w1\t1\nw2\t2\n", True)]
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert clears == [([(1, 1, 2, 2)],)]


def test_pasting_starts_at_the_upper_left_cell_of_the_selection(table) -> None:
    pastes = heard(table.cells.paste_requested)
    QGuiApplication.clipboard().setText("1\t2\r\n3\t4\r\n")
    select(table, 2, 1, 3, 2)
    table.cells.paste()
    assert pastes == [(2, 1, "1\t2\r\n3\t4\r\n", False)]


def test_an_empty_clipboard_pastes_nothing(table) -> None:
    pastes = heard(table.cells.paste_requested)
    QGuiApplication.clipboard().setText("")
    table.cells.paste()
    assert pastes == []


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\n3\t4\n", [["1", "2"], ["3", "4"]]),
        ("1\r\n2\r\n", [["1"], ["2"]]),
        ("1\n\n3", [["1"], [""], ["3"]]),
        ("7", [["7"]]),
        ('"two\nlines"\t"a ""word"""\n', [["two\nlines", 'a "word"']]),
        ("a\t\tb\n", [["a", "", "b"]]),
        ("1,5\t2,5\n", [["1,5", "2,5"]]),
        ('5" pipe\t1\n', [['5" pipe', "1"]]),
        ('"' + "x" * 200_000 + "\t1\n2\t3", [['"' + "x" * 200_000, "1"], ["2", "3"]]),
    ],
    ids=["block", "windows", "gap", "cell", "quoted", "empty", "comma", "inch", "never closed"],
)
def test_a_block_from_a_spreadsheet_is_taken_apart(text, block) -> None:
    assert parse_block(text) == block


def test_what_is_copied_can_be_pasted_again() -> None:
    block = [["1.5", "tab\there"], ['say "hi"', "two\nlines"], ["", "−3"]]
    assert parse_block(block_text(block)) == block


def test_more_cells_than_can_be_borne_are_refused_with_a_sentence(table, monkeypatch) -> None:
    monkeypatch.setattr(cell_commands, "MOST_CELLS", 5)
    QGuiApplication.clipboard().setText("mine")
    refusals = heard(table.cells.refused)
    select(table, 0, 0, 3, 1)
    table.cells.copy()
    assert clipboard() == "mine"
    assert refusals == [("8 cells are too many: at most 5 can be copied at once.",)]


def test_a_large_block_is_asked_for_as_text_rather_than_read_cell_by_cell(table, monkeypatch) -> None:
    monkeypatch.setattr(cell_commands, "CELLS_AT_ONCE", 5)
    wishes = heard(table.cells.copy_requested)
    select(table, 0, 0, 3, 1)
    table.cells.copy()
    assert wishes == [([(0, 0, 4, 2)],)]


def test_rows_are_asked_for_above_and_below_the_selection(table) -> None:
    inserts = heard(table.cells.insert_rows_requested)
    select(table, 1, 0, 2, 0)
    table.cells.insert_row_above()
    table.cells.insert_row_below()
    assert inserts == [(1, 1), (3, 1)]


def test_as_many_rows_are_inserted_as_whole_rows_are_selected(table) -> None:
    inserts = heard(table.cells.insert_rows_requested)
    select(table, 1, 0, 2, 2)
    table.cells.insert_row_above()
    assert inserts == [(1, 2)]


def test_a_whole_column_selected_inserts_one_row(table) -> None:
    inserts = heard(table.cells.insert_rows_requested)
    table.view.selectColumn(0)
    table.cells.insert_row_below()
    assert inserts == [(4, 1)]


def test_the_rows_of_all_selected_cells_are_removed_once_and_in_order(table) -> None:
    removals = heard(table.cells.remove_rows_requested)
    select(table, 3, 0, 3, 0)
    select(table, 0, 1, 1, 1, more=True)
    select(table, 3, 2, 3, 2, more=True)
    table.cells.remove_rows()
    assert [rows.tolist() for (rows,) in removals] == [[0, 1, 3]]


def test_without_a_model_commands_ask_for_nothing(qtbot) -> None:
    table = DataTable()
    qtbot.addWidget(table)
    QGuiApplication.clipboard().setText("1")
    signals = (
        table.cells.paste_requested,
        table.cells.clear_cells_requested,
        table.cells.insert_rows_requested,
    )
    calls = [heard(signal) for signal in (*signals, table.cells.remove_rows_requested)]
    for command in (
        table.cells.copy,
        table.cells.paste,
        table.cells.clear_cells,
        table.cells.insert_row_above,
        table.cells.insert_row_below,
        table.cells.remove_rows,
    ):
        command()
    assert calls == [[], [], [], []]
    assert clipboard() == "1"


def test_a_cell_is_edited_by_typing_into_it(qtbot, table) -> None:
    table.view.setFocus()
    table.view.setCurrentIndex(table.view.model().index(1, 0))
    qtbot.keyClick(table.view, Qt.Key.Key_7)
    editor = table.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, ".5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.model.edits == [(1, 0, "7.5")])


@pytest.mark.parametrize(
    ("text", "role"), [("Feature", Role.FEATURE), ("Label", Role.LABEL), ("Ignored", Role.IGNORED)]
)
def test_a_click_on_the_header_opens_the_choice_of_roles(qtbot, table, text, role) -> None:
    wishes = heard(table.header.role_requested)
    viewport = table.header.viewport()
    x = table.header.sectionViewportPosition(1) + 20
    where = next(QPoint(x, y) for y in range(viewport.height()) if table.header.is_on_badge(QPoint(x, y)))
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert action(menu, "Ignored").isChecked()
    action(menu, text).trigger()
    menu.close()
    assert wishes == [("b", role)]


def test_the_context_menu_offers_the_commands_and_the_roles_of_the_column(qtbot, table) -> None:
    wishes = heard(table.header.role_requested)
    command = QAction("Remove Rows", table)
    table.view.set_menus([command], [])
    table.view.setCurrentIndex(table.view.model().index(2, 2))
    menu = table.view.open_menu(table.mapToGlobal(table.rect().center()))
    assert command in menu.actions()
    action(action(menu, "Use Column As").menu(), "Feature").trigger()
    menu.close()
    assert wishes == [("y", Role.FEATURE)]


def test_the_header_is_wide_enough_for_name_and_role(table) -> None:
    header = table.header
    for section in range(3):
        assert header.sectionSize(section) >= header.width_for(section)
    assert header.height() > 2 * table.fontMetrics().height()


def test_only_the_first_rows_are_looked_at_for_the_widths(qtbot) -> None:
    table = DataTable()
    qtbot.addWidget(table)
    model = SmallModel(small_frame(5000), ROLES)
    table.set_model(model)
    table.resize(330, 400)
    table.show()
    table.grab()
    assert 0 in model.asked
    assert len(model.asked) < 100
    table.set_model(SmallModel(small_frame(2), ROLES))


class HugeModel(QAbstractTableModel):
    """Ten million rows, of which it notes the ones that somebody asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 10_000_000

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        self.asked.add(index.row())
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None


def test_ten_million_rows_cost_what_is_seen_of_them(qtbot) -> None:
    table = DataTable()
    qtbot.addWidget(table)
    table.model = HugeModel()
    table.set_model(table.model)
    table.resize(330, 400)
    table.show()
    view, rows = table.view, table.model.rowCount()
    view.scrollToBottom()
    assert "9999999" in [view.indexAt(QPoint(5, y)).data() for y in range(0, view.viewport().height(), 5)]
    view.selectAll()
    view.grab()
    assert len(table.cells.selected_rows()) == rows
    view.selectColumn(3)
    view.setCurrentIndex(table.model.index(5_000_000, 2))
    table.model.dataChanged.emit(table.model.index(0, 0), table.model.index(rows - 1, 5))
    view.grab()
    table.model.beginResetModel()
    table.model.endResetModel()
    view.grab()
    assert table.current_cell() == (5_000_000, 2)
    assert len(table.model.asked) < 500


def test_a_long_text_does_not_make_its_column_wider_than_the_panel(qtbot, table) -> None:
    table.model.show_frame(pd.DataFrame({"word": ["x" * 500]}))
    assert table.view.columnWidth(0) < 200


def test_the_current_cell_stays_when_rows_come_and_go(table) -> None:
    table.view.setCurrentIndex(table.view.model().index(3, 1))
    table.model.show_frame(small_frame(6))
    index = table.view.currentIndex()
    assert (index.row(), index.column()) == (3, 1)
    table.model.show_frame(small_frame(2))
    index = table.view.currentIndex()
    assert (index.row(), index.column()) == (1, 1)


def test_scrolling_stays_when_a_row_is_added_and_starts_anew_for_other_columns(table) -> None:
    table.model.show_frame(small_frame(500))
    table.view.setCurrentIndex(table.view.model().index(300, 1))
    table.view.scrollTo(table.view.currentIndex())
    table.model.show_frame(small_frame(501))
    assert table.view.rowAt(10) > 200
    table.model.show_frame(small_frame(501).rename(columns={"a": "c"}))
    assert table.view.rowAt(10) > 200
    table.model.show_frame(small_frame(501).set_axis(["p", "q", "r"], axis=1))
    assert table.view.rowAt(0) == 0
    table.view.scrollToBottom()
    table.model.show_frame(
        small_frame(400).set_axis(["p", "s", "t"], axis=1)
    )  # one name is the same by chance
    assert table.view.rowAt(0) == 0


def test_the_ledger_is_said_and_warns_where_rows_are_lost(table) -> None:
    table.show_ledger("4 read → 4 used", False)
    assert table.ledger_label.text == "4 read → 4 used"
    assert not table.ledger_label.warns
    table.show_ledger("442 read → 437 used (5 missing bmi)", True)
    assert table.ledger_label.text.replace("\n", " ") == "442 read → 437 used (5 missing bmi)"
    assert table.ledger_label.warns


def test_a_very_long_ledger_is_cut_and_whole_in_its_tooltip(table) -> None:
    sentence = "9 rows read, 2 used, 7 dropped: " + ", ".join(f"1 missing column{i}" for i in range(60))
    table.show_ledger(sentence, True)
    assert table.ledger_label.text.endswith("…")
    assert table.ledger_label.toolTip() == sentence
    assert table.view.height() > 200


def test_the_source_is_said_and_cut_where_it_is_too_long(qtbot, table) -> None:
    table.show_source("small.csv", "a very long source " * 20)
    qtbot.waitUntil(lambda: table.name_label.text() == "small.csv")
    assert table.source_label.text().endswith("…")
    assert table.source_label.whole_text.startswith("a very long source a very")
    assert table.width() == 330


def test_tab_leaves_the_table(qtbot, table) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    before, after = QLineEdit(frame), QLineEdit(frame)
    table.setParent(frame)
    QWidget.setTabOrder(before, table.view)
    QWidget.setTabOrder(table.view, after)
    frame.show()
    frame.activateWindow()
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Tab)
    assert not table.view.hasFocus()
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Backtab)
    assert not table.view.hasFocus()
    table.setParent(None)


@pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
def test_roles_differ_by_word_and_shape_in_light_and_dark(qtbot, table, palette) -> None:
    table.setPalette(palette)
    header = table.header
    pictures = []
    for role in Role:
        table.model.roles = {"a": role, "b": role, "y": role}
        image = header.grab().toImage()
        pictures.append(bytes(image.constBits()))
    assert len(set(pictures)) == 3
