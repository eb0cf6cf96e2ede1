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
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import Label, hide_tip, set_description, set_tip

from .group_looks import paint_symbol

_SYMBOL = 9
_GAP = 12
_MOST_NAME = 120
_NOTHING, _ALL, _FOLDS = "nothing", "all rows", "folds of cross-validation"
_NO_GROUPS = " (makes no groups)"


class GroupBar(QWidget):
    """Two choices and a legend; hidden where no column makes a few groups."""

    changed = Signal()  # what is shown is something else now
    colour_requested = Signal(object)  # name of a column, None for none: to group the rows by
    told = Signal()  # what is offered or chosen may be something else

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, tuple[str, ...]] = {}
        self._has_folds = self._by_folds = False
        self._awaited: Group | None = None  # asked for before it is offered
        self._colour: str | None = None  # that is chosen, whether it makes groups or not
        self.colour_box = _box(
            "Colour by",
            "Colour the points by the values of a column, with the exact line of each group of rows alone, "
            "or by the folds in which fits are cross-validated. The column is kept with the table.",
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
        self.shown_box.currentIndexChanged.connect(self._tell)
        self.colour_box.currentIndexChanged.connect(self._ask_for_colour)
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
        self.choose(self._awaited or before[0])
        if self.shown() == self._awaited:
            self._awaited = None
        if (self.shown(), self.colour()) != before:
            self.changed.emit()

    def ask_for(self, shown: Group | None, *, folds: bool = False) -> None:
        """Choose rows, and folds as colours, as a person does, as soon as they are offered."""
        before = self.shown(), self.colour()
        self._by_folds = folds
        self._fill_colours()
        self.choose(shown)
        self._awaited = None if self.shown() == shown else shown
        if (self.shown(), self.colour()) != before:
            self.changed.emit()

    def show_colour(self, column: str | None) -> None:
        """The column that is chosen to colour the points."""
        if column == self._colour:
            return
        before = self.colour()
        self._colour, self._by_folds = column, False
        self._fill_colours()
        self.told.emit()
        if self.colour() != before:
            self.changed.emit()

    def shown(self) -> Group | None:
        """The rows that are to be shown; None for all."""
        group: Group | None = self.shown_box.currentData()
        return group

    def columns(self) -> tuple[str, ...]:
        """The columns that are offered."""
        return tuple(self._groups)

    def colour(self) -> str | None:
        """The column that colours the points, where it makes groups, or `FOLDS`."""
        if self._by_folds and self._has_folds:
            return FOLDS
        return self._colour if self._colour in self._groups else None

    def choose(self, shown: Group | None) -> None:
        """Choose rows without asking; what is not offered becomes all of them."""
        self.shown_box.blockSignals(True)
        self.shown_box.setCurrentIndex(self._offers[self.shown_box].place_of(shown))
        self.shown_box.blockSignals(False)
        self.told.emit()

    def offer(self) -> None:
        """Be there if there is something to choose, or something chosen."""
        self.setVisible(bool(self._groups) or self._has_folds or self._colour is not None)

    def _fill(self) -> None:
        groups = [Group(column, level) for column, levels in self._groups.items() for level in levels]
        self.shown_box.blockSignals(True)
        self._offers[self.shown_box].offer([_ALL, *map(str, groups)], [None, *groups])
        self.shown_box.setCurrentIndex(0)
        self.shown_box.blockSignals(False)
        self._fill_colours()

    def _fill_colours(self) -> None:
        """Columns that make groups; the chosen one even where it makes none, which is said; then folds."""
        offered: dict[str | None, str] = {None: _NOTHING}
        offered.update((column, column) for column in self._groups)
        if self._colour is not None:
            offered.setdefault(self._colour, f"{self._colour}{_NO_GROUPS}")
        if self._has_folds:
            offered[FOLDS] = _FOLDS
        box, now = self.colour_box, FOLDS if self.colour() == FOLDS else self._colour
        box.blockSignals(True)
        self._offers[box].offer([*offered.values()], [*offered])
        box.setCurrentIndex(self._offers[box].place_of(now))
        box.blockSignals(False)
        self.offer()

    def _tell(self) -> None:
        self._awaited = None
        self.told.emit()
        self.changed.emit()

    def _ask_for_colour(self) -> None:
        """Folds are looked at alone; a column is kept by whoever hears of it."""
        before, wanted = self.colour(), self.colour_box.currentData()
        self._by_folds = wanted == FOLDS
        if not self._by_folds:
            self.colour_requested.emit(wanted)
        if self.colour() != before and (self._by_folds or before == FOLDS):
            self._tell()


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
    box = describe(ElidedBox(), name, help_text)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
