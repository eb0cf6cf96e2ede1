"""Everything of a window larger or smaller, while it is shown; nothing here knows what it makes so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QHeaderView,
    QMenu,
    QTabBar,
    QTableView,
    QToolBar,
    QWidget,
)

from .parts import parts_of

_ASKED = "size only asked for"
_HIGH, _WIDE = 100, 350  # a minimum that is only asked for, not needed
_UNBOUNDED = (1 << 24) - 1  # QWIDGETSIZE_MAX


def zoom(root: QWidget, ratio: float) -> None:
    """Letters, icons, fixed sizes and the rows of tables times a ratio, in all that is in one window."""
    widgets = parts_of(root)
    own = {
        widget: widget.font().pointSizeF()
        for widget in widgets
        if widget is not root and widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
    }
    _set_points(root, root.font().pointSizeF() * ratio)
    for widget, points in own.items():
        if points > 0.0 and widget.font().pointSizeF() == points:  # it does not follow what it is in
            _set_points(widget, points * ratio)
    for menu in root.findChildren(QMenu):
        _set_points(menu, root.font().pointSizeF())
    for widget in widgets:
        if widget is not root:
            _scale_bounds(widget, ratio)
        if isinstance(widget, QAbstractButton | QToolBar | QTabBar):
            widget.setIconSize(_scaled(widget.iconSize(), ratio))
        if isinstance(widget, QTableView):
            _scale_table(widget, ratio)


def _set_points(widget: QWidget, points: float) -> None:
    font = widget.font()
    if points > 0.0:
        font.setPointSizeF(points)
        widget.setFont(font)


def _scale_bounds(widget: QWidget, ratio: float) -> None:
    """Sizes that were chosen for it; what follows from its layout follows by itself."""
    least, most = widget.minimumSize(), widget.maximumSize()
    low = _scaled(least, ratio)
    wide, high = _only_asked_for(widget)
    if high and least.height() != most.height():
        low.setHeight(least.height())
    if wide and least.width() != most.width():
        low.setWidth(least.width())
    most = QSize(*(_length(length, ratio) for length in (most.width(), most.height())))
    widget.setMinimumSize(low if ratio < 1.0 else QSize(0, 0))
    widget.setMaximumSize(most)
    widget.setMinimumSize(low)


def _only_asked_for(widget: QWidget) -> tuple[bool, bool]:
    """Whether a width, and a height, are only asked for; found out in the usual size, once."""
    known = widget.property(_ASKED)
    if known is None:
        known = [widget.minimumWidth() > _WIDE, widget.minimumHeight() > _HIGH]
        widget.setProperty(_ASKED, known)
    wide, high = known
    return bool(wide), bool(high)


def _scale_table(table: QTableView, ratio: float) -> None:
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    if rows.sectionResizeMode(0) != QHeaderView.ResizeMode.ResizeToContents or not rows.count():
        rows.setDefaultSectionSize(_length(rows.defaultSectionSize(), ratio))
    columns.setDefaultSectionSize(_length(columns.defaultSectionSize(), ratio))
    for column in range(min(columns.count(), 1000)):
        if columns.sectionResizeMode(column) in (
            QHeaderView.ResizeMode.Interactive,
            QHeaderView.ResizeMode.Fixed,
        ):
            columns.resizeSection(column, _length(columns.sectionSize(column), ratio))


def _scaled(size: QSize, ratio: float) -> QSize:
    return QSize(_length(size.width(), ratio), _length(size.height(), ratio))


def _length(length: int, ratio: float) -> int:
    return length if length >= _UNBOUNDED else min(_UNBOUNDED, round(length * ratio))
