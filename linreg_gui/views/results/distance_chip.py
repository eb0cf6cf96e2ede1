"""A chip that says how far SGD is from the exact solution: word, icon and colour."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.run_progress import RunDistance
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.equation_text import distance_text, short_distance_text
from linreg_gui.views.widgets.icons import pixmap
from linreg_gui.views.widgets.style import Series, is_dark, muted, tabular
from linreg_gui.views.widgets.texts import set_description, set_tip

_AROUND_ICON = 5
_HIGH = 1.28  # times its letters
_BESIDE = 2.4  # times its height: icon and margins
_WIDEST = (None, 1e-15, 9999.0, math.nan)
_NEAR = 0.01
_HELP = (
    "How far the predictions of SGD are from those of the exact solution over {rows}: the root mean square "
    "of their differences, per standard deviation of the label. “To 6 digits” is a millionth of that."
)


@always_answers
class DistanceChip(QWidget):
    """A rounded field of fixed size."""

    def __init__(self) -> None:
        super().__init__()
        self._distance: float | None = None
        self._errors_off = math.nan
        self._remark = ""
        self.setFont(tabular(self.font()))
        self._said: Callable[[float | None], str] = distance_text
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Distance from the exact solution")
        self._rows = "all rows"
        set_tip(self, self._help)
        self.show_distance(None)

    @property
    def text(self) -> str:
        """What it says."""
        return distance_text(self._distance)

    @property
    def help_text(self) -> str:
        """What the number means, and how far the weights are off."""
        off = self._errors_off
        if self._remark:
            return f"{self._help} {self._remark}"
        if self._distance is None or not math.isfinite(off):
            return self._help
        return (
            f"{self._help}\n\nOf the weights and the bias, the one that is farthest off is "
            f"{number_text(off, 2)} standard errors from the exact one."
        )

    @property
    def _help(self) -> str:
        return _HELP.format(rows=self._rows)

    def show_sample(self, on: bool) -> None:
        """Say that the rows are those of a sample, or all."""
        self._rows = "the rows of the sample" if on else "all rows"
        self.setAccessibleName(f"Distance from the exact solution{' of the sample' if on else ''}")
        set_tip(self, self.help_text)

    def set_short(self, short: bool) -> None:
        """Say it in fewer letters, where there is little room."""
        said = short_distance_text if short else distance_text
        if said is not self._said:
            self._said = said
            self._fit()
            self.update()

    def show_value(self, value: RunDistance) -> None:
        """Say how far it is, and what is to be added on the exact solution."""
        self._remark = value.remark
        self.show_distance(value.distance, value.standard_errors_off)

    def show_waiting(self) -> None:
        """What it says stays, as the next is there soon."""

    def clear(self) -> None:
        """There is nothing to be near to."""
        self.show_value(RunDistance(None))

    def show_distance(self, distance: float | None, standard_errors_off: float = math.nan) -> None:
        """Say how far it is, None before the first step; NaN where there are no standard errors."""
        before, self._distance = self._distance, distance
        self._errors_off = standard_errors_off
        if distance_text(before) != self.text or _is_near(before) != _is_near(distance):
            if QAccessible.isActive():
                set_description(self, self.text)
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            # Made when somebody looks: the numbers change with every picture.
            set_tip(self, self.help_text)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour()
        ground, line = QColor(colour), QColor(colour)
        ground.setAlphaF(0.13)
        line.setAlphaF(0.55)
        painter.setPen(QPen(line, 1.0))
        painter.setBrush(ground)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        side = self.height() - _AROUND_ICON  # as large as the letters
        before = side - 4
        picture = pixmap(self._icon(), colour, side, self.devicePixelRatioF())
        painter.drawPixmap(before, (self.height() - side) // 2, picture)
        painter.setPen(self.palette().windowText().color())
        left = before + side + 6
        room = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self._said(self._distance))
        painter.end()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        high = round(_HIGH * metrics.height())
        text = max(metrics.horizontalAdvance(self._said(distance)) for distance in _WIDEST)
        self.setFixedSize(QSize(text + round(_BESIDE * high), high))

    def _icon(self) -> str:
        if self._distance is None or math.isnan(self._distance):
            return "waiting"
        return "check" if _is_near(self._distance) else "distance"

    def _colour(self) -> QColor:
        if self._distance is None or math.isnan(self._distance):
            return muted(self.palette())
        return (Series.EXACT if _is_near(self._distance) else Series.FIT).colour(is_dark(self.palette()))


def _is_near(distance: float | None) -> bool:
    return distance is not None and distance <= _NEAR
