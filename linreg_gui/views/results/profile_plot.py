"""A small plot of what is predicted along one value, the others held, whose line is dragged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.desk.profile import Curve
from linreg_gui.core.number_text import rounded_to
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked
from linreg_gui.views.plots.plot_axis import nice_spacing, tick_texts
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_description, set_name, set_whats_this

from .level_fields import date_text

HELP = (
    "Drag the line, or click, to change the value; by keys with the arrows, Page Up and Page Down, Home and "
    "End. The dashed line is what the exact solution predicts, the darker band where the mean lies, the "
    "lighter one where a new label does. Strong points are the rows whose other values are the nearest."
)
_LEAST = QSize(120, 82)
_HEIGHT = 96
_TOP, _RIGHT, _GAP = 4.0, 8.0, 4.0
_SMALL = 0.85
_FADED, _BAND, _WIDE_BAND = 70, 70, 30
_PIXELS_A_NUMBER, _PIXELS_A_DATE, _PIXELS_A_LABEL, _LEAST_LEVEL = 58.0, 84.0, 18.0, 22.0
_TEN = 10.0
_KEYS = {
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_PageUp: _TEN,
    Qt.Key.Key_PageDown: -_TEN,
}
_LARGEST = 1e7  # pixels: what is farther away is not drawn by Qt either


@dataclass(frozen=True)
class LabelAxis:
    """The vertical axis, which all plots share: its range, its ticks, and the room for their numbers."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    room: float = 0.0

    @classmethod
    def over(cls, low: float, high: float, font: QFont, height: float) -> LabelAxis:
        """With as many ticks as there is room for."""
        spacing = nice_spacing(high - low, max(2.0, height / _PIXELS_A_LABEL))
        if not spacing:
            return cls(low, high)
        count = math.floor(high / spacing + 1e-9) - math.ceil(low / spacing - 1e-9) + 1
        first = math.ceil(low / spacing - 1e-9)
        ticks = tuple((first + k) * spacing for k in range(min(count, 50)))
        texts = tuple(tick_texts(ticks, spacing))
        metrics = QFontMetricsF(small(font))
        return cls(low, high, ticks, texts, max(map(metrics.horizontalAdvance, texts), default=0.0))


def small(font: QFont) -> QFont:
    """That of the numbers at axes."""
    result = style.tabular(font)
    result.setPointSizeF(font.pointSizeF() * _SMALL)
    return result


