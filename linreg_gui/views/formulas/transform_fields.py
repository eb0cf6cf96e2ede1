"""Choices that write the formula of a usual transform."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from linreg_gui.core.formulas.transforms import MOST_DEGREE, NewColumn, Transform, transformed
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.texts import Label
from linreg_gui.views.widgets.whole_box import WholeBox

BY_HAND = "Formula of your own"
_LARGEST = 1_000_000
_WIDEST = 170


class TransformFields(QWidget):
    """A kind of transform, a column, and what else it needs; a formula typed by hand is a kind of its own."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_fields()
        self._lay_out()
        for box in (self.kind, self.column, self.other):
            box.currentIndexChanged.connect(self._on_change)
        for field in (self.exponent, self.degree, self.rows):
            field.valueChanged.connect(self._on_change)
        self.centred.toggled.connect(self._on_change)
        self._on_change()

    @property
    def transform(self) -> Transform | None:
        """The kind that is chosen, None for a formula typed by hand."""
        kind = self.kind.currentData()
        return None if kind is None else Transform(kind)

    def show_columns(self, names: Sequence[str]) -> None:
        """Which columns there are to choose from."""
        for box in (self.column, self.other):
            box.clear()
            box.addItems(list(names))

    def choose(self, transform: Transform | None, name: str = "", other: str = "") -> None:
        """Choose a kind, and a column where there is one of that name."""
        for box, text in ((self.column, name), (self.other, other)):
            place = box.findText(text, Qt.MatchFlag.MatchExactly)
            if place >= 0:
                box.setCurrentIndex(place)
        self.kind.setCurrentIndex(0 if transform is None else self.kind.findData(transform.value))

    def columns(self) -> list[NewColumn]:
        """The new columns; none where the formula is typed by hand or there is no column."""
        transform, name = self.transform, self.column.currentText()
        if transform is None or not name:
            return []
        number = {
            Transform.POWER: self.exponent.value(),
            Transform.POLYNOMIAL: self.degree.value(),
            Transform.LAG: self.rows.value(),
        }.get(transform, 0.0)
        other, centred = self.other.currentText(), self.centred.isChecked()
        return transformed(transform, name, other=other, number=number, centred=centred)

    def _make_fields(self) -> None:
        self.kind = describe(QComboBox(), "Transform", "A usual transform, which writes the formula for you.")
        self.kind.addItem(BY_HAND, None)
        for transform in Transform:
            self.kind.addItem(transform.value, transform.value)
        self.column = describe(QComboBox(), "Column", "The column to compute from.")
        self.other = describe(QComboBox(), "Other column", "The column to multiply by.")
        for box in (self.column, self.other):
            box.setMaximumWidth(_WIDEST)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.exponent = describe(DecimalBox(), "Exponent", "The power, such as 0.5 or −1.")
        self.exponent.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.exponent.setRange(-20.0, 20.0)
        self.exponent.setSingleStep(0.5)
        self.exponent.setDecimals(3)
        self.exponent.setValue(2.0)
        self.degree = describe(WholeBox(), "Degree", "The highest power; each from 2 on gives a column.")
        self.degree.setRange(2, MOST_DEGREE)
        self.degree.setValue(3)
        self.rows = describe(WholeBox(), "Rows", "How many rows above; a negative number is below.")
        self.rows.setRange(-_LARGEST, _LARGEST)
        self.rows.setValue(1)
        self.centred = describe(
            QCheckBox("centred"),
            "Centred",
            "Subtract the mean first: the powers then depend far less on the column itself, so that the "
            "weights are easier to find.",
        )

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._pages = {
            None: self._page(),
            Transform.POWER: self._page(_label("e&xponent", self.exponent), self.exponent),
            Transform.PRODUCT: self._page(_label("&by", self.other), self.other),
            Transform.POLYNOMIAL: self._page(_label("de&gree", self.degree), self.degree, self.centred),
            Transform.LAG: self._page(_label("&rows", self.rows), self.rows),
        }
        self._of = _label("o&f", self.column)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.kind)
        layout.addWidget(self._of)
        layout.addWidget(self.column)
        layout.addWidget(self._stack, 1)

    def _page(self, *widgets: QWidget) -> QWidget:
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        self._stack.addWidget(page)
        return page

    def _on_change(self) -> None:
        transform = self.transform
        self._stack.setCurrentWidget(self._pages.get(transform, self._pages[None]))
        for widget in (self._of, self.column):
            widget.setVisible(transform is not None)
        self.changed.emit()


def _label(text: str, buddy: QWidget) -> Label:
    label = Label(text)
    label.setBuddy(buddy)
    return label
