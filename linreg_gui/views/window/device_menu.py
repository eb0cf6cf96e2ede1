"""The choice of what computes: automatic, the CPU, or the GPU, with the reason where that is not possible."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from linreg_gui.core.devices.choice import ComputeOn
from linreg_gui.core.devices.state import DeviceState
from linreg_gui.views.widgets.texts import set_help

_CHOICES = {
    ComputeOn.AUTO: ("&Automatic", "Let the program choose what is faster for these data."),
    ComputeOn.CPU: ("&CPU", "Compute on the processor, from the next start on."),
    ComputeOn.GPU: ("&GPU", "Compute on the NVIDIA GPU with all digits, from the next start on."),
    ComputeOn.GPU_FLOAT32: (
        "GPU in &float32",
        "Compute on the NVIDIA GPU with half the digits, which is faster; the status bar says how many "
        "are right. Changing it starts the run over.",
    ),
}
_OF_THE_GPU = (ComputeOn.GPU, ComputeOn.GPU_FLOAT32)


class DeviceMenu(QMenu):
    """Asks for a device when a person picks one."""

    device_requested = Signal(object)  # ComputeOn

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("&Compute On", parent)
        self.setToolTipsVisible(True)
        group = QActionGroup(self)
        self.choices: dict[ComputeOn, QAction] = {}
        for compute_on, (text, help_text) in _CHOICES.items():
            action = self.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _=False, compute_on=compute_on: self.device_requested.emit(compute_on)
            )
            group.addAction(action)
            self.choices[compute_on] = action
            set_help(action, help_text)
        self.show_devices(DeviceState())

    def show_devices(self, state: DeviceState) -> None:
        """Tick what was chosen; what cannot be chosen says why."""
        self.choices[state.compute_on].setChecked(True)
        for compute_on in _OF_THE_GPU:
            action = self.choices[compute_on]
            action.setEnabled(state.usable)
            set_help(action, _CHOICES[compute_on][1] if state.usable else state.reason)
