"""A bundled dataset to click on: a small picture, its title and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.installation.resources import Sample
from linreg_gui.views.plots.scatter_thumbnail import ScatterThumbnail
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import elided_to_lines
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import set_name, set_tip

if TYPE_CHECKING:
    from linreg_gui.core.installation.sample_details import SampleDetails

_PADDING = 10
_GAP = 12
_LINES, _TITLE_LINES = 4, 2
_PICTURE = QSize(94, 76)
_LEAST_WIDTH = 280
_RADIUS = 6.0


@always_answers
class SampleCard(QAbstractButton):
    """Pressed by a click, Space or Return; the picture comes when the dataset has been looked at."""

    def __init__(self, sample: Sample, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample = sample
        self.picture = ScatterThumbnail(self)
        self.picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture.resize(_PICTURE)
        set_tip(describe(self, sample.title, sample.about), f"{sample.title}\n{sample.about}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_details(self, details: SampleDetails) -> None:
        """Draw its points."""
        self.picture.show_points(details.x, details.y, "", "")
        set_name(self.picture, f"Picture of {details.y_name} against {details.x_name}")

    def sizeHint(self) -> QSize:
        text = QFontMetrics(self._bold()).lineSpacing() + _LINES * self.fontMetrics().lineSpacing()
        return QSize(_LEAST_WIDTH, max(text, _PICTURE.height()) + 2 * _PADDING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.picture.move(_PADDING, (self.height() - _PICTURE.height()) // 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        left = _PADDING + _PICTURE.width() + _GAP
        self._write(painter, self.rect().adjusted(left, _PADDING, -_PADDING, -_PADDING))

    def _draw_ground(self, painter: QPainter) -> None:
        palette = self.palette()
        lively = self.underMouse() or self.hasFocus()
        line = palette.highlight().color() if lively else palette.mid().color()
        painter.setPen(QPen(line, 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(palette.alternateBase() if self.isDown() else palette.base())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _write(self, painter: QPainter, room: QRect) -> None:
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        metrics = QFontMetrics(self._bold())
        title, title_lines = elided_to_lines(self.sample.title, metrics, room.width(), _TITLE_LINES)
        painter.setFont(self._bold())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, top, title)
        painter.setFont(self.font())
        painter.setPen(muted(self.palette()))
        most = _LINES + 1 - title_lines
        lines, _ = elided_to_lines(self.sample.about, self.fontMetrics(), room.width(), most)
        painter.drawText(room.adjusted(0, title_lines * metrics.lineSpacing() + 1, 0, 0), top, lines)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setBold(True)
        return bold
