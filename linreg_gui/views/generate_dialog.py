"""Asks for the truth to make data with: weights, bias, noise, number of rows and seed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.synthetic import NOISES, SPREADS
from ..core.table_editing import parse_number
from .accessibility import describe
from .elided_label import elided_to_lines
from .hint_label import HintLabel
from .style import MINUS, number_text

MOST_ROWS = 10_000_000
MOST_CELLS = 250_000_000
_LARGEST_SEED = 2**31 - 1
_MOST_TERMS = 6
_WIDTH = 440
_PREVIEW_LINES = 2
_FAMILIES = {
    "normal": "normal",
    "laplace": "Laplace (sharp, with longer tails)",
    "uniform": "uniform (no tails)",
    "exponential": "exponential (lopsided)",
    "student t": "Student t, 3 degrees of freedom (heavy tails)",
}
_DETACHED_SIGN = re.compile(r"([−+-])\s+(?=[\d.,])")
_WEIGHTS_HELP = (
    "One number per feature, separated by commas or spaces: 2, −3.4. With decimal commas, separate them by "
    "semicolons: 2; −3,4."
)


@dataclass(frozen=True)
class GenerateRequest:
    """What to make data with; the default is the chapter's example."""

    weights: tuple[float, ...] = (2.0, -3.4)
    bias: float = 4.2
    noise_std: float = 0.01
    n_rows: int = 1000
    seed: int = 0
    noise: str = "normal"
    outlier_share: float = 0.0
    features: str = "normal"
    correlation: float = 0.0


class GenerateDialog(QDialog):
    """Shows the equation while it is typed; OK only asks for data that can be made."""

    generate_requested = Signal(object)  # GenerateRequest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Generate Data")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._make_fields()
        self._lay_out()
        self._connect()
        self.show_request(GenerateRequest())

    def request(self) -> GenerateRequest:
        """What is asked for.

        Raises ValueError with a sentence where the fields do not say it.
        """
        weights = parse_weights(self.weights.text())
        bias = _number(self.bias.text(), "The bias")
        noise = _number(self.noise.text(), "The noise")
        if noise < 0.0:
            raise ValueError("The noise is a standard deviation: it cannot be negative.")
        rows = self.rows.value()
        if rows * (len(weights) + 1) > MOST_CELLS:
            raise ValueError(
                f"{rows:,} rows of {len(weights):,} features do not fit into memory: choose fewer rows."
            )
        return GenerateRequest(
            *(weights, bias, noise, rows, self.seed.value()),
            noise=self.family.currentData(),
            outlier_share=self.outliers.value() / 100.0,
            features=self.spread.currentData(),
            correlation=self.correlation.value(),
        )

    def show_request(self, request: GenerateRequest) -> None:
        """Fill the fields."""
        self.weights.setText(weights_text(request.weights))
        self.bias.setText(_text(request.bias))
        self.noise.setText(_text(request.noise_std))
        self.rows.setValue(request.n_rows)
        self.seed.setValue(request.seed)
        self.family.setCurrentIndex(self.family.findData(request.noise))
        self.outliers.setValue(100.0 * request.outlier_share)
        self.spread.setCurrentIndex(self.spread.findData(request.features))
        self.correlation.setValue(request.correlation)

    def accept(self) -> None:
        try:
            request = self.request()
        except ValueError:
            return
        self.generate_requested.emit(request)
        super().accept()

    def _make_fields(self) -> None:
        self.weights = describe(QLineEdit(), "True weights", _WEIGHTS_HELP)
        self.bias = describe(QLineEdit(), "True bias", "The label where every feature is 0.")
        self.noise = describe(
            QLineEdit(),
            "Noise",
            "Standard deviation of the normal noise that is added to the label; 0 for none.",
        )
        self.rows = describe(_spin_box(1, MOST_ROWS), "Rows", "How many examples to make.")
        self.seed = describe(_spin_box(0, _LARGEST_SEED), "Seed", "The same seed makes the same data.")
        self.family = describe(_box(NOISES), "Kind of noise", "The distribution of the noise.")
        self.outliers = describe(
            _decimal_box(100.0, " %"), "Outliers", "Share of the rows whose noise is 20 times as large."
        )
        self.spread = describe(
            _box(SPREADS), "Kind of features", "The distribution of every feature, with standard deviation 1."
        )
        self.correlation = describe(
            _decimal_box(1.0, ""), "Correlation", "Between every two features; at 1 they are copies."
        )
        self.preset = describe(
            QPushButton("The chapter's example"),
            "The chapter's example",
            "w = (2, −3.4), b = 4.2, noise 0.01, 1,000 rows.",
        )
        self.preset.setAutoDefault(False)
        self.equation = QLabel()
        self.equation.setTextFormat(Qt.TextFormat.PlainText)
        self.equation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.equation.setAccessibleName("The equation of the data")
        self.hint = HintLabel()
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self.ok = self.buttons.button(buttons.Ok)
        self.ok.setText("Generate")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("True &weights", self.weights)
        form.addRow("True &bias", self.bias)
        form.addRow("&Noise (standard deviation)", self.noise)
        form.addRow("&Kind of noise", self.family)
        form.addRow("&Outliers", self.outliers)
        form.addRow("Kind of &features", self.spread)
        form.addRow("&Correlation", self.correlation)
        form.addRow("&Rows", self.rows)
        form.addRow("&Seed", self.seed)
        bottom = QHBoxLayout()
        bottom.addWidget(self.preset)
        bottom.addStretch(1)
        bottom.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.equation)
        layout.addWidget(self.hint)
        layout.addLayout(bottom)
        self.setFixedWidth(_WIDTH)
        self.equation.setFixedHeight(_PREVIEW_LINES * self.fontMetrics().lineSpacing() + 2)

    def _connect(self) -> None:
        for field in (self.weights, self.bias, self.noise):
            field.textChanged.connect(self._judge)
        self.rows.valueChanged.connect(self._judge)
        self.preset.clicked.connect(lambda: self.show_request(GenerateRequest()))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _judge(self) -> None:
        """Show the equation, or say what is missing."""
        try:
            request = self.request()
        except ValueError as error:
            self.ok.setEnabled(False)
            self.hint.show_hint(str(error), True)
            self.equation.setText("y = …")
            return
        self.ok.setEnabled(True)
        self.hint.show_hint("Every feature has mean 0 and standard deviation 1.")
        text = equation_text(request)
        room = _WIDTH - 32
        self.equation.setText(elided_to_lines(text, self.equation.fontMetrics(), room, _PREVIEW_LINES)[0])
        self.equation.setAccessibleDescription(text)


