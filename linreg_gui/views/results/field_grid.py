"""A field for each value that is asked for, with its name and a plot of what is predicted along it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_signs import POINT_SHOWN, Held
from linreg_gui.core.desk.profile import Profile
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked, Given
from linreg_gui.views.plots.plot_ranges import Range, padded, steady
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.number_field import NumberField

from .level_fields import DateField, LevelField
from .profile_plot import LabelAxis, ProfilePlot

Field = NumberField | LevelField | DateField

_BY_KEYS = " Up and Down change it by a step, Page Up and Page Down by ten."
HELP = {
    SourceKind.NUMBER: "A value of {} to predict from.",
    SourceKind.DATE: "A date of {} to predict from; it counts as days since 1970-01-01.",
    SourceKind.LEVEL: "A level of {} to predict from.",
}
_WIDEST_NAME = 110
_NARROWEST_FIELD = 40
_BESIDE = 236  # from twice this on there are two plots beside each other
_STEPS = {
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
}


@always_answers
class ProfileCell(QWidget):
    """A name, a field and a plot, which change the same value."""

    value_edited = Signal()

    def __init__(self, asked: Asked, name_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self.field, self.plot = field_for(asked), ProfilePlot(asked)
        name = asked.column
        label = ElidedLabel(name)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        label.setFixedWidth(name_width)
        by_keys = _BY_KEYS if asked.kind is SourceKind.NUMBER else ""
        describe(self.field, name, f"{HELP[asked.kind].format(name)}{by_keys}")
        self.field.setMinimumWidth(_NARROWEST_FIELD)
        self.field.value_edited.connect(self._follow)
        if isinstance(self.field, NumberField):
            self.field.installEventFilter(self)
        self.plot.value_chosen.connect(self._take)
        layout = QGridLayout(self)
        layout.setContentsMargins(10, 0, 10, 0)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(2)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self.field, 0, 1)
        layout.addWidget(self.plot, 1, 0, 1, 2)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(1, 1)

    def show_value(self, value: Given) -> None:
        """Show a value in the field without telling anyone."""
        self.field.set_value(value)
        self.plot.show_value(self._at())

    def type_value(self, value: str) -> None:
        """Show a value as if a person had typed it."""
        self.field.set_value(value, typed=True)
        self.plot.show_value(self._at())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that change a number from its field, which has no use for them."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            count = _STEPS.get(Qt.Key(event.key()))
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if count is not None and plain and self.plot.curve is not None:
                self.plot.step_by(count)
                return True
        return super().eventFilter(watched, event)

    def _at(self) -> float | None:
        value = self.field.value
        if self.asked.kind is SourceKind.LEVEL:
            return float(self.asked.levels.index(str(value))) if value in self.asked.levels else None
        return None if value is None else float(value)

    def _follow(self) -> None:
        self.plot.show_value(self._at())
        self.value_edited.emit()

    def _take(self, value: float) -> None:
        """The line was dragged."""
        is_level = self.asked.kind is SourceKind.LEVEL
        self.field.set_value(self.asked.levels[int(value)] if is_level else value, typed=True)
        self.value_edited.emit()


@always_answers
class FieldGrid(QScrollArea):
    """Cells one below the other, or beside each other where it is wide; they scroll."""

    value_edited = Signal()
    sight_changed = Signal()  # other plots are seen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: list[ProfileCell] = []
        self.has_plots = True
        self._filter = ""
        self._columns = 0
        self._in_sight: tuple[int, ...] = ()
        self._shown: Range | None = None  # labels, whose range does not jitter
        self._profile: Profile | None = None
        self._form = QWidget()
        self._grid = QGridLayout(self._form)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self._look_soon)
        self.ask(())

    @property
    def fields(self) -> list[Field]:
        """The fields of all cells."""
        return [cell.field for cell in self.cells]

    @property
    def in_sight(self) -> tuple[int, ...]:
        """Which plots are seen, at least in part."""
        return self._in_sight

    def ask(self, asked: Sequence[Asked]) -> None:
        """Make other fields."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(each.column) for each in asked), default=0)
        self.cells = [ProfileCell(each, min(widest + 4, _WIDEST_NAME)) for each in asked]
        self._shown, self._profile, self._in_sight = None, None, ()
        for cell in self.cells:
            cell.value_edited.connect(self.value_edited)
            cell.plot.setVisible(self.has_plots)
        self._form = QWidget()
        self._grid = QGridLayout(self._form)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(0)
        self._form.installEventFilter(self)
        for cell in self.cells:
            cell.setParent(self._form)
        self._lay_out()
        self.setWidget(self._form)

    def show_plots(self, on: bool) -> None:
        """Whether there are plots below the fields."""
        self.has_plots = on
        for cell in self.cells:
            cell.plot.setVisible(on)
        self._lay_out()
        self._look_soon()

    def look_for(self, text: str) -> None:
        """Show the cells alone whose names have this in them."""
        self._filter = text.strip().casefold()
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._look_soon()

    def show_values(self, values: Sequence[Given], held: Mapping[str, Held]) -> None:
        """Show values where none was typed; numbers are typed as those are written that a column holds."""
        for cell, value in zip(self.cells, values, strict=True):
            if not cell.field.edited:
                cell.show_value(value)
            if isinstance(cell.field, NumberField):
                cell.field.set_held(held.get(cell.asked.column, POINT_SHOWN))

    def reset(self, values: Sequence[Given]) -> None:
        """Show these values, whatever was typed."""
        for cell, value in zip(self.cells, values, strict=True):
            cell.show_value(value)

    def type_value(self, place: int, value: str) -> None:
        """Show a value as if a person had typed it."""
        self.cells[place].type_value(value)

    def answers(self) -> Iterator[tuple[Asked, Field]]:
        """The fields whose values count, with what they ask for."""
        yield from ((cell.asked, cell.field) for cell in self.cells)

    def show_profile(self, profile: Profile | None) -> None:
        """Draw the curves that are known; None for none at all."""
        self._profile = profile
        if profile is None or profile.here is None:
            for cell in self.cells:
                cell.plot.clear()
            return
        self._shown = steady(self._shown, padded(profile.y_range))
        height = self.cells[profile.curves[0].place].plot.room().height() if profile.curves else 0.0
        axis = LabelAxis.over(*self._shown, self.font(), height)
        for curve in profile.curves:
            self.cells[curve.place].plot.show_curve(curve, axis)

    def forget_range(self) -> None:
        """The labels are others, or in other units."""
        self._shown = None

    def wished_height(self) -> int:
        """What all fields need."""
        return self._form.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again at what is seen where cells have moved."""
        if watched is self._form and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._look_soon()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns_in(self.viewport().width()) != self._columns:
            self._lay_out()
        self._look_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looking.stop()

    def _columns_in(self, width: int) -> int:
        found = sum(self._is_found(cell) for cell in self.cells)
        return max(1, min(width // _BESIDE, found)) if self.has_plots else 1

    def _is_found(self, cell: ProfileCell) -> bool:
        return self._filter in cell.asked.column.casefold()

    def _lay_out(self) -> None:
        """Put the cells that are found into rows and columns."""
        columns = self._columns = self._columns_in(self.viewport().width())
        grid = self._grid
        while grid.count():
            grid.takeAt(0)
        for row in range(grid.rowCount()):
            grid.setRowStretch(row, 0)
        for column in range(grid.columnCount()):
            grid.setColumnStretch(column, 0)
        grid.setVerticalSpacing(8 if self.has_plots else 5)
        found = 0
        for cell in self.cells:
            is_found = self._is_found(cell)
            cell.setVisible(is_found)
            if is_found:
                grid.addWidget(cell, found // columns, found % columns)
                found += 1
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        rows = -(-found // columns)
        for row in range(rows if self.has_plots else 0):
            grid.setRowStretch(row, 100)
        grid.setRowStretch(rows, 1)

    def _look_soon(self) -> None:
        if self.isVisible() and not self._looking.isActive():
            self._looking.start()

    def _look(self) -> None:
        """Find out which plots are seen."""
        seen = tuple(place for place, cell in enumerate(self.cells) if self._is_seen(cell))
        if seen != self._in_sight:
            self._in_sight = seen
            self.sight_changed.emit()

    def _is_seen(self, cell: ProfileCell) -> bool:
        if not (self.has_plots and cell.isVisible()):
            return False
        where = QRect(cell.plot.mapTo(self.viewport(), cell.plot.rect().topLeft()), cell.plot.size())
        return where.intersects(self.viewport().rect())


def field_for(asked: Asked) -> Field:
    """A field to type or choose a value in."""
    if asked.kind is SourceKind.LEVEL:
        return LevelField(asked.levels)
    return DateField() if asked.kind is SourceKind.DATE else NumberField()
