"""The settings of SGD that are rarely changed, behind a button; one line says what is not as usual."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.start import start_words
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.dialog_parts import form_layout
from linreg_gui.views.widgets.texts import Label, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .rate_field import RateField
from .start_fields import StartFields
from .stop_fields import StopFields, rules_texts

_MORE_HELP = (
    "Seed, start, standardising, precision, momentum, weight decay, averaging, how rows are drawn, and when "
    "to stop."
)
_UNUSUAL_HELP = "The settings under More settings that are not what a new run has."
_SEED_HELP = "Decides the order in which the rows are visited. Another seed starts the run over."
_STANDARDISE_HELP = (
    "Train on features with mean 0 and standard deviation 1, which makes every feature equally easy to "
    "learn. All results stay in the units of the data. Changing it starts the run over."
)
_MOMENTUM_HELP = "How much of the last step is kept in the next: 0.9 adds up to ten steps in one direction."
_WEIGHT_DECAY_HELP = (
    "Adds ½ · weight decay · the sum of the squared weights, in the units of the data, to what is minimised. "
    "That draws the weights towards 0, and not the bias; the exact solution beside SGD is then that of ridge."
)
_AVERAGE_HELP = (
    "From then on the weights shown are the mean of all that come, in which the noise of the minibatches "
    "cancels out."
)
_SAMPLING_HELP = (
    "Visit every row once per epoch, in an order by chance; or draw those of each minibatch anew from all, "
    "so that some come twice."
)
_DECAY_EPOCHS_HELP = "Epochs in which the rate falls to a half (as 1 / epochs), or until it falls by a step."
_DECAY_FACTOR_HELP = "What the rate is multiplied by at every step."
_PRECISION_HELP = (
    "Digits of the rows and of the arithmetic on them: float64 has some 16, float32 some 7, which a GPU is "
    "much faster with. Weights are kept in float64 in any case. Changing it starts the run over."
)
_LOCKED_HELP = "It cannot change while training runs: pause first; the run then starts over. "
_WITH_DECAY_EPOCHS, _WITH_DECAY_FACTOR = ("inverse time", "step"), ("step",)
_USUAL, _NO_RULES = SgdConfig(), StopRules()


class MoreSettings(QWidget):
    """Shows part of an `SgdConfig`, and asks for changes of it."""

    changes_requested = Signal(dict)  # of fields of the configuration
    rules_requested = Signal(object)  # StopRules

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config, self._rules = SgdConfig(), StopRules()
        self._make_fields()
        self._lay_out()
        self._connect()
        self.set_running(False)
        self.set_config(SgdConfig())
        self._show_fields(False)

    def open(self, opened: bool) -> None:
        """Show the fields, or hide them."""
        self.button.setChecked(opened)

    def set_config(self, config: SgdConfig) -> None:
        """Show settings without asking for them."""
        fields = (self.seed, self.standardise, self.momentum, self.average, self.sampling, self.precision)
        blockers = [QSignalBlocker(field) for field in (*fields, self.decay_epochs, self.decay_factor)]
        self.seed.setValue(config.seed)
        self.standardise.setChecked(config.standardise)
        self.momentum.setValue(config.momentum)
        self.weight_decay.set_value(config.weight_decay)
        self.average.setValue(-1 if config.average_after is None else config.average_after)
        self.sampling.setCurrentIndex(int(config.with_replacement))
        self.precision.setCurrentText(config.precision)
        self.start.set_start(config.start)
        self.decay_epochs.setValue(config.decay_epochs)
        self.decay_factor.setValue(config.decay_factor)
        self._config = config
        for blocker in blockers:
            blocker.unblock()
        self._form.setRowVisible(self.decay_epochs, config.decay in _WITH_DECAY_EPOCHS)
        self._form.setRowVisible(self.decay_factor, config.decay in _WITH_DECAY_FACTOR)
        self._tell()

    def set_rules(self, rules: StopRules) -> None:
        """Show when the run ends early, without asking for it."""
        self._rules = rules
        self.stops.set_rules(rules)
        self._tell()

    def _tell(self) -> None:
        set_text(self.unusual, unusual_text(self._config, self._rules))
        self.unusual.setVisible(bool(self.unusual.text()))

    def set_running(self, running: bool) -> None:
        """While training runs, what would start it over is locked."""
        locked = _LOCKED_HELP if running else ""
        describe(self.seed, "Seed", locked + _SEED_HELP).setEnabled(not running)
        describe(self.standardise, "Standardise features", locked + _STANDARDISE_HELP)
        self.standardise.setEnabled(not running)
        describe(self.precision, "Precision", locked + _PRECISION_HELP).setEnabled(not running)

    def _make_fields(self) -> None:
        self.button = describe(QToolButton(), "More settings", _MORE_HELP)
        self.button.setText("More setti&ngs")
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unusual = describe(Label(), "What is not as usual", _UNUSUAL_HELP)
        self.unusual.setWordWrap(True)
        self.unusual.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.seed = WholeBox()
        self.seed.setRange(-LARGEST_COUNT, LARGEST_COUNT)
        self.seed.setGroupSeparatorShown(True)
        self.standardise = QCheckBox("St&andardise features")
        self.momentum = describe(decimal_box(0.0, 0.999, 0.1), "Momentum", _MOMENTUM_HELP)
        self.momentum.setSpecialValueText("none")
        self.weight_decay = describe(RateField(zero="none"), "Weight decay", _WEIGHT_DECAY_HELP)
        self.average = describe(WholeBox(), "Averaging of the weights", _AVERAGE_HELP)
        self.average.setRange(-1, LARGEST_COUNT)
        self.average.setPrefix("after epoch ")
        self.average.setSpecialValueText("none")
        self.sampling = describe(QComboBox(), "How rows are drawn", _SAMPLING_HELP)
        self.sampling.addItems(["each once per epoch", "anew for every minibatch"])
        self.sampling.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.precision = QComboBox()
        self.precision.addItems(["float64", "float32"])
        self.precision.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.start = StartFields(self)
        self.stops = StopFields(self)
        self.decay_epochs = describe(decimal_box(0.001, 1e6, 1.0), "Epochs of the decay", _DECAY_EPOCHS_HELP)
        self.decay_factor = describe(decimal_box(0.001, 1.0, 0.1), "Factor of the decay", _DECAY_FACTOR_HELP)
        numbers = (self.seed, self.momentum, self.average, self.decay_epochs, self.decay_factor)
        for field in numbers:
            field.setKeyboardTracking(False)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.setMinimumWidth(80)
        self._calm_wheel = CalmWheel(self)
        start = (self.start.kind, self.start.spread, self.start.seed)
        stops = self.stops.fields
        self._calm_wheel.guard(*numbers, self.weight_decay, self.sampling, self.precision, *start, *stops)

    def _lay_out(self) -> None:
        self._fields = QWidget()
        self._form = form_layout(across=10, down=6)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.addRow("Decay epochs", self.decay_epochs)
        self._form.addRow("Decay factor", self.decay_factor)
        self._form.addRow("Momentum", self.momentum)
        self._form.addRow("Weight decay", self.weight_decay)
        self._form.addRow("Average", self.average)
        self._form.addRow("Rows", self.sampling)
        self._form.addRow("&Seed", self.seed)
        self.start.add_to(self._form)
        self._form.addRow("Precision", self.precision)
        self._form.addRow("", self.standardise)
        self.stops.add_to(self._form)
        self._fields.setLayout(self._form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button)
        layout.addWidget(self.unusual)
        layout.addWidget(self._fields)

    def _connect(self) -> None:
        self.button.toggled.connect(self._show_fields)
        self.seed.valueChanged.connect(lambda value: self._ask(seed=value))
        self.standardise.toggled.connect(lambda on: self._ask(standardise=on))
        self.momentum.valueChanged.connect(lambda value: self._ask(momentum=value))
        self.weight_decay.value_committed.connect(lambda value: self._ask(weight_decay=value))
        self.average.valueChanged.connect(lambda value: self._ask(average_after=None if value < 0 else value))
        self.sampling.currentIndexChanged.connect(lambda index: self._ask(with_replacement=bool(index)))
        self.precision.currentTextChanged.connect(lambda text: self._ask(precision=text))
        self.stops.rules_requested.connect(self.rules_requested)
        self.start.start_requested.connect(lambda start: self._ask(start=start))
        self.decay_epochs.valueChanged.connect(lambda value: self._ask(decay_epochs=value))
        self.decay_factor.valueChanged.connect(lambda value: self._ask(decay_factor=value))

    def _show_fields(self, shown: bool) -> None:
        self._fields.setVisible(shown)
        self.button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    def _ask(self, **changes: Any) -> None:
        self.changes_requested.emit(changes)


def unusual_text(config: SgdConfig, rules: StopRules = _NO_RULES) -> str:
    """Which of these settings are not what a new run has, in one line; empty if all are."""
    parts = []
    if config.decay in _WITH_DECAY_EPOCHS and config.decay_epochs != _USUAL.decay_epochs:
        parts.append(f"decay in {number_text(config.decay_epochs)} epochs")
    if config.decay in _WITH_DECAY_FACTOR and config.decay_factor != _USUAL.decay_factor:
        parts.append(f"decay by {number_text(config.decay_factor)}")
    if config.momentum != _USUAL.momentum:
        parts.append(f"momentum {number_text(config.momentum)}")
    if config.average_after is not None:
        parts.append(f"averaged after {counted(config.average_after, 'epoch')}")
    if config.with_replacement:
        parts.append("rows drawn anew")
    if config.seed != _USUAL.seed:
        parts.append(f"seed {config.seed:,}")
    if not config.standardise:
        parts.append("raw features")
    if config.precision != _USUAL.precision:
        parts.append(config.precision)
    if config.start != _USUAL.start:
        parts.append(start_words(config.start))
    if config.weight_decay:
        parts.append(f"weight decay {number_text(config.weight_decay)}")
    text = ", ".join([*parts, *rules_texts(rules)])
    return f"{text[0].upper()}{text[1:]}" if text else ""


def decimal_box(least: float, most: float, step: float) -> DecimalBox:
    """A field for a number with three decimals."""
    box = DecimalBox()
    box.setDecimals(3)
    box.setRange(least, most)
    box.setSingleStep(step)
    return box
