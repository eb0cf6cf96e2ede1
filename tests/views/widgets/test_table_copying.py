"""A table that is copied is the one that is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from linreg_gui.core.number_text import TableStyle
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.table_copying import copying_actions, shown_table
from linreg_gui.views.widgets.texts import set_name


def make(qtbot, kind: type[QTableView] = QTableView) -> QTableView:
    model = QStandardItemModel(2, 3)
    model.setHorizontalHeaderLabels(["name", "p", "hidden"])
    for row, texts in enumerate([("<b>one</b>", "0.5", "x"), ("two", "< 0.001", "y")]):
        for column, text in enumerate(texts):
            item = QStandardItem(text)
            item.setData(text, Qt.ItemDataRole.DisplayRole)
            if column == 1:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight)
            model.setItem(row, column, item)
    view = kind()
    qtbot.addWidget(view)
    view.setModel(model)
    model.setParent(view)
    view.setColumnHidden(2, True)
    return view


def test_columns_come_in_the_order_that_is_seen_without_hidden_ones(qtbot):
    view = make(qtbot)
    table = shown_table(view, "Title", ("note",))
    assert table.heads == ("name", "p")
    assert table.rows == [("<b>one</b>", "0.5"), ("two", "< 0.001")]
    assert table.numbers == (False, True)
    view.horizontalHeader().moveSection(1, 0)
    assert shown_table(view).heads == ("p", "name")
    assert not table.italics
    assert shown_table(view, style=TableStyle(apa=True)).italics


def test_a_word_processor_gets_html_and_text_together(qtbot):
    view = make(qtbot)
    entries = {action.data(): action for action in copying_actions(view, lambda: shown_table(view))}
    entries["shown"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert "&lt;b&gt;one&lt;/b&gt;" in data.html()
    assert data.text() == "name\tp\n<b>one</b>\t0.5\ntwo\t< 0.001"
    for name, part in {
        "tsv": "two\t< 0.001\n",
        "markdown": r"| two | \< 0.001 |",
        "latex": r"\toprule",
    }.items():
        entries[name].trigger()
        assert part in QGuiApplication.clipboard().text()
        assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_what_is_cut_off_of_a_long_table_is_told(qtbot):
    view = make(qtbot)
    view.model().setRowCount(5_003)
    table = shown_table(view)
    assert len(table.rows) == 5_000
    assert table.notes == ("The first 5,000 of 5,003 rows.",)


def test_the_menu_of_a_table_copies_it_with_its_name(qtbot):
    view = make(qtbot, CopyingTableView)
    set_name(view, "Shares")
    assert view.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    entries = {action.data(): action for action in view.actions()}
    assert entries["markdown"].text() == "Copy Table As &Markdown"
    entries["markdown"].trigger()
    assert QGuiApplication.clipboard().text().startswith("**Shares**\n\n| name | p |")
