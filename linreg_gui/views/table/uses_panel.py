"""Which columns say something of the rows themselves: how much each counts, its name, its group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.texts import Label, set_description, set_text

_WEIGHTS_HELP = (
    "How much each row counts: in the loss, the exact solution, its errors and intervals, and in every "
    "update. The noise of a row has the variance σ²/weight. A row of weight 0 takes no part."
)
_NAMES_HELP = "What a row is called beside its point and where it is pointed at."
_GROUPS_HELP = (
    "By whose values points are coloured, with the exact line of each group: “Colour by” over the fit."
)
_BUTTON_HELP = "Columns that say how much each row counts, what it is called, and which group it is in."
_ALIKE, _FIRST, _NO_GROUPS = "all rows alike", "the first texts", "none"
_SHORTEST, _LONGEST = 8, 16


class UsesPanel(QWidget):
    """Three choices of a column, each of none by default, behind a button that says what is chosen."""

    weights_requested = Signal(object)  # name of a column, None for none
    names_requested = Signal(object)
    group_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weights = _box("Row weights", _WEIGHTS_HELP)
        self.names = _box("Row names", _NAMES_HELP)
        self.groups = _box("Groups", _GROUPS_HELP)
        self._offers = {box: offering(box) for box in (self.weights, self.names, self.groups)}
        self._offered: dict[QComboBox, tuple[str, ...]] = {}
        self._wheel = CalmWheel(self)
        self._wheel.guard(*self._offers)
        self.button = describe(QToolButton(), "Weights, names and groups of rows", _BUTTON_HELP)
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self._unfold)
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows = ("&Weights", self.weights), ("&Row names", self.names), ("&Groups", self.groups)
        for row, (text, box) in enumerate(rows):
            label = Label(text)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self._fields)
        self._unfold(False)
        self.weights.currentIndexChanged.connect(
            lambda: self.weights_requested.emit(self.weights.currentData())
        )
        self.names.currentIndexChanged.connect(lambda: self.names_requested.emit(self.names.currentData()))
        self.groups.currentIndexChanged.connect(lambda: self.group_requested.emit(self.groups.currentData()))
        for box, none in ((self.weights, _ALIKE), (self.names, _FIRST), (self.groups, _NO_GROUPS)):
            self._show(box, none, (), None)

    def show_weights(self, columns: Sequence[str], chosen: str | None) -> None:
        """Offer these columns of numbers."""
        self._show(self.weights, _ALIKE, columns, chosen)

    def show_names(self, columns: Sequence[str], chosen: str | None) -> None:
        """Offer these columns."""
        self._show(self.names, _FIRST, columns, chosen)

    def show_groups(self, columns: Sequence[str], chosen: str | None) -> None:
        """Offer these columns, which make a few groups."""
        self._show(self.groups, _NO_GROUPS, columns, chosen)

    def _show(self, box: QComboBox, none: str, columns: Sequence[str], chosen: str | None) -> None:
        offer, offered = self._offers[box], tuple(columns)
        with QSignalBlocker(box):
            if self._offered.get(box) != offered:
                self._offered[box] = offered
                offer.offer([none, *offered], [None, *offered])
            box.setCurrentIndex(offer.place_of(chosen))
        box.setEnabled(bool(offered))
        self._name_button()

    def _unfold(self, shown: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._fields.setVisible(shown)

    def _name_button(self) -> None:
        """What is chosen stands there while the fields are folded."""
        words = ((self.weights, "weighted by"), (self.names, "named by"), (self.groups, "in groups of"))
        chosen = [
            f"{word} {shortened(box.currentData(), _LONGEST)}" for box, word in words if box.currentData()
        ]
        text = f"Rows {', '.join(chosen)}" if chosen else "Weights, names and groups"
        set_text(self.button, text)
        set_description(self.button, f"{text}. {_BUTTON_HELP}")


def _box(name: str, help_text: str) -> QComboBox:
    box = describe(QComboBox(), name, help_text)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SHORTEST)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box
