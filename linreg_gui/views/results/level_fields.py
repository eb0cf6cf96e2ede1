"""Fields for values that are no numbers to type: a level of a category, and a date."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QDateTime, QSignalBlocker, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QSizePolicy, QWidget

from linreg_gui.core.cells.dates import FIRST_DAY, LAST_DAY

_A_DAY = 86_400_000  # milliseconds
_FORMS = ((_A_DAY, "yyyy-MM-dd"), (1000, "yyyy-MM-dd HH:mm:ss"), (1, "yyyy-MM-dd HH:mm:ss.zzz"))
_SHORTEST = 6


def date_text(days: float) -> str:
    """Days since 1970-01-01 as a date, with a time of day where there is one."""
    moment, form = _shown_as(days)
    return QDateTime.fromMSecsSinceEpoch(moment, QTimeZone.utc()).toString(form)


def _shown_as(days: float) -> tuple[int, str]:
    inside = min(max(days, FIRST_DAY), LAST_DAY) if days == days else 0.0
    moment = round(inside * _A_DAY)
    return moment, next(form for unit, form in _FORMS if moment % unit == 0)


class LevelField(QComboBox):
    """A choice of one level."""

    value_edited = Signal()

    def __init__(self, levels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItems(list(levels))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._edited = False
        self.currentIndexChanged.connect(self._tell)

    @property
    def value(self) -> str:
        """The level."""
        return self.currentText()

    @property
    def edited(self) -> bool:
        """Whether a person chose it."""
        return self._edited

    def set_value(self, value: float | str, *, typed: bool = False) -> None:
        """Show a level without telling anyone; ``typed``: as if a person had chosen it."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findText(str(value)))
        self._edited = typed

    def _tell(self) -> None:
        self._edited = True
        self.value_edited.emit()


class DateField(QDateTimeEdit):
    """A date as days since 1970-01-01; with a time of day where the value has one."""

    value_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTimeZone(QTimeZone.utc())
        self.setCalendarPopup(True)
        self.setDateRange(QDate(1, 1, 1), QDate(9999, 12, 31))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._value, self._edited = 0.0, False
        self.dateTimeChanged.connect(self._tell)

    @property
    def value(self) -> float:
        """The date in days."""
        return self._value

    @property
    def edited(self) -> bool:
        """Whether a person chose it."""
        return self._edited

    def set_value(self, value: float | str, *, typed: bool = False) -> None:
        """Show a date without telling anyone; what is shown, to the millisecond, is the value.

        ``typed``: as if a person had.
        """
        moment, form = _shown_as(float(value))
        self._edited = typed
        with QSignalBlocker(self):
            self.setDisplayFormat(form)
            self.setDateTime(QDateTime.fromMSecsSinceEpoch(moment, QTimeZone.utc()))
        self._value = self._shown()

    def _shown(self) -> float:
        return self.dateTime().toMSecsSinceEpoch() / _A_DAY

    def _tell(self) -> None:
        self._value, self._edited = self._shown(), True
        self.value_edited.emit()
