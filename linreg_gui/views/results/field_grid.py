"""A field for each value that is asked for, with its name: for as many as a person would go through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from linreg_gui.core.cells.column_signs import POINT_SHOWN, Held
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked, Given
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.number_field import NumberField

from .level_fields import DateField, LevelField

Field = NumberField | LevelField | DateField

HELP = {
    SourceKind.NUMBER: "A value of {} to predict from.",
    SourceKind.DATE: "A date of {} to predict from; it counts as days since 1970-01-01.",
    SourceKind.LEVEL: "A level of {} to predict from.",
}
_WIDEST_NAME = 110
_NARROWEST_FIELD = 40


class FieldGrid(QScrollArea):
    """Fields one below the other, which scroll where there is no room for all."""

    value_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[Field] = []
        self._asked: tuple[Asked, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def ask(self, asked: Sequence[Asked]) -> None:
        """Make other fields."""
        self._asked = tuple(asked)
        self.fields = [field_for(each) for each in asked]
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(10, 2, 10, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(each.column) for each in asked), default=0)
        for row, (each, field) in enumerate(zip(asked, self.fields, strict=True)):
            name = each.column
            label = ElidedLabel(name)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            label.setFixedWidth(min(widest + 4, _WIDEST_NAME))
            describe(field, name, HELP[each.kind].format(name))
            field.setMinimumWidth(_NARROWEST_FIELD)
            field.value_edited.connect(self.value_edited)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setRowStretch(len(self.fields), 1)
        self.setWidget(form)

    def show_values(self, values: Sequence[Given], held: Mapping[str, Held]) -> None:
        """Show values where none was typed; numbers are typed as those are written that a column holds."""
        for each, field, value in zip(self._asked, self.fields, values, strict=True):
            if not field.edited:
                field.set_value(value)
            if isinstance(field, NumberField):
                field.set_held(held.get(each.column, POINT_SHOWN))

    def reset(self, values: Sequence[Given]) -> None:
        """Show these values, whatever was typed."""
        for field, value in zip(self.fields, values, strict=True):
            field.set_value(value)

    def type_value(self, place: int, value: str) -> None:
        """Show a value as if a person had typed it."""
        self.fields[place].set_value(value, typed=True)

    def answers(self) -> Iterator[tuple[Asked, Field]]:
        """The fields whose values count, with what they ask for."""
        yield from zip(self._asked, self.fields, strict=True)

    def wished_height(self) -> int:
        """What all fields need."""
        form = self.widget()
        return 0 if form is None else form.sizeHint().height()


def field_for(asked: Asked) -> Field:
    """A field to type or choose a value in."""
    if asked.kind is SourceKind.LEVEL:
        return LevelField(asked.levels)
    return DateField() if asked.kind is SourceKind.DATE else NumberField()
