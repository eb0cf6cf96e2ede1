"""The header of the data: roles are chosen, columns renamed and moved in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers

from .role_header import RoleHeader


@always_answers
class TableHeader(RoleHeader):
    """A click on a role opens the choice of another, a double click on a name asks for another name."""

    rename_column_requested = Signal(int)  # section
    move_column_requested = Signal(str, int)  # column name, place
    menu_requested = Signal(int, QPoint)  # section, where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSectionsMovable(True)
        self._pressed_at = QPoint()
        self._moving_back = False
        self.sectionClicked.connect(self._on_click)
        self.sectionDoubleClicked.connect(self._on_double_click)
        self.sectionMoved.connect(self._on_move)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_requested.emit(section, event.globalPos())

    def _on_click(self, section: int) -> None:
        if self.is_on_badge(self._pressed_at):
            self.open_menu(section)

    def _on_double_click(self, section: int) -> None:
        if not self.is_on_badge(self._pressed_at):
            self.rename_column_requested.emit(section)

    def _on_move(self, section: int, old: int, new: int) -> None:
        """The picture goes back; the model brings the column to its new place, once the data are moved."""
        if not self._moving_back:
            self._moving_back = True
            self.moveSection(new, old)
            self._moving_back = False
            self.move_column_requested.emit(self.name(section), new)
