"""Wires what there is to compute on: the choice, the status line, the dialog, and a GPU that fails."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import folder_dialog
from linreg_gui.core.devices.choice import ComputeOn
from linreg_gui.core.devices.state import DeviceState, Stage, host
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.solvers.sgd.config import Precision, SgdConfig
from linreg_gui.session.machine.devices import Devices, Tools
from linreg_gui.session.session import Session
from linreg_gui.session.training.training_job import Picture
from linreg_gui.views.dialogs.devices_dialog import DevicesDialog
from linreg_gui.views.window.main_window import MainWindow

_NAMES = {"numpy": "CPU · NumPy + Numba", "cupy": "GPU · CuPy"}


class DevicesWiring(QObject):
    """Between the devices, training and the window."""

    def __init__(self, session: Session, window: MainWindow, tools: Tools | None = None) -> None:
        super().__init__(window)
        self._session = session
        self._training = session.training
        self._window = window
        self.devices = Devices(session.jobs, session.settings, session, tools=tools)
        self._dialog: DevicesDialog | None = None
        self._backend = "numpy"
        self._digits: float | None = None
        self._digits_of: tuple[Analysis, SgdConfig] | None = None
        self._failure: Problem | None = None
        self._training.device_for = self.devices.device_for
        self.devices.changed.connect(lambda _: self._show())
        self.devices.digits_found.connect(self._show_digits)
        self._training.progressed.connect(self._show_picture)
        self._training.config_changed.connect(lambda _: self._check_digits())
        session.analysed.connect(lambda _: self._check_digits())
        menu = window.menus.compute_on
        menu.device_requested.connect(self._choose)
        window.menus.devices.triggered.connect(lambda: self._open_dialog())
        window.status_line.backend.set_choices(menu)
        self._show()

    def start(self) -> None:
        """Look for a GPU now that the window is up."""
        self.devices.look()

    def _choose(self, compute_on: ComputeOn) -> None:
        self.devices.set_compute_on(compute_on)
        precision: Precision = "float32" if compute_on is ComputeOn.GPU_FLOAT32 else "float64"
        self._training.set_config(replace(self._training.config, precision=precision))

    def _check_digits(self) -> None:
        """Find out anew what single precision keeps: it belongs to these data and these settings."""
        analysis, config = self._session.analysis, self._training.config
        if config.precision != "float32" or analysis is None:
            self._digits_of = None
        elif self._digits_of != (analysis, config):
            self._digits_of = (analysis, config)
            self.devices.check_digits(analysis.data, config)
        else:
            return
        self._digits = None
        self._show()

    def _show_picture(self, picture: Picture) -> None:
        if picture.backend != self._backend:
            self._backend = picture.backend
            self._show()
        if picture.failure is not None and picture.failure is not self._failure:
            self._failure = picture.failure
            self._tell_of_failure(picture.failure)

    def _tell_of_failure(self, failure: Problem) -> None:
        again = None
        if failure.kind is not ProblemKind.FEATURES:
            self.devices.report_failure(failure)
            again = ("Detect Again", self.devices.look)
        self._window.message_bar.show_message(failure.sentence, "warning", again)

    def _show_digits(self, digits: float) -> None:
        self._digits = digits if self._digits_of is not None else None
        self._show()

    def _show(self) -> None:
        state, reason = self.devices.state, self._reason()
        self._window.menus.compute_on.show_devices(state)
        self._window.status_line.show_backend(self._name(state), reason)
        if self._dialog is not None:
            self._dialog.show_folder(self.devices.cupy_folder)
            self._dialog.show_devices(state, reason)

    def _name(self, state: DeviceState) -> str:
        """What computes, with the digits of single precision."""
        if state.stage is Stage.PREPARING:
            return "CPU · preparing GPU"
        name = _NAMES[self._backend]
        if self._training.config.precision == "float32":
            digits = "" if self._digits is None else f" · {int(self._digits)} digits"
            return f"{name} · float32{digits}"
        return name

    def _reason(self) -> str:
        """Why it is what it is, once there are data."""
        analysis = self._session.analysis
        if analysis is None or self.devices.state.stage is not Stage.READY:
            return ""
        data = analysis.data
        size, weighted = (data.n_rows, data.n_features), data.row_weights is not None
        return self.devices.choice(*size, self._training.config, weighted=weighted).sentence

    def _open_dialog(self) -> None:
        if self._dialog is None:
            self._dialog = DevicesDialog(host(), self._window)
            self._dialog.detect_requested.connect(self.devices.look)
            self._dialog.folder_requested.connect(self._ask_for_folder)
            self._dialog.folder_dropped.connect(lambda: self.devices.set_cupy_folder(""))
            self._dialog.finished.connect(self._forget)
        self._show()
        self.devices.measure_cpu()
        self._dialog.open()

    def _ask_for_folder(self) -> None:
        if self._dialog is not None:
            title = "The Folder in Which CuPy Is"
            folder_dialog(self._dialog, self._session.settings, title, self.devices.set_cupy_folder)

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
