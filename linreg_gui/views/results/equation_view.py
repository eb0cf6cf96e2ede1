"""The fitted equation in the words of the data: by SGD, live, and exact; and how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.run_numbers import RunEquation
from linreg_gui.core.model.shown_equation import EquationForm, ShownEquation
from linreg_gui.core.number_text import whole_number_text
from linreg_gui.core.telling.equation_text import equation_names, terms
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import Label, set_description, set_text, set_tip

from .distance_chip import DistanceChip
from .equation_line import EquationLine
from .whole_equation import WholeEquation

_NOTHING = "The equation appears here when there is a label and at least one feature."
_WIDE, _SPACING = 720, 2
_LARGE = 1.2  # times the usual letters, for the equation that moves
_NARROWEST = 360  # the label and the bias


@always_answers
class EquationView(QWidget):
    """Two equations with column names and numbers in raw units; its height never changes.

    The chip that says how far they are apart is placed by the window.
    """

    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = EquationForm.AUTOMATIC
        self._known: RunEquation | None = None  # what is written
        self._features: list[str] = []
        self._shown: ShownEquation | None = None
        self._biases: dict[EquationLine, float] = {}
        self._whole: WholeEquation | None = None
        self._points: float | None = None
        self._is_wide: bool | None = None
        self.sgd_line = EquationLine("SGD", Series.FIT)
        self.exact_line = EquationLine("exact", Series.EXACT)
        self._of_sample = False
        self.chip = DistanceChip()
        self.whole_button = describe(
            QToolButton(), "Whole equation", "Show both equations with every term, to be read and copied."
        )
        self.whole_button.setText("⋯")
        self.whole_button.setAutoRaise(True)
        self.whole_button.clicked.connect(self.show_whole)
        self._message = Label()
        self._message.setWordWrap(True)
        self._lay_out()
        self.clear()

    @property
    def message(self) -> str:
        """The sentence in place of the equation, "" if there is an equation."""
        return "" if self._message.isHidden() else self._message.text()

    @property
    def whole_text(self) -> str:
        """Both equations in full, and the biases where the constants are others."""
        parts = []
        of = " of the sample" if self._of_sample else ""
        for name, line in ((f"By SGD{of}", self.sgd_line), (f"Exact solution{of}", self.exact_line)):
            if line.text():
                parts.append(f"{name}:\n{line.text()}{self._bias_sentence(line)}")
        return "\n\n".join(parts)

    @property
    def wish(self) -> EquationForm:
        """How it is to be written."""
        return self._form

    def set_form(self, form: EquationForm) -> None:
        """Have it written otherwise."""
        if form is not self._form:
            self._form = form
            self.wish_changed.emit()

    def show_sample(self, on: bool) -> None:
        """Say that the numbers are those of a sample, or do not."""
        self._of_sample = on
        exact = "exact, of the sample" if on else "exact"
        self.sgd_line.set_caption("SGD", exact)
        self.exact_line.set_caption(exact, exact)
        self.exact_line.setAccessibleName(f"Equation of the exact solution{' of the sample' if on else ''}")
        self.chip.show_sample(on)
        if self._whole is not None:
            self._whole.show_text(self.whole_text)

    def show_value(self, value: RunEquation) -> None:
        """Write both equations; names and exact numbers anew only where they are others."""
        known, exact = self._known, value.exact
        again = value.is_written_as(known)
        if not again:
            sources = value.objective.analysis.ledger
            names = equation_names(value.names, sources.sources, sources.made_features)
            self.show_names(names, value.label, value.shown)
        if not again or known is None or value.moving is not known.moving:
            if exact is None:
                self.show_no_exact(value.objective.explanation)
            else:
                self.show_exact(*exact, value.constant)
        self.show_weights(*value.sgd)
        self._known = value

    def show_waiting(self) -> None:
        """What is written stays, as the next is there soon."""

    def show_names(self, features: Sequence[str], label: str, shown: ShownEquation | None = None) -> None:
        """Start another model, to be written as ``shown`` says; its numbers follow."""
        self._features, self._shown = list(features), shown
        self._biases.clear()
        for line in (self.sgd_line, self.exact_line):
            line.show_label(label)
        self._show_equation(True)

    def show_weights(self, weights: FloatArray, bias: float) -> None:
        """The numbers of SGD now."""
        if self._show_terms(self.sgd_line, weights, bias) and QAccessible.isActive():
            set_description(self.sgd_line, self.sgd_line.told_text())

    def show_exact(self, weights: FloatArray, bias: float, constant: float | None = None) -> None:
        """The exact numbers; the prediction at the centres, where it has digits that the bias has lost."""
        if self._show_terms(self.exact_line, weights, bias, constant):
            set_description(self.exact_line, self.exact_line.told_text())

    def show_no_exact(self, sentence: str) -> None:
        """Say why there are no exact numbers."""
        self._biases.pop(self.exact_line, None)
        self.exact_line.show_sentence(sentence)
        set_description(self.exact_line, sentence)
        if self._whole is not None:
            self._whole.show_text(self.whole_text)

    def show_whole(self) -> WholeEquation:
        """Open a window with both equations in full."""
        if self._whole is None:
            self._whole = WholeEquation(self.window())
            self._whole.destroyed.connect(self._forget_whole)
        self._whole.show_text(self.whole_text)
        self._whole.show()
        self._whole.raise_()
        return self._whole

    def show_message(self, sentence: str) -> None:
        """Say why there is no equation."""
        self._features, self._known = [], None
        set_text(self._message, sentence)
        set_tip(self._message, sentence)
        self._show_equation(False)

    def clear(self) -> None:
        """Show no equation."""
        self.show_message(_NOTHING)

    def set_points(self, points: float | None) -> None:
        """How large both are to be written; None for as large as there is room for."""
        self._points = points
        self._is_wide = None
        for line, factor in ((self.sgd_line, _LARGE), (self.exact_line, 1.0)):
            line.set_points(factor if points is None else points / self.font().pointSizeF())
        lines = sum(line.sizeHint().height() for line in (self.sgd_line, self.exact_line))
        self.setFixedHeight(lines + _SPACING)  # the same in any width
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_terms(
        self, line: EquationLine, weights: FloatArray, bias: float, constant: float | None = None
    ) -> bool:
        if len(weights) != len(self._features):
            return False
        self._biases[line] = bias
        line.show_terms(terms(self._features, weights, bias, self._shown, constant))
        if self._whole is not None:
            self._whole.show_text(self.whole_text)
        return True

    def _bias_sentence(self, line: EquationLine) -> str:
        if self._shown is None or not self._shown.is_centred:
            return ""
        return f"\nThe bias, which is the prediction at 0, is {whole_number_text(self._biases[line])}."

    def _forget_whole(self) -> None:
        self._whole = None

    def _lay_out(self) -> None:
        self.sgd_line.setAccessibleName("Equation found by SGD")
        self.exact_line.setAccessibleName("Equation of the exact solution")
        self._equations = QWidget()
        self._grid = QGridLayout(self._equations)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(_SPACING)
        self._grid.setColumnStretch(0, 1)
        for row, line in enumerate((self.sgd_line, self.exact_line)):
            self._grid.addWidget(line, row, 0)
        self._grid.addWidget(self.whole_button, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._equations)
        self._column.addWidget(self._message)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_NARROWEST)
        self.set_points(None)

    def _fit(self) -> None:
        """Larger letters where there is room for them; the height is the same."""
        if self._points is not None:
            for line in (self.sgd_line, self.exact_line):
                line.set_points(self._points / self.font().pointSizeF())
            return
        wide = self.width() >= _WIDE
        if wide != self._is_wide:
            self._is_wide = wide
            self.sgd_line.set_points(_LARGE if wide else 1.0)
            self.exact_line.set_points(1.0)

    def _show_equation(self, shown: bool) -> None:
        self._equations.setVisible(shown)
        self._message.setVisible(not shown)
        # At once, so that numbers that follow find the room they will have.
        for layout in (self._column, self._grid):
            layout.activate()
