"""One run of a race as a row of fields, which are laid out by the dialog."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QToolButton, QWidget

from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import Label, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .race_field import race_field
from .rate_field import RateField

_RATE_HELP = "How far an update of this run goes against the gradient."
_BATCH_HELP = "Rows in each minibatch of this run."
_STANDARDISE_HELP = "Train this run on features with mean 0 and standard deviation 1."
_REMOVE_HELP = "Take this run out of the race."


class RaceRow(QObject):
    """Shows settings, and tells when one of them is changed.

    Attributes
    ----------
    widgets : tuple of QWidget
        From left to right.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, config: SgdConfig, n_rows: int, also: str | None = None) -> None:
        """``also`` is another setting that has a field, see `race_field`."""
        super().__init__()
        self._config = config
        self.rate = RateField()
        self.rate.set_value(config.learning_rate)
        self.batch_size = WholeBox()
        self.batch_size.setRange(1, n_rows)
        self.batch_size.setValue(config.batch_size)
        self.batch_size.setKeyboardTracking(False)
        self.standardise = QCheckBox("standardised")
        self.standardise.setChecked(config.standardise)
        self.loss = Label()
        set_text(self.loss, config.loss.name)
        self.also = None if also is None else race_field(also, config)
        self.remove = QToolButton()
        set_text(self.remove, "Remove")
        self.remove.setAutoRaise(True)
        self.widgets: tuple[QWidget, ...] = (
            self.rate,
            self.batch_size,
            self.standardise,
            self.loss,
            *(() if self.also is None else (self.also.widget,)),
            self.remove,
        )
        self.rate.value_committed.connect(lambda _: self.changed.emit())
        self.batch_size.valueChanged.connect(lambda _: self.changed.emit())
        self.standardise.toggled.connect(lambda _: self.changed.emit())
        if self.also is not None:
            self.also.changed.connect(lambda _: self.changed.emit())
        self.remove.clicked.connect(lambda: self.removed.emit())

    def config(self) -> SgdConfig:
        """The settings that are shown."""
        also = {} if self.also is None else {self.also.name: self.also.value()}
        return replace(
            self._config,
            **also,
            learning_rate=self.rate.value(),
            batch_size=self.batch_size.value(),
            standardise=self.standardise.isChecked(),
        )

    def set_number(self, number: int, *, removable: bool) -> None:
        """Which run it is, and whether it can be done without."""
        run = f"run {number}"
        describe(self.rate, f"Learning rate of {run}", _RATE_HELP)
        describe(self.batch_size, f"Batch size of {run}", _BATCH_HELP)
        describe(self.standardise, f"Standardise the features of {run}", _STANDARDISE_HELP)
        if self.also is not None:
            describe(self.also.widget, f"{self.also.title} of {run}", self.also.help_text)
        describe(self.remove, f"Remove {run}", _REMOVE_HELP).setEnabled(removable)
