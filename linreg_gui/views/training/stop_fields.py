"""When a run ends before its last epoch: at a loss, near the exact answer, without progress, after a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QSizePolicy, QWidget

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.whole_box import WholeBox

from .rate_field import RateField

_LOSS_HELP = (
    "End the run after the epoch in which the mean loss over all training rows has come down to this."
)
_DISTANCE_HELP = (
    "End the run after the epoch in which its predictions are as near to the exact ones as this: in per cent "
    "of the spread of the label, as beside the equation."
)
_PATIENCE_HELP = (
    "Early stopping: end the run when the loss over the rows that are held out has had no new least value "
    "for so many epochs, and go back to its best state."
)
_NONE_HELD_OUT = "It needs rows that are held out. "
_SECONDS_HELP = "End the run when it has gone on for so many seconds."
_NONE = "none"


class StopFields(QObject):
    """Four fields of a form, each for one rule, or none."""

    rules_requested = Signal(object)  # StopRules

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rules = StopRules()
        self.loss = describe(RateField(zero=_NONE), "Target loss", _LOSS_HELP)
        self.distance = describe(RateField(zero=_NONE), "Distance from exact, in per cent", _DISTANCE_HELP)
        self.patience = WholeBox()
        self.patience.setRange(0, LARGEST_COUNT)
        self.patience.setSuffix(" epochs")
        self.patience.setSpecialValueText(_NONE)
        self.patience.setGroupSeparatorShown(True)
        self.patience.setKeyboardTracking(False)
        self.seconds = describe(RateField(zero=_NONE), "Seconds", _SECONDS_HELP)
        self.fields: tuple[QWidget, ...] = (self.loss, self.distance, self.patience, self.seconds)
        for field in self.fields:
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.setMinimumWidth(80)
        self.loss.value_committed.connect(lambda value: self._ask(target_loss=value or None))
        self.distance.value_committed.connect(lambda value: self._ask(distance=value / 100.0 or None))
        self.patience.valueChanged.connect(lambda value: self._ask(patience=value or None))
        self.seconds.value_committed.connect(lambda value: self._ask(seconds=value or None))
        self.set_held_out(False)
        self.set_rules(StopRules())

    def add_to(self, form: QFormLayout) -> None:
        """One below the other."""
        form.addRow("Stop at loss", self.loss)
        form.addRow("Stop at % off", self.distance)
        form.addRow("Patience", self.patience)
        form.addRow("Stop after s", self.seconds)

    def set_held_out(self, held_out: bool) -> None:
        """Whether there is a validation loss to be patient with."""
        help_text = _PATIENCE_HELP if held_out else _NONE_HELD_OUT + _PATIENCE_HELP
        describe(self.patience, "Patience", help_text).setEnabled(held_out)

    def set_rules(self, rules: StopRules) -> None:
        """Show rules without asking for them."""
        self._rules = rules
        self.loss.set_value(rules.target_loss or 0.0)
        self.distance.set_value(100.0 * (rules.distance or 0.0))
        self.seconds.set_value(rules.seconds or 0.0)
        with QSignalBlocker(self.patience):
            self.patience.setValue(rules.patience or 0)

    def _ask(self, **changes: Any) -> None:
        rules = replace(self._rules, **changes)
        if rules != self._rules:
            self.rules_requested.emit(rules)


def rules_texts(rules: StopRules) -> list[str]:
    """Each rule in few words."""
    parts = []
    if rules.target_loss is not None:
        parts.append(f"stops at loss {number_text(rules.target_loss)}")
    if rules.distance is not None:
        parts.append(f"stops {number_text(100.0 * rules.distance)} % off")
    if rules.patience is not None:
        parts.append(f"patience {counted(rules.patience, 'epoch')}")
    if rules.seconds is not None:
        parts.append(f"stops after {number_text(rules.seconds)} s")
    return parts
