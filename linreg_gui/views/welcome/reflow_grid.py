"""Widgets of equal width in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers


@always_answers
class ReflowGrid(QWidget):
    """Puts its widgets into rows again whenever its width changes.

    Parameters
    ----------
    least : int
        Width that a column needs.
    most_columns : int
    """

    def __init__(self, least: int, most_columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most_columns
        self._widgets: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def columns(self) -> int:
        """How many there are."""
        return self._columns

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these in place of those before."""
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._widgets = list(widgets)
        self._columns = 0
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column, or a row of several could never become narrower again."""
        return QSize(self._least, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() + self._grid.spacing()
        columns = max(1, min(self._most, room // (self._least + self._grid.spacing())))
        # No fuller rows than needed: four in two rows are two and two.
        columns = -(-len(self._widgets) // -(-len(self._widgets) // columns)) if self._widgets else 1
        if columns == self._columns:
            return
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for number, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, number // columns, number % columns)
        self._columns = columns
