"""The row below the noise plot in which place and scale of a noise are typed, and what follows is told."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.explaining.noise_lab import Proof, is_curve
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.texts import Label, set_description, set_text, set_tip

_DIGITS = 6
_FIELD_WIDTH = 104

Curve = tuple[float, float]  # place and scale


class NoiseLabBar(QWidget):
    """Two numbers, a way back to the most likely ones, and the proof."""

    curve_typed = Signal(object)  # Curve
    best_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Curve | None = None
        self.place = describe(
            NumberField(), "Place of the noise", "Where the curve has its middle, in units of the label."
        )
        self.scale = describe(
            NumberField(), "Width of the noise", "How wide the curve is, in units of the label; positive."
        )
        self._names = Label("μ"), Label("σ")
        self.best = describe(
            QPushButton("Most likely"),
            "Most likely noise",
            "Move the curve back to where the residuals are the most likely ones.",
        )
        self.best.clicked.connect(self.best_requested)
        row = QHBoxLayout()
        for name, field in zip(self._names, (self.place, self.scale), strict=True):
            name.setBuddy(field)
            field.setMaximumWidth(_FIELD_WIDTH)
            field.editingFinished.connect(self._tell)
            row.addWidget(name)
            row.addSpacing(4)
            row.addWidget(field, 1)
            row.addSpacing(4)
        row.addWidget(self.best)
        row.addStretch(1)
        self.proof = Label()
        font = style.tabular(self.font())
        font.setPointSizeF(0.9 * font.pointSizeF())
        self.proof.setFont(font)
        self.proof.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.proof)

    def show_curve(self, curve: Curve, names: tuple[str, str], proof: Proof) -> None:
        """Both numbers by their names, and why likelihood and loss go together."""
        for label, name in zip(self._names, names, strict=True):
            set_text(label, name)
        typing = any(field.hasFocus() and field.edited for field in (self.place, self.scale))
        if not typing:
            self._write(curve)
        self._shown = curve
        self._enable(True)
        set_text(self.proof, "\n".join(proof.lines))
        set_tip(self.proof, proof.meaning)
        set_description(self.proof, proof.meaning)

    def show_sentence(self, text: str) -> None:
        """There is no noise to be moved."""
        self._enable(False)
        set_text(self.proof, text)

    def _write(self, curve: Curve) -> None:
        for field, value in zip((self.place, self.scale), curve, strict=True):
            field.set_value(float(f"{value:.{_DIGITS}g}"))

    def _enable(self, enabled: bool) -> None:
        for control in (self.place, self.scale, self.best):
            control.setEnabled(enabled)

    def _tell(self) -> None:
        """A number that is none, or a width that is not positive, brings back the one before."""
        place, scale = self.place.value, self.scale.value
        edited = self.place.edited or self.scale.edited
        if edited and place is not None and scale is not None and is_curve(place, scale):
            self.place.set_value(place)
            self.scale.set_value(scale)
            self.curve_typed.emit((place, scale))
        elif edited and self._shown is not None:
            self._write(self._shown)
