"""The strip above a plot: what each line is, and the numbers of the moment, in cells that never move."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import set_description, show_tip

_SWATCH_WIDTH = 18
_TRIANGLE = (QPointF(-5.0, 4.0), QPointF(5.0, 4.0), QPointF(0.0, -5.0))
_DIAMOND = (QPointF(-5.0, 0.0), QPointF(0.0, 5.5), QPointF(5.0, 0.0), QPointF(0.0, -5.5))
_GAP = 12
_ROWS = 2
_SPACE = 4
WIDEST_NUMBER = "−8.88×10⁻⁸"
WIDEST_POSITIVE = "8.88×10⁻⁸"


def reading(value: float) -> str:
    """A number for a cell: four digits, three where the power of ten needs the room."""
    text = number_text(value, 4)
    return number_text(value, 3) if "×" in text else text


class Swatch(enum.Enum):
    """How a cell shows what it names."""

    NONE = enum.auto()
    LINE = enum.auto()
    STICK = enum.auto()
    PATCH = enum.auto()
    DOT = enum.auto()
    RING = enum.auto()
    SQUARE = enum.auto()
    CROSS = enum.auto()
    TRIANGLE = enum.auto()
    DIAMOND = enum.auto()


@dataclass
class Cell:
    """A name with a sample of its line, and a number with room for ``reserve``.

    The short name stands where there is no room for the other.
    """

    name: str
    swatch: Swatch = Swatch.NONE
    reserve: str = ""
    short: str = ""
    shown: bool = True
    value: str = ""
    pen: QPen = field(default_factory=QPen)
    brush: QBrush = field(default_factory=QBrush)


@always_answers
class PlotStrip(QWidget):
    """Cells in few rows, whose height never changes; in little room under shorter names, or without the last.

    The tooltip has all of them.
    """

    def __init__(self, cells: Mapping[str, Cell], parent: QWidget | None = None, rows: int = _ROWS) -> None:
        super().__init__(parent)
        self._cells = dict(cells)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(rows * self._row_height())
        self.setAccessibleName("Legend and readings")
        self._tell()

    def set_look(self, key: str, pen: QPen, brush: QBrush | None = None) -> None:
        """Colour and line style of a cell's sample."""
        self._cells[key].pen = pen
        self._cells[key].brush = brush or QBrush()
        self.update()

    def set_shown(self, keys: Sequence[str]) -> None:
        """Show just these cells."""
        if all(cell.shown == (key in keys) for key, cell in self._cells.items()):
            return
        for key, cell in self._cells.items():
            cell.shown = key in keys
        self._rearrange()

    def set_name(self, key: str, name: str, short: str = "") -> None:
        """Rename a cell."""
        if (self._cells[key].name, self._cells[key].short) != (name, short):
            self._cells[key].name, self._cells[key].short = name, short
            self._rearrange()

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show new numbers in the room that is reserved for them."""
        if all(self._cells[key].value == text for key, text in values.items()):
            return
        for key, text in values.items():
            self._cells[key].value = text
        self._tell()
        self.update()

    def names(self) -> list[str]:
        """The names that are shown, in order."""
        return [cell.name for cell in self._cells.values() if cell.shown]

    def value(self, key: str) -> str:
        """The number a cell shows."""
        return self._cells[key].value

    def text(self) -> str:
        """Everything that is shown, as a sentence."""
        cells = (cell for cell in self._cells.values() if cell.shown)
        return ", ".join(f"{cell.name} {cell.value}".strip() for cell in cells)

    def shown_names(self) -> list[str]:
        """The names that are painted, as they are painted, row by row."""
        return [name for _, name, _ in self._arranged(self.width())]

    def sizeHint(self) -> QSize:
        """Two cells side by side at least."""
        return QSize(300, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """One cell."""
        return QSize(100, self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        """Tell everything to who points at it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every cell in its place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        metrics = painter.fontMetrics()
        for cell, name, place in self._arranged(self.width()):
            if place.intersects(event.rect()):
                self._paint_cell(painter, metrics, cell, name, place)
        painter.end()

    def paint_rows(self, painter: QPainter, width: float) -> float:
        """Paint all that is shown, in as many rows as it takes, for a figure; how high they are."""
        painter.setFont(self._font())
        shown = [(cell, cell.name) for cell in self._cells.values() if cell.shown]
        places = self._in_rows(shown, int(width), tight=True)
        for cell, name, place in places:
            self._paint_cell(painter, painter.fontMetrics(), cell, name, place)
        return float(places[-1][2].bottom() + 1) if places else 0.0

    def _paint_cell(
        self, painter: QPainter, metrics: QFontMetrics, cell: Cell, name: str, place: QRect
    ) -> None:
        rest = QRect(place)
        if cell.swatch is not Swatch.NONE:
            _paint_swatch(painter, cell, QRectF(place.left(), place.top(), _SWATCH_WIDTH, place.height()))
            rest.setLeft(place.left() + _SWATCH_WIDTH + _SPACE)
        text = self.palette().windowText().color()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.setPen(style.muted(self.palette()) if cell.reserve else text)
        painter.drawText(rest, left, elided(name, metrics, rest.width(), Qt.TextElideMode.ElideMiddle))
        if cell.value:
            painter.setPen(text)
            rest.setLeft(rest.left() + metrics.horizontalAdvance(name) + _SPACE)
            painter.drawText(rest, left, cell.value)

    def _arranged(self, width: int) -> list[tuple[Cell, str, QRect]]:
        """The shown cells that there is room for, their names and places, row by row."""
        cells = [cell for cell in self._cells.values() if cell.shown]
        places = self._in_rows([(cell, cell.name) for cell in cells], width)
        if not self._is_too_much(places):
            return places
        named = [(cell, cell.short or cell.name) for cell in cells]
        places = self._in_rows(named, width)
        tight = self._is_too_much(places)
        if tight:
            places = self._in_rows(named, width, tight)
        while self._is_too_much(places):
            # Numbers go before what explains a line.
            bare = [pair for pair in named if pair[0].swatch is Swatch.NONE]
            named.remove((bare or named)[-1])
            places = self._in_rows(named, width, tight)
        return places

    def _in_rows(
        self, named: Sequence[tuple[Cell, str]], width: int, tight: bool = False
    ) -> list[tuple[Cell, str, QRect]]:
        """Places in rows; if they are tight, numbers have no more room than they need now."""
        metrics, height = QFontMetrics(self._font()), self._row_height()
        x = row = 0
        places: list[tuple[Cell, str, QRect]] = []
        for cell, name in named:
            wide = min(self._cell_width(cell, name, metrics, tight), width)
            if x and x + wide > width:
                x, row = 0, row + 1
            places.append((cell, name, QRect(x, row * height, wide, height)))
            x += wide + _GAP
        return places

    def _is_too_much(self, places: Sequence[tuple[Cell, str, QRect]]) -> bool:
        return bool(places) and places[-1][2].top() >= self.height()

    def _row_height(self) -> int:
        return QFontMetrics(self._font()).height() + 2

    def _cell_width(self, cell: Cell, name: str, metrics: QFontMetrics, tight: bool) -> int:
        width = metrics.horizontalAdvance(name) + 1
        if cell.swatch is not Swatch.NONE:
            width += _SWATCH_WIDTH + _SPACE
        if cell.reserve:
            needed = metrics.horizontalAdvance(cell.value)
            width += _SPACE + (needed if tight else max(needed, metrics.horizontalAdvance(cell.reserve)))
        return width

    def _font(self) -> QFont:
        font = style.tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _rearrange(self) -> None:
        self._tell()
        self.update()

    def _tell(self) -> None:
        set_description(self, self.text())


