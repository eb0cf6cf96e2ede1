"""Fields for values that are no numbers to type: a level of a category, and a date."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QSizePolicy, QWidget

_DAY_ZERO = QDate(1970, 1, 1)
_SHORTEST = 6


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

    def set_value(self, value: float | str) -> None:
        """Show a level without telling anyone."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findText(str(value)))
        self._edited = False

    def _tell(self) -> None:
        self._edited = True
        self.value_edited.emit()


class DateField(QDateEdit):
    """A date as days since 1970-01-01; it keeps the part of the day until another date is chosen."""

    value_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setDateRange(QDate(1, 1, 1), QDate(9999, 12, 31))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._value, self._edited = 0.0, False
        self.dateChanged.connect(self._tell)

    @property
    def value(self) -> float:
        """The date in days."""
        return self._value

    @property
    def edited(self) -> bool:
        """Whether a person chose it."""
        return self._edited

    def set_value(self, value: float | str) -> None:
        """Show a date without telling anyone."""
        self._value, self._edited = float(value), False
        with QSignalBlocker(self):
            self.setDate(_DAY_ZERO.addDays(int(self._value // 1.0)))

    def _tell(self, date: QDate) -> None:
        self._value, self._edited = float(_DAY_ZERO.daysTo(date)), True
        self.value_edited.emit()
