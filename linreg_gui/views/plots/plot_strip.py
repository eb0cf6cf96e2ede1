"""The legend on a plot: what each line is, and the numbers of the moment, in cells that never move."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import set_description

_SWATCH_WIDTH = 18  # where a row is so high
_USUAL_ROW = 17
_TRIANGLE = (QPointF(-5.0, 4.0), QPointF(5.0, 4.0), QPointF(0.0, -5.0))
_DIAMOND = (QPointF(-5.0, 0.0), QPointF(0.0, 5.5), QPointF(5.0, 0.0), QPointF(0.0, -5.5))
_GAP = 12
_SPACE = 4
_MARGIN = 4  # around all cells
_RADIUS = 4.0
_VEIL, _FAINT = 225, 0.2  # of 255: the ground; and all of it, where it is in the way
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


@dataclass(frozen=True)
class Arrangement:
    """Cells by the names that they have there, each in its place; if ``tight``, with no room to spare."""

    whole: bool  # the names
    columns: int
    tight: bool
    places: tuple[tuple[Cell, str, QRect], ...]
    size: QSize


@always_answers
class PlotStrip(QWidget):
    """Cells in rows and columns; in little room under shorter names, or without the last.

    It lies over a plot, lets the pointer through, and is laid out anew only when its names or room change.
    """

    rearranged = Signal()  # it needs another size
    read = Signal()  # its numbers are others

    def __init__(self, cells: Mapping[str, Cell], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = dict(cells)
        self._room = QSize(300, 100)
        self._form = True, 1  # whole names, and how many cells stand side by side
        self._lengths: dict[str, int] = {}  # of the numbers that it has been laid out for
        self._found: list[Arrangement] | None = None  # for the room there is
        self._picture: QPixmap | None = None
        self._faint = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Legend and readings")
        self._tell()

    def set_look(self, key: str, pen: QPen, brush: QBrush | None = None) -> None:
        """Colour and line style of a cell's sample."""
        self._cells[key].pen = pen
        self._cells[key].brush = brush or QBrush()
        self._repaint()

    def set_shown(self, keys: Sequence[str]) -> None:
        """Show just these cells."""
        if all(cell.shown == (key in keys) for key, cell in self._cells.items()):
            return
        for key, cell in self._cells.items():
            cell.shown = key in keys
        self._rearrange()

    @property
    def shown(self) -> list[str]:
        """The keys of the cells that are shown."""
        return [key for key, cell in self._cells.items() if cell.shown]

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
        if any(len(text) > self._lengths.get(key, 0) for key, text in values.items()):
            self._rearrange()
        else:
            self._repaint()
        self.read.emit()

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
        arrangement = self.arrangement
        return [] if arrangement is None else [name for _, name, _ in arrangement.places]

    def set_room(self, room: QSize) -> None:
        """How large it may be."""
        if room != self._room:
            self._room = room
            self._rearrange()

    def take(self, arrangement: Arrangement) -> None:
        """Use this arrangement, or one like it, as long as there is room for that."""
        form = arrangement.whole, arrangement.columns
        if form != self._form:
            self._form = form
            self._repaint()
            self.rearranged.emit()

    def set_faint(self, faint: bool) -> None:
        """Let what lies below be seen."""
        if faint != self._faint:
            self._faint = faint
            self.update()

    @property
    def arrangements(self) -> list[Arrangement]:
        """What there is room for, with whole names and with short ones, in few columns and in many."""
        if self._found is None:
            self._found = self._arrange()
            tight = any(each.tight for each in self._found)
            self._lengths = {
                key: len(cell.value) if tight else max(len(cell.value), len(cell.reserve))
                for key, cell in self._cells.items()
            }
        return self._found

    @property
    def arrangement(self) -> Arrangement | None:
        """The one that is painted; None where there is nothing to be seen."""
        found = self.arrangements
        like = (each for each in found if (each.whole, each.columns) == self._form)
        return next(like, found[0] if found else None)

    def sizeHint(self) -> QSize:
        arrangement = self.arrangement
        return QSize(0, 0) if arrangement is None else arrangement.size

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._rearrange()
        elif event.type() == QEvent.Type.PaletteChange:
            self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Painted once; most frames only put it over the plot."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._painted(ratio)
        painter = QPainter(self)
        painter.setOpacity(_FAINT if self._faint else 1.0)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def paint_rows(self, painter: QPainter, width: float) -> float:
        """Paint all that is shown, in as many rows as it takes, for a figure; how high they are."""
        painter.setFont(self._font())
        metrics, height = QFontMetrics(self._font()), self._row_height()
        x = y = 0
        for cell in (cell for cell in self._cells.values() if cell.shown):
            wide = min(self._cell_width(cell, cell.name, metrics, tight=True), int(width))
            if x and x + wide > width:
                x, y = 0, y + height
            self._paint_cell(painter, metrics, cell, cell.name, QRect(x, y, wide, height))
            x += wide + _GAP
        return float(y + height) if x else 0.0

    def _painted(self, ratio: float) -> QPixmap:
        arrangement, size = self.arrangement, self.sizeHint()
        picture = QPixmap((size.toSizeF() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        if arrangement is None:
            return picture
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().window().color()
        ground.setAlpha(_VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(QPointF(), size.toSizeF()), _RADIUS, _RADIUS)
        painter.setFont(self._font())
        metrics = painter.fontMetrics()
        for cell, name, place in arrangement.places:
            self._paint_cell(painter, metrics, cell, name, place)
        painter.end()
        return picture

    def _paint_cell(
        self, painter: QPainter, metrics: QFontMetrics, cell: Cell, name: str, place: QRect
    ) -> None:
        rest = QRect(place)
        if cell.swatch is not Swatch.NONE:
            wide = self._swatch_width()
            _paint_swatch(painter, cell, QRectF(place.left(), place.top(), wide, place.height()))
            rest.setLeft(place.left() + wide + _SPACE)
        text = self.palette().windowText().color()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.setPen(style.muted(self.palette()) if cell.reserve else text)
        painter.drawText(rest, left, elided(name, metrics, rest.width(), Qt.TextElideMode.ElideMiddle))
        if cell.value:
            painter.setPen(text)
            rest.setLeft(rest.left() + metrics.horizontalAdvance(name) + _SPACE)
            painter.drawText(rest, left, cell.value)

    def _arrange(self) -> list[Arrangement]:
        cells = [cell for cell in self._cells.values() if cell.shown]
        whole = [(cell, cell.name) for cell in cells]
        named = [(cell, cell.short or cell.name) for cell in cells]
        found = self._fitting(whole, whole=True)
        if named != whole:
            found += self._fitting(named)
        found = found or self._fitting(named, tight=True)
        while named and not found:
            # Numbers go before what explains a line.
            bare = [pair for pair in named if pair[0].swatch is Swatch.NONE]
            named.remove((bare or named)[-1])
            found = self._fitting(named, tight=True)
        return found

    def _fitting(
        self, named: Sequence[tuple[Cell, str]], *, whole: bool = False, tight: bool = False
    ) -> list[Arrangement]:
        """Those that there is room for; if they are tight, numbers have no more room than they need now."""
        metrics = QFontMetrics(self._font())
        widths = [self._cell_width(cell, name, metrics, tight=tight) for cell, name in named]
        form = whole, tight
        found = [self._in_columns(named, widths, columns, *form) for columns in range(1, len(named) + 1)]
        room = self._room
        return [each for each in found if each.size.boundedTo(room) == each.size]

    def _in_columns(
        self,
        named: Sequence[tuple[Cell, str]],
        widths: Sequence[int],
        columns: int,
        whole: bool,
        tight: bool,
    ) -> Arrangement:
        """Cells row by row, below each other in columns as wide as the widest of their cells."""
        height, wide = self._row_height(), [max(widths[at::columns]) for at in range(columns)]
        lefts = [_MARGIN + sum(wide[:at]) + at * _GAP for at in range(columns)]
        places = []
        for at, (cell, name) in enumerate(named):
            row, column = divmod(at, columns)
            place = QRect(lefts[column], _MARGIN + row * height, wide[column], height)
            places.append((cell, name, place))
        rows = -(-len(named) // columns)
        size = QSize(lefts[-1] + wide[-1] + _MARGIN, rows * height + 2 * _MARGIN)
        return Arrangement(whole, columns, tight, tuple(places), size)

    def _swatch_width(self) -> int:
        return max(_SWATCH_WIDTH, _SWATCH_WIDTH * self._row_height() // _USUAL_ROW)

    def _row_height(self) -> int:
        return QFontMetrics(self._font()).height() + 2

    def _cell_width(self, cell: Cell, name: str, metrics: QFontMetrics, *, tight: bool) -> int:
        width = metrics.horizontalAdvance(name) + 1
        if cell.swatch is not Swatch.NONE:
            width += self._swatch_width() + _SPACE
        if cell.reserve:
            needed = metrics.horizontalAdvance(cell.value)
            width += _SPACE + (needed if tight else max(needed, metrics.horizontalAdvance(cell.reserve)))
        return width

    def _font(self) -> QFont:
        font = style.tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _rearrange(self) -> None:
        self._found = None
        self._tell()
        self._repaint()
        self.rearranged.emit()

    def _repaint(self) -> None:
        self._picture = None
        self.update()

    def _tell(self) -> None:
        set_description(self, self.text())


def _paint_swatch(painter: QPainter, cell: Cell, room: QRectF) -> None:
    middle, size = room.center(), room.width() / _SWATCH_WIDTH
    painter.setPen(cell.pen)
    painter.setBrush(cell.brush)
    if cell.swatch is Swatch.LINE:
        pen = _fitted(cell.pen, room.width())
        painter.setPen(pen)
        painter.drawLine(QPointF(room.left(), middle.y()), QPointF(room.right(), middle.y()))
        return
    painter.save()
    painter.translate(middle)
    painter.scale(size, size)
    _paint_symbol(painter, cell.swatch)
    painter.restore()


def _fitted(pen: QPen, width: float) -> QPen:
    """Not so wide that of its dashes only the first would be seen; none goes beyond its room."""
    fitted = QPen(pen)
    fitted.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = fitted.dashPattern()
    if dashes:
        fitted.setWidthF(min(pen.widthF(), width / (2.0 * dashes[0] + dashes[1])))
        if fitted.style() == Qt.PenStyle.CustomDashLine:
            fitted.setDashPattern(dashes)
    return fitted


def _paint_symbol(painter: QPainter, swatch: Swatch) -> None:
    """In its usual size, around the middle."""
    if swatch is Swatch.STICK:
        painter.drawLine(QPointF(0.0, -5.5), QPointF(0.0, 5.5))
    elif swatch is Swatch.PATCH:
        painter.drawRect(QRectF(-5.0, -4.5, 10.0, 9.0))
    elif swatch is Swatch.SQUARE:
        painter.drawRect(QRectF(-4.5, -4.5, 9.0, 9.0))
    elif swatch is Swatch.CROSS:
        painter.drawLine(QPointF(-3.5, -3.5), QPointF(3.5, 3.5))
        painter.drawLine(QPointF(-3.5, 3.5), QPointF(3.5, -3.5))
    elif swatch in (Swatch.TRIANGLE, Swatch.DIAMOND):
        painter.drawPolygon(_TRIANGLE if swatch is Swatch.TRIANGLE else _DIAMOND)
    else:
        radius = 5.0 if swatch is Swatch.RING else 3.5
        painter.drawEllipse(QPointF(), radius, radius)
