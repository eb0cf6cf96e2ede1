"""Help > Devices: what there is to compute on, how fast it is, and how to add a GPU."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.devices.choice import Rates
from linreg_gui.core.devices.state import DeviceState, Host, Stage
from linreg_gui.core.wording import size_text, time_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import Label, set_name, set_text

_WIDTH = 560
_INSTALL = (
    "pip install 'linreg_gui[gpu-cuda13]'  (for drivers from version 580 on)\n"
    "pip install 'linreg_gui[gpu-cuda12]'  (for older ones, from version 525 on)"
)
_HOW_TO = (
    "To compute on a GPU takes an NVIDIA card, its driver, and CuPy, which is installed into the Python of "
    "this program and brings the rest of CUDA along (some 2 GB). An installed program takes it from any "
    "folder of the same version of Python, such as site-packages of a virtual environment:"
)


@always_answers
class DevicesDialog(QDialog):
    """Shows a `DeviceState`; asks for another look, or for a folder with CuPy."""

    detect_requested = Signal()
    folder_requested = Signal()
    folder_dropped = Signal()

    def __init__(self, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Devices")
        self._muted: list[Label] = []
        self.host_name = _text("CPU", f"{host.name}")
        self.host_details = self._small(
            "Cores and memory", f"{host.cores} cores, {size_text(host.memory)} of memory"
        )
        self.host_speed = self._small("Speed of the CPU", "")
        self.gpu_name, self.gpu_details = _text("GPU", ""), self._small("Details of the GPU", "")
        self.gpu_speed = self._small("Speed of the GPU", "")
        self.choice = _text("Choice for the current data", "")
        self.how_to, self.install = self._small("How to add a GPU", _HOW_TO), _text("Commands", _INSTALL)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.again = describe(
            self.buttons.addButton("&Detect Again", QDialogButtonBox.ButtonRole.ActionRole),
            "Detect again",
            "Look for a GPU once more, after a driver or CuPy was installed or another program has ended.",
        )
        self.choose_folder = describe(
            self.buttons.addButton("CuPy &Folder…", QDialogButtonBox.ButtonRole.ActionRole),
            "Folder with CuPy",
            "Name a folder in which CuPy is installed, such as site-packages of another Python.",
        )
        self.drop_folder = describe(
            self.buttons.addButton("F&orget Folder", QDialogButtonBox.ButtonRole.ActionRole),
            "Forget the folder with CuPy",
            "Look for CuPy in the program itself alone.",
        )
        self.folder = self._small("Folder with CuPy", "")
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self.choose_folder.clicked.connect(lambda: self.folder_requested.emit())
        self.drop_folder.clicked.connect(lambda: self.folder_dropped.emit())
        self.again.clicked.connect(lambda: self.detect_requested.emit())
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._restyle()
        self.setMinimumWidth(_WIDTH)

    def show_devices(self, state: DeviceState, choice: str) -> None:
        """Show what is known, and what would be chosen for the data at hand."""
        device = state.device
        set_text(self.gpu_name, device.name if device else _stage_text(state))
        details = [] if state.problem is None or device is None else [state.problem.sentence]
        if device is not None:
            details += [
                f"{size_text(device.memory)} of memory, {size_text(device.free_memory)} were free",
                f"Driver for CUDA {device.driver} · CUDA {device.runtime} · CuPy {device.cupy} · "
                f"compute capability {device.capability}",
            ]
        set_text(self.gpu_details, "\n".join(details))
        set_text(self.host_speed, _speed_text(state.model.cpu))
        gpu = "Preparing it and measuring how fast it is…" if state.stage is Stage.PREPARING else ""
        set_text(self.gpu_speed, gpu or _speed_text(state.model.gpu))
        set_text(self.choice, choice if state.usable else "")
        for label in (self.gpu_details, self.gpu_speed, self.host_speed, self.choice):
            label.setVisible(bool(label.text()))
        for label in (self.how_to, self.install):
            label.setVisible(device is None and state.stage is Stage.READY)
        self.again.setEnabled(state.stage is Stage.READY)
        self._fit()

    def show_folder(self, folder: str) -> None:
        """Say from which folder CuPy may come; an empty text for none."""
        set_text(self.folder, f"CuPy is looked for in {folder}, too." if folder else "")
        self.folder.setVisible(bool(folder))
        self.drop_folder.setVisible(bool(folder))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "buttons"):
            self._restyle()

    def _fit(self) -> None:
        self._column.activate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(14)
        form.addRow("CPU", _stacked(self.host_name, self.host_details, self.host_speed))
        form.addRow("GPU", _stacked(self.gpu_name, self.gpu_details, self.gpu_speed))
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self.choice)
        layout.addWidget(self.how_to)
        layout.addWidget(self.install)
        layout.addWidget(self.folder)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def _small(self, name: str, text: str) -> Label:
        label = _text(name, text)
        self._muted.append(label)
        return label

    def _restyle(self) -> None:
        for label in self._muted:
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
            label.setPalette(palette)


def _stacked(*labels: Label) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    for label in labels:
        column.addWidget(label)
    return column


def _text(name: str, text: str) -> Label:
    label = Label(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_name(label, name)
    return label


def _stage_text(state: DeviceState) -> str:
    if state.problem is not None:
        return state.problem.sentence
    return "Looking for a GPU…"


def _speed_text(rates: Rates | None) -> str:
    """What was measured, in units a person knows."""
    if rates is None:
        return ""
    values = time_text(1000.0 * rates.per_value)
    parts = [f"Measured: {time_text(rates.per_update)} per update and {values} per 1,000 values"]
    if rates.per_launch:
        parts.append(f"{time_text(rates.per_launch)} to start")
    if rates.per_byte:
        parts.append(f"{size_text(1.0 / rates.per_byte)}/s to send data")
    return ", ".join(parts)
