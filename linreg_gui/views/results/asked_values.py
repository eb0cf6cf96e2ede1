"""The values that are asked for to predict: a field and a plot for each, or a table of very many."""

from __future__ import annotations

import math
from collections.abc import Mapping
from operator import attrgetter

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.column_signs import Held
from linreg_gui.core.cells.form_pattern import is_number_form
from linreg_gui.core.cells.times import is_time
from linreg_gui.core.number_text import whole_number_text
from linreg_gui.core.table.feature_sources import SourceKind
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
from linreg_gui.views.widgets.number_field import NumberField

from .field_grid import Field, FieldGrid
from .field_table import Answer, FieldTable
from .level_fields import date_text

# More than so many values stand in a table, which builds what is seen.
MOST_FIELDS = 200
HINT = "Type values to predict from."
_NOTHING = "A prediction needs a label and a feature."
_MOST_NAMED = 10
_MANY_TO_LOOK_THROUGH = 8
_FIND_HELP = "Only columns that have this in their names are shown."
_NO_FORM = prediction_form((), np.empty(0))


@always_answers
class AskedValues(QWidget):
    """Keeps what a person has typed or dragged, and says what is wrong with it."""

    edited = Signal()
    sight_changed = Signal()  # other plots are seen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: PredictionForm = _NO_FORM
        self.area, self.table = FieldGrid(), FieldTable()
        for part in (self.area, self.table):
            part.value_edited.connect(self.edited)
        self.area.sight_changed.connect(self.sight_changed)
        self.search = describe(QLineEdit(), "Find a value", _FIND_HELP)
        self.search.setPlaceholderText("Find a value")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._look_for)
        above = QHBoxLayout()
        above.setContentsMargins(10, 0, 10, 0)
        above.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.table, 1)
        self.table.hide()

    def show_form(self, form: PredictionForm, held: Mapping[str, Held]) -> bool:
        """Ask for what a model needs; whether that is something else than before.

        What was typed for the very same columns stays. Numbers are typed as those are written that a column
        holds.
        """
        is_another = form.asked != self.form.asked
        self.form = form
        if is_another:
            self.area.ask(() if self.are_many else form.asked)
            self.table.ask(form.asked if self.are_many else (), form.typical)
            self.area.setVisible(not self.are_many)
            self.table.setVisible(self.are_many)
            self.search.setVisible(len(form.asked) > _MANY_TO_LOOK_THROUGH)
            self.search.clear()
        (self.table.values if self.are_many else self.area).show_values(form.typical, held)
        return is_another

    def reset(self) -> None:
        """Show the typical values, whatever was typed."""
        (self.table.values if self.are_many else self.area).reset(self.form.typical)
        self.edited.emit()

    def values(self) -> FloatArray | None:
        """One value per feature, None while one is no number or there is no feature."""
        if not self.form.asked:
            return None
        row: FloatArray | None
        if self.are_many and not self.table.values.answers:
            row = self.form.row
        elif (row := self._typed_over_typical()) is None:
            given = self._with_following()
            row = feature_row(self.form.sources, given) if given else None
        return row if row is not None and np.isfinite(row).all() else None

    def _typed_over_typical(self) -> FloatArray | None:
        """The row where what was typed into the table are numbers that stand in it as they are; or None."""
        form, answers = self.form, self.table.values.answers
        if not self.are_many or form.following or len(form.asked) != len(form.sources):
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
        pairs = self.answers()
        return {asked.column: str(answer.value) for asked, answer in pairs if answer.value is not None}

    def type_values(self, typed: Mapping[str, str]) -> None:
        """Put in again what was `typed`, where there is such a field."""
        asked = self.form.asked
        for place, text in enumerate(map(typed.get, map(attrgetter("column"), asked))):
            if text is not None and _can_take(asked[place], text):
                self._shown.type_value(place, text)
        self.edited.emit()

    @property
    def are_many(self) -> bool:
        """Whether they stand in a table."""
        return len(self.form.asked) > MOST_FIELDS

    @property
    def _shown(self) -> FieldGrid | FieldTable:
        return self.table if self.are_many else self.area

    def answers(self) -> list[tuple[Asked, Field | Answer]]:
        """What a person has typed, with what it answers."""
        pairs = self._shown.answers()
        return [pair for pair in pairs if isinstance(pair[1], Answer) or pair[1].edited]

    def _with_following(self) -> dict[str, Given] | None:
        """What is typed and what follows from it, None while a field holds no value."""
        given: dict[str, Given] = {}
        if self.are_many:
            given.update(zip((asked.column for asked in self.form.asked), self.form.typical, strict=True))
        for asked, answer in self._shown.answers():
            if answer.value is None:
                return None
            given[asked.column] = answer.value
        return with_following(given, self.form.following)

    def given(self) -> tuple[Given, ...] | None:
        """A value for each that is asked for, None while a field holds none."""
        if self.are_many:
            whole = list(self.form.typical)
            for place, answer in self.table.values.answers.items():
                if answer.value is None:
                    return None
                whole[place] = answer.value
            return tuple(whole)
        found = [field.value for _, field in self.area.answers()]
        return None if any(value is None for value in found) else tuple(v for v in found if v is not None)

    def what_was_typed(self) -> str:
        """Such as “area = 120, town = Ulm”; empty where nothing was."""
        return ", ".join(f"{asked.column} = {_shown_text(asked, answer)}" for asked, answer in self.answers())

    def hint(self) -> tuple[str, bool]:
        """What is to be said of the values, and whether as a warning; what follows from them otherwise."""
        if not self.form.asked:
            return _NOTHING, False
        pairs = self.answers()
        wrong = [_refusal(asked, answer) for asked, answer in pairs if answer.value is None]
        if wrong:
            return wrong[0], True
        open_ones = [_both_meanings(asked, answer) for asked, answer in pairs]
        if any(open_ones):
            return " ".join(filter(None, open_ones)), True
        following = self.form.following
        given = (self._with_following() if following else None) or {}
        lost = [name for name in following if not math.isfinite(float(given[name]))]
        if lost:
            return f"{lost[0]} cannot be computed from these values.", True
        names = first_few(list(following), _MOST_NAMED, "column")
        follows = "follows" if len(following) == 1 else "follow"
        return (f"{HINT} {names} {follows}." if names else HINT), False

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy that comes and goes with the fields would tear the order of the Tab key.
        super().focusInEvent(event)
        if self.are_many:
            self.table.setFocus(event.reason())
        elif self.area.fields:
            self.area.fields[0].setFocus(event.reason())

    def _look_for(self, text: str) -> None:
        (self.table if self.are_many else self.area).look_for(text)


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


def _shown_text(asked: Asked, answer: Field | Answer) -> str:
    """A value as a person knows it."""
    if asked.kind is SourceKind.DATE and isinstance(answer.value, float):
        return date_text(answer.value)
    return _text_of(answer) or str(answer.value)
