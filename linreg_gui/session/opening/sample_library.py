"""Looks through the bundled datasets in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.installation.sample_details import SampleDetails, sample_details
from linreg_gui.core.problem import Problem
from linreg_gui.session.job_thread import Jobs


class SampleLibrary(QObject):
    """Reads the bundled datasets once, the first time somebody asks."""

    described = Signal(object)  # list of SampleDetails

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._details: list[SampleDetails] | None = None

    def describe(self) -> None:
        """Say what there is, now or as soon as it is read."""
        if self._details is not None:
            self.described.emit(self._details)
        else:
            self._jobs.start(lambda _: [sample_details(sample) for sample in samples()], self._on_details)

    def _on_details(self, outcome: list[SampleDetails] | Problem) -> None:
        if not isinstance(outcome, Problem):
            self._details = outcome
            self.described.emit(outcome)
