"""A plot axis with few, opaque grid lines, and numbers as the rest of the window writes them."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import MINUS, number_text
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import Rich, rich, set_rich

_LEAST_WIDTH = 20
_TEXT_HEIGHT = 14
_LABEL_MARGIN = 2
_PIXELS_PER_TICK = {"left": 26, "bottom": 64}  # where numbers are so high
_USUAL_NUMBER = 15.0

Ticks = list[tuple[float | None, list[float]]]


@always_answers
class PlotAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis of one level of ticks, without SI prefixes."""

    picture: tuple[object, ...] | None  # what to draw; None asks for a new layout
    from_nought = False  # of whole numbers from 0 on, which stands at −1 where the axis is logarithmic
    tick_pixels = 0.0  # how far apart ticks are at least; 0 for as far as is usual
    _label_font: QFont | None = None
    _look: object = None
    _quiet = False
    _beside: PlotAxis | None = None  # an axis above or below, whose plot begins where that of this one does
    _own_width = 0.0
    _spread = 1.0  # of ticks, as their numbers are large

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        # Translucent lines without antialiasing take some 100 µs each to paint, opaque ones 5.
        self.setStyle(
            tickLength=0,
            tickTextOffset=4,
            hideOverlappingLabels=True,
            autoReduceTextSpace=False,
            tickAlpha=255,
        )
        self.label.document().setDocumentMargin(1)
        self.setGrid(255)
        self.textHeight = _TEXT_HEIGHT
        self.forget_width()

    def forget_width(self) -> None:
        """Make room for the numbers anew; it only grows otherwise, so that a live plot stands still."""
        self.textWidth = _LEAST_WIDTH
        self._adjustSize()

    def set_look(self, line: QColor, grid: QColor, text: QColor, font: QFont) -> None:
        """Colours of the axis, of its grid and of its numbers, and their font."""
        look = line.rgba(), grid.rgba(), text.rgba(), font.key()
        if look == self._look:
            return
        self._look = look
        self.setPen(line)
        self.setTickPen(grid)
        self.setTextPen(text)
        self.setTickFont(font)
        self._label_font = font
        self._spread = max(1.0, QFontMetricsF(font).height() / _USUAL_NUMBER)

    def be_quiet(self, quiet: bool) -> None:
        """Show no name and no numbers, as those of the plot below serve for both."""
        if quiet != self._quiet:
            self._quiet = quiet
            self.setStyle(showValues=not quiet)
            self.showLabel(bool(self.labelText))

    def share_width_with(self, other: PlotAxis | None) -> None:
        """Be as wide as another one, and that as this one."""
        for one in (self, self._beside):
            if one is not None:
                one._beside = None
        self._beside = other
        if other is not None:
            other._beside = self
            other._updateWidth()
        self._updateWidth()

    def showLabel(self, show: bool = True) -> None:
        """A quiet axis has none."""
        super().showLabel(show and not self._quiet)

    def _updateWidth(self) -> None:
        super()._updateWidth()
        self._own_width = self.minimumWidth()
        if self._beside is not None:
            wider = max(self._own_width, self._beside._own_width)
            for axis in (self, self._beside):
                axis.setMaximumWidth(wider)
                axis.setMinimumWidth(wider)
                axis.picture = None

    def labelString(self) -> Rich:
        """The name of the axis, cut where it is longer than the axis."""
        size = self.size()
        room = size.height() if self.orientation == "left" else size.width()
        text = html.unescape(self.labelText)
        if self._label_font is not None and room > 0:
            text = elided(text, QFontMetricsF(self._label_font), room - 2 * _LABEL_MARGIN)
        style = ";".join(f"{key}: {value}" for key, value in self.labelStyle.items())
        return rich("<span style='{style}'>{text}</span>", style=style, text=text)

    def resizeEvent(self, event: object = None) -> None:
        """Cut the name anew, and place it."""
        if self.label is not None and self._label_font is not None:
            set_rich(self.label, self.labelString())
        super().resizeEvent(event)

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """Draw what was laid out last; replaying a QPicture, as pyqtgraph does, takes longer."""
        if self.picture is None:
            self.picture = self.generateDrawSpecs(painter)
        if self.picture is not None:
            self.drawPicture(painter, *self.picture)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """One level of ticks, as far apart as their numbers need."""
        apart = self._spread * (self.tick_pixels or _PIXELS_PER_TICK[self.orientation])
        spacing = nice_spacing(high - low, size / apart)
        return [(max(1.0, spacing) if self.logMode else spacing, 0.0)] if spacing else []

    def logTickValues(self, low: float, high: float, size: float, ticks: Ticks) -> Ticks:
        """Powers of ten; 1, 2, 5 between them on a shorter axis; any round numbers on a very short one."""
        if self.from_nought:
            return [(None, _count_ticks(low, high))]
        if high - low > 2.2 or abs(low) > 300.0 or abs(high) > 300.0:
            return ticks
        if high - low > 0.7:
            exponents = range(math.floor(low), math.ceil(high))
            steps = [k + math.log10(factor) for k in exponents for factor in (1.0, 2.0, 5.0)]
            return [(None, [step for step in steps if low <= step <= high])]
        bottom, top = 10.0**low, 10.0**high
        spacing = nice_spacing(top - bottom, size / (self._spread * _PIXELS_PER_TICK[self.orientation]))
        count = math.floor((top - bottom) / spacing) + 2
        first = math.ceil(bottom / spacing)
        return [(None, [math.log10(k * spacing) for k in range(first, first + count) if k * spacing <= top])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The numbers at the ticks."""
        if self.logMode:
            return [
                number_text(0.0) if self.from_nought and value < 0.0 else log_tick_text(value)
                for value in values
            ]
        return tick_texts([value * scale for value in values], spacing * scale)


def nice_spacing(span: float, most: float) -> float:
    """The least of 1, 2, 5, 10, 20 … that divides a span into no more than ``most`` parts."""
    if not (span > 0.0 and math.isfinite(span)):
        return 0.0
    least = span / max(most, 2.0)
    if not least > 0.0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0, 20.0) if factor * power >= least)


def _count_ticks(low: float, high: float) -> list[float]:
    """Powers of ten, with 1, 2, 5 between few of them, as whole numbers; and 0, which stands at −1."""
    factors = (1.0,) if high - low > 3.5 else (1.0, 2.0, 5.0)
    exponents = range(max(0, math.floor(low)), min(math.ceil(high), 300) + 1)
    places = [-1.0, *(k + math.log10(factor) for k in exponents for factor in factors)]
    return [place for place in places if low <= place <= high]


def tick_texts(values: Sequence[float], spacing: float) -> list[str]:
    """Ticks on a linear axis, with just enough digits to tell neighbours apart."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest == 0.0:
        return [number_text(0.0) for _ in values]
    step = math.floor(math.log10(spacing) + 1e-9)
    digits = max(1, math.floor(math.log10(largest)) - step + 1)
    if largest < 1e6 and step >= -4:
        return [f"{0.0 if abs(v) < spacing / 2 else v:.{max(0, -step)}f}".replace("-", MINUS) for v in values]
    return [number_text(0.0 if abs(v) < spacing / 2 else v, digits) for v in values]


def log_tick_text(exponent: float) -> str:
    """The tick 10**exponent: plain where it is short, otherwise with a power of ten."""
    whole = math.floor(exponent + 1e-9)
    mantissa = float(f"{10.0 ** (exponent - whole):.3g}")
    if -4 <= whole < 6:
        return number_text(mantissa * 10.0**whole, max(3, whole + 1))
    power = number_text(float(f"1e{whole}")).partition("×")[2] if abs(whole) <= 300 else f"10^{whole}"
    return power if mantissa == 1.0 else f"{number_text(mantissa)}×{power}"
