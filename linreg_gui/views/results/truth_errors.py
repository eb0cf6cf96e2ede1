"""How far both solutions are from the weights and bias the data were made with."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_text

_MOST_SHOWN = 2
_ROWS = ("SGD", "Exact")


class TruthErrors(QWidget):
    """Two lines, SGD and exact: the error in w and the error in b, true minus estimated."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 0, 8, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._head = _number_label()
        self._head.setText("error in w")
        bias_head = _number_label()
        bias_head.setText("error in b")
        grid.addWidget(self._head, 0, 1)
        grid.addWidget(bias_head, 0, 2)
        self._labels: dict[str, tuple[Label, Label]] = {}
        for row, name in enumerate(_ROWS, 1):
            labels = _number_label(), _number_label()
            grid.addWidget(Label(name), row, 0)
            grid.addWidget(labels[0], row, 1)
            grid.addWidget(labels[1], row, 2)
            describe(labels[0], f"Error in w by {name}", "True weights − estimated weights.")
            describe(labels[1], f"Error in b by {name}", "True bias − estimated bias.")
            self._labels[name] = labels
        grid.setColumnMinimumWidth(2, self.fontMetrics().horizontalAdvance("−0.00000000"))

    def texts(self, name: str) -> tuple[str, str]:
        """The error in w and in b of ``SGD`` or ``Exact``, as they are shown."""
        weights, bias = self._labels[name]
        return weights.text(), bias.text()

    def show_errors(self, name: str, truth: FloatArray, estimate: FloatArray | None) -> None:
        """Show the errors of ``SGD`` or ``Exact``; both arrays hold the bias first."""
        weights, bias = self._labels[name]
        if estimate is None:
            weights.setText("–")
            bias.setText("–")
            return
        errors = truth - estimate
        set_text(bias, _short(errors[0]))
        if len(errors) - 1 <= _MOST_SHOWN:
            text = ", ".join(_short(error) for error in errors[1:])
            set_text(weights, text if len(errors) == 2 else f"({text})")
        else:
            set_text(weights, _short(float(np.linalg.norm(errors[1:]))))
        self._head.setText("error in w" if len(errors) - 1 <= _MOST_SHOWN else "error in w (length)")


def _number_label() -> Label:
    label = Label()
    label.setFont(tabular(label.font()))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _short(number: float) -> str:
    return number_text(float(number), 3)
