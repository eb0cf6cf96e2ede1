"""The worker's side of a search: one trial after the other, in short slices, with a mailbox for the news."""

from __future__ import annotations

import time
from functools import partial

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.trial_run import TrialRun, refused
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.tuning.proposing import next_values
from linreg_gui.core.tuning.study import Study, Trial
from linreg_gui.session.job_thread import Mailbox, Stop
from linreg_gui.session.training.loss_history import LossHistory
from linreg_gui.session.training.pace import Pace
from linreg_gui.session.training.run_record import curve_of
from linreg_gui.session.training.training import STATES_KEPT
from linreg_gui.session.training.training_job import TrainingJob, losses_of, start_of

_SLICE_SECONDS = 0.01
_TOLD_SECONDS = 0.05

# The share of the present trial that is done, or what it came to.
News = float | Trial


class TuningJob:
    """To be called in a thread as ``job(mailbox, stop)``; stopped, it goes on where it was at the next call.

    Parameters
    ----------
    analysis : Analysis
        Of the data, some rows of which are held out.
    study : Study
    """

    def __init__(self, analysis: Analysis, study: Study) -> None:
        self.study = study  # with the trials that are in the mailbox
        self._analysis = analysis
        self._run: TrialRun | None = None
        self._slice = 1

    def __call__(self, mailbox: Mailbox[News], stop: Stop) -> None:
        """Make trials until the study is complete, or until asked to stop."""
        told = time.monotonic()
        while not self.study.is_complete and not stop():
            check_wanted()
            run = self._run
            if run is None:
                self._begin(mailbox)
            elif run.ended:
                self._take(run.trial(), mailbox)
            else:
                self._advance(run)
                if time.monotonic() - told >= _TOLD_SECONDS:
                    told = time.monotonic()
                    mailbox.put(run.share)

    def _begin(self, mailbox: Mailbox[News]) -> None:
        values = next_values(self.study)
        config = self.study.config_at(values)
        measure = partial(_validation_loss, Objective.of(self._analysis, config))
        try:
            self._run = TrialRun(self._analysis.data, config, values, measure, self._analysis.moments)
        except ProblemError:
            self._take(refused(values), mailbox)

    def _take(self, trial: Trial, mailbox: Mailbox[News]) -> None:
        self._run = None
        self.study = self.study.with_trial(trial)
        mailbox.put(trial)

    def _advance(self, run: TrialRun) -> None:
        start = time.perf_counter()
        done = run.advance(self._slice)
        seconds = time.perf_counter() - start
        if done == self._slice and seconds < 0.5 * _SLICE_SECONDS:
            self._slice *= 2
        elif seconds > 1.5 * _SLICE_SECONDS:
            self._slice = max(1, self._slice // 2)


def repeated(analysis: Analysis, study: Study, number: int, stop: Stop) -> tuple[Run, Sgd] | Problem | None:
    """The run of a trial with its loss curve, and a copy that keeps some of its states; None if stopped.

    Where it ends otherwise than the trial did, that is told.
    """
    trial = study.trials[number]
    config = study.config_of(trial)
    objective = Objective.of(analysis, config)
    sgd = Sgd.repeat(analysis.data, [(0, config)], known=analysis.moments)
    history = LossHistory()
    history.extend([start_of(objective, sgd)[1]])
    job = TrainingJob(objective, sgd, None, Pace(), Mailbox())
    job(stop)
    check_wanted()
    history.extend(job.points.drain())
    if stop():
        return None
    state = sgd.snapshot(with_rows=False)
    name = study.trial_name(number)
    loss = losses_of(objective, state)[1]
    if (state.step, sgd.diverged) != (trial.step, trial.diverged) or (
        not trial.diverged and loss != trial.loss
    ):
        return Problem(
            f"“{name}” was repeated here and ends with other digits than when it was tried.",
            ProblemKind.OTHER_DIGITS,
        )
    curve = curve_of(history, state.step)
    changes = ((0, config),)
    run = Run(changes, state.step, sgd.diverged, state.weights, state.bias, curve, name=name, data=study.data)
    return run, sgd.branch(state.step, STATES_KEPT)


def _validation_loss(objective: Objective, state: Snapshot) -> float:
    return losses_of(objective, state)[1]
