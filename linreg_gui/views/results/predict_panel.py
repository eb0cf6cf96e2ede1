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
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.column_signs import Held
from linreg_gui.core.cells.form_pattern import is_number_form
from linreg_gui.core.cells.times import is_time
from linreg_gui.core.number_text import text_to, whole_number_text
from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.prediction_input import (
    Asked,
    Given,
    PredictionForm,
    feature_row,
    prediction_form,
    with_following,
)
from linreg_gui.core.wording import first_few
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_text

from .field_grid import Field, FieldGrid
from .field_table import Answer, FieldTable

_NOTHING = "A prediction needs a label and a feature."
_HINT = "Type values to predict from."
# More than so many values stand in a table, which builds what is seen.
MOST_FIELDS = 200
_MOST_NAMED = 10
_NO_FORMULAS: Mapping[str, str] = MappingProxyType({})
_NOTHING_HELD: Mapping[str, Held] = MappingProxyType({})
_DIGITS = 6
_NARROWEST = 224  # as the table of weights above it
_NO_FORM = prediction_form((), np.empty(0))


@always_answers
class PredictPanel(QWidget):
    """A field per column, starting at its mean or most frequent level, and two predictions."""

    values_changed = Signal(object)  # float array of one value per feature, or None while one is no number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[Asked, ...] = ()
        self._form = _NO_FORM
        self.area = FieldGrid()
        self.table = FieldTable()
        for part in (self.area, self.table):
            part.value_edited.connect(self._tell)
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
        self.show_form(prediction_form(sources, means, categories, formulas), held)

    def show_form(self, form: PredictionForm, held: Mapping[str, Held] = _NOTHING_HELD) -> None:
        """The same with all that is asked for worked out: many values in a table instead of fields."""
        self._form = form
        if form.asked != self._asked:
            self._asked = form.asked
            self.area.ask(() if self._are_many else form.asked)
            self.table.ask(form.asked if self._are_many else (), form.typical)
            self.area.setVisible(not self._are_many)
            self.table.setVisible(self._are_many)
            self._order_focus()
        if self._are_many:
            self.table.values.show_values(form.typical, held)
        else:
            self.area.show_values(form.typical, held)
        self.means.setEnabled(bool(form.asked))
        self._show_hint()
        if self._typed():
            self.values_changed.emit(self.values())

    @property
    def fields(self) -> list[Field]:
        """The fields, one for each value; none where the values stand in a table."""
        return self.area.fields

    def values(self) -> FloatArray | None:
        """One value per feature, None while one is no number or there is no feature."""
        if not self._asked:
            return None
        row: FloatArray | None
        if self._are_many and not self.table.values.answers:
            row = self._form.row
        elif (row := self._typed_over_typical()) is None:
            given = self._given()
            row = feature_row(self._form.sources, given) if given else None
        return row if row is not None and np.isfinite(row).all() else None

    def _typed_over_typical(self) -> FloatArray | None:
        """The row where what was typed into the table are numbers that stand in it as they are; or None."""
        form, answers = self._form, self.table.values.answers
        if not self._are_many or form.following or len(form.asked) != len(form.sources):
            return None
        row = form.row.copy()
        for place, answer in answers.items():
            source, asked = form.sources[place], form.asked[place]
            if isinstance(answer.value, str | None) or source.is_indicator or source.name != asked.column:
                return None
            row[place] = answer.value
        return row

    def typed(self) -> dict[str, str]:
        """What a person has typed, by column: numbers and dates (in days) with every digit, and levels."""
        pairs = self._typed()
        return {asked.column: str(answer.value) for asked, answer in pairs if answer.value is not None}

    def type_values(self, typed: Mapping[str, str]) -> None:
        """Put in again what was `typed`, where there is such a field."""
        for place, asked in enumerate(self._asked):
            text = typed.get(asked.column)
            if text is not None and _can_take(asked, text):
                self._shown.type_value(place, text)
        self._tell()

    @property
    def _are_many(self) -> bool:
        return len(self._asked) > MOST_FIELDS

    @property
    def _shown(self) -> FieldGrid | FieldTable:
        return self.table if self._are_many else self.area

    def _typed(self) -> list[tuple[Asked, Field | Answer]]:
        """What a person has typed, with what it answers."""
        pairs = self._shown.answers()
        return [pair for pair in pairs if isinstance(pair[1], Answer) or pair[1].edited]

    def _given(self) -> dict[str, Given] | None:
        """What is typed and what follows from it, None while a field holds no value."""
        given: dict[str, Given] = {}
        if self._are_many:
            given.update(zip((asked.column for asked in self._asked), self._form.typical, strict=True))
        for asked, answer in self._shown.answers():
            if answer.value is None:
                return None
            given[asked.column] = answer.value
        return with_following(given, self._form.following)

    def show_prediction(
        self, sgd: float | None, exact: float | None, label_name: str, step: float = 0.0
    ) -> None:
        """Show both predictions, None where there is none; to digits worth no more than a step."""
        if sgd is not None and self.values() is None:
            sgd = exact = None
        self.heading.show_text(f"Predicted {label_name}")
        set_text(self.by_sgd, _prediction_text(sgd, step))
        set_text(self.exact, _prediction_text(exact, step))

    def wished_height(self) -> int:
        """What all fields and the predictions need."""
        if self._are_many:
            return self.sizeHint().height()
        return self.sizeHint().height() - self.area.sizeHint().height() + self.area.wished_height()

    def clear(self) -> None:
        """Show no fields and no prediction."""
        self.show_features((), np.empty(0))
        self.show_prediction(None, None, "label")

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy that comes and goes with the fields would tear the order of the Tab key.
        super().focusInEvent(event)
        if self._are_many:
            self.table.setFocus(event.reason())
        elif self.fields:
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
        layout.addWidget(self.table, 1)
        self.table.hide()
        layout.addLayout(footer)

    def _order_focus(self) -> None:
        """Tab goes through new fields where the panel stands among its neighbours, then to the button."""
        for earlier, later in pairwise((self.means, *self.fields, self.table, self.means)):
            QWidget.setTabOrder(earlier, later)

    def _reset(self) -> None:
        if self._are_many:
            self.table.values.reset(self._form.typical)
        else:
            self.area.reset(self._form.typical)
        self._tell()

    def _tell(self) -> None:
        values = self.values()
        self._show_hint()
        if values is None:
            set_text(self.by_sgd, _prediction_text(None))
            set_text(self.exact, _prediction_text(None))
        self.values_changed.emit(values)

    def _show_hint(self) -> None:
        if not self._asked:
            self.hint.show_hint(_NOTHING)
            return
        pairs = self._typed()
        wrong = [_refusal(asked, answer) for asked, answer in pairs if answer.value is None]
        if wrong:
            self.hint.show_hint(wrong[0], True)
            return
        open_ones = [_both_meanings(asked, answer) for asked, answer in pairs]
        if any(open_ones):
            self.hint.show_hint(" ".join(filter(None, open_ones)), True)
            return
        following = self._form.following
        given = (self._given() if following else None) or {}
        lost = [name for name in following if not math.isfinite(float(given[name]))]
        if lost:
            self.hint.show_hint(f"{lost[0]} cannot be computed from these values.", True)
        else:
            names = first_few(list(following), _MOST_NAMED, "column")
            follows = "follows" if len(following) == 1 else "follow"
            self.hint.show_hint(f"{_HINT} {names} {follows}." if names else _HINT)


def _refusal(asked: Asked, answer: Field | Answer) -> str:
    """Why a text is not taken."""
    text = _text_of(answer)
    if text and (is_number_form(text) or is_time(text)):
        return f"{asked.column} has no numbers such as “{text}”; type a plain one, such as 1.5."
    return f"{asked.column} needs a number, such as 1.5 or 1,5."


def _both_meanings(asked: Asked, answer: Field | Answer) -> str:
    """What a text was taken for that may mean another number, and how to say that."""
    if not isinstance(answer, NumberField | Answer) or answer.other is None:
        return ""
    if answer.value is None or isinstance(answer.value, str):
        return ""
    was, other = whole_number_text(answer.value), whole_number_text(answer.other)
    return f"“{_text_of(answer)}” for {asked.column} is read as {was}; type {other} if that is meant."


def _text_of(answer: Field | Answer) -> str:
    return answer.text().strip() if isinstance(answer, NumberField | Answer) else ""


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
