"""A cross hair that keys move over a plot of two parameters: where it is, is read, and Enter chooses it."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import rounded_to
from linreg_gui.views.widgets.texts import set_text

# Of what is in sight, by one key; a place is told to a tenth of that.
_STEP, _FAR = 0.02, 0.1
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_BEGIN = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CROSS_HELP = (
    "By keys: Up or Down puts a cross hair where SGD is, arrow keys move it, with Shift by a lot, Enter "
    "begins the next run there, Escape takes it away; with Ctrl, arrow keys read the points. "
)


@always_answers
class CrossHair(QObject):
    """Watches the keys of a canvas that has the focus.

    Parameters
    ----------
    canvas : pyqtgraph.PlotWidget
    begins : callable
        Where it is to be at first; None where there is nothing to move over.
    """

    moved = Signal()
    chosen = Signal()
    left = Signal()

    def __init__(self, canvas: pg.PlotWidget, begins: Callable[[], tuple[float, float] | None]) -> None:
        super().__init__(canvas)
        self._box, self._begins = canvas.getViewBox(), begins
        self.at: tuple[float, float] | None = None
        self.across, self.up = pg.InfiniteLine(angle=0), pg.InfiniteLine(angle=90)
        self.words = pg.TextItem(anchor=(0.5, 0.0))
        for item in (self.across, self.up):
            item.setZValue(9)
            self._box.addItem(item, ignoreBounds=True)
        self.words.setParentItem(self._box)  # beside the labels of contours, to be over them
        self.words.setZValue(9)
        for item in (self.across, self.up, self.words):
            item.hide()
        self._box.sigRangeChanged.connect(self._put_words)
        canvas.installEventFilter(self)

    @property
    def digit(self) -> tuple[float, float]:
        """What the last digit of both coordinates is worth."""
        (left, right), (bottom, top) = self._box.viewRange()
        return 0.1 * _STEP * (right - left), 0.1 * _STEP * (top - bottom)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.leave()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._press(event)
        return False

    def leave(self) -> None:
        """Take it away."""
        if self.at is None or not shiboken6.isValid(self.across):  # the canvas loses the focus as it goes
            return
        self.at = None
        for item in (self.across, self.up, self.words):
            item.hide()
        self.left.emit()

    def say(self, text: str) -> None:
        """Write beside it, on the side where there is room."""
        if self.at is None:
            return
        set_text(self.words, text)
        self._put_words()
        self.words.show()

    def restyle(self, palette: QPalette) -> None:
        """Colours for the palette."""
        text = palette.windowText().color()
        for line in (self.across, self.up):
            line.setPen(pg.mkPen(text, width=1))
        self.words.setColor(text)
        self.words.fill = pg.mkBrush(palette.window().color())
        self.words.border = pg.mkPen(text)
        self.words.update()

    def _put_words(self) -> None:
        if self.at is None:
            return
        (left, right), (bottom, top) = self._box.viewRange()
        x, y = self.at
        share, upwards = (x - left) / (right - left), (y - bottom) / (top - bottom)
        self.words.setAnchor((min(max(share, 0.0), 1.0), -0.4 if upwards > 0.5 else 1.4))
        self.words.setPos(self._box.mapFromView(QPointF(x, y)))

    def _press(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        far = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers != Qt.KeyboardModifier.NoModifier and not far:
            return False
        key = Qt.Key(event.key())
        if self.at is None:
            begins = self._begins() if key in _BEGIN else None
            if begins is not None:
                self._go(begins)
            return begins is not None
        if key in _WAYS:
            (left, right), (bottom, top) = self._box.viewRange()
            share = _FAR if far else _STEP
            across, up = _WAYS[key]
            x, y = self.at
            self._go((x + across * share * (right - left), y + up * share * (top - bottom)))
        elif key in _ENTERS:
            self.chosen.emit()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _go(self, place: tuple[float, float]) -> None:
        """What is read of a place is what is chosen; it stays in sight."""
        x, y = (
            rounded_to(min(max(value, low), high), digit)
            for value, (low, high), digit in zip(place, self._box.viewRange(), self.digit, strict=True)
        )
        self.at = x, y
        self.across.setPos(y)
        self.up.setPos(x)
        self.across.show()
        self.up.show()
        self.moved.emit()
