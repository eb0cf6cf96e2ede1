"""Asks for the truth to make data with: weights, bias, noise, number of rows and seed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.model.synthetic import LINKS, NOISES, SPREADS
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.elided_label import elided_to_lines
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_description, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .generate_request import (
    EXAMPLES,
    GenerateRequest,
    equation_text,
    exact_text,
    hint_text,
    number_from,
    parse_weights,
    weights_for,
    weights_text,
)

MOST_ROWS = 10_000_000
MOST_CELLS = 250_000_000
_MOST_FEATURES = 2_000
_LARGEST_SEED = 2**31 - 1
_WIDTH = 440
_PREVIEW_LINES = 2
_FAMILIES = {
    "normal": "normal",
    "laplace": "Laplace (sharp, with longer tails)",
    "uniform": "uniform (no tails)",
    "exponential": "exponential (lopsided)",
    "student t": "Student t, 3 degrees of freedom (heavy tails)",
    "poisson": "Poisson counts (0, 1, 2, … events)",
    "log-normal": "log-normal prices (noise in per cent)",
}
_WEIGHTS_HELP = (
    "One number per feature, separated by commas or spaces: 2, −3.4. With decimal commas, separate them by "
    "semicolons: 2; −3,4."
)
_COUNT_HELP = "How many features: the list of weights is cut, or goes on with numbers of one decimal."
_NOISE_HELPS = {
    "identity": "Standard deviation of the noise that is added to the label; 0 for none.",
    "log": "Standard deviation of the noise that is added to the logarithm: 0.2 is about 20 % of the price.",
    "log mean": "Counts have a noise of their own: their variance is their mean.",
}
_OUTLIERS_HELP = "Share of the rows whose noise (of counts: whose count) is 20 times as large."
_CHAPTER = "w = (2, −3.4), b = 4.2, noise 0.01, 1,000 rows."


@always_answers
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
        self.weights.setFocus()

    def request(self) -> GenerateRequest:
        """What is asked for.

        Raises ValueError with a sentence where the fields do not say it.
        """
        weights = parse_weights(self.weights.text())
        bias = number_from(self.bias.text(), "The bias")
        counts = self._link() == "log mean"
        noise = 0.0 if counts else number_from(self.noise.text(), "The noise")
        if noise < 0.0:
            raise ValueError("The noise is a standard deviation: it cannot be negative.")
        rows = self.rows.value()
        if rows * (len(weights) + 1) > MOST_CELLS:
            raise ValueError(
                f"{rows:,} rows of {len(weights):,} features do not fit into memory: choose fewer rows."
            )
        return GenerateRequest(
            weights,
            bias,
            noise,
            rows,
            self.seed.value(),
            noise=self.family.currentData(),
            outlier_share=self.outliers.value() / 100.0,
            features=self.spread.currentData(),
            correlation=self.correlation.value(),
        )

    def show_request(self, request: GenerateRequest) -> None:
        """Fill the fields."""
        with QSignalBlocker(self.family):
            self.family.setCurrentIndex(self.family.findData(request.noise))
        self._type(request)
        self.rows.setValue(request.n_rows)
        self.seed.setValue(request.seed)
        self.outliers.setValue(100.0 * request.outlier_share)
        self.spread.setCurrentIndex(self.spread.findData(request.features))
        self.correlation.setValue(request.correlation)
        self._show_family()

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
        self.count = describe(_spin_box(1, _MOST_FEATURES), "Number of features", _COUNT_HELP)
        self.noise = describe(QLineEdit(), "Noise", _NOISE_HELPS["identity"])
        self._fields = (self.weights, self.bias, self.noise)
        self.rows = describe(_spin_box(1, MOST_ROWS), "Rows", "How many examples to make.")
        self.seed = describe(_spin_box(0, _LARGEST_SEED), "Seed", "The same seed makes the same data.")
        self.family = describe(_box(NOISES), "Kind of noise", "The distribution of the noise.")
        self.outliers = describe(_decimal_box(100.0, " %"), "Outliers", _OUTLIERS_HELP)
        self.spread = describe(
            _box(SPREADS), "Kind of features", "The distribution of every feature, with standard deviation 1."
        )
        self.correlation = describe(
            _decimal_box(1.0, ""), "Correlation", "Between every two features; at 1 they are copies."
        )
        self.preset = describe(QPushButton("The chapter’s example"), "The chapter’s example", _CHAPTER)
        self.preset.setAutoDefault(False)
        self.equation = Label()
        self.equation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.equation.setAccessibleName("The equation of the data")
        self.hint = HintLabel()
        self.buttons, self.ok = ok_and_cancel("Generate")

    def _lay_out(self) -> None:
        form = form_layout()
        form.addRow("Fea&tures", self.count)
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
        layout = dialog_column(self)
        layout.addLayout(form)
        layout.addWidget(self.equation)
        layout.addWidget(self.hint)
        layout.addLayout(bottom)
        self.setFixedWidth(_WIDTH)
        self.equation.setFixedHeight(_PREVIEW_LINES * self.fontMetrics().lineSpacing() + 2)

    def _connect(self) -> None:
        for field in self._fields:
            field.textChanged.connect(self._judge)
        self.rows.valueChanged.connect(self._judge)
        self.correlation.valueChanged.connect(self._judge)
        self.count.valueChanged.connect(self._change_count)
        self.family.currentIndexChanged.connect(self._change_family)
        self.preset.clicked.connect(lambda: self.show_request(GenerateRequest()))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _link(self) -> str:
        return LINKS.get(self.family.currentData(), "identity")

    def _change_count(self, count: int) -> None:
        """Cut the list of weights, or go on with it."""
        try:
            weights = parse_weights(self.weights.text())
        except ValueError:
            weights = ()
        set_text(self.weights, weights_text(weights_for(count, weights)))
        self.weights.setCursorPosition(0)

    def _change_family(self) -> None:
        """Where an example is still untouched, show that of the new family instead."""
        examples = (GenerateRequest(), *EXAMPLES.values())
        if self._typed() in [_sum_texts(example) for example in examples]:
            self._type(EXAMPLES.get(self.family.currentData(), GenerateRequest()))
        self._show_family()

    def _typed(self) -> tuple[str, ...]:
        return tuple(field.text() for field in self._fields)

    def _type(self, request: GenerateRequest) -> None:
        for field, text in zip(self._fields, _sum_texts(request), strict=True):
            set_text(field, text)
            field.setCursorPosition(0)

    def _show_family(self) -> None:
        """Counts need no noise of another kind."""
        link = self._link()
        self.noise.setEnabled(link != "log mean")
        describe(self.noise, "Noise", _NOISE_HELPS[link])
        self._judge()

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
        with QSignalBlocker(self.count):
            self.count.setValue(len(request.weights))
        self.hint.show_hint(hint_text(request))
        text = equation_text(request)
        room = _WIDTH - 32
        set_text(self.equation, elided_to_lines(text, self.equation.fontMetrics(), room, _PREVIEW_LINES)[0])
        set_description(self.equation, text)


def _sum_texts(request: GenerateRequest) -> tuple[str, str, str]:
    """What stands in the fields of weights, bias and noise."""
    return weights_text(request.weights), exact_text(request.bias), exact_text(request.noise_std)


def _box(families: Sequence[str]) -> QComboBox:
    box = QComboBox()
    for family in families:
        box.addItem(_FAMILIES[family], family)
    return box


def _decimal_box(most: float, suffix: str) -> DecimalBox:
    box = DecimalBox()
    box.setRange(0.0, most)
    box.setSingleStep(most / 20.0)
    box.setDecimals(2)
    box.setSuffix(suffix)
    return box


def _spin_box(least: int, most: int) -> WholeBox:
    box = WholeBox()
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    return box
