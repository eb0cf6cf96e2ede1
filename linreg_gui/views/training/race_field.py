"""The field of a setting that a race can vary besides those that every row shows; the dialog lays it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QComboBox, QWidget

from linreg_gui.core.solvers.sgd.config import SgdConfig

from .more_settings import decimal_box
from .rate_field import RateField
from .training_panel import DECAY_TEXTS

# By the names of the settings: what is above the fields, and what one is for.
ALSO: Mapping[str, tuple[str, str]] = {
    "momentum": ("Momentum", "How much of the last step of this run is kept in the next."),
    "decay": ("Decay", "How the learning rate of this run falls."),
    "weight_decay": ("Weight decay", "How strongly the weights of this run are drawn towards 0."),
}


@dataclass(frozen=True, eq=False)
class AlsoField:
    """A field for one setting: its widget, what is in it, and the signal that tells of another value."""

    name: str
    widget: QWidget
    value: Callable[[], Any]
    changed: SignalInstance

    @property
    def title(self) -> str:
        """What the setting is called."""
        return ALSO[self.name][0]

    @property
    def help_text(self) -> str:
        """What it is for."""
        return ALSO[self.name][1]


def race_field(name: str, config: SgdConfig) -> AlsoField:
    """The field of one of the settings in `ALSO`."""
    if name == "momentum":
        box = decimal_box(0.0, 0.999, 0.1)
        box.setKeyboardTracking(False)
        box.setSpecialValueText("none")
        box.setValue(config.momentum)
        shown = box.value()  # may have fewer digits
        return AlsoField(
            name, box, lambda: config.momentum if box.value() == shown else box.value(), box.valueChanged
        )
    if name == "weight_decay":
        field = RateField(zero="none")
        field.set_value(config.weight_decay)
        return AlsoField(name, field, field.value, field.value_committed)
    choice = QComboBox()
    for value, text in DECAY_TEXTS:
        choice.addItem(text, value)
    choice.setCurrentIndex(choice.findData(config.decay))
    return AlsoField(name, choice, choice.currentData, choice.currentIndexChanged)
