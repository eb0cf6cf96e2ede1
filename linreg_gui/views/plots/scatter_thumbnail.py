"""A small picture of some points, without numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.style import Series, is_dark, muted
from linreg_gui.views.widgets.texts import set_name

if TYPE_CHECKING:
    from linreg_gui.core.arrays import FloatArray

_SIZE = QSize(300, 170)
_MARGIN = 10.0
_OPAQUE = 170


@always_answers
class ScatterThumbnail(QWidget):
    """Draws one column against another, each over its own range, with their names along the edges."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[QPointF] = []  # from (0, 0) at the lower left to (1, 1)
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, x: FloatArray, y: FloatArray, x_name: str, y_name: str) -> None:
        """Show points; their names, too."""
        across, up = _unit(x), _unit(y)
        self._points = [QPointF(*point) for point in zip(across.tolist(), up.tolist(), strict=True)]
        self._names = (x_name, y_name)
        set_name(self, f"Picture of {y_name} against {x_name}" if x_name else "No picture")
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._points, self._names = [], ("", "")
        set_name(self, "No picture")
        self.update()

    def sizeHint(self) -> QSize:
        return _SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self._frame()
        painter.fillRect(frame, self.palette().base())
        self._write_names(painter, frame)
        self._draw_points(painter, frame.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    def _frame(self) -> QRectF:
        line = self.fontMetrics().lineSpacing() + 4.0 if any(self._names) else 0.0
        return QRectF(self.rect()).adjusted(line, 0.0, 0.0, -line)

    def _write_names(self, painter: QPainter, frame: QRectF) -> None:
        painter.setPen(muted(self.palette()))
        metrics, centre = self.fontMetrics(), Qt.AlignmentFlag.AlignCenter
        below = QRectF(frame.left(), frame.bottom() + 2.0, frame.width(), metrics.lineSpacing())
        names = [
            elided(name, metrics, int(room))
            for name, room in zip(self._names, (frame.width(), frame.height()), strict=True)
        ]
        painter.drawText(below, centre, names[0])
        painter.save()
        painter.translate(0.0, frame.bottom())
        painter.rotate(-90.0)
        painter.drawText(QRectF(0.0, 0.0, frame.height(), metrics.lineSpacing()), centre, names[1])
        painter.restore()

    def _draw_points(self, painter: QPainter, room: QRectF) -> None:
        colour = Series.DATA.colour(is_dark(self.palette()))
        colour.setAlpha(_OPAQUE)
        size = 6.0 if len(self._points) <= 60 else 4.0
        painter.setPen(QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for point in self._points:
            x = room.left() + point.x() * room.width()
            painter.drawPoint(QPointF(x, room.bottom() - point.y() * room.height()))


def _unit(values: FloatArray) -> FloatArray:
    """Values from 0 to 1; in the middle where all are equal."""
    import numpy as np  # not before there is a window

    if not values.size:
        return values
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.full(values.shape, 0.5)
