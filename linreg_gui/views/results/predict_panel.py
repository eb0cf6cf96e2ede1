"""Feature values, typed or dragged by a person, and what both solutions predict for them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.column_signs import Held
from linreg_gui.core.desk.profile import (
    Profile,
    ProfileChoices,
    ProfileWish,
    Remembered,
    Told,
)
from linreg_gui.core.explaining.run_numbers import PredictionWish, RunPrediction
from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.core.table.prediction_input import PredictionForm, prediction_form
from linreg_gui.core.wording import shortened
from linreg_gui.views.panes.moment_part import WishingPart
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import set_tip

from .asked_values import MOST_FIELDS, AskedValues
from .field_grid import Field
from .prediction_summary import PredictionSummary
from .remembered_table import RememberedTable

__all__ = ["MOST_FIELDS", "PredictPanel"]

_NO_FORMULAS: Mapping[str, str] = MappingProxyType({})
_NOTHING_HELD: Mapping[str, Held] = MappingProxyType({})
_LONGEST_NAME = 120
_WIDE, _BESIDE, _ANY_WIDTH = 620, 300, 16_777_215
_PLOTS_HELP = "Below each field what is predicted along it, the others held; its line can be dragged."
_REMEMBER_HELP = "Keep these values, with what is predicted for them, to compare them with others."
_COPY_HELP = "Copy all remembered values, with what is predicted for them and both intervals, as a table."
_FORGET_HELP = "Forget the values that are chosen in the list, or the last ones."
_NARROWEST = 224  # as the table of weights above it


@always_answers
class PredictPanel(QWidget):
    """A field and a plot for each column, starting at its mean or most frequent level; two predictions."""

    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_units = False
        self._choices = ProfileChoices()
        self._entries: tuple[Remembered, ...] = ()  # of them
        self._profile: Profile | None = None
        self.of_moment = WishingPart(self, self._show_moment, self._clear_moment, self._moment_wish)
        self.asked = AskedValues()
        self.area, self.table, self.search = self.asked.area, self.asked.table, self.asked.search
        self.asked.edited.connect(self._tell)
        self.asked.sight_changed.connect(self.wish_changed)
        self.hint = HintLabel()
        self.summary = PredictionSummary()
        self.heading, self.by_sgd, self.exact = (
            self.summary.heading,
            self.summary.by_sgd,
            self.summary.exact,
        )
        self.means = self.summary.means
        self.means.clicked.connect(self.asked.reset)
        self.summary.of_mean_chosen.connect(lambda on: self._decide(of_mean=on))
        self.plots = describe(QCheckBox("Plots"), "Plots", _PLOTS_HELP)
        self.plots.setChecked(True)
        self.plots.toggled.connect(lambda on: self._decide(fields_alone=not on))
        self.remember = describe(QPushButton("Remember"), "Remember", _REMEMBER_HELP)
        self.remember.clicked.connect(self._remember)
        self.remembered = RememberedTable()
        self.remembered.used.connect(self._use)
        self.remembered.forgotten.connect(self._forget)
        self.copy_table = describe(QPushButton("Copy"), "Copy the remembered values", _COPY_HELP)
        self.copy_table.clicked.connect(self.remembered.copy)
        self.forget = describe(QPushButton("Forget"), "Forget remembered values", _FORGET_HELP)
        self.forget.clicked.connect(lambda: self._forget(self.remembered.currentIndex().row()))
        for button in (self.copy_table, self.forget):
            button.hide()
        self.setMinimumWidth(_NARROWEST)
        self._lay_out()
        QWidget.setTabOrder(self.plots, self.summary.centre)
        QWidget.setTabOrder(self.summary.centre, self.remember)
        self.show_nothing()

    @property
    def wish(self) -> ProfileWish:
        """Where the profiles are to be taken."""
        known = (entry.given(self.asked.form.asked) for entry in self._entries)
        return ProfileWish(
            self.asked.form.asked,
            self.asked.given(),
            self.area.in_sight,
            self._own_units,
            self._choices.of_mean,
            tuple(given for given in known if given is not None),
        )

    @property
    def choices(self) -> ProfileChoices:
        """What a person has chosen beside the values."""
        return self._choices

    def choose(self, choices: ProfileChoices) -> None:
        """Have that chosen again."""
        choices = ProfileChoices.with_remembered(choices, choices.entries)
        before, self._choices = self._choices, choices
        if choices.remembered != before.remembered:
            self._entries = choices.entries
            self.remembered.show_rows(self._entries)
        for button in (self.copy_table, self.forget):
            button.setVisible(bool(self._entries))
        if choices.fields_alone != before.fields_alone:
            self.plots.setChecked(not choices.fields_alone)
            self.area.show_plots(not choices.fields_alone)
        if choices.of_mean != before.of_mean:
            self.area.forget_range()
            self._show_centre()
            self.of_moment.wish_changed.emit()
        self.wish_changed.emit()

    @property
    def mean_factor(self) -> float | None:
        """What a median is multiplied by to be the mean that is shown; None where medians are."""
        profile = self._profile
        if profile is None or profile.wish.of_mean != self._choices.of_mean or not self._choices.of_mean:
            return None
        return profile.mean_over_median if math.isfinite(profile.mean_over_median) else None

    def show_own_units(self, on: bool) -> None:
        """Whether a label that was fitted as its logarithm is shown in its own units."""
        if on != self._own_units:
            self._own_units = on
            self.area.forget_range()
            self._show_centre()
            self.of_moment.wish_changed.emit()
            self.wish_changed.emit()

    def show_value(self, profile: Profile) -> None:
        """Draw the profiles at some values; those of another model are left out."""
        if profile.wish.asked != self.asked.form.asked or profile.wish.own_units != self._own_units:
            return
        before, self._profile = self.mean_factor, profile
        self.area.show_profile(profile)
        self.summary.show_profile(profile, nowhere=self.asked.given() is None)
        self._show_centre()
        self._show_remembered()
        self._show_hint()
        if self.mean_factor != before:
            self.of_moment.wish_changed.emit()

    def show_waiting(self) -> None:
        """What is drawn stays, as the next is there soon."""

    def clear(self) -> None:
        """There are no curves and no intervals; fields and predictions stay."""
        self._profile = None
        self.area.show_profile(None)
        self.area.forget_range()
        self.summary.show_profile(None)
        self._show_remembered()
        self._show_hint()

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
        if self.asked.show_form(form, held):
            self.plots.setVisible(not self.asked.are_many)
            self._profile = None
            self._order_focus()
        self.means.setEnabled(bool(form.asked))
        self.remember.setEnabled(self.values() is not None)
        self._show_hint()
        if self.asked.answers():
            self.of_moment.wish_changed.emit()
        self.wish_changed.emit()

    @property
    def fields(self) -> list[Field]:
        """The fields, one for each value; none where the values stand in a table."""
        return self.area.fields

    def values(self) -> FloatArray | None:
        """One value per feature, None while one is no number or there is no feature."""
        return self.asked.values()

    def typed(self) -> dict[str, str]:
        """What a person has typed, by column: numbers and dates (in days) with every digit, and levels."""
        return self.asked.typed()

    def type_values(self, typed: Mapping[str, str]) -> None:
        """Put in again what was `typed`, where there is such a field."""
        self.asked.type_values(typed)

    def show_prediction(
        self, sgd: float | None, exact: float | None, label_name: str, step: float = 0.0
    ) -> None:
        """Show both predictions, None where there is none; to digits worth no more than a step."""
        if sgd is not None and self.values() is None:
            sgd = exact = None
        self.summary.show_prediction(sgd, exact, label_name, step)
        self.remembered.remembered.step = step

    def _moment_wish(self) -> PredictionWish:
        return PredictionWish(self.values(), self._own_units, self.mean_factor)

    def _show_moment(self, value: RunPrediction) -> None:
        self.show_prediction(value.sgd, value.exact, value.name, value.step)

    def _clear_moment(self) -> None:
        self.show_prediction(None, None, "label")

    def wished_height(self) -> int:
        """What all fields and the predictions need."""
        if self.asked.are_many:
            return self.sizeHint().height()
        return self.sizeHint().height() - self.area.sizeHint().height() + self.area.wished_height()

    def show_nothing(self) -> None:
        """Show no fields and no prediction."""
        self.show_features((), np.empty(0))
        self.clear()
        self._clear_moment()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.asked.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.plots)
        buttons.addWidget(self.summary.centre)
        buttons.addStretch(1)
        buttons.addWidget(self.remember)
        of_table = QHBoxLayout()
        of_table.setSpacing(6)
        of_table.addStretch(1)
        of_table.addWidget(self.copy_table)
        of_table.addWidget(self.forget)
        self._footer = QWidget()
        footer = QVBoxLayout(self._footer)
        footer.setContentsMargins(10, 0, 10, 0)
        footer.setSpacing(6)
        footer.addWidget(self.hint)
        footer.addWidget(self.summary)
        footer.addLayout(buttons)
        footer.addWidget(self.remembered)
        footer.addLayout(of_table)
        footer.addStretch(1)
        self._whole = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._whole.setContentsMargins(0, 6, 0, 8)
        self._whole.setSpacing(6)
        self._whole.addWidget(self.asked, 1)
        self._whole.addWidget(self._footer)

    def _turn(self) -> None:
        """Where there is room, the numbers stand beside the plots."""
        is_wide = self.width() >= _WIDE
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if way != self._whole.direction():
            self._whole.setDirection(way)
            self._footer.setFixedWidth(_BESIDE) if is_wide else self._footer.setMaximumWidth(_ANY_WIDTH)
            if not is_wide:
                self._footer.setMinimumWidth(0)

    def _order_focus(self) -> None:
        """Tab goes through new fields where the panel stands among its neighbours, then to the button."""
        for earlier, later in pairwise((self.means, *self.fields, self.table, self.means)):
            QWidget.setTabOrder(earlier, later)

    def _tell(self) -> None:
        values = self.values()
        self._show_hint()
        if values is None:
            self.summary.show_no_prediction()
        self.remember.setEnabled(values is not None)
        self.of_moment.wish_changed.emit()
        self.wish_changed.emit()

    def _decide(self, **chosen: Any) -> None:
        self.choose(replace(self._choices, **chosen))

    def _remember(self) -> None:
        given = self.asked.given()
        if given is None or not self.asked.form.asked:
            return
        columns = (asked.column for asked in self.asked.form.asked)
        values = tuple((column, str(value)) for column, value in zip(columns, given, strict=True))
        name = self.asked.what_was_typed() or "typical values"
        entry = Remembered(shortened(name, _LONGEST_NAME), values)
        self._keep([*(known for known in self._entries if known.values != values), entry])

    def _use(self, row: int) -> None:
        if 0 <= row < len(self._entries):
            self.type_values(dict(self._entries[row].values))

    def _forget(self, row: int) -> None:
        kept = list(self._entries)
        if kept:
            del kept[row if 0 <= row < len(kept) else -1]
            self._keep(kept)

    def _keep(self, entries: Sequence[Remembered]) -> None:
        self.choose(ProfileChoices.with_remembered(self._choices, entries))

    def _show_centre(self) -> None:
        profile = self._profile
        may = self._own_units and profile is not None and math.isfinite(profile.mean_over_median)
        self.summary.show_centre(self._choices.of_mean, may_choose=may)

    def _show_remembered(self) -> None:
        """What is predicted for the values that are remembered, of those that still are values."""
        profile = self._profile
        told: list[Told | None] = [None] * len(self._entries)
        if profile is not None and profile.remembered is not None:
            known = {given: k for k, given in enumerate(profile.wish.remembered)}
            for place, entry in enumerate(self._entries):
                k = known.get(entry.given(self.asked.form.asked) or ())
                told[place] = None if k is None else profile.remembered.part(k, k + 1)
        model = self.remembered.remembered
        model.show_told(told, model.step, model.level if profile is None else profile.level)

    def _show_hint(self) -> None:
        """What is wrong with the values; else whether they are outside the data, and why no intervals."""
        text, warns = self.asked.hint()
        profile = self._profile
        if not warns and profile is not None and self.asked.form.asked:
            told = " ".join(filter(None, (profile.outside, profile.remark)))
            text, warns = told or text, bool(profile.outside)
        self.hint.show_hint(text, warns)
        set_tip(self.hint, text)
