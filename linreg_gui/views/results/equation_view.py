"""The fitted equation in the words of the data: by SGD, live, and exact; and how far they are apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.views.widgets.equation_text import terms
from linreg_gui.views.widgets.style import Series

from .distance_chip import DistanceChip
from .equation_line import EquationLine

_NOTHING = "The equation appears here when there is a label and at least one feature."


class EquationView(QWidget):
    """Two equations with column names and numbers in raw units, and a chip between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._features: list[str] = []
        self._shown: ShownEquation | None = None
        self.sgd_line = EquationLine("SGD", Series.FIT, 1.2)
        self.exact_line = EquationLine("exact", Series.EXACT, 1.0, most_lines=1)
        self.chip = DistanceChip()
        self._message = QLabel()
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clear()

    @property
    def message(self) -> str:
        """The sentence in place of the equation, "" if there is an equation."""
        return "" if self._message.isHidden() else self._message.text()

    def show_names(self, features: Sequence[str], label: str, shown: ShownEquation | None = None) -> None:
        """Start another model, to be written as ``shown`` says; its numbers follow."""
        self._features, self._shown = list(features), shown
        for line in (self.sgd_line, self.exact_line):
            line.show_label(label)
        self.chip.show_distance(None)
        self._show_equation(True)

    def show_weights(self, weights: FloatArray, bias: float) -> None:
        """The numbers of SGD now."""
        if len(weights) == len(self._features):
            self.sgd_line.show_terms(terms(self._features, weights, bias, self._shown))
            if QAccessible.isActive():
                self.sgd_line.setAccessibleDescription(self.sgd_line.text())

    def show_exact(self, weights: FloatArray, bias: float) -> None:
        """The exact numbers."""
        if len(weights) == len(self._features):
            self.exact_line.show_terms(terms(self._features, weights, bias, self._shown))
            self.exact_line.setAccessibleDescription(self.exact_line.text())

    def show_distance(self, distance: float | None, standard_errors_off: float = math.nan) -> None:
        """How far the predictions of SGD are from the exact ones, see `DistanceChip`; None before a step."""
        self.chip.show_distance(distance, standard_errors_off)

    def show_message(self, sentence: str) -> None:
        """Say why there is no equation."""
        self._features = []
        self._message.setText(sentence)
        self._show_equation(False)

    def clear(self) -> None:
        """Show no equation."""
        self.show_message(_NOTHING)

    def _lay_out(self) -> None:
        self.sgd_line.setAccessibleName("Equation found by SGD")
        self.exact_line.setAccessibleName("Exact equation")
        self._second_row = QWidget()
        second = QHBoxLayout(self._second_row)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(12)
        second.addWidget(self.exact_line, 1)
        second.addWidget(self.chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.sgd_line)
        layout.addWidget(self._second_row)
        layout.addWidget(self._message)

    def _show_equation(self, shown: bool) -> None:
        self.sgd_line.setVisible(shown)
        self._second_row.setVisible(shown)
        self._message.setVisible(not shown)
