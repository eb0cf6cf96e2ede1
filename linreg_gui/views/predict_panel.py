"""Feature values, typed by a person, and what both solutions predict for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..core.arrays import FloatArray
from .accessibility import describe
from .elided_label import ElidedLabel
from .equation_text import steady_number
from .hint_label import HintLabel
from .number_field import NumberField
from .style import MINUS, tabular

_NOTHING = "A prediction can be made when there is a label and at least one feature."
_HINT = "Type feature values to read the prediction for them."
_DIGITS = 6
_WIDEST_NAME = 110


class PredictPanel(QWidget):
    """A number field per feature, starting at its mean, and two predictions."""

    values_changed = Signal(object)  # float array of one value per feature, or None while one is no number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[NumberField] = []
        self._names: tuple[str, ...] = ()
        self._means = np.empty(0)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = HintLabel()
        self.means = describe(
            QPushButton("Set to means"), "Set to means", "Put the mean of every feature into its field."
        )
        self.means.clicked.connect(self._reset)
        self.heading = ElidedLabel()
        self.by_sgd, self.exact = _result_label(), _result_label()
        describe(self.by_sgd, "Prediction by SGD", "What the weights that SGD has found so far predict.")
        describe(self.exact, "Exact prediction", "What the exact weights predict.")
        self._lay_out()
        self.clear()

    def show_features(self, names: Sequence[str], means: FloatArray) -> None:
        """Show the fields of a model. What was typed for the very same features stays."""
        self._means = np.array(means, dtype=np.float64)
        typed = [field.edited for field in self.fields]
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._make_fields()
            typed = []
        for field, mean, keeps in zip(self.fields, self._means, typed or [False] * len(names), strict=True):
            if not keeps:
                field.set_value(float(mean))
        self.means.setEnabled(bool(names))
        self._show_hint()
        if any(typed):
            self.values_changed.emit(self.values())

    def values(self) -> FloatArray | None:
        """One value per feature, None while one is no number or there is no feature."""
        values = [field.value for field in self.fields]
        if not values or any(value is None for value in values):
            return None
        return np.array(values, dtype=np.float64)

    def show_prediction(self, sgd: float | None, exact: float | None, label_name: str) -> None:
        """Show both predictions; None where there is none."""
        if self.values() is None:
            sgd = exact = None
        self.heading.show_text(f"Predicted {label_name}")
        self.by_sgd.setText(_prediction_text(sgd))
        self.exact.setText(_prediction_text(exact))

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
            results.addWidget(QLabel(text), row, 0)
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
        self.fields = [NumberField() for _ in self._names]
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(10, 2, 10, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0)
        for row, (name, field) in enumerate(zip(self._names, self.fields, strict=True)):
            label = ElidedLabel(name)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            label.setFixedWidth(min(widest + 4, _WIDEST_NAME))
            describe(field, name, f"A value of {name} to predict from.")
            field.value_edited.connect(self._tell)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setRowStretch(len(self._names), 1)
        self.area.setWidget(form)
        self._order_focus()

    def _order_focus(self) -> None:
        """Tab goes through new fields where the panel stands among its neighbours, then to the button."""
        for earlier, later in pairwise((self.means, *self.fields, self.means)):
            QWidget.setTabOrder(earlier, later)

    def _reset(self) -> None:
        for field, mean in zip(self.fields, self._means, strict=True):
            field.set_value(float(mean))
        self._tell()

    def _tell(self) -> None:
        values = self.values()
        self._show_hint()
        if values is None:
            self.by_sgd.setText(_prediction_text(None))
            self.exact.setText(_prediction_text(None))
        self.values_changed.emit(values)

    def _show_hint(self) -> None:
        if not self.fields:
            self.hint.show_hint(_NOTHING)
            return
        wrong = [name for name, field in zip(self._names, self.fields, strict=True) if field.value is None]
        if wrong:
            self.hint.show_hint(f"{wrong[0]} needs a number, such as 1.5 or 1,5.", True)
        else:
            self.hint.show_hint(_HINT)


def _result_label() -> QLabel:
    label = QLabel()
    font = tabular(label.font())
    font.setPointSizeF(font.pointSizeF() * 1.2)
    label.setFont(font)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _prediction_text(number: float | None) -> str:
    """Always as many digits, so that both stand under each other and neither changes its width."""
    if number is None:
        return "–"
    return f"{MINUS if number < 0.0 else ''}{steady_number(abs(number), _DIGITS)}"
