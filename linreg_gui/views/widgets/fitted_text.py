"""Texts in the room there is: words end in …, but no number is cut; it is written shorter, or not at all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import is_number, shorter_numbers, without_cut_numbers
from linreg_gui.core.wording import without_middle

from .model_index import Index
from .texts import show_tip

_RIGHT, _MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
_NO_ROOM = "#"
_MOST_LOOKED_AT = 1000
# Characters of a text that are looked at: to measure a million takes a second.
_LONGEST = 2000


def elided(
    text: str, metrics: QFontMetrics | QFontMetricsF, room: float, mode: Qt.TextElideMode = _RIGHT
) -> str:
    """A text cut at its end or in its middle where it is too long, but never within a number."""
    if is_number(text):
        return fitted_number(text, lambda shown: metrics.horizontalAdvance(shown) <= room)
    if len(text) > 2 * _MOST_LOOKED_AT:  # Qt would measure every letter
        text = f"{text[:_MOST_LOOKED_AT]}…{text[-_MOST_LOOKED_AT:]}"
    cut = metrics.elidedText(text, mode, int(room))
    return cut if cut == text else without_cut_numbers(text, cut)


def fitted_number(text: str, fits: Callable[[str], bool]) -> str:
    """A number with as many of its digits as there is room for."""
    if fits(text):
        return text
    return next(filter(fits, shorter_numbers(text)), _NO_ROOM)


@always_answers
class WholeNumbersDelegate(QStyledItemDelegate):
    """Paints cells without cutting a number; whoever points at one that is shown shorter reads all of it."""

    _measures = False

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            option.palette = QApplication.palette("QCheckBox")  # type: ignore[call-overload]  # a box stands out
        if len(option.text) > _LONGEST:
            option.text = f"{option.text[:_LONGEST]}…"
        if not self._measures and option.rect.width() > 0:
            option.text = self._fitted(option)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index):  # type: ignore[no-untyped-def]
        self._measures = True
        try:
            return super().sizeHint(option, index)
        finally:
            self._measures = False

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.ToolTip and not index.data(Qt.ItemDataRole.ToolTipRole):
            shown, whole = QStyleOptionViewItem(option), index.data(Qt.ItemDataRole.EditRole)
            self.initStyleOption(shown, index)
            if whole is not None and shown.text != str(whole):
                show_tip(event.globalPos(), without_middle(str(whole), _LONGEST), view)
                return True
        return super().helpEvent(event, view, option, index)

    def _fitted(self, option: QStyleOptionViewItem) -> str:
        style = option.widget.style() if option.widget else QApplication.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, option.widget) + 1
        return elided(option.text, option.fontMetrics, place.width() - 2 * margin, option.textElideMode)


def shown_text(view: QAbstractItemView, index: Index) -> str:
    """What a view with such a delegate paints in a cell."""
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    delegate = view.itemDelegateForIndex(index)
    assert isinstance(delegate, QStyledItemDelegate)
    delegate.initStyleOption(option, index)
    return option.text
