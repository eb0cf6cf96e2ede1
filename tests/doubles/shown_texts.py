"""Looks at everything that a program shows and tells what of it Qt would take for markup, or underline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QPoint
from PySide6.QtGui import QAction, QHelpEvent, Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QLabel,
    QMenu,
    QTabBar,
    QTextEdit,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

_TIPS = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole)
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_MOST_CELLS = 12  # rows and columns of a model that are asked
# A letter that is underlined in the middle of a name: “R&D” is written “R&&D” on a button.
UNDERLINED = re.compile("(?<!&)(?:&&)*R&D")


def drawn_as_markup(of: QWidget | None = None) -> list[str]:
    """What of a window, or of all windows, menus, models and plots there are now, is more than its text."""
    widgets = QApplication.allWidgets() if of is None else [of, *of.findChildren(QWidget)]
    # A tooltip that was asked for goes on the way.
    return [fault for widget in widgets if isValid(widget) for fault in _faults(widget)]


def _faults(widget: QWidget) -> Iterator[str]:
    kind = type(widget).__name__
    yield from (f"{kind}: tip {text!r}" for text in _texts_at(widget) if _is_markup(text))
    if isinstance(widget, QLabel) and _label_is_markup(widget):
        yield f"{kind}: label {widget.text()!r}"
    if isinstance(widget, QTextEdit) and _holds_things(widget.document()):
        yield f"{kind}: document {widget.toPlainText()!r}"
    if isinstance(widget, QGraphicsView) and widget.scene() is not None:
        for item in widget.scene().items():
            if isinstance(item, QGraphicsTextItem) and _holds_things(item.document()):
                yield f"{kind}: text of a plot {item.toPlainText()!r}"
    yield from (f"{kind}: caption {text!r}" for text in _captions(widget) if UNDERLINED.search(text))
    for action in {*widget.actions(), *widget.findChildren(QAction, options=_DIRECT)}:
        yield from (
            f"{kind}: action {text!r}" for text in (action.toolTip(), action.whatsThis()) if _is_markup(text)
        )
        if not action.isSeparator() and UNDERLINED.search(action.text()):
            yield f"{kind}: action {action.text()!r}"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from (f"{kind}: cell {text!r}" for text in _tips_of(widget.model()) if _is_markup(text))
    if "[*]" in widget.windowTitle().replace("[*][*]", "").removesuffix("[*] — Linear Regression"):
        yield f"{kind}: title {widget.windowTitle()!r}"


def _texts_at(widget: QWidget) -> Iterator[str]:
    """Its tooltip and What's This, and what is told to a pointer that rests on it."""
    yield from (widget.toolTip(), widget.whatsThis())
    if not widget.isVisible():
        return
    size = widget.size()
    for place in (QPoint(size.width() // 2, size.height() // 2), QPoint(20, min(12, size.height() // 2))):
        if isinstance(widget, QMenu):
            continue
        QToolTip.hideText()
        event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)
        if QToolTip.isVisible():
            yield QToolTip.text()
    QToolTip.hideText()


def _captions(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton):
        yield widget.text()
    if isinstance(widget, QGroupBox | QMenu):
        yield widget.title()
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        yield widget.text()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))


def _tips_of(model: QAbstractItemModel) -> Iterator[str]:
    n_rows = min(model.rowCount(), _MOST_CELLS)
    n_columns = 1 if isinstance(model, QAbstractListModel) else min(model.columnCount(), _MOST_CELLS)
    for role in _TIPS:
        for column in range(n_columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(n_rows):
                yield str(model.index(row, column).data(role) or "")
        for row in range(n_rows):
            yield str(model.headerData(row, Qt.Orientation.Vertical, role) or "")


def _is_markup(text: str) -> bool:
    """Whether Qt would draw a text as markup with more in it than an escaped text has."""
    return Qt.mightBeRichText(text) and not set(re.findall("<[^>]*>", text)) <= {"<p>", "</p>", "<br>"}


def _label_is_markup(label: QLabel) -> bool:
    if label.metaObject().className() == "QTipLabel":  # a tooltip that the pointer happens to have called for
        return _is_markup(label.text())
    if label.textFormat() == Qt.TextFormat.PlainText:
        return False
    if label.textFormat() == Qt.TextFormat.AutoText:
        return Qt.mightBeRichText(label.text())
    document = QTextDocument()
    document.setHtml(label.text())
    return _holds_things(document)


def _holds_things(document: QTextDocument) -> bool:
    """Whether there is an image, a link or an italic word in it: nothing of ours has one."""
    return any(
        form.isImageFormat()
        or (form.isCharFormat() and (form.toCharFormat().isAnchor() or form.toCharFormat().fontItalic()))
        for form in document.allFormats()
    )
