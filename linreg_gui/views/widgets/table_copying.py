"""Copies a small table as it looks: for word processors, for spreadsheets, as Markdown and as LaTeX."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QTableView, QWidget

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
    TableFormat.SHOWN: ("For a &Word Processor", "Copy the table as it is shown, to be pasted as a table."),
    TableFormat.TSV: ("For a &Spreadsheet", "Copy the table with every digit, as lines with tabs (TSV)."),
    TableFormat.MARKDOWN: ("As &Markdown", "Copy the table as it is shown, for notebooks and web pages."),
    TableFormat.LATEX: ("As &LaTeX", "Copy the table as it is shown, as a table for LaTeX with booktabs."),
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


class CopyTableMenu(QMenu):
    """The entries that copy a table, which is asked for when one of them is chosen."""

    def __init__(self, table: Callable[[], TextTable], parent: QWidget | None = None) -> None:
        super().__init__("&Copy Table", parent)
        self.aboutToShow.connect(self._take_letters)
        for to, (text, help_text) in _ENTRIES.items():
            action = self.addAction("")
            set_caption(action, text)
            set_help(action, help_text)
            action.setData(to.value)
            action.triggered.connect(lambda _=False, to=to: copy_table(table(), to))
        self.setToolTipsVisible(True)

    def _take_letters(self) -> None:
        """Those of its window, however large these are; a menu has them from nobody."""
        owner = self.parentWidget()
        if owner is not None:
            self.setFont(owner.window().font() if not isinstance(owner, QMenu) else owner.font())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _is_to_the_right(view: QTableView, column: int) -> bool:
    """Whether a column is set like numbers, which its first cell tells."""
    model = view.model()
    alignment = model.index(0, column, _NOWHERE).data(Qt.ItemDataRole.TextAlignmentRole)
    if alignment is None:
        alignment = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    return alignment is not None and bool(int(alignment) & int(Qt.AlignmentFlag.AlignRight.value))