@always_answers
class ProfilePlot(QWidget):
    """Draws one curve; where its value is, a person may change."""

    value_chosen = Signal(float)

    def __init__(self, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self.curve: Curve | None = None
        self.axis = LabelAxis(0.0, 1.0)
        self.at: float | None = None
        self._held: tuple[float, float] | None = None  # the range while the line is dragged
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        set_name(self, f"Predictions along {asked.column}")
        set_description(self, HELP)
        set_whats_this(self, HELP)

    def show_curve(self, curve: Curve, axis: LabelAxis) -> None:
        """Draw a curve in place of another one; where the value is, is known sooner than its curve."""
        self.curve, self.axis = curve, axis
        if self.at is None:
            self.at = curve.at
        set_description(self, f"{curve.sentence} {HELP}")
        self.update()

    def show_value(self, value: float | None) -> None:
        """The value is another one; the curve follows."""
        self.at = value
        self.update()

    def clear(self) -> None:
        """Draw nothing."""
        self.curve, self._held = None, None
        set_description(self, HELP)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST.width(), _HEIGHT)

    @property
    def x_range(self) -> tuple[float, float]:
        """What is in sight of the values."""
        if self._held is not None:
            return self._held
        return (0.0, 1.0) if self.curve is None else self.curve.x_range

    def room(self) -> QRectF:
        """Where the curve is drawn, within the axes."""
        left = self.axis.room + _GAP
        bottom = QFontMetricsF(small(self.font())).height() + 2.0
        return QRectF(left, _TOP, self.width() - left - _RIGHT, self.height() - _TOP - bottom)

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a value and a label are drawn."""
        points = self._places(np.array([x]), np.array([y]))
        return QPointF(*points[0])

    def value_at(self, pixel: float) -> float:
        """The value that is drawn so many pixels from the left, as it can be chosen."""
        room, (low, high) = self.room(), self.x_range
        share = min(1.0, max(0.0, (pixel - room.left()) / max(1.0, room.width())))
        return self.chosen(low + share * (high - low))

    def chosen(self, value: float) -> float:
        """The nearest value that can be chosen."""
        assert self.curve is not None
        step = self.curve.step
        if self.asked.kind is SourceKind.LEVEL:
            return float(min(len(self.asked.levels) - 1, max(0, round(value))))
        nearest = round(value / step) * step
        return nearest if self.asked.kind is SourceKind.DATE else rounded_to(nearest, step / _TEN)

    def step_by(self, count: float) -> None:
        """Change the value by so many steps."""
        if self.curve is None or self.at is None or not math.isfinite(self.at):
            return
        count = math.copysign(1.0, count) if self.asked.kind is SourceKind.LEVEL else count
        self._choose(self.chosen(self.at + count * self.curve.step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.curve is not None:
            self._held = self.x_range
            self._choose(self.value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and self.curve is not None:
            self._choose(self.value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = None
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.curve is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _KEYS:
            self.step_by(_KEYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(self.chosen(self._ends(self.curve)[key == Qt.Key.Key_End]))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setFont(small(self.font()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.room()
        if self.curve is None or room.width() < 1.0 or room.height() < 1.0:
            return
        self._paint_axes(painter, room, self.curve)
        painter.save()
        painter.setClipRect(room)
        self._paint_points(painter, self.curve)
        if self.asked.kind is SourceKind.LEVEL:
            self._paint_levels(painter, self.curve)
        else:
            self._paint_curve(painter, self.curve)
        painter.restore()
        self._paint_value(painter, room, self.curve)

    def _ends(self, curve: Curve) -> tuple[float, float]:
        """The first and the last level, or where the rows that are drawn end."""
        if self.asked.kind is SourceKind.LEVEL:
            return 0.0, len(self.asked.levels) - 1.0
        x = curve.points_x[np.isfinite(curve.points_x)]
        return (float(x.min()), float(x.max())) if x.size else curve.x_range

    def _choose(self, value: float) -> None:
        if value != self.at:
            self.at = value
            self.update()
            self.value_chosen.emit(value)

    def _places(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Where points are drawn, shape (points, 2); NaN where there is nothing."""
        room, (low, high) = self.room(), self.x_range
        height = self.axis.high - self.axis.low or 1.0
        with np.errstate(over="ignore", invalid="ignore"):
            across = room.left() + (x - low) / ((high - low) or 1.0) * room.width()
            down = room.bottom() - (y - self.axis.low) / height * room.height()
        down = np.where(np.isnan(down), np.nan, np.clip(down, -_LARGEST, _LARGEST))
        return np.column_stack([np.clip(across, -_LARGEST, _LARGEST), down])

    def _points(self, x: FloatArray, y: FloatArray) -> list[QPointF]:
        places = self._places(x, y)
        return [QPointF(*place) for place in places[np.isfinite(places).all(axis=1)].tolist()]

    def _paint_axes(self, painter: QPainter, room: QRectF, curve: Curve) -> None:
        muted, line = style.muted(self.palette()), self.palette().mid().color()
        metrics = QFontMetricsF(painter.font())
        faint = QColor(line)
        faint.setAlpha(90)
        for tick, text in zip(self.axis.ticks, self.axis.texts, strict=True):
            y = self.place_of(0.0, tick).y()
            painter.setPen(QPen(faint, 1.0))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(muted)
            where = QRectF(0.0, y - metrics.height() / 2, self.axis.room, metrics.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QPen(line, 1.0))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(muted)
        end = room.left()
        for x, text in self._ticks(curve, room, metrics):
            width = metrics.horizontalAdvance(text)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            if left >= end:
                painter.drawText(QPointF(left, self.height() - metrics.descent() - 1.0), text)
                end = left + width + 2 * _GAP

    def _ticks(self, curve: Curve, room: QRectF, metrics: QFontMetricsF) -> Iterator[tuple[float, str]]:
        """Where the values stand below, and how they are called."""
        low, high = self.x_range
        if self.asked.kind is SourceKind.LEVEL:
            each = room.width() / len(curve.x)
            every = max(1, math.ceil(_LEAST_LEVEL / each))
            for place in range(0, len(curve.x), every):
                text = elided(self.asked.levels[place], metrics, every * each - _GAP)
                yield self.place_of(float(place), self.axis.low).x(), text
            return
        is_date = self.asked.kind is SourceKind.DATE
        pixels = _PIXELS_A_DATE if is_date else _PIXELS_A_NUMBER
        spacing = nice_spacing(high - low, max(2.0, room.width() / pixels))
        if is_date and high - low > _TEN:
            spacing = max(1.0, spacing)
        if not spacing:
            return
        first = math.ceil(low / spacing - 1e-9)
        ticks = [(first + k) * spacing for k in range(50) if (first + k) * spacing <= high]
        texts = [date_text(tick) for tick in ticks] if is_date else tick_texts(ticks, spacing)
        for tick, text in zip(ticks, texts, strict=True):
            yield self.place_of(tick, self.axis.low).x(), text

    def _paint_points(self, painter: QPainter, curve: Curve) -> None:
        for chosen, alpha, width in ((~curve.near, _FADED, 3.0), (curve.near, 255, 4.0)):
            colour = Series.DATA.colour(style.is_dark(self.palette()))
            colour.setAlpha(alpha)
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(self._points(curve.points_x[chosen], curve.points_y[chosen]))

    def _paint_curve(self, painter: QPainter, curve: Curve) -> None:
        told, colour = curve.told, Series.EXACT.colour(style.is_dark(self.palette()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # with it, bands take long
        for low, high, alpha in (
            (told.low, told.high, _WIDE_BAND),
            (told.mean_low, told.mean_high, _BAND),
        ):
            fill = QColor(colour)
            fill.setAlpha(alpha)
            painter.setBrush(fill)
            painter.setPen(Qt.PenStyle.NoPen)
            for run in runs(~(np.isnan(low) | np.isnan(high))):
                ends = np.concatenate([curve.x[run], curve.x[run][::-1]])
                around = self._points(ends, np.concatenate([low[run], high[run][::-1]]))
                painter.drawPolygon(QPolygonF(around))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(style.pen(Series.EXACT, style.is_dark(self.palette())))
        for run in runs(~np.isnan(told.prediction)):
            painter.drawPolyline(QPolygonF(self._points(curve.x[run], told.prediction[run])))

    def _paint_levels(self, painter: QPainter, curve: Curve) -> None:
        """A dot for each level, with a broad bar for its mean and a thin one for a new label."""
        told, colour = curve.told, Series.EXACT.colour(style.is_dark(self.palette()))
        bar = QColor(colour)
        bar.setAlpha(2 * _BAND)
        for place, x in enumerate(curve.x.tolist()):
            for low, high, pen in (
                (told.low, told.high, QPen(colour, 1.2)),
                (told.mean_low, told.mean_high, QPen(bar, 7.0)),
            ):
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                ends = self._points(np.array([x, x]), np.array([low[place], high[place]]))
                if len(ends) == 2:
                    painter.drawLine(*ends)
            painter.setPen(QPen(self.palette().window().color(), 1.0))
            painter.setBrush(colour)
            for centre in self._points(np.array([x]), told.prediction[place : place + 1]):
                painter.drawEllipse(centre, 4.0, 4.0)

    def _paint_value(self, painter: QPainter, room: QRectF, curve: Curve) -> None:
        """The line that is dragged, and what is predicted where it is."""
        low, high = self.x_range
        if self.at is None or not low <= self.at <= high:
            return
        accent = self.palette().highlight().color()
        x = self.place_of(self.at, self.axis.low).x()
        strong = self.hasFocus() or self._held is not None
        painter.setPen(QPen(accent, 2.5 if strong else 1.5))
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
        y = float(np.interp(self.at, curve.x, curve.told.prediction))
        place = self.place_of(self.at, y) if math.isfinite(y) else None
        if place is not None and room.top() - 1.0 <= place.y() <= room.bottom() + 1.0:
            painter.setPen(QPen(self.palette().window().color(), 1.5))
            painter.setBrush(accent)
            painter.drawEllipse(place, 4.5, 4.5)


def runs(known: BoolArray) -> Sequence[slice]:
    """The stretches of a curve of which something is known."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]])))
    return [slice(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
