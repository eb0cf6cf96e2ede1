"""What training is doing, in one line of fields that keep their places."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from linreg_gui.core.explaining.run_progress import RunProgress
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_text

from .device_button import DeviceButton

RUNNING = "Running"
_PHASES = ("Ready", RUNNING, "Paused", "Stopping", "Finished", "Diverged", "Looking back")


class StatusLine(QWidget):
    """Phase, step and epoch, examples per second, and what computes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phase = _field("Phase", "What training is doing.", *_PHASES)
        self.progress = _field(
            "Step and epoch",
            "A step is one update with one minibatch; an epoch is one pass over all rows.",
            progress_text(8_888_888, 88.88, 888),
        )
        self.speed = _field(
            "Speed", "How many rows are visited per second while training runs.", "888,888 examples/s"
        )
        self.backend = DeviceButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(18)
        for field in (self.phase, self.progress, self.speed, self.backend):
            layout.addWidget(field)
        self.show_phase(_PHASES[0])

    def show_phase(self, phase: str) -> None:
        """Say what training is doing."""
        _show(self.phase, phase)
        if phase != RUNNING:
            _show(self.speed, "")

    def show_value(self, value: RunProgress) -> None:
        """Say how far training is, and how fast it goes where it does."""
        _show(self.progress, progress_text(value.step, value.epoch, value.epochs))
        _show(self.speed, examples_text(value.examples_per_second) if self.phase.text() == RUNNING else "")

    def show_waiting(self) -> None:
        """What it says stays, as the next is there soon."""

    def clear(self) -> None:
        """There is nothing to train on."""
        _show(self.progress, "")

    def show_backend(self, name: str, reason: str = "") -> None:
        """Say what computes, and why."""
        self.backend.show_device(name, reason)


def progress_text(step: int, epoch: float, epochs: int) -> str:
    """Step and epoch in words."""
    return f"step {step:,} · epoch {epoch:,.2f} of {epochs:,}"


def examples_text(per_second: float) -> str:
    """A number of examples per second, short."""
    if per_second >= 1e9:
        return f"{number_text(per_second / 1e9, 3)} billion examples/s"
    if per_second >= 1e6:
        return f"{number_text(per_second / 1e6, 3)} M examples/s"
    return f"{float(f'{per_second:.3g}'):,.0f} examples/s"


def _field(name: str, help_text: str, *widest: str) -> Label:
    label = describe(Label(), name, help_text)
    label.setAccessibleName("")  # a screen reader then reads the text
    font = tabular(label.font())
    font.setBold(name == "Phase")
    label.setFont(font)
    label.setFixedSize(0, label.fontMetrics().height() + 4)
    for text in widest:
        _reserve(label, text)
    return label


def _show(label: Label, text: str) -> None:
    if text != label.text():
        _reserve(label, text)
        set_text(label, text)


def _reserve(label: Label, text: str) -> None:
    """Make room for the text; room that was made stays, so that nothing beside it jumps."""
    width = label.fontMetrics().horizontalAdvance(text) + 4
    if width > label.width():
        label.setFixedWidth(width)
