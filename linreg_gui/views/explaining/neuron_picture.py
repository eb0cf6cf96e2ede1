"""The picture of a neuron: inputs left, their edges to the sum, and what comes out of it right."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.run_neuron import RunNeuron
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.style import Series

LEAST_ROW = 21.0  # pixels from one input to the next
_TALLEST_ROW = 44.0
_MARGIN, _GAP, _PADDING = 4.0, 6.0, 4.0
_NODE, _SUM = 4.0, 15.0  # radii
_BEND = 0.08  # of the width, for the edges to come together
_THICKEST = 6.0
_LEAST_NAME = 34.0
_SMALLEST = 0.7  # of the font
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip


@dataclass(frozen=True)
class Row:
    """An edge: its parameter (None for the bundle), and how it is written."""

    parameter: int | None
    name: str
    value: str
    weight: str
    product: str
    size: float


@dataclass(frozen=True)
class _Columns:
    """Where the parts of a row end, and the font they are written in."""

    font: QFont
    value: float
    node: float
    weight: tuple[float, float]
    product: float
    sum: float


@always_answers
class NeuronPicture(pg.GraphicsObject):  # type: ignore[misc]
    """Painted in the pixels of the view box that it is a child of."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._found: RunNeuron | None = None
        self._rows: list[Row] = []
        self._palette, self._font = QPalette(), QFont()
        self.current: int | None = None  # the parameter that the keys change
        self.tried = False
        self.texts: list[str] = []  # what was painted
        self.setParentItem(box)

    def set_look(self, palette: QPalette, font: QFont) -> None:
        """Colours and font."""
        self._palette, self._font = palette, style.tabular(font)
        self.update()

    def show_neuron(self, found: RunNeuron | None, *, current: int | None, tried: bool) -> None:
        """Draw another one; ``tried``: it is what a person tries, and no run has been there."""
        self._found, self.current, self.tried = found, current, tried
        self._rows = [] if found is None else _rows(found)
        self.update()

    def resize(self) -> None:
        """The view box has another size."""
        self.prepareGeometryChange()
        self.update()

    def parameter_at(self, place: QPointF) -> int | None:
        """Whose edge is at a place; None for none."""
        if self._found is None or not self._rows:
            return None
        columns = self._columns()
        at = int((place.y() - self._top()) // self._pitch())
        inside = 0.0 <= place.x() <= columns.sum - _SUM and 0 <= at < len(self._rows)
        return self._rows[at].parameter if inside else None

    def weight_room(self, parameter: int) -> QRectF:
        """Where the weight of an edge is written."""
        left, right = self._columns().weight
        row = next(at for at, row in enumerate(self._rows) if row.parameter == parameter)
        return QRectF(left, self._middle(row) - 0.5 * self._pitch(), right - left, self._pitch())

    def boundingRect(self) -> QRectF:
        return QRectF(self._box.rect())

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        found = self._found
        self.texts = []
        if found is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns()
        painter.setFont(columns.font)
        largest = max((abs(row.size) for row in self._rows), default=0.0) or 1.0
        for at, row in enumerate(self._rows):
            self._paint_edge(painter, columns, row, self._middle(at), abs(row.size) / largest)
        for at, row in enumerate(self._rows):
            self._paint_row(painter, columns, row, self._middle(at))
        self._paint_sum(painter, columns, found)

    def pen_of(self, size: float, share: float) -> QPen:
        """As thick as its share, solid where it adds and dashed where it takes away."""
        colour = (Series.RESIDUALS if size >= 0.0 else Series.TRUTH).colour(style.is_dark(self._palette))
        colour.setAlpha(150)
        pen = QPen(colour, 0.8 + (_THICKEST - 0.8) * share)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if size < 0.0:
            pen.setDashPattern([max(1.5, 5.0 / pen.widthF()), max(0.8, 2.5 / pen.widthF())])
        return pen

    def _paint_edge(self, painter: QPainter, columns: _Columns, row: Row, y: float, share: float) -> None:
        bend, end = columns.product + _GAP, QPointF(columns.sum, self._centre())
        path = QPainterPath(QPointF(columns.node, y))
        path.lineTo(bend, y)
        half = 0.5 * (end.x() - bend)
        path.cubicTo(QPointF(bend + half, y), QPointF(bend + half, end.y()), end)
        painter.strokePath(path, self.pen_of(row.size, share))

    def _paint_row(self, painter: QPainter, columns: _Columns, row: Row, y: float) -> None:
        palette, metrics = self._palette, QFontMetricsF(columns.font)
        text, quiet = palette.windowText().color(), style.muted(palette)
        ground = palette.color(QPalette.ColorRole.Window)
        height = metrics.height()
        name_end = columns.value - metrics.horizontalAdvance(row.value) - (_GAP if row.value else 0.0)
        name = elided(row.name, metrics, max(0.0, name_end - _MARGIN))
        self._write(painter, name, QRectF(_MARGIN, y - height, name_end - _MARGIN, 2 * height), _LEFT, quiet)
        self._write(painter, row.value, QRectF(0.0, y - height, columns.value, 2 * height), _RIGHT, text)
        painter.setPen(QPen(quiet, 1.2))
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(columns.node, y), _NODE, _NODE)
        if row.weight:
            left, right = columns.weight
            chip = QRectF(left, y - 0.5 * height - 1.0, right - left, height + 2.0)
            chosen = row.parameter is not None and row.parameter == self.current
            painter.setPen(
                QPen(palette.highlight().color(), 2.0) if chosen else QPen(palette.mid().color(), 1.0)
            )
            painter.setBrush(palette.base())
            painter.drawRoundedRect(chip, 4.0, 4.0)
            self._write(
                painter, row.weight, chip.adjusted(0.0, 0.0, -_PADDING, 0.0), _RIGHT, self._fit_colour()
            )
        width = metrics.horizontalAdvance(row.product)
        room = QRectF(columns.product - width - 3.0, y - 0.5 * height, width + 6.0, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRect(room)
        self._write(painter, row.product, room, _MIDDLE, text)

    def _paint_sum(self, painter: QPainter, columns: _Columns, found: RunNeuron) -> None:
        palette, y = self._palette, self._centre()
        text, quiet = palette.windowText().color(), style.muted(palette)
        metrics = QFontMetricsF(columns.font)
        line = metrics.height() + 3.0
        start, width = columns.sum + _SUM, self._box.width()
        painter.setPen(QPen(text, 1.5))
        painter.drawLine(QPointF(start, y), QPointF(width - _MARGIN, y))
        for way in (-3.5, 3.5):
            painter.drawLine(QPointF(width - _MARGIN, y), QPointF(width - _MARGIN - 6.0, y + way))
        painter.setBrush(palette.base())
        painter.drawEllipse(QPointF(columns.sum, y), _SUM, _SUM)
        middle = QRectF(columns.sum - _SUM, y - _SUM, 2.0 * _SUM, 2.0 * _SUM)
        self._write(painter, "Σ", middle, _MIDDLE, text)
        left = start + _GAP
        room = width - _MARGIN - left
        n = found.neuron
        above = [(f"o = {n.output_text}", text)] if found.is_curved else []
        above.append((f"ŷ = {n.prediction_text}", self._fit_colour()))
        below = [(f"y = {n.label_text}", text), (f"ŷ − y = {n.error_text}", text), ("", text)]
        below += [(elided(part, metrics, max(0.0, room)), quiet) for part in found.example_text.split(", ")]
        name = elided(found.label, metrics, max(0.0, room))
        for at, (words, colour) in enumerate([(name, quiet), *above]):
            top = y - (len(above) + 1 - at) * line
            self._write(painter, words, QRectF(left, top, room, line), _LEFT, colour)
        for at, (words, colour) in enumerate(below):
            self._write(painter, words, QRectF(left, y + 3.0 + at * line, room, line), _LEFT, colour)

    def _write(
        self, painter: QPainter, text: str, room: QRectF, how: Qt.AlignmentFlag, colour: QColor
    ) -> None:
        if text:
            painter.setPen(colour)
            painter.drawText(room, how, text)
            self.texts.append(text)

    def _columns(self) -> _Columns:
        """As the texts need; where it is narrow, names are cut and the font is smaller."""
        found, width = self._found, float(self._box.width())
        assert found is not None
        n, font = found.neuron, QFont(self._font)
        results = [n.prediction_text, n.label_text, f"− y {n.error_text}", n.output_text]
        for factor in (1.0, 0.9, 0.8, _SMALLEST):
            font.setPointSizeF(self._font.pointSizeF() * factor)
            metrics = QFontMetricsF(font)
            values, weights, products = (
                max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
                for texts in (
                    [row.value for row in self._rows],
                    [row.weight for row in self._rows],
                    [row.product for row in self._rows],
                )
            )
            names = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0.0)
            right = max(metrics.horizontalAdvance(f"ŷ = {text}") for text in results) + 2.0 * _GAP + _MARGIN
            bend = max(18.0, _BEND * width)
            chip = weights + 2.0 * _PADDING
            fixed = _MARGIN + values + 5.0 * _GAP + 2.0 * _NODE + chip + products + bend + 2.0 * _SUM + right
            name = width - fixed
            if name >= _LEAST_NAME:
                break
        name = max(_LEAST_NAME, min(name, names, 0.3 * width))
        spare = max(0.0, width - fixed - name) / 4.0
        value = _MARGIN + name + _GAP + values
        node = value + _GAP + _NODE
        weight = node + _NODE + _GAP + spare
        product = weight + chip + _GAP + products + spare
        return _Columns(
            font, value, node, (weight, weight + chip), product, product + _GAP + bend + spare + _SUM
        )

    def _pitch(self) -> float:
        return min(_TALLEST_ROW, (float(self._box.height()) - 4.0) / max(1, len(self._rows)))

    def _top(self) -> float:
        return 0.5 * float(self._box.height() - self._pitch() * len(self._rows))

    def _middle(self, row: int) -> float:
        return self._top() + (row + 0.5) * self._pitch()

    def _centre(self) -> float:
        return 0.5 * float(self._box.height())

    def _fit_colour(self) -> QColor:
        """Dim where it is only tried, as no run has been there."""
        if self.tried:
            return self._palette.highlight().color()
        return Series.FIT.colour(style.is_dark(self._palette))


def _rows(found: RunNeuron) -> list[Row]:
    n = found.neuron
    rows = [
        Row(edge.feature, edge.name, edge.value_text, edge.weight_text, edge.product_text, edge.product)
        for edge in n.edges
    ]
    if n.bundle is not None:
        bundle = n.bundle
        rows.append(Row(None, f"{bundle.count:,} others", "", "", bundle.product_text, bundle.product))
    rows.append(Row(found.bias, "bias", "1", n.bias_text, n.bias_text, n.bias))
    return rows
