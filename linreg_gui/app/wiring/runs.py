"""Wires the runs that are kept to their list, to Run from a past moment, and to Pin run."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.first_near import is_every_step
from linreg_gui.core.explaining.run_rows import RunRow, apart_by, near_step, run_row
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_curve import LossCurve, RunCurve
from linreg_gui.core.project.project import Run
from linreg_gui.core.wording import counted
from linreg_gui.session.session import Session
from linreg_gui.session.training.race import Lane
from linreg_gui.session.training.run_record import curve_of
from linreg_gui.session.training.runs import PRESENT
from linreg_gui.session.training.training import Phase
from linreg_gui.views.training.runs_panel import RunsPanel
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.window.main_window import MainWindow

_MESSAGE_MS = 4000
_OTHER_LOSS = "It has another loss than the present run, so that its curve has no place on this axis."
# While it trains, the row of the present run is told anew so often: it is read, not watched.
_LISTED_SECONDS = 0.25
_DRAWN_SECONDS = 0.03
_RACING = "It races: once that is over, it can be opened."
_NOTHING: FloatArray = np.empty(0)


class RunsWiring(QObject):
    """Between the runs of a table and what shows them and asks for them."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._runs, self._training, self._moment = session.runs, session.training, session.moment
        self._panel = window.view(RunsPanel)
        self._listed = self._drawn = 0.0
        self._rows: dict[int, RunRow] = {}
        self._curves: WeakKeyDictionary[Run, LossCurve] = WeakKeyDictionary()
        panel, runs = self._panel, self._runs
        panel.open_requested.connect(runs.open)
        panel.pin_requested.connect(runs.pin)
        panel.show_requested.connect(runs.show)
        panel.rename_requested.connect(runs.rename)
        panel.delete_requested.connect(self._delete)
        actions = window.transport_actions
        actions.pin.triggered.connect(lambda: runs.pin(PRESENT, runs.look is None))
        window.view(TrainingPanel).config_requested.connect(lambda _: self._offer_new_run())
        runs.changed.connect(self._show)
        runs.was_kept.connect(self._tell_kept)
        runs.branched.connect(self._tell_branch)
        chips = window.loss_plot.chips
        chips.show_requested.connect(runs.show)
        chips.open_requested.connect(runs.open)
        chips.unpin_requested.connect(lambda key: runs.pin(key, False))
        self._training.phase_changed.connect(lambda _: self._show())
        self._training.history_changed.connect(lambda _: self._show_now_and_then())
        self._training.config_changed.connect(lambda _: self._show())
        session.not_analysed.connect(lambda _: self._show())
        session.near_steps.found.connect(self._show_rows)
        session.race.changed.connect(self._show)
        session.race.progressed.connect(self._follow_race)
        self._show()

    def _delete(self, key: int) -> None:
        name = self._runs.delete(key)
        if name:
            self._window.message_bar.show_message(
                f"“{name}” was deleted.", "info", ("Undo", self._runs.undelete)
            )

    def _tell_kept(self, name: str) -> None:
        self._window.statusBar().showMessage(f"“{name}” is kept in Runs.", _MESSAGE_MS)

    def _tell_branch(self, step: int, key: int) -> None:
        kept = self._runs.entry(key)
        if kept is None:
            return
        updates = counted(kept.run.step, "update")
        way = f"goes on from step {step:,}" if step else "begins anew"
        sentence = f"“{kept.run.name}”, with its {updates}, is kept. Training {way} as “{self._runs.name}”."
        back = (f"Open “{kept.run.name}”", partial(self._runs.open, key))
        actions = (back,) if step else (("As a New Run", self._run), back)
        self._window.message_bar.show_message(sentence, "info", *actions)

    def _run(self) -> None:
        if self._training.phase is Phase.IDLE:
            self._training.run()

    def _offer_new_run(self) -> None:
        """Other settings were chosen; where the run has come to its end, perhaps for another one."""
        training = self._training
        if not training.ended:
            return
        name, step = self._runs.name, self._moment.end
        if training.finished:
            sentence = f"“{name}” has ended. Run begins another one with these settings, and keeps it."
        else:
            sentence = f"“{name}” had ended: Run goes on from step {step:,} with these settings."
        self._window.message_bar.show_message(sentence, "info", ("As a New Run", self._begin_new_run))

    def _begin_new_run(self) -> None:
        """The one that has ended is drawn beside it."""
        if self._training.phase is Phase.IDLE:
            self._runs.begin_anew()
            self._training.run()

    def _show_now_and_then(self) -> None:
        idle = self._training.phase is Phase.IDLE
        if idle or time.monotonic() - self._listed > _LISTED_SECONDS:
            self._show_rows()

    def _show(self) -> None:
        run = self._session.runs.look is not None
        self._window.transport_actions.show_pinned(run, self._training.available)
        self._show_rows()

    def _show_rows(self) -> None:
        self._listed = time.monotonic()
        present = self._runs.record()
        kept = self._runs.kept
        lanes = {lane: _run_of(lane) for lane in self._session.race.lanes}
        runs = [*(entry.run for entry in kept), *lanes.values()]
        apart = apart_by(runs if present is None else [present, *runs])
        rows = []
        if present is not None:
            near, about = self._near(present)
            words = present, PRESENT, self._runs.name, near
            rows.append(run_row(*words, about=about, apart=apart, present=True))
        for entry in kept:
            same = self._runs.of_these_data(entry)
            near, about = self._near(entry.run) if same else (None, False)
            words = entry.run, entry.key, entry.run.name, near
            rows.append(run_row(*words, about=about, apart=apart, same_data=same))
        for lane, run in lanes.items():
            near, about = self._near(run)
            row = run_row(run, lane.key, lane.name, near, about=about, apart=apart)
            rows.append(replace(row, remark=_RACING))
        self._panel.show_rows(rows)
        self._rows = {row.key: row for row in rows}
        self._show_curves()

    def _follow_race(self) -> None:
        """The curves at display rate, the numbers to be read now and then."""
        now = time.monotonic()
        if now - self._listed > _LISTED_SECONDS:
            self._show_rows()
        elif now - self._drawn > _DRAWN_SECONDS:
            self._show_curves()

    def _show_curves(self) -> None:
        """The pinned runs on these data, in the loss curve and as chips over it."""
        analysis, rows = self._session.analysis, self._rows
        self._drawn = time.monotonic()
        pinned = [entry for entry in self._runs.kept if entry.key in rows]
        curves = []
        for entry in pinned if analysis is not None else ():
            row = rows[entry.key]
            if not row.remark and row.look is not None:
                curve = self._curves.setdefault(entry.run, entry.run.loss_curve)
                alike = entry.run.made[-1][1].loss == self._training.config.loss
                sentence = row.sentence if alike else f"{row.sentence} {_OTHER_LOSS}"
                shown = row.shown and alike
                curves.append(RunCurve(row.key, row.name, row.look, shown, sentence, curve))
        for lane in self._session.race.lanes:
            if lane.key in rows:
                alike = lane.config.loss == self._training.config.loss
                sentence = rows[lane.key].sentence
                curves.append(RunCurve(lane.key, lane.name, lane.look, alike, sentence, lane.curve))
        self._window.loss_plot.show_runs(curves, 1 if analysis is None else analysis.data.n_rows)

    def _near(self, run: Run) -> tuple[int | None, bool]:
        """The first step that is near, and whether there may be one before it."""
        analysis = self._session.analysis
        if analysis is None or not len(run.curve) or not Objective.of(analysis, run.config).is_plain:
            return None, False  # of other losses it is not known without their exact solution
        steps, losses = run.curve[:, 0], run.curve[:, 4]
        recorded = near_step(steps, losses, analysis.exact.half_mse, analysis.label_spread)
        if recorded is None or is_every_step(steps, recorded):
            return recorded, False
        first = self._session.near_steps.of(run, recorded) if run.data else None
        return (recorded, True) if first is None else (first, False)


def _run_of(lane: Lane) -> Run:
    """A run of a race that goes on, as far as it is listed."""
    curve = curve_of(lane.history, lane.step)
    return Run(((0, lane.config),), lane.step, False, _NOTHING, 0.0, curve, look=lane.look, shown=True)
