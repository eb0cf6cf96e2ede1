"""What a screen reader finds in the place of a plot: a chart with a summary, and its series as children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.wording import counted


class Told(Protocol):
    """A plot that can be told."""

    def summary(self) -> str:
        """One sentence on what is to be seen."""

    def series(self) -> Sequence[PlotSeries]:
        """The numbers behind it."""


class Chart(QObject):
    """Beside the canvas of a plot: what is told in its place. Screen readers ask the canvas for it."""

    def __init__(self, canvas: QWidget, plot: Told) -> None:
        super().__init__(canvas)
        self.setObjectName(_NAME)
        self.canvas, self.plot = canvas, plot
        self.value = ""  # the point that is read
        self.told: list[QAccessibleInterface] = []  # Qt has no other reference to what Python made
        _install()

    def announce(self, text: str) -> None:
        """Have a screen reader say something when it has nothing else to say."""
        event = QAccessibleAnnouncementEvent(self.canvas, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def change(self, summary: str) -> None:
        """Have it say that there is something else to be seen; for single points that would be too much."""
        self.announce(summary)
        QAccessible.updateAccessibility(QAccessibleEvent(self.canvas, QAccessible.Event.DescriptionChanged))


@always_answers
class AccessibleChart(QAccessibleWidget):
    """A canvas as a chart."""

    def __init__(self, canvas: QWidget, chart: Chart) -> None:
        super().__init__(canvas, QAccessible.Role.Chart)
        self._canvas, self._chart = canvas, chart
        self._children: list[AccessibleSeries] = []

    def series(self) -> Sequence[PlotSeries]:
        """The numbers of the plot at this moment."""
        return self._chart.plot.series()

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._canvas.accessibleName()
        if kind == QAccessible.Text.Description:
            return f"{self._chart.plot.summary()} {self._canvas.whatsThis()}"
        if kind == QAccessible.Text.Value:
            return self._chart.value
        return str(super().text(kind))

    def childCount(self) -> int:
        return len(self.series())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._children) <= index:
            child = AccessibleSeries(self, self._canvas, len(self._children))
            self._children.append(child)
            QAccessible.registerAccessibleInterface(child)
        return self._children[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._children.index(child) if child in self._children else -1

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None


@always_answers
class AccessibleSeries(QAccessibleInterface):
    """One kind of points of a plot."""

    def __init__(self, chart: AccessibleChart, canvas: QWidget, index: int) -> None:
        super().__init__()
        self._chart, self._canvas, self._index = chart, canvas, index

    def isValid(self) -> bool:
        return bool(shiboken6.isValid(self._canvas)) and self._index < self._chart.childCount()

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._chart.window()

    def parent(self) -> QAccessibleInterface:
        return self._chart

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        return self._chart.rect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        return QAccessible.State()

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.isValid():
            return ""
        return series_words(self._chart.series()[self._index])

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        return None


def series_words(series: PlotSeries) -> str:
    """How many points, and from where to where."""
    known = series.known()
    if not known.x.size:
        return f"{series.name}: no points"
    x, y = (
        f"{number_text(float(values.min()), 4)} to {number_text(float(values.max()), 4)}"
        for values in (known.x, known.y)
    )
    count = counted(series.count, "point")
    return f"{series.name}: {count}, {series.x_name or 'x'} {x}, {series.y_name or 'y'} {y}"


_NAME = "chart that is told"
_installed: list[object] = []


def _install() -> None:
    if not _installed:
        _installed.append(_interface_of)
        QAccessible.installFactory(_interface_of)


def _interface_of(_class_name: str, of: QObject) -> QAccessibleInterface | None:
    """What Qt asks for whenever a screen reader meets a widget; others keep what Qt has for them."""
    if not isinstance(of, QWidget):
        return None
    chart = of.findChild(Chart, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    if chart is None:
        return None
    interface = AccessibleChart(of, chart)
    chart.told.append(interface)
    return interface