def parse_weights(text: str) -> tuple[float, ...]:
    """The numbers of a list; commas are decimal signs where semicolons separate.

    Raises ValueError with a sentence where one is no number.
    """
    joined = _DETACHED_SIGN.sub(r"\1", text.strip().strip("()[]"))
    parts = joined.split(";") if ";" in joined else re.split(r"[\s,]+", joined)
    parts = [part for part in parts if part.strip()]
    if not parts:
        raise ValueError("Type at least one weight, such as 2, −3.4.")
    return tuple(_number(part, "A weight") for part in parts)


def weights_text(weights: tuple[float, ...]) -> str:
    """Weights as a person would type them, every digit of them."""
    return ", ".join(_text(weight) for weight in weights)


def equation_text(request: GenerateRequest) -> str:
    """For example ``y = 2 x1 − 3.4 x2 + 4.2 + noise``."""
    terms = [(weight, f" x{j}") for j, weight in enumerate(request.weights, 1)]
    shown = terms if len(terms) <= _MOST_TERMS else terms[: _MOST_TERMS - 1]
    parts = [_signed(number, name) for number, name in shown]
    if len(shown) < len(terms):
        parts.append(f"+ … ({len(terms):,} features)")
    parts.append(_signed(request.bias, ""))
    if request.noise_std:
        parts.append("+ noise")
    first = parts[0].removeprefix("+ ").replace(f"{MINUS} ", MINUS)
    return " ".join(["y =", first, *parts[1:]])


def _signed(number: float, name: str) -> str:
    return f"{MINUS if number < 0.0 else '+'} {number_text(abs(number))}{name}"


def _number(text: str, what: str) -> float:
    number = parse_number(text)
    if number is None:
        found = f": “{text.strip()}” is none" if text.strip() else ""
        raise ValueError(f"{what} must be a number{found}.")
    return float(number)


def _text(number: float) -> str:
    text = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return text.replace("-", MINUS)


def _box(families: Sequence[str]) -> QComboBox:
    box = QComboBox()
    for family in families:
        box.addItem(_FAMILIES[family], family)
    return box


def _decimal_box(most: float, suffix: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.0, most)
    box.setSingleStep(most / 20.0)
    box.setDecimals(2)
    box.setSuffix(suffix)
    return box


def _spin_box(least: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    return box
