"""Columns by roles as a table of radio buttons: one row per column, one of three choices each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.table.roles import Role
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

from .role_header import ROLE_HELP, ROLE_WORDS

ROLES = (Role.FEATURE, Role.LABEL, Role.IGNORED)
_TYPE_WORDS = {ColumnType.CATEGORY: "text", ColumnType.DATE: "date"}
_TYPE_HELP = {
    ColumnType.CATEGORY: "This column holds texts: as a feature it is a 0 or 1 for each of them but one, "
    "the reference level.",
    ColumnType.DATE: "This column holds dates: as a feature it counts days since 1970-01-01.",
}


@always_answers
class RoleModel(QAbstractTableModel):
    """The first column holds the names, the other three can be ticked; a tick is only a wish."""

    role_requested = Signal(str, object)  # column name, Role

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []  # those that are shown
        self._wanted = ""
        self._roles: dict[str, Role] = {}
        self._types: Mapping[str, ColumnType] = {}

    @property
    def roles(self) -> dict[str, Role]:
        """The choice that is shown."""
        return dict(self._roles)

    def role(self, name: str) -> Role:
        """What a column is used for."""
        return self._roles[name]

    def is_numeric(self, name: str) -> bool:
        """Whether a column holds numbers."""
        return self._types[name] is ColumnType.NUMBER

    def show_roles(self, roles: Mapping[str, Role], types: Mapping[str, ColumnType]) -> None:
        """Show a choice; rows are made anew only where there are other columns."""
        same = roles.keys() == self._roles.keys() and list(roles) == list(self._roles)
        if not same:
            self.beginResetModel()
            self._names = list(roles)
            self._wanted = ""
        self._roles = dict(roles)
        self._types = types
        if not same:
            self.endResetModel()
        elif self._names:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._names) - 1, len(ROLES)))

    def show_matching(self, text: str) -> None:
        """Show only columns whose name contains a text, in capitals or not."""
        if text == self._wanted:
            return
        self.beginResetModel()
        self._wanted = text
        part = text.casefold()
        self._names = [name for name in self._roles if part in name.casefold()]
        self.endResetModel()

    def shown_names(self) -> list[str]:
        """The columns that are shown."""
        return self._names

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 1 + len(ROLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self._holds(index):
            return None
        name = self._names[index.row()]
        if index.column() == 0:
            return self._name_data(name, role)
        choice = ROLES[index.column() - 1]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self._roles[name] is choice else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{ROLE_WORDS[choice]}: {ROLE_HELP[choice]}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name} as {choice.value}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section <= len(ROLES):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "Column" if section == 0 else ROLE_WORDS[ROLES[section - 1]]
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return tip(ROLE_HELP[ROLES[section - 1]])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self._holds(index):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() > 0 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._holds(index) or index.column() == 0:
            return False
        name, choice = self._names[index.row()], ROLES[index.column() - 1]
        if Qt.CheckState(value) is Qt.CheckState.Checked and self._roles[name] is not choice:
            self.role_requested.emit(name, choice)
        return True

    def _holds(self, index: Index) -> bool:
        return 0 <= index.row() < len(self._names) and 0 <= index.column() <= len(ROLES)

    def _name_data(self, name: str, role: int) -> Any:
        found = self._types[name]
        numeric = found is ColumnType.NUMBER
        if role == Qt.ItemDataRole.DisplayRole:
            return name if numeric else f"{name} ({_TYPE_WORDS[found]})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(name if numeric else f"{name}\n{_TYPE_HELP[found]}")
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(self._roles[name] is Role.LABEL)
            font.setItalic(not numeric)
            return font
        return None


@always_answers
class RadioDelegate(QStyledItemDelegate):
    """Draws a radio button in the middle of a cell; a click anywhere in the cell, or Space, chooses it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = _style(option)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, _widget(option))
        button = QStyleOptionButton()
        button.rect = _middle(option, style)
        button.palette = option.palette
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        checked = state is not None and Qt.CheckState(state) is Qt.CheckState.Checked
        flag = QStyle.StateFlag
        button.state = flag.State_Enabled | (flag.State_On if checked else flag.State_Off)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, button, painter, _widget(option))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if isinstance(event, QMouseEvent):
            if event.button() != Qt.MouseButton.LeftButton:
                return False
            chosen = event.type() == QEvent.Type.MouseButtonRelease and option.rect.contains(
                event.position().toPoint()
            )
        elif isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Space, Qt.Key.Key_Select)
            chosen = event.type() == QEvent.Type.KeyPress and event.key() in keys
        else:
            return False
        return chosen and model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def _style(option: QStyleOptionViewItem) -> QStyle:
    widget = _widget(option)
    return widget.style() if widget is not None else QApplication.style()


def _widget(option: QStyleOptionViewItem) -> Any:
    return option.widget


def _middle(option: QStyleOptionViewItem, style: QStyle) -> QRect:
    width = style.pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, None, _widget(option))
    height = style.pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorHeight, None, _widget(option))
    rect: QRect = option.rect
    return QStyle.alignedRect(
        Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignCenter, QSize(width, height), rect
    )
