"""Above the fit plot: which rows are shown, by which column they are coloured, and what the colours mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.drawing.fit_view import FOLDS
from linreg_gui.core.table.groups import Group
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import Label, hide_tip, set_description, set_tip

from .group_looks import paint_symbol

_SYMBOL = 9
_GAP = 12
_MOST_NAME = 120
_NOTHING, _ALL, _FOLDS = "nothing", "all rows", "folds of cross-validation"


class GroupBar(QWidget):
    """Two choices and a legend; hidden where no column makes a few groups."""

    changed = Signal()  # another choice, by a person
    told = Signal()  # what is offered or chosen may be something else

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, tuple[str, ...]] = {}
        self._has_folds = False
        self._awaited: tuple[Group | None, str | None] | None = None  # asked for before it is offered
        self.colour_box = _box(
            "Colour by",
            "Colour the points by the values of a column, with the exact line of each group of rows alone, "
            "or by the folds in which fits are cross-validated.",
        )
        self.shown_box = _box(
            "Rows shown",
            "Show all rows, or those with one value of a column, with the exact line of these rows alone. "
            "The fit stays that of all rows.",
        )
        self._offers = {box: offering(box) for box in (self.shown_box, self.colour_box)}
        self.legend = GroupLegend()
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.colour_box, self.shown_box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for text, box in (("Rows", self.shown_box), ("Colour by", self.colour_box)):
            label = Label(text)
            label.setBuddy(box)
            layout.addWidget(label)
            layout.addWidget(box)
            layout.addSpacing(6)
            box.currentIndexChanged.connect(self._tell)
        layout.addWidget(self.legend, 1)
        self._fill()

    def set_groups(self, groups: Mapping[str, Sequence[str]], *, folds: bool = False) -> None:
        """Offer these columns with their values, and folds; a choice stays where it still is one."""
        found = {column: tuple(levels) for column, levels in groups.items()}
        if (found, folds) == (self._groups, self._has_folds):
            return
        before = self.shown(), self.colour()
        self._groups, self._has_folds = found, folds
        self._fill()
        self.choose(*(self._awaited or before))
        if (self.shown(), self.colour()) == self._awaited:
            self._awaited = None
        if (self.shown(), self.colour()) != before:
            self.changed.emit()

    def ask_for(self, shown: Group | None, colour: str | None) -> None:
        """Choose as a person does, as soon as it is offered."""
        before = self.shown(), self.colour()
        self.choose(shown, colour)
        now = self.shown(), self.colour()
        self._awaited = None if now == (shown, colour) else (shown, colour)
        if now != before:
            self.changed.emit()

    def shown(self) -> Group | None:
        """The rows that are to be shown; None for all."""
        group: Group | None = self.shown_box.currentData()
        return group

    def columns(self) -> tuple[str, ...]:
        """The columns that are offered."""
        return tuple(self._groups)

    def colour(self) -> str | None:
        """The column that is to colour the points, or `FOLDS`."""
        column: str | None = self.colour_box.currentData()
        return column

    def choose(self, shown: Group | None, colour: str | None) -> None:
        """Choose without asking; what is not offered becomes all rows, and no colour."""
        for box, wanted in ((self.shown_box, shown), (self.colour_box, colour)):
            at = self._offers[box].place_of(wanted)
            box.blockSignals(True)
            box.setCurrentIndex(at)
            box.blockSignals(False)
        self.told.emit()

    def _fill(self) -> None:
        for box in (self.shown_box, self.colour_box):
            box.blockSignals(True)
        columns = list(self._groups)
        groups = [Group(column, level) for column in columns for level in self._groups[column]]
        folds = [FOLDS] * self._has_folds
        texts = [_NOTHING, *columns, *[_FOLDS] * self._has_folds]
        self._offers[self.colour_box].offer(texts, [None, *columns, *folds])
        self._offers[self.shown_box].offer([_ALL, *map(str, groups)], [None, *groups])
        for box in (self.shown_box, self.colour_box):
            box.setCurrentIndex(0)
        for box in (self.shown_box, self.colour_box):
            box.blockSignals(False)
        self.offer()

    def offer(self) -> None:
        """Be there if there is something to choose."""
        self.setVisible(bool(self._groups) or self._has_folds)

    def _tell(self) -> None:
        self._awaited = None
        self.told.emit()
        self.changed.emit()


@always_answers
class GroupLegend(QWidget):
    """The shape and colour of each group, as many as there is room for; all of them in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._levels: tuple[str, ...] = ()
        self.setAccessibleName("Groups of rows")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_groups(self, levels: Sequence[str]) -> None:
        """Name the groups."""
        self._levels = tuple(levels)
        self.tell(self._levels)
        self.update()

    def tell(self, details: Sequence[str]) -> None:
        """A line about each group, on demand."""
        text = "\n".join(details) if self._levels else ""
        set_tip(self, text)
        set_description(self, text)

    def names(self) -> tuple[str, ...]:
        """The groups that are named."""
        return self._levels

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def event(self, event: QEvent) -> bool:
        """No empty tooltip."""
        if event.type() == QEvent.Type.ToolTip and not self._levels:
            hide_tip()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, dark = painter.fontMetrics(), style.is_dark(self.palette())
        more = metrics.horizontalAdvance("…")
        painter.setPen(self.palette().windowText().color())
        x, middle = 0, self.height() / 2.0
        for code, level in enumerate(self._levels):
            name = elided(level, metrics, _MOST_NAME)
            wide = _SYMBOL + 5 + metrics.horizontalAdvance(name)
            last = code == len(self._levels) - 1
            if x + wide + (0 if last else _GAP + more) > self.width():
                painter.drawText(QRect(x, 0, more + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, "…")
                break
            paint_symbol(painter, code, QPointF(x + _SYMBOL / 2.0, middle), _SYMBOL, dark)
            place = QRect(x + _SYMBOL + 5, 0, wide, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
            x += wide + _GAP
        painter.end()


def _box(name: str, help_text: str) -> QComboBox:
    box = describe(QComboBox(), name, help_text)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
