"""The learning rate on a logarithmic line, with marks for what the curvature of the loss says beforehand."""

from __future__ import annotations

import math
import sys

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.drag_line import DragLine
from linreg_gui.views.widgets.style import Series, is_dark, muted
from linreg_gui.views.widgets.texts import hide_tip, set_description, show_tip

_HEIGHT = 30
_DECADES_BELOW, _DECADES_ABOVE = 3.0, 1.0  # of the stable limit
_WITHOUT_LIMITS = (1e-4, 10.0)
_PER_DECADE = 50  # positions
_NEAR = 5.0  # pixels from a mark
_STILL = 2.0  # pixels that a hand may move in a click
_HELP = (
    "Drag to choose the learning rate on a logarithmic scale, or click on a mark. Up to ◆ minibatches of "
    "this size come nearer on the average; ▲ is the fastest rate on all rows; beyond ▮ training diverges."
)


@always_answers
class RateRuler(DragLine):
    """Asks for a rate once it is chosen. The line reaches as far as the rate that is shown, however far."""

    rate_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits: LearningRateLimits | None = None
        self._rate = 0.03
        self._low, self._high, self._decades = *_WITHOUT_LIMITS, 1.0
        self._pressed_at = 0.0
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(100)
        self.setTracking(False)
        self.setSingleStep(_PER_DECADE // 10)
        self.setPageStep(_PER_DECADE // 2)
        describe(self, "Learning rate on a scale", _HELP)
        self.setToolTip("")  # every mark has its own
        self.valueChanged.connect(self._ask)
        self._fit()

    def set_rate(self, rate: float) -> None:
        """Show a rate without asking for it."""
        self._rate = rate
        self._fit()

    def show_limits(self, limits: LearningRateLimits | None) -> None:
        """Mark what is known of these data and settings; None where nothing is."""
        known = limits is not None and all(0.0 < rate < math.inf for rate in _rates_of(limits).values())
        self._limits = limits if known else None
        self._fit()

    def marks(self) -> dict[str, float]:
        """What is marked: its name, and the rate."""
        return {} if self._limits is None else _rates_of(self._limits)

    def place_of(self, rate: float) -> float:
        """Where a rate is, in pixels from the left."""
        share = (math.log10(rate) - math.log10(self._low)) / self._decades
        return self.place_at(min(1.0, max(0.0, share)))

    def rate_at(self, x: float) -> float:
        """The rate at so many pixels from the left, to two digits."""
        return self._rate_after(self._decades * self.share_at(x))

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self._told_at(event.pos().x()), self)
            return True
        return super().event(event)

    def drag(self, event: QMouseEvent) -> None:
        """Show the rate at the pointer; a press on a mark takes that of the mark until the pointer moves."""
        x = event.position().x()
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed_at = x
        near = [place for place in self.marks().values() if abs(self.place_of(place) - x) <= _NEAR]
        on_mark = bool(near) and abs(x - self._pressed_at) <= _STILL
        self._rate = _rounded_down(near[-1]) if on_mark else self.rate_at(x)
        show_tip(event.globalPosition().toPoint(), number_text(self._rate), self)
        self.update()

    def drop(self, event: QMouseEvent) -> None:
        """Ask for it."""
        self.drag(event)
        hide_tip()
        self._request(self._rate)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, quiet = 10.0, muted(palette)
        accent, warning = Series.FIT.colour(is_dark(palette)), Series.MINIBATCH.colour(is_dark(palette))
        start, end = self.place_at(0.0), self.place_at(1.0)
        if self._limits is None:
            self._draw_line(painter, quiet, Qt.PenStyle.SolidLine, start, end)
        else:
            sure, limit = (
                self.place_of(self._limits.mean_square_limit),
                self.place_of(self._limits.stable_limit),
            )
            self._draw_line(painter, quiet, Qt.PenStyle.SolidLine, start, min(sure, limit))
            self._draw_line(painter, warning, Qt.PenStyle.SolidLine, min(sure, limit), limit)
            self._draw_line(painter, accent, Qt.PenStyle.DotLine, limit, end)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(quiet)
            for draw, rate in zip((_diamond, _triangle, _bar), self.marks().values(), strict=True):
                draw(painter, self.place_of(rate), middle + 12.0)
        fill = palette.highlight() if self.isEnabled() else QBrush(quiet)
        self.draw_handle(painter, QPointF(self.place_of(self._rate), middle), fill)
        painter.end()

    def _draw_line(
        self, painter: QPainter, colour: QColor, style: Qt.PenStyle, start: float, end: float
    ) -> None:
        painter.setPen(QPen(colour, 2.5, style))
        painter.drawLine(QPointF(start, 10.0), QPointF(max(start, end), 10.0))

    def _ask(self, position: int) -> None:
        """By the keys."""
        self._request(self._rate_after(position / _PER_DECADE))

    def _request(self, rate: float) -> None:
        self.set_rate(rate)
        self.rate_requested.emit(rate)

    def _rate_after(self, decades: float) -> float:
        """The rate so far from the left end, to two digits."""
        return float(f"{10.0 ** (math.log10(self._low) + decades):.2g}")

    def _fit(self) -> None:
        """The ends of the line, and the position of the handle."""
        low, high = _WITHOUT_LIMITS
        if self._limits is not None:
            limit = self._limits.stable_limit
            low, high = limit / 10.0**_DECADES_BELOW, limit * 10.0**_DECADES_ABOVE
            low = min(low, self._limits.safe_rate)
        low, high = max(low, sys.float_info.min), min(high, sys.float_info.max)
        self._low, self._high = min(low, self._rate), max(high, self._rate)
        self._decades = math.log10(self._high) - math.log10(self._low)
        self.blockSignals(True)
        self.setRange(0, math.ceil(_PER_DECADE * self._decades))
        self.setValue(round(_PER_DECADE * (math.log10(self._rate) - math.log10(self._low))))
        self.blockSignals(False)
        told = "; ".join(f"{name}: {number_text(rate, 3)}" for name, rate in self.marks().items())
        set_description(self, f"{number_text(self._rate)}. {told}. {_HELP}" if told else _HELP)
        self.update()

    def _told_at(self, x: float) -> str:
        """The mark under the pointer, or what there is to know."""
        near = [name for name, rate in self.marks().items() if abs(self.place_of(rate) - x) <= _NEAR]
        if not near:
            return f"{number_text(self.rate_at(x))}. {_HELP}"
        return "\n".join(f"{name}: {number_text(self.marks()[name], 4)}" for name in near)


def _rates_of(limits: LearningRateLimits) -> dict[str, float]:
    return {
        "Minibatches of this size come nearer on the average up to here": limits.mean_square_limit,
        "Fastest rate on all rows at once, 2/(λmax + λmin)": limits.best_rate,
        "Gradient descent diverges above, 2/λmax": limits.stable_limit,
    }


def _rounded_down(rate: float) -> float:
    """To three digits that do not go beyond what a mark says."""
    digits = float(f"{rate:.3g}")
    last = 10.0 ** (math.floor(math.log10(digits)) - 2)
    return digits if digits <= rate else float(f"{digits - last:.3g}")


def _diamond(painter: QPainter, x: float, y: float) -> None:
    corners = [QPointF(x, y - 5.0), QPointF(x + 4.0, y), QPointF(x, y + 5.0), QPointF(x - 4.0, y)]
    painter.drawPolygon(QPolygonF(corners))


def _triangle(painter: QPainter, x: float, y: float) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(x, y - 5.0), QPointF(x + 4.5, y + 4.0), QPointF(x - 4.5, y + 4.0)])
    )


def _bar(painter: QPainter, x: float, y: float) -> None:
    painter.drawRect(QRectF(x - 1.5, y - 6.0, 3.0, 11.0))
