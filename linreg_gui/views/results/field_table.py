"""The values that are asked for as a table of two columns, for so many that only what is seen is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_signs import POINT_SHOWN, Held
from linreg_gui.core.number_text import whole_number_text
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked, Given
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import is_dark, tabular
from linreg_gui.views.widgets.texts import tip

from .field_grid import HELP, Field, field_for
from .level_fields import date_text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NAME_WIDTH = 110
_HELP = "A value of each column to predict from: a key, or a double click, opens its field."


@dataclass(frozen=True)
class Answer:
    """What a person has typed: the text of a number, what it was taken for, and what else it may mean."""

    value: Given | None
    typed: str = ""
    other: float | None = None

    def text(self) -> str:
        """What was typed."""
        return self.typed


@always_answers
class ValuesModel(QAbstractTableModel):
    """Names and values; only what was typed is kept beside the values to start from."""

    value_edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: tuple[Asked, ...] = ()
        self.answers: dict[int, Answer] = {}
        self.held: Mapping[str, Held] = MappingProxyType({})
        self._values: Sequence[Given] = ()
        self._palette = QPalette()

    def ask(self, asked: Sequence[Asked], values: Sequence[Given]) -> None:
        """Ask for other values, which start at these."""
        self.beginResetModel()
        self.asked, self._values = tuple(asked), values
        self.answers.clear()
        self.endResetModel()

    def show_values(self, values: Sequence[Given], held: Mapping[str, Held]) -> None:
        """Show values where none was typed."""
        self._values, self.held = values, held
        self._tell()

    def reset(self, values: Sequence[Given]) -> None:
        """Show these values, whatever was typed."""
        self._values = values
        self.answers.clear()
        self._tell()

    def take(self, place: int, answer: Answer) -> None:
        """Keep what was typed."""
        self.answers[place] = answer
        index = self.index(place, 1)
        self.dataChanged.emit(index, index)

    def show_palette(self, palette: QPalette) -> None:
        """Take the colour of what is no number from this palette."""
        self._palette = palette
        self._tell()

    def value(self, place: int) -> Given | None:
        """What is shown; None where a text is no number."""
        answer = self.answers.get(place)
        return self._values[place] if answer is None else answer.value

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.asked)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self.asked) and 0 <= index.column() < 2):
            return None
        asked, place = self.asked[index.row()], index.row()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return asked.column if index.column() == 0 else self._text(place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(HELP[asked.kind].format(asked.column))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column():
            return f"{asked.column}: {self._text(place)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and index.column() and self.value(place) is None:
            return NOTICES["error"].colour(is_dark(self._palette))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("Column", "Value")[section] if section in (0, 1) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = super().flags(index) | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() else flags

    def _text(self, place: int) -> str:
        value, answer = self.value(place), self.answers.get(place)
        if value is None:
            return "" if answer is None else answer.typed
        if isinstance(value, str):
            return value
        return date_text(value) if self.asked[place].kind is SourceKind.DATE else whole_number_text(value)

    def _tell(self) -> None:
        if self.asked:
            self.dataChanged.emit(self.index(0, 1), self.index(len(self.asked) - 1, 1))


@always_answers
class FieldDelegate(WholeNumbersDelegate):
    """Opens the field of a value, whose every change counts at once."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        model = _values(index)
        asked = model.asked[index.row()]
        field = field_for(asked)
        field.setParent(parent)
        describe(field, asked.column, HELP[asked.kind].format(asked.column))
        if isinstance(field, NumberField):
            field.set_held(model.held.get(asked.column, POINT_SHOWN))
        field.value_edited.connect(lambda: self.commitData.emit(field))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = _values(index).value(index.row())
        if isinstance(editor, Field) and not editor.edited:
            if value is not None:
                editor.set_value(value)
            elif isinstance(editor, NumberField):
                editor.type_text(_values(index).answers[index.row()].typed)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, Field) and isinstance(model, ValuesModel) and editor.edited:
            number = isinstance(editor, NumberField)
            text, other = (editor.text(), editor.other) if isinstance(editor, NumberField) else ("", None)
            model.take(index.row(), Answer(editor.value, text if number else "", other))
            model.value_edited.emit()


class FieldTable(QTableView):
    """Values to be typed, of which those in view are painted, and the one that is typed has a field."""

    value_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = ValuesModel(self)
        self.setModel(self.values)
        make_quiet(self, above_text=10, narrowest=40)
        self.setFont(tabular(self.font()))
        self.setItemDelegate(FieldDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.setColumnWidth(0, _NAME_WIDTH)
        describe(self, "Values to predict from", _HELP).setToolTip("")
        self.values.value_edited.connect(self.value_edited)
        self.values.show_palette(self.palette())

    def ask(self, asked: Sequence[Asked], values: Sequence[Given]) -> None:
        """Ask for other values, which start at these."""
        self.values.ask(asked, values)
        if asked:
            self.setCurrentIndex(self.values.index(0, 1))

    def type_value(self, place: int, value: str) -> None:
        """Show a value as if a person had typed it."""
        level = self.values.asked[place].kind is SourceKind.LEVEL
        answer = Answer(value) if level else Answer(float(value), whole_number_text(float(value)))
        self.values.take(place, answer)

    def look_for(self, text: str) -> None:
        """Go to the first column that has this in its name."""
        wanted = text.strip().casefold()
        names = (each.column.casefold() for each in self.values.asked)
        place = next((place for place, name in enumerate(names) if wanted in name), None)
        if wanted and place is not None:
            self.setCurrentIndex(self.values.index(place, 1))

    def answers(self) -> Iterator[tuple[Asked, Answer]]:
        """What was typed, with what it answers."""
        for place in sorted(self.values.answers):
            yield self.values.asked[place], self.values.answers[place]


def _values(index: Index) -> ValuesModel:
    model = index.model()
    assert isinstance(model, ValuesModel)
    return model