def _paint_swatch(painter: QPainter, cell: Cell, room: QRectF) -> None:
    middle = room.center()
    painter.setPen(cell.pen)
    painter.setBrush(cell.brush)
    if cell.swatch is Swatch.LINE:
        painter.drawLine(QPointF(room.left(), middle.y()), QPointF(room.right(), middle.y()))
    elif cell.swatch is Swatch.STICK:
        painter.drawLine(middle - QPointF(0.0, 5.5), middle + QPointF(0.0, 5.5))
    elif cell.swatch is Swatch.PATCH:
        painter.drawRect(QRectF(room.left() + 4, middle.y() - 4.5, room.width() - 8, 9))
    elif cell.swatch is Swatch.SQUARE:
        painter.drawRect(QRectF(middle.x() - 4.5, middle.y() - 4.5, 9, 9))
    elif cell.swatch is Swatch.CROSS:
        arm = QPointF(3.5, 3.5)
        painter.drawLine(middle - arm, middle + arm)
        painter.drawLine(middle - QPointF(3.5, -3.5), middle + QPointF(3.5, -3.5))
    elif cell.swatch in (Swatch.TRIANGLE, Swatch.DIAMOND):
        corners = _TRIANGLE if cell.swatch is Swatch.TRIANGLE else _DIAMOND
        painter.drawPolygon([middle + corner for corner in corners])
    else:
        radius = 5.0 if cell.swatch is Swatch.RING else 3.5
        painter.drawEllipse(middle, radius, radius)
