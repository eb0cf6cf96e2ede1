"""Feature values, typed by a person, and what both solutions predict for them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.column_signs import POINT_SHOWN, Held
from linreg_gui.core.cells.number_form import is_number_form
from linreg_gui.core.cells.times import is_time
from linreg_gui.core.number_text import text_to, whole_number_text
from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.prediction_input import (
    Asked,
    Given,
    asked_values,
    feature_row,
    following_columns,
    typical_values,
    with_following,
)
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_text

from .level_fields import DateField, LevelField

_NOTHING = "A prediction needs a label and a feature."
_HINT = "Type values to predict from."
_HELP = {
    SourceKind.NUMBER: "A value of {} to predict from.",
    SourceKind.DATE: "A date of {} to predict from; it counts as days since 1970-01-01.",
    SourceKind.LEVEL: "A level of {} to predict from.",
}
_NO_FORMULAS: Mapping[str, str] = MappingProxyType({})
_NOTHING_HELD: Mapping[str, Held] = MappingProxyType({})
_DIGITS = 6
_WIDEST_NAME = 110
_NARROWEST_FIELD = 40
_NARROWEST = 224  # as the table of weights above it


Field = NumberField | LevelField | DateField


@always_answers
class PredictPanel(QWidget):
    """A field per column, starting at its mean or most frequent level, and two predictions."""

    values_changed = Signal(object)  # float array of one value per feature, or None while one is no number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[Field] = []
        self._asked: tuple[Asked, ...] = ()
        self._sources: tuple[Source, ...] = ()
        self._typical: tuple[Given, ...] = ()
        self._following: dict[str, str] = {}
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = HintLabel()
        self.means = describe(
            QPushButton("Set to means"),
            "Set to means",
            "Put the mean of every feature into its field, and the most frequent level of every category.",
        )
        self.means.clicked.connect(self._reset)
        self.heading = ElidedLabel()
        self.by_sgd, self.exact = _result_label(), _result_label()
        describe(self.by_sgd, "Prediction by SGD", "What the weights that SGD has found so far predict.")
        describe(self.exact, "Prediction by the exact solution", "What the exact weights predict.")
        self.setMinimumWidth(_NARROWEST)
        self._lay_out()
        self.clear()

    def show_features(
        self,
        sources: Sequence[Source],
        means: FloatArray,
        categories: Sequence[Category] = (),
        formulas: Mapping[str, str] = _NO_FORMULAS,
        held: Mapping[str, Held] = _NOTHING_HELD,
    ) -> None:
        """Show the fields of a model. What was typed for the very same columns stays.

        A column whose formula needs nothing but other fields has none of its own. Numbers are typed as those
        are written that a column holds.
        """
        self._sources = tuple(sources)
        self._following = following_columns(sources, formulas)
        self._typical = typical_values(sources, categories, means, self._following)
        asked = asked_values(sources, categories, self._following)
        typed = [field.edited for field in self.fields]
        if asked != self._asked:
            self._asked = asked
            self._make_fields()
            typed = [False] * len(asked)
        for field, value, keeps in zip(self.fields, self._typical, typed, strict=True):
            if not keeps:
                field.set_value(value)
        for question, field in zip(asked, self.fields, strict=True):
            if isinstance(field, NumberField):
                field.set_held(held.get(question.column, POINT_SHOWN))
        self.means.setEnabled(bool(asked))
        self._show_hint()
        if any(typed):
            self.values_changed.emit(self.values())

    def values(self) -> FloatArray | None:
        """One value per feature, None while one is no number or there is no feature."""
        given = self._given()
        row = feature_row(self._sources, given) if given else None
        return row if row is not None and np.isfinite(row).all() else None

    def typed(self) -> dict[str, str]:
        """What a person has typed, by column: numbers and dates (in days) with every digit, and levels."""
        pairs = [(a, f) for a, f in zip(self._asked, self.fields, strict=True) if f.edited]
        return {asked.column: str(field.value) for asked, field in pairs if field.value is not None}

    def type_values(self, typed: Mapping[str, str]) -> None:
        """Put in again what was `typed`, where there is such a field."""
        for asked, field in zip(self._asked, self.fields, strict=True):
            text = typed.get(asked.column)
            if text is not None and _can_take(asked, text):
                field.set_value(text, typed=True)
        self._tell()

    def _given(self) -> dict[str, Given] | None:
        """What is typed and what follows from it, None while a field holds no value."""
        given: dict[str, Given] = {}
        for asked, field in zip(self._asked, self.fields, strict=True):
            value = field.value
            if value is None:
                return None
            given[asked.column] = value
        return with_following(given, self._following)

    def show_prediction(
        self, sgd: float | None, exact: float | None, label_name: str, step: float = 0.0
    ) -> None:
        """Show both predictions, None where there is none; to digits worth no more than a step."""
        if self.values() is None:
            sgd = exact = None
        self.heading.show_text(f"Predicted {label_name}")
        set_text(self.by_sgd, _prediction_text(sgd, step))
        set_text(self.exact, _prediction_text(exact, step))

    def wished_height(self) -> int:
        """What all fields and the predictions need."""
        form = self.area.widget()
        fields = 0 if form is None else form.sizeHint().height()
        return self.sizeHint().height() - self.area.sizeHint().height() + fields

    def clear(self) -> None:
        """Show no fields and no prediction."""
        self.show_features((), np.empty(0))
        self.show_prediction(None, None, "label")

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy that comes and goes with the fields would tear the order of the Tab key.
        super().focusInEvent(event)
        if self.fields:
            self.fields[0].setFocus(event.reason())

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        results = QGridLayout()
        results.setHorizontalSpacing(12)
        results.setVerticalSpacing(2)
        results.setColumnStretch(1, 1)
        for row, (text, label) in enumerate((("by SGD", self.by_sgd), ("exact", self.exact))):
            results.addWidget(Label(text), row, 0)
            results.addWidget(label, row, 1)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.means)
        footer = QVBoxLayout()
        footer.setContentsMargins(10, 0, 10, 0)
        footer.setSpacing(6)
        footer.addWidget(self.hint)
        footer.addLayout(head)
        footer.addLayout(results)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 8)
        layout.setSpacing(6)
        layout.addWidget(self.area, 1)
        layout.addLayout(footer)

    def _make_fields(self) -> None:
        """Fields are made anew only for other features."""
        self.fields = [_field(asked) for asked in self._asked]
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(10, 2, 10, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(asked.column) for asked in self._asked), default=0)
        for row, (asked, field) in enumerate(zip(self._asked, self.fields, strict=True)):
            name = asked.column
            label = ElidedLabel(name)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            label.setFixedWidth(min(widest + 4, _WIDEST_NAME))
            describe(field, name, _HELP[asked.kind].format(name))
            field.setMinimumWidth(_NARROWEST_FIELD)
            field.value_edited.connect(self._tell)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setRowStretch(len(self.fields), 1)
        self.area.setWidget(form)
        self._order_focus()

    def _order_focus(self) -> None:
        """Tab goes through new fields where the panel stands among its neighbours, then to the button."""
        for earlier, later in pairwise((self.means, *self.fields, self.means)):
            QWidget.setTabOrder(earlier, later)

    def _reset(self) -> None:
        for field, value in zip(self.fields, self._typical, strict=True):
            field.set_value(value)
        self._tell()

    def _tell(self) -> None:
        values = self.values()
        self._show_hint()
        if values is None:
            set_text(self.by_sgd, _prediction_text(None))
            set_text(self.exact, _prediction_text(None))
        self.values_changed.emit(values)

    def _show_hint(self) -> None:
        if not self.fields:
            self.hint.show_hint(_NOTHING)
            return
        pairs = zip(self._asked, self.fields, strict=True)
        wrong = [_refusal(asked, field) for asked, field in pairs if field.value is None]
        if wrong:
            self.hint.show_hint(wrong[0], True)
            return
        pairs = zip(self._asked, self.fields, strict=True)
        open_ones = [_both_meanings(asked, field) for asked, field in pairs]
        if any(open_ones):
            self.hint.show_hint(" ".join(filter(None, open_ones)), True)
            return
        given = self._given() or {}
        lost = [name for name in self._following if not math.isfinite(float(given[name]))]
        if lost:
            self.hint.show_hint(f"{lost[0]} cannot be computed from these values.", True)
        else:
            names = ", ".join(self._following)
            follows = "follows" if len(self._following) == 1 else "follow"
            self.hint.show_hint(f"{_HINT} {names} {follows}." if names else _HINT)


def _refusal(asked: Asked, field: Field) -> str:
    """Why a text is not taken."""
    text = field.text().strip() if isinstance(field, NumberField) else ""
    if text and (is_number_form(text) or is_time(text)):
        return f"{asked.column} has no numbers such as “{text}”; type a plain one, such as 1.5."
    return f"{asked.column} needs a number, such as 1.5 or 1,5."


def _both_meanings(asked: Asked, field: Field) -> str:
    """What a text was taken for that may mean another number, and how to say that."""
    if not isinstance(field, NumberField) or field.value is None or field.other is None:
        return ""
    was, other = whole_number_text(field.value), whole_number_text(field.other)
    return f"“{field.text().strip()}” for {asked.column} is read as {was}; type {other} if that is meant."


def _field(asked: Asked) -> Field:
    if asked.kind is SourceKind.LEVEL:
        return LevelField(asked.levels)
    return DateField() if asked.kind is SourceKind.DATE else NumberField()


def _can_take(asked: Asked, text: str) -> bool:
    if asked.kind is SourceKind.LEVEL:
        return text in asked.levels
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _result_label() -> Label:
    label = Label()
    font = tabular(label.font())
    font.setPointSizeF(font.pointSizeF() * 1.2)
    label.setFont(font)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _prediction_text(number: float | None, step: float = 0.0) -> str:
    """With digits enough to tell labels apart, so that both stand under each other and keep their widths."""
    if number is None:
        return "–"
    return text_to(number, step, _DIGITS)
