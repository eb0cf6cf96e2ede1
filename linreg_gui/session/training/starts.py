"""Where the next run begins, as a person chooses it in a view. How runs are begun is not known here."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.scaling import Beginning, beginning
from linreg_gui.core.solvers.sgd.start import ChosenStart, Start

from .training import Training


class Starts(QObject):
    """The start of the next run as weights and bias in raw units; it is one of the settings of training."""

    chosen = Signal()
    taken_back = Signal()
    problem_found = Signal(object)  # Problem: why none begins there

    def __init__(self, training: Training, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._before: Start | None = None  # the one that was chosen last

    @property
    def next(self) -> Beginning | None:
        """Where the next run begins; None without data."""
        analysis = self._training.analysis
        return None if analysis is None else beginning(self._training.config, analysis.moments, analysis.data)

    @property
    def waiting(self) -> Beginning | None:
        """Where the next run begins, if that is elsewhere than where this one began."""
        run = self._training.replay()
        elsewhere = run is not None and run[1].changes[0][1].start != self._training.config.start
        return self.next if elsewhere else None

    def go_back(self) -> None:
        """Begin where runs began before another start was chosen."""
        if self._before is not None:
            before, self._before = self._before, None
            self._training.set_config(replace(self._training.config, start=before))
            self.taken_back.emit()

    def choose(self, weights: FloatArray, bias: float) -> None:
        """Begin the next run there; one that has not made an update begins there at once."""
        before, analysis = self._training.config, self._training.analysis
        config = replace(before, start=ChosenStart(tuple(map(float, weights)), float(bias)))
        if analysis is None or config == before:
            return
        try:
            beginning(config, analysis.moments, analysis.data)
        except ProblemError as error:
            self.problem_found.emit(error.problem)
            return
        self._before = before.start
        self._training.set_config(config)
        self.chosen.emit()
