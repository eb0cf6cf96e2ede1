"""The choice of what computes: automatic, the CPU, or the GPU, with the reason where that is not possible."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from linreg_gui.core.devices.choice import DeviceWish
from linreg_gui.core.devices.state import DeviceState

_CHOICES = {
    DeviceWish.AUTO: ("&Automatic", "Let the program choose what is faster for these data."),
    DeviceWish.CPU: ("&CPU", "Compute on the processor, from the next start on."),
    DeviceWish.GPU: ("&GPU", "Compute on the NVIDIA GPU with all digits, from the next start on."),
    DeviceWish.GPU_FLOAT32: (
        "GPU in &float32",
        "Compute on the NVIDIA GPU with half the digits, which is faster; the status bar says how many "
        "are right. Changing it starts the run over.",
    ),
}
_OF_THE_GPU = (DeviceWish.GPU, DeviceWish.GPU_FLOAT32)


class DeviceMenu(QMenu):
    """Asks for a device when a person picks one."""

    device_requested = Signal(object)  # DeviceWish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("&Compute On", parent)
        self.setToolTipsVisible(True)
        group = QActionGroup(self)
        self.choices: dict[DeviceWish, QAction] = {}
        for wish, (text, help_text) in _CHOICES.items():
            action = self.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, wish=wish: self.device_requested.emit(wish))
            group.addAction(action)
            self.choices[wish] = action
            _explain(action, help_text)
        self.show_devices(DeviceState())

    def show_devices(self, state: DeviceState) -> None:
        """Tick the wish; what cannot be chosen says why."""
        self.choices[state.wish].setChecked(True)
        for wish in _OF_THE_GPU:
            action = self.choices[wish]
            action.setEnabled(state.usable)
            _explain(action, _CHOICES[wish][1] if state.usable else state.reason)


def _explain(action: QAction, text: str) -> None:
    action.setToolTip(text)
    action.setStatusTip(text)
    action.setWhatsThis(text)
