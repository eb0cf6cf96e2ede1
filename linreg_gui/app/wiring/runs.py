"""Wires the runs that are kept to their list, to their chips, to Run from a past moment, and to Pin run."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.first_near import is_every_step
from linreg_gui.core.explaining.losses import ListedRun
from linreg_gui.core.explaining.run_rows import RunRow, apart_by, near_step, run_row
from linreg_gui.core.fitting.objective import Objective
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
# While it trains, the row of the present run is told anew so often: it is read, not watched.
_LISTED_SECONDS = 0.25
_RACING = "It races: once that is over, it can be opened."
_NOTHING: FloatArray = np.empty(0)


class RunsWiring(QObject):
    """Between the runs of a table and what shows them and asks for them."""

    listed = Signal()  # what is told of the runs beside the present one

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._runs, self._training, self._moment = session.runs, session.training, session.moment
        self._panel = window.view(RunsPanel)
        self._listed_at = 0.0
        self._rows: dict[int, RunRow] = {}
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
        session.race.progressed.connect(self._show_now_and_then)
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
        at_rest = self._training.phase is Phase.IDLE and not self._session.race.running
        if at_rest or time.monotonic() - self._listed_at > _LISTED_SECONDS:
            self._show_rows()

    def _show(self) -> None:
        run = self._session.runs.look is not None
        self._window.transport_actions.show_pinned(run, self._training.available)
        self._show_rows()

    def _show_rows(self) -> None:
        self._listed_at = time.monotonic()
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
        before, self._rows = self._rows, {row.key: row for row in rows if not row.present}
        if self._rows != before:
            self.listed.emit()

    @property
    def beside(self) -> tuple[ListedRun, ...]:
        """The pinned runs on these data, and those of a race, with their losses until now."""
        rows = self._rows
        kept = [
            ListedRun(rows[entry.key], entry.run.made[-1][1].loss, entry.run.loss_curve)
            for entry in self._runs.kept
            if entry.key in rows and not rows[entry.key].remark
        ]
        lanes = [lane for lane in self._session.race.lanes if lane.key in rows]
        return (*kept, *(ListedRun(rows[lane.key], lane.config.loss, lane.curve) for lane in lanes))

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
