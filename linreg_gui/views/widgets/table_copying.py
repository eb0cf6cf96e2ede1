"""Copies a small table as it looks: for word processors, for spreadsheets, as Markdown and as LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QTableView

from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.wording import counted, sound_text
from linreg_gui.core.writing.table_text import (
    TableFormat,
    TextTable,
    table_html,
    table_latex,
    table_markdown,
    table_plain,
    table_tsv,
)

from .texts import set_caption, set_help

_MOST_ROWS = 5_000
_ENTRIES = {
    TableFormat.SHOWN: (
        "For a &Word Processor",
        "Copy Table For a &Word Processor",
        "Copy the table as it is shown, to be pasted as a table.",
    ),
    TableFormat.TSV: (
        "For a &Spreadsheet",
        "Copy Table For a &Spreadsheet",
        "Copy the table with every digit, as lines with tabs (TSV).",
    ),
    TableFormat.MARKDOWN: (
        "As &Markdown",
        "Copy Table As &Markdown",
        "Copy the table as it is shown, for notebooks and web pages.",
    ),
    TableFormat.LATEX: (
        "As &LaTeX",
        "Copy Table As &LaTeX",
        "Copy the table as it is shown, as a table for LaTeX with booktabs.",
    ),
}
_TEXTS = {
    TableFormat.TSV: table_tsv,
    TableFormat.MARKDOWN: table_markdown,
    TableFormat.LATEX: table_latex,
}
_NOWHERE = QModelIndex()


def shown_table(
    view: QTableView, title: str = "", notes: tuple[str, ...] = (), style: TableStyle | None = None
) -> TextTable:
    """What a view shows: its columns that are not hidden, in their order, with all rows."""
    header, model = view.horizontalHeader(), view.model()
    columns = [header.logicalIndex(place) for place in range(header.count())]
    columns = [column for column in columns if not view.isColumnHidden(column)]
    n_rows = model.rowCount(_NOWHERE)
    rows = [row for row in range(min(n_rows, _MOST_ROWS)) if not view.isRowHidden(row)]
    if n_rows > _MOST_ROWS:
        notes = (*notes, f"The first {_MOST_ROWS:,} of {counted(n_rows, 'row')}.")

    def texts(role: Qt.ItemDataRole) -> list[tuple[str, ...]]:
        return [
            tuple(_text(model.index(row, column, _NOWHERE).data(role)) for column in columns) for row in rows
        ]

    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    return TextTable(
        heads=tuple(_text(text).strip() for text in heads),
        rows=texts(Qt.ItemDataRole.DisplayRole),
        numbers=tuple(_is_to_the_right(view, column) for column in columns),
        title=title,
        notes=notes,
        exact=texts(Qt.ItemDataRole.EditRole),
        italics=style is not None and style.apa,
    )


def copy_table(table: TextTable, to: TableFormat) -> None:
    """Put a table on the clipboard."""
    mime_data = QMimeData()
    if to is TableFormat.SHOWN:
        mime_data.setData("text/html", sound_text(table_html(table)).encode())
        mime_data.setText(sound_text(table_plain(table)))
    else:
        mime_data.setText(sound_text(_TEXTS[to](table)))
    QGuiApplication.clipboard().setMimeData(mime_data)


def copying_actions(owner: QObject, table: Callable[[], TextTable], *, alone: bool = False) -> list[QAction]:
    """What copies a table, which is asked for when one of them is chosen; alone, they say what they copy."""
    actions = []
    for to, (text, alone_text, help_text) in _ENTRIES.items():
        action = QAction()
        action.setParent(owner)
        set_caption(action, alone_text if alone else text)
        set_help(action, help_text)
        action.setData(to.value)
        action.triggered.connect(partial(_copy, table, to))
        actions.append(action)
    return actions


def _copy(table: Callable[[], TextTable], to: TableFormat) -> None:
    copy_table(table(), to)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _is_to_the_right(view: QTableView, column: int) -> bool:
    """Whether a column is set like numbers, which its first cell tells."""
    model = view.model()
    alignment = model.index(0, column, _NOWHERE).data(Qt.ItemDataRole.TextAlignmentRole)
    if alignment is None:
        alignment = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    return alignment is not None and bool(int(alignment) & int(Qt.AlignmentFlag.AlignRight.value))
