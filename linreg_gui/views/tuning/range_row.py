"""One setting that can be searched, as a row of fields, which are laid out by the dialog."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.solvers.sgd.schedule import DECAYS
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.wording import joined
from linreg_gui.views.training.rate_field import RateField
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.texts import Label, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

_HELPS = {
    TunedSetting.RATE: "How far an update goes against the gradient.",
    TunedSetting.BATCH: "Rows that one update looks at.",
    TunedSetting.EPOCHS: "How often every row is visited.",
    TunedSetting.MOMENTUM: "How much of the last step is kept in the next.",
    TunedSetting.WEIGHT_DECAY: "How strongly the weights are drawn towards 0.",
    TunedSetting.DECAY: "How the learning rate falls in the course of a run.",
}
Field = RateField | WholeBox | DecimalBox


class RangeRow(QObject):
    """Shows a range, and tells when it is changed.

    Attributes
    ----------
    searched : QCheckBox
    fields : tuple of QWidget
        The least and the largest value; of a choice there is none.
    widgets : tuple of QWidget
        From left to right.
    """

    changed = Signal()

    def __init__(self, entry: SettingRange, n_rows: int, *, searched: bool) -> None:
        super().__init__()
        self._setting = setting = entry.setting
        self.searched = describe(QCheckBox(), f"Search {setting.value}", _HELPS[setting])
        set_text(self.searched, setting.value.capitalize())
        self.searched.setChecked(searched)
        self.fields: tuple[Field, ...] = ()
        if setting.is_choice:
            words = Label()
            set_text(words, joined(DECAYS, "or"))
            self.widgets: tuple[QWidget, ...] = (self.searched, words)
        else:
            most = min(n_rows, LARGEST_COUNT) if setting is TunedSetting.BATCH else LARGEST_COUNT
            self.fields = tuple(_field(setting, value, most) for value in (entry.low, entry.high))
            for field, end in zip(self.fields, ("Least", "Largest"), strict=True):
                describe(field, f"{end} {setting.value}", _HELPS[setting])
            self.widgets = (self.searched, *self.fields)
        self._entry = entry
        self.searched.toggled.connect(lambda _: self._show())
        for field in self.fields:
            signal = field.value_committed if isinstance(field, RateField) else field.valueChanged
            signal.connect(lambda _: self.changed.emit())
        self._show()

    def range(self) -> SettingRange | None:
        """What is searched; None where it is not. A ValueError where it is no range."""
        if not self.searched.isChecked():
            return None
        if not self.fields:
            return self._entry
        low, high = (float(field.value()) for field in self.fields)
        return SettingRange(self._setting, low, high)

    def _show(self) -> None:
        for widget in self.widgets[1:]:
            widget.setEnabled(self.searched.isChecked())
        self.changed.emit()


def _field(setting: TunedSetting, value: float, most: int) -> Field:
    if setting.is_whole:
        whole = WholeBox()
        whole.setRange(1, most)
        whole.setValue(round(value))
        whole.setKeyboardTracking(False)
        whole.setGroupSeparatorShown(True)
        return whole
    if setting is TunedSetting.MOMENTUM:
        box = DecimalBox()
        box.setRange(0.0, 0.999)
        box.setDecimals(3)
        box.setSingleStep(0.05)
        box.setKeyboardTracking(False)
        box.setValue(value)
        return box
    field = RateField()
    field.set_value(value)
    return field
