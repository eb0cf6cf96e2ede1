"""What is to be seen of the loss surface: over which parameters, in which units, and what besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from linreg_gui.core.explaining.run_on_surface import Parameter, SurfaceWish
from linreg_gui.core.explaining.state import parameter_names
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.texts import Label


class SurfaceBar(QWidget):
    """Keeps the wish, and tells when a person has changed it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wish = SurfaceWish()
        self._offered: tuple[Sequence[str], bool] | None = None
        self._pair = (0, 1)
        self.first_box = _box("Across", "The weight, or the bias, that changes from left to right.")
        self.second_box = _box("Upwards", "The weight, or the bias, that changes from below to above.")
        self._choices = [offering(self.first_box), offering(self.second_box)]
        # Not among the others: the plot has room for it beside its title.
        self.units_box = describe(
            ElidedBox(),
            "Units",
            "Weights and bias in the units of the data, or standardised: each weight times the standard "
            "deviation of its feature, and the prediction at the means. Narrow valleys become bowls.",
        )
        for text in ("data units", "standardised"):
            self.units_box.addItem(text)
        self.others = describe(
            QCheckBox("others at best"),
            "Others at their best",
            "At every point have the other weights and the bias where the loss is least; otherwise they are "
            "what they are in the run, and the contours move with them.",
        )
        self.minibatch = describe(
            QCheckBox("next minibatch"),
            "Next minibatch",
            "Dashed, the contours of the loss over the rows of the next minibatch alone, whose slope decides "
            "the next move; for the squared loss a triangle is where that loss is least.",
        )
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.first_box, self.second_box, self.units_box)
        self._lay_out()
        self.first_box.currentIndexChanged.connect(lambda at: self._choose(at, self._pair[1], at))
        self.second_box.currentIndexChanged.connect(lambda at: self._choose(self._pair[0], at, at))
        self.units_box.currentIndexChanged.connect(lambda at: self._change(standardised=at == 1))
        self.others.toggled.connect(lambda on: self._change(others_at_best=on))
        self.minibatch.toggled.connect(lambda on: self._change(minibatch=on))

    def offer(self, names: Sequence[str], parameters: tuple[int, int]) -> None:
        """The parameters there are, by the names of the features, and the two that are seen."""
        offered = names, self.wish.standardised
        values: list[Parameter] = [*names, None]
        for box, model, at in zip(self._boxes, self._choices, parameters, strict=True):
            box.blockSignals(True)
            if offered != self._offered:
                model.offer(parameter_names(*offered), values)
            box.setCurrentIndex(at)
            box.blockSignals(False)
        self._offered, self._pair = offered, parameters
        self.others.setVisible(len(names) > 1)

    def choose(self, wish: SurfaceWish) -> None:
        """Have another wish; the boxes of the parameters follow with `offer`."""
        if wish == self.wish:
            return
        self.wish = wish
        for control in (self.units_box, self.others, self.minibatch):
            control.blockSignals(True)
        self.units_box.setCurrentIndex(int(wish.standardised))
        self.others.setChecked(wish.others_at_best)
        self.minibatch.setChecked(wish.minibatch)
        for control in (self.units_box, self.others, self.minibatch):
            control.blockSignals(False)
        self.changed.emit()

    @property
    def _boxes(self) -> tuple[QComboBox, QComboBox]:
        return self.first_box, self.second_box

    def _choose(self, first: int, second: int, chosen: int) -> None:
        """Two that would be the same change places."""
        if first == second:
            first, second = (chosen, self._pair[0]) if first != self._pair[0] else (self._pair[1], chosen)
        names = self._offered[0] if self._offered is not None else ()
        self.offer(names, (first, second))
        self._change(parameters=(self.first_box.currentData(), self.second_box.currentData()))

    def _change(self, **choices: object) -> None:
        self.wish = replace(self.wish, **choices)  # type: ignore[arg-type]
        self.changed.emit()

    def _lay_out(self) -> None:
        pair, rest = QHBoxLayout(), QHBoxLayout()
        for text, box in (("Over", self.first_box), ("and", self.second_box)):
            pair.addWidget(Label(text))
            pair.addWidget(box, 1)
        for control in (self.others, self.minibatch):
            rest.addWidget(control)
        rest.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(4)
        for row in (pair, rest):
            row.setSpacing(6)
            layout.addLayout(row)


def _box(name: str, help_text: str) -> QComboBox:
    box = describe(ElidedBox(), name, help_text)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return box
