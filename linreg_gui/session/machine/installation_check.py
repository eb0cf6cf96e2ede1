"""Runs the self-test in a process of its own, which may fail in any way, and hands over its report."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from linreg_gui.core.installation.check_report import Check, CheckReport, Outcome
from linreg_gui.core.temporary_folder import TemporaryFolder

# The process ends by itself before that.
_LONGEST_MS = 60_000
# A process that waits for a disk may not even be killed.
_KILLING_MS = 500


def self_test_command() -> tuple[str, list[str]]:
    """Program and arguments: the installed program itself, or Python with this package."""
    words = ["--selftest", "--unseen"]
    if getattr(sys, "frozen", False):
        return sys.executable, words
    return sys.executable, ["-m", "linreg_gui", *words]


class InstallationCheck(QObject):
    """One self-test at a time."""

    checked = Signal(object)  # CheckReport

    def __init__(self, parent: QObject | None = None, command: tuple[str, list[str]] | None = None) -> None:
        super().__init__(parent)
        self._command = command or self_test_command()
        self._folder: TemporaryFolder | None = None
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        # Beside other work of the machine it may take longer than alone.
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("LINREG_GUI_SELFTEST_SECONDS", str(_LONGEST_MS // 1000 - 10))
        self._process.setProcessEnvironment(environment)
        self._process.finished.connect(lambda *_: self._on_end())
        self._process.errorOccurred.connect(self._on_error)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LONGEST_MS)
        self._timer.timeout.connect(self._process.kill)

    def start(self) -> None:
        """Begin, unless a check is at work."""
        if self._folder is not None:
            return
        self._folder = TemporaryFolder()
        program, words = self._command
        self._timer.start()
        self._process.start(program, [*words, "--report", str(self._report_path())])

    def close(self) -> None:
        """Stop the check at work, if any; nobody hears of it."""
        self._timer.stop()
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.blockSignals(True)
            self._process.kill()
            self._process.waitForFinished(_KILLING_MS)
            self._process.blockSignals(False)
        self._clean()

    def _report_path(self) -> Path:
        assert self._folder is not None
        return self._folder.path / "report.json"

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_end()

    def _on_end(self) -> None:
        self._timer.stop()
        if self._folder is None:
            return
        said = bytes(self._process.readAll().data()).decode(errors="replace").strip()
        try:
            report = CheckReport.from_json(self._report_path().read_text(encoding="utf-8"))
        except (OSError, ValueError):
            report = self._without_report(said)
        self._clean()
        self.checked.emit(report)

    def _without_report(self, said: str) -> CheckReport:
        status = self._process.exitCode()
        detail = f"The check ended without a report (status {status}). {said[-2000:]}".strip()
        return CheckReport((Check("Self-test", Outcome.FAILED, detail),))

    def _clean(self) -> None:
        if self._folder is not None:
            with contextlib.suppress(OSError):  # on Windows a killed process may still hold its file
                self._folder.close()
            self._folder = None
