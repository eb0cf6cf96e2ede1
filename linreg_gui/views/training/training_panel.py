"""The settings of minibatch SGD."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.dialog_parts import form_layout
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_text, set_tip
from linreg_gui.views.widgets.whole_box import WholeBox

from .loss_field import LossField
from .more_settings import MoreSettings
from .rate_advice import RateAdvice, updates_words
from .rate_field import RateField
from .rate_ruler import RateRuler

_MOST_HELD_OUT = 90  # per cent
DECAY_TEXTS = (
    ("constant", "stays constant"),
    ("cosine", "falls to 0 along a cosine"),
    ("inverse time", "falls as 1 / epochs"),
    ("step", "falls in steps"),
)
_RATE_HELP = "How far an update goes against the gradient. Arrow keys take it through 1, 2, 5, 10, …"
_HOLDOUT_HELP = (
    "Rows that training does not see, chosen at random: how well it does on them tells how well it would do "
    "on new data. Changing it starts the run over."
)
_SUGGESTED, _CHOSEN = "Suggested for these data", "Chosen by you"
_ORIGIN_HELP = (
    "Learning rate, decay, batch size and epochs are suggested, and follow the data, until you change one of "
    "them. What you have chosen is not changed by the program; Suggest takes up the suggestion again."
)
_SOLUTION_HELP = "How the weights with the least mean loss were found, and whether others do as well."
_LOCKED_HELP = "It cannot change while training runs: pause first; the run then starts over. "


class TrainingPanel(QWidget):
    """Shows an `SgdConfig` and asks for another when a person commits a change."""

    config_requested = Signal(object)  # SgdConfig
    holdout_requested = Signal(float)  # share of the rows
    rules_requested = Signal(object)  # StopRules
    suggest_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._config = SgdConfig()
        self._limits: LearningRateLimits | None = None
        self._standardised: LearningRateLimits | None = None
        self._limits_remark = ""
        self._make_fields()
        self._lay_out()
        self._connect()
        self.set_running(False)
        self.set_config(self._config)

    def config(self) -> SgdConfig:
        """The settings that are shown."""
        return self._config

    def set_config(self, config: SgdConfig) -> None:
        """Show settings without asking for them."""
        self._config = config
        fields: tuple[QWidget, ...] = (
            self.decay,
            self.batch_size,
            self.epochs,
        )
        blockers = [QSignalBlocker(field) for field in fields]
        self.learning_rate.set_value(config.learning_rate)
        self.ruler.set_rate(config.learning_rate)
        self.decay.setCurrentIndex(self.decay.findData(config.decay))
        self.batch_size.setValue(config.batch_size)
        self.epochs.setValue(config.epochs)
        self.loss.set_loss(config.loss)
        self.more.set_config(config)
        for blocker in blockers:
            blocker.unblock()
        self._show_hint()

    def show_origin(self, suggested: bool | None) -> None:
        """Say whether the settings are those that were suggested; None where there is nothing to train on."""
        self.origin.setText("" if suggested is None else _SUGGESTED if suggested else _CHOSEN)

    def wished_height(self) -> int:
        """What the form needs."""
        return self._content.sizeHint().height()

    def set_n_rows(self, n_rows: int) -> None:
        """A minibatch cannot have more rows than the data; 0 while there are none."""
        if not n_rows:
            self.batch_size.setSuffix("")
            return
        most = min(n_rows, LARGEST_COUNT)
        with QSignalBlocker(self.batch_size):
            self.batch_size.setMaximum(most)
            self.batch_size.setSuffix(f" of {counted(most, 'row')}")
        self.set_config(replace(self._config, batch_size=min(self._config.batch_size, most)))

    def set_holdout(self, share: float) -> None:
        """Show the share of rows that is held out, without asking for it."""
        with QSignalBlocker(self.holdout):
            self.holdout.setValue(round(100.0 * share))
        self.more.stops.set_held_out(share > 0.0)

    def show_limits(
        self,
        limits: LearningRateLimits | None,
        standardised: LearningRateLimits | None = None,
        remark: str = "",
    ) -> None:
        """Say how large the learning rate may be; None when there are no data, or the loss sets no limit.

        ``standardised`` are the limits for standardised features, where these are not, but could be. The
        remark is on a loss that is not the squared one.
        """
        self._limits, self._standardised, self._limits_remark = limits, standardised, remark
        self.ruler.show_limits(limits)
        self._show_hint()

    def show_solution(self, sentence: str) -> None:
        """Say what there is to be said of the exact solution for the loss; empty for nothing."""
        set_text(self.solution, sentence)
        self.solution.setVisible(bool(sentence))

    def set_running(self, running: bool) -> None:
        """While training runs, what would start it over is locked."""
        locked = _LOCKED_HELP if running else ""
        self.loss.set_running(running)
        self.more.set_running(running)
        self.advice.set_running(running)
        describe(self.holdout, "Held-out rows", locked + _HOLDOUT_HELP).setEnabled(not running)

    def _make_fields(self) -> None:
        self.learning_rate = describe(RateField(), "Learning rate", _RATE_HELP)
        self.suggest = describe(
            QPushButton("Su&ggest"), "Suggest settings", "Use settings that end close to the exact solution."
        )
        self.origin = describe(Label(), "Where the settings come from", _ORIGIN_HELP)
        self.ruler = RateRuler()
        self.hint = HintLabel()
        self.advice = RateAdvice()
        self.decay = describe(
            QComboBox(),
            "Decay of the learning rate",
            "A learning rate that falls to 0 lets the noise of the minibatches die out at the end.",
        )
        for value, text in DECAY_TEXTS:
            self.decay.addItem(text, value)
        self.decay.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        rows = _spin_box(1, LARGEST_COUNT)
        self.batch_size = describe(rows, "Batch size", "Rows that one update looks at.")
        self.epochs = describe(_spin_box(1, LARGEST_COUNT), "Epochs", "How often every row is visited.")
        self.loss = LossField()
        self.solution = describe(Label(), "Exact solution for this loss", _SOLUTION_HELP)
        self.solution.setWordWrap(True)
        self.solution.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.solution.hide()
        self.more = MoreSettings()
        self.holdout = _spin_box(0, _MOST_HELD_OUT)
        self.holdout.setSuffix(" % of the rows")
        self.holdout.setSpecialValueText("no rows")
        self._calm_wheel = CalmWheel(self)
        fields = (self.learning_rate, self.ruler, self.decay, self.batch_size, self.epochs, self.holdout)
        self._calm_wheel.guard(*fields, self.loss.kind, self.loss.threshold)

    def _lay_out(self) -> None:
        rate = QHBoxLayout()
        rate.setSpacing(6)
        rate.addWidget(self.learning_rate, 1)
        rate.addWidget(self.suggest)
        form = form_layout(across=10, down=6)
        form.addRow("", self.origin)
        form.addRow("Learning &rate", rate)
        form.addRow(self.ruler)
        form.addRow(self.hint)
        form.addRow(self.advice)
        form.addRow("Deca&y", self.decay)
        form.addRow("&Batch size", self.batch_size)
        form.addRow("Epo&chs", self.epochs)
        form.addRow("Loss", self.loss)
        form.addRow(self.solution)
        form.addRow("Hold o&ut", self.holdout)
        form.labelForField(rate).setBuddy(self.learning_rate)  # type: ignore[attr-defined]
        self._content = QWidget()
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.more)
        layout.addStretch(1)
        # All settings are higher than a dock may be.
        self._area = QScrollArea()
        self._area.setWidget(self._content)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(self._content.minimumSizeHint().width() + beside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._area)
        self.setFocusProxy(self.learning_rate)

    def _connect(self) -> None:
        self.learning_rate.value_committed.connect(lambda value: self._ask(learning_rate=value))
        for marks in (self.ruler, self.advice):
            marks.rate_requested.connect(self._take_rate)
        self.advice.standardise_requested.connect(lambda: self._ask(standardise=True))
        self.learning_rate.text_refused.connect(self._refuse)
        self.decay.currentIndexChanged.connect(lambda: self._ask(decay=self.decay.currentData()))
        self.batch_size.valueChanged.connect(lambda value: self._ask(batch_size=value))
        self.epochs.valueChanged.connect(lambda value: self._ask(epochs=value))
        self.loss.loss_requested.connect(lambda loss: self._ask(loss=loss))
        self.loss.threshold.text_refused.connect(
            lambda text: self.hint.show_hint(f"“{text}” is not a positive number; δ stays as it was.", True)
        )
        self.more.rules_requested.connect(self.rules_requested)
        self.more.changes_requested.connect(lambda changes: self._ask(**changes))
        self.holdout.valueChanged.connect(lambda value: self.holdout_requested.emit(value / 100.0))
        self.suggest.clicked.connect(lambda: self.suggest_requested.emit())

    def _take_rate(self, rate: float) -> None:
        self.learning_rate.set_value(rate)
        self._ask(learning_rate=rate)

    def _ask(self, **changes: Any) -> None:
        config = replace(self._config, **changes)
        if config != self._config:
            self._config = config
            self.more.set_config(config)
            self.ruler.set_rate(config.learning_rate)
            self._show_hint()
            self.config_requested.emit(config)

    def _refuse(self, text: str) -> None:
        self.hint.show_hint(f"“{text}” is not a positive number; the learning rate stays as it was.", True)

    def _show_hint(self) -> None:
        self.advice.show_limits(self._limits, self._config.learning_rate, self._standardised)
        if self._limits is None:
            self.hint.show_hint(self._limits_remark)
            set_tip(self.hint, self._limits_remark)
            return
        limit = number_text(self._limits.stable_limit, 3)
        above = self._config.learning_rate > self._limits.stable_limit
        if above and not self._limits_remark:
            self.hint.show_hint(f"Too large: training diverges above {limit}.", True)
        elif above:
            self.hint.show_hint(f"Sure to settle only up to {limit}. {self._limits_remark}", True)
        else:
            safe, size = number_text(self._limits.safe_rate, 2), f"{self._config.batch_size:,}"
            self.hint.show_hint(
                f"Largest stable learning rate: {limit}\nSafe with minibatches of {size}: {safe}"
            )
        set_tip(self.hint, f"{_limits_in_words(self._limits)} {self._limits_remark}".rstrip())


def _spin_box(least: int, most: int) -> WholeBox:
    """A field for whole numbers that tells of a number when it is entered, not of every digit."""
    box = WholeBox()
    box.setRange(least, most)
    box.setKeyboardTracking(False)
    box.setGroupSeparatorShown(True)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMinimumWidth(80)
    return box


def _limits_in_words(limits: LearningRateLimits) -> str:
    pace = ""
    if limits.updates_per_factor_of_ten < math.inf:
        count = updates_words(limits.updates_per_factor_of_ten)
        pace = f" At this rate the slowest part of the distance falls to a tenth in {count}."
    rates = (limits.stable_limit, limits.best_rate, limits.safe_rate, limits.mean_square_limit)
    stable, best, safe, mean = (number_text(rate, 4) for rate in rates)
    return (
        f"Gradient descent on all rows at once diverges above 2/λmax = {stable} and is "
        f"fastest at 2/(λmax + λmin) = {best}. Minibatches of this size are sure to settle "
        f"down up to {safe}; drawn anew, they come nearer on the average up to {mean}, beyond which single "
        f"runs may still survive. λmax and λmin are the largest and smallest curvature of the "
        f"mean loss.{pace}"
    )
