"""The colours of validation losses: a ramp whose brightness alone tells better from worse, and its legend."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.tuning_picture import TuningPicture
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import is_dark, muted, tabular

# Viridis (van der Walt and Smith 2015), from dark to bright.
_RAMP = np.array(
    [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]], dtype=np.float64
)
_HEIGHT, _BAR = 18, 8.0
_GAP = 6.0
_WIDEST_BAR = 220.0
_NAME = "Validation loss"
_HELP = (
    "The colour of a trial: the mean loss over the rows that are held out, at the end of its run. The best "
    "trials stand out from the ground."
)


def loss_colour(share: float, dark: bool) -> QColor:
    """The colour at a share of the way from the best loss to the worst, on a light or a dark ground."""
    at = share if not dark else 1.0 - share
    place = min(max(at, 0.0), 1.0) * (len(_RAMP) - 1)
    red, green, blue = (float(np.interp(place, np.arange(len(_RAMP)), column)) for column in _RAMP.T)
    return QColor(round(red), round(green), round(blue))


def loss_brushes(shares: FloatArray, dark: bool) -> list[QBrush]:
    """A brush for each trial."""
    return [QBrush(loss_colour(share, dark)) for share in shares.tolist()]


def paint_colours(painter: QPainter, room: QRectF, picture: TuningPicture, palette: QPalette) -> None:
    """The ramp with the losses at both ends and in the middle, in one line."""
    dark, (low, high) = is_dark(palette), picture.colour_ends
    metrics = QFontMetricsF(painter.font())
    texts = f"{_NAME}  {number_text(low, 4)}", f"{'≥ ' if picture.caps else ''}{number_text(high, 4)}"
    widths = [metrics.horizontalAdvance(text) for text in texts]
    left = room.left() + widths[0] + _GAP
    length = min(_WIDEST_BAR, room.right() - widths[1] - _GAP - left)
    if length < 2.0 * _BAR:
        return
    bar = QRectF(left, room.center().y() - _BAR / 2.0, length, _BAR)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for share in np.linspace(0.0, 1.0, 9).tolist():
        gradient.setColorAt(share, loss_colour(share, dark))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(bar, gradient)
    painter.setPen(muted(palette))
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(QRectF(room.left(), room.top(), widths[0] + 1.0, room.height()), align, texts[0])
    after = QPointF(bar.right() + _GAP, room.top())
    painter.drawText(QRectF(after.x(), after.y(), widths[1] + 1.0, room.height()), align, texts[1])


@always_answers
class LossColours(QWidget):
    """The legend of the colours, above the plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, _NAME, _HELP)
        self._picture: TuningPicture | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def show_picture(self, picture: TuningPicture) -> None:
        """Follow other losses."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        picture = self._picture
        if picture is None or picture.diverged.all():
            return
        painter = QPainter(self)
        font = tabular(self.font())
        font.setPointSizeF(0.85 * font.pointSizeF())
        painter.setFont(font)
        paint_colours(painter, QRectF(self.rect()), picture, self.palette())
        painter.end()
