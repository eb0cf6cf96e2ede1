"""A few lines of text in a corner of a plot, over everything, in the same place whatever is in sight."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsSimpleTextItem

from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import set_text

_APART, _MARGIN, _ON_TOP = 8.0, 5.0, 50.0


class NoteBox:
    """Items that are made once; a line that has no room is cut."""

    def __init__(self, view_box: pg.ViewBox, most_lines: int) -> None:
        self._view_box = view_box
        self._lines: Sequence[tuple[str, QColor]] = ()
        self._right = False
        self._font = QFont()
        self.ground = QGraphicsRectItem(view_box)
        self.ground.setZValue(_ON_TOP)
        self.ground.setPen(QPen(QColor(0, 0, 0, 0)))
        self.texts = [QGraphicsSimpleTextItem(self.ground) for _ in range(most_lines)]
        self.ground.hide()
        view_box.sigResized.connect(self._place)

    def show_lines(self, lines: Sequence[tuple[str, QColor]], *, right: bool = False) -> None:
        """Show texts in their colours, in the upper left corner or the ``right`` one; none hides it all."""
        if (lines, right) != (self._lines, self._right):
            self._lines, self._right = lines, right
            self._place()

    def lines(self) -> list[str]:
        """The texts, in full."""
        return [text for text, _ in self._lines]

    def restyle(self, ground: QColor, font: QFont) -> None:
        """Another ground and font."""
        veil = QColor(ground)
        veil.setAlpha(215)
        self.ground.setBrush(QBrush(veil))
        self._font = font
        for item in self.texts:
            item.setFont(font)
        self._place()

    def _place(self) -> None:
        self.ground.setVisible(bool(self._lines))
        width = self._view_box.width() - 2.0 * (_APART + _MARGIN)
        metrics, widest, y = QFontMetricsF(self._font), 0.0, _MARGIN
        for item, (text, colour) in zip(self.texts, self._lines, strict=False):
            set_text(item, elided(text, metrics, max(0.0, width)))
            item.setBrush(QBrush(colour))
            item.setPos(_MARGIN, y)
            y += metrics.height()
            widest = max(widest, item.boundingRect().width())
        for item in self.texts[len(self._lines) :]:
            set_text(item, "")
        whole = widest + 2.0 * _MARGIN
        self.ground.setRect(0.0, 0.0, whole, y + _MARGIN)
        x = self._view_box.width() - _APART - whole if self._right else _APART
        self.ground.setPos(max(0.0, x), _APART)
