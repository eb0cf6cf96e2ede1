"""What each column of a file is read as: a column is chosen, then its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from linreg_gui.core.cells.column_types import ColumnType, DateOrder, DecimalSign, NoType, NumberReading
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.views.widgets.accessibility import describe

# What can be chosen; the first is what the file itself suggests.
CHOICE_NAMES = {
    "": "automatic",
    ColumnType.NUMBER: "numbers",
    DecimalSign.POINT: "numbers, decimal point",
    DecimalSign.COMMA: "numbers, decimal comma",
    NumberReading.LIMITS: "numbers, <0.5 as 0.5",
    NumberReading.HOURS: "times of hours and minutes",
    NumberReading.MINUTES: "times of minutes and seconds",
    ColumnType.CATEGORY: "categories",
    ColumnType.DATE: "dates",
    DateOrder.DAY_FIRST: "dates, day first",
    DateOrder.MONTH_FIRST: "dates, month first",
    ColumnType.TEXT: "text",
    NoType.IGNORED: "nothing: leave it out",
}
# What was found in a column.
KIND_NAMES = {
    ColumnType.NUMBER: "numbers",
    ColumnType.CATEGORY: "categories",
    ColumnType.DATE: "dates",
    ColumnType.TEXT: "text",
    NoType.EMPTY: "empty",
    NoType.IGNORED: "left out",
}


class ColumnTypeField(QObject):
    """Two boxes, to be laid out by whoever shows them, and the types that were chosen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._types: dict[str, str] = {}
        self._notes: Sequence[ColumnNote] = ()
        self.column = describe(_box(), "Column", "The column whose type is shown and chosen below.")
        self.kind = describe(_box(), "Read as", "What the cells of the chosen column are read as.")
        for value, name in CHOICE_NAMES.items():
            self.kind.addItem(name, value)
        self.column.currentIndexChanged.connect(self._show_kind)
        self.kind.activated.connect(self._choose)
        self.show_columns(())

    def types(self) -> tuple[tuple[str, str], ...]:
        """The types that were chosen, by column."""
        return tuple(self._types.items())

    def set_types(self, types: Mapping[str, str]) -> None:
        """Other types are chosen."""
        self._types = dict(types)
        self._show_kind()

    def choose_type(self, name: str, kind: str) -> None:
        """Read a column as something; an empty text for what the file suggests."""
        self._types.pop(name, None)
        if kind:
            self._types[name] = kind
        self._show_kind()
        self.changed.emit()

    def show_columns(self, notes: Sequence[ColumnNote]) -> None:
        """The columns there are; the chosen one stays chosen if it is still there."""
        chosen = self.column.currentText()
        names = [note.name for note in notes]
        self._notes = notes
        with QSignalBlocker(self.column):
            self.column.clear()
            self.column.addItems(names)
            self.column.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        for box in (self.column, self.kind):
            box.setEnabled(bool(names))
        self._show_kind()

    def _show_kind(self) -> None:
        j = self.column.currentIndex()
        chosen = self._types.get(self.column.currentText(), "")
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        found = f": {KIND_NAMES[self._notes[j].kind]}" if not chosen and 0 <= j < len(self._notes) else ""
        self.kind.setItemText(0, f"automatic{found}")

    def _choose(self) -> None:
        self.choose_type(self.column.currentText(), self.kind.currentData())


def _box() -> QComboBox:
    box = QComboBox()
    box.setMinimumContentsLength(16)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
