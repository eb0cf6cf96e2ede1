"""Works out the curve of errors against a setting, in a job that can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.comparing.kept_cross import folds_of
from linreg_gui.core.comparing.setting_curve import CurveSetting, SettingCurve, setting_curve
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document
from linreg_gui.session.job_thread import Jobs, Mailbox, Stop
from linreg_gui.session.progress_job import ProgressJob
from linreg_gui.session.training.training import Training

from .fits import Fits


class Curves(QObject):
    """One curve at a time, of the present model on the present rows."""

    progressed = Signal(float)  # the share that is done
    found = Signal(object)  # SettingCurve
    failed = Signal(object)  # Problem
    ended = Signal()
    forgotten = Signal()  # what was found is of other data

    def __init__(
        self, document: Document, training: Training, fits: Fits, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._training, self._fits = document, training, fits
        self._job = ProgressJob[float](jobs, self._take, self)
        document.table_changed.connect(lambda _: self._forget())

    @property
    def running(self) -> bool:
        """Whether a curve is being worked out."""
        return self._job.running

    def draw(self, setting: CurveSetting, feature: str) -> None:
        """Work out a curve; ``feature`` is the one whose powers are taken."""
        table, analysis = self._document.table, self._training.analysis
        if table is None or analysis is None:
            return
        names = analysis.data.feature_names
        place = names.index(feature) if feature in names else 0
        work = partial(_curve, table, analysis, self._fits.folds, self._training.config, setting, place)
        self._job.start(work, self._on_end)
        self.progressed.emit(0.0)

    def stop(self) -> None:
        """Give it up."""
        self._job.retire()
        self.ended.emit()

    def _forget(self) -> None:
        self._job.retire()
        self.ended.emit()
        self.forgotten.emit()

    def _take(self, shares: Sequence[float]) -> None:
        self.progressed.emit(shares[-1])

    def _on_end(self, outcome: SettingCurve | Problem) -> None:
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
        else:
            self.found.emit(outcome)
        self.ended.emit()


def _curve(
    table: Table,
    analysis: Analysis,
    folds: FoldSettings,
    config: SgdConfig,
    setting: CurveSetting,
    feature: int,
    mailbox: Mailbox[float],
    _stop: Stop,
) -> SettingCurve:
    parts = folds_of(table, analysis.table_rows, folds)
    return setting_curve(analysis.data, setting, parts, config, feature=feature, told=mailbox.put)
