"""Wires settings, transport, speed and the status line to training."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import usual_threshold
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.table.table import Table
from linreg_gui.session.session import Session
from linreg_gui.session.training.training import Phase
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.status_line import RUNNING


class TrainingWiring(QObject):
    """Between training and its controls."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._training, self._moment = session.training, session.moment
        self._window = window
        self._told: Problem | None = None  # why there is no exact solution
        self._connect_transport()
        self._connect_panel()
        session.analysed.connect(self._show_analysis)
        session.not_analysed.connect(lambda _: self._show_no_analysis())
        session.run_reset.connect(self._offer_run)
        self._training.phase_changed.connect(self._show_phase)
        self._moment.changed.connect(self._follow_moment)
        self._training.diverged.connect(self._offer_safe_rate)
        self._show_phase()

    def _connect_transport(self) -> None:
        training, actions = self._training, self._window.transport_actions
        actions.run.triggered.connect(lambda: self._run_or_pause())
        actions.step.triggered.connect(lambda: self._step(1))
        actions.step_ten.triggered.connect(lambda: self._step(10))
        actions.step_back.triggered.connect(lambda: self._step(-1))
        for action in (actions.run_to_end, actions.reset):
            action.triggered.connect(lambda: self._window.message_bar.clear())
        actions.run_to_end.triggered.connect(lambda: training.run_to_end())
        actions.reset.triggered.connect(lambda: training.reset())

    def _connect_panel(self) -> None:
        training, panel = self._training, self._window.view(TrainingPanel)
        panel.config_requested.connect(training.set_config)
        panel.holdout_requested.connect(self._hold_out)
        self._session.table_changed.connect(self._show_table)
        panel.suggest_requested.connect(training.suggest)
        self._window.menus.suggest.triggered.connect(lambda: training.suggest())
        training.config_changed.connect(self._show_config)
        training.objective_changed.connect(self._show_objective)
        panel.rules_requested.connect(training.set_rules)
        training.rules_changed.connect(panel.more.set_rules)
        training.stopped.connect(self._window.message_bar.show_message)
        speed = self._window.transport_bar.speed
        speed.speed_requested.connect(training.set_speed)
        training.speed_changed.connect(speed.set_speed)

    def _hold_out(self, share: float) -> None:
        table = self._session.document.table
        if table is not None:
            self._session.document.change_recipe("Hold out rows", replace(table.recipe, holdout=share))

    def _show_table(self, table: Table | None) -> None:
        self._window.view(TrainingPanel).set_holdout(0.0 if table is None else table.recipe.holdout)

    def _step(self, updates: int) -> None:
        """At the end that many updates are made, or one is taken back; before it they are looked at."""
        if not self._moment.is_live:
            self._moment.look_by(updates)
        elif updates > 0:
            self._training.step(updates)
        else:
            self._training.step_back()

    def _run_or_pause(self) -> None:
        if self._training.phase is Phase.IDLE:
            self._window.message_bar.clear()
            if self._moment.is_live:
                self._training.run()
            else:
                self._session.runs.branch(self._moment.step, self._moment.picture)
        else:
            self._training.pause()

    def _show_analysis(self, analysis: Analysis) -> None:
        panel = self._window.view(TrainingPanel)
        panel.set_n_rows(analysis.data.n_rows)
        panel.loss.offer_threshold(usual_threshold(analysis.exact.half_mse))

    def _show_no_analysis(self) -> None:
        self._window.view(TrainingPanel).show_limits(None)
        self._window.view(TrainingPanel).show_solution("")
        self._window.view(TrainingPanel).set_n_rows(0)

    def _show_config(self, config: SgdConfig) -> None:
        self._window.view(TrainingPanel).set_config(config)
        available = self._session.analysis is not None
        self._window.view(TrainingPanel).show_origin(self._training.suggested if available else None)
        self._show_limits()

    def _show_objective(self, objective: Objective) -> None:
        """What there is to be said of the exact solution for this loss."""
        told = "" if objective.is_plain else objective.several if objective.exact else objective.explanation
        self._window.view(TrainingPanel).show_solution(told)
        self._show_limits()
        if objective.problem is not None and objective.problem is not self._told:
            self._window.message_bar.add_message(objective.explanation, "warning")
        self._told = objective.problem

    def _show_limits(self) -> None:
        objective = self._training.objective
        if self._session.analysis is not None and objective is not None:
            config, limits = self._training.config, objective.limits
            standardised = None if config.standardise else limits(replace(config, standardise=True))
            panel = self._window.view(TrainingPanel)
            panel.show_limits(limits(config), standardised, objective.limits_remark)

    def _follow_moment(self) -> None:
        """Told with every picture; the buttons change where it leaves the start or the end."""
        if self._shown != (self._moment.is_live, self._moment.step == 0):
            self._show_phase()

    def _show_phase(self) -> None:
        training, live = self._training, self._moment.is_live
        running = training.phase is not Phase.IDLE
        at_start = self._moment.step == 0
        self._shown = live, at_start
        self._window.transport_actions.set_phase(
            running=running,
            stopping=training.phase is Phase.STOPPING,
            at_start=at_start,
            finished=training.finished,
            available=training.available,
            stepping=training.stepping,
            diverged=training.has_diverged,
            looking_back=not live,
        )
        self._window.view(TrainingPanel).set_running(running and not training.stepping)
        self._window.status_line.show_phase(self._phase_in_words(at_start))

    def _phase_in_words(self, at_start: bool) -> str:
        training = self._training
        if not self._moment.is_live:
            return "Looking back"
        if training.phase is Phase.RUNNING and not training.stepping:
            return RUNNING
        if training.phase is Phase.STOPPING:
            return "Stopping"
        if training.has_diverged:
            return "Diverged"
        if training.finished:
            return "Finished"
        if training.ruled:
            return "Stopped by a rule"
        return "Ready" if at_start else "Paused"

    def _offer_run(self, table: Table) -> None:
        """The way back to the data of a run that is over, behind what is said of the new data already."""
        history, bar = self._session.document.history, self._window.message_bar
        sentence = "The data have changed, so the run was reset: training starts over at step 0."
        kind = "warning" if bar.sentence else "info"
        index = history.index_of(table)
        text = "Undo" if index is not None and index < history.index else "Redo"
        action = None if index is None else (text, partial(history.go_to, index))
        bar.show_message(f"{bar.sentence} {sentence}".lstrip(), kind, action)

    def _offer_safe_rate(self, problem: Problem, rate: float) -> None:
        def use_rate() -> None:
            self._training.set_config(replace(self._training.config, learning_rate=rate))
            self._training.reset()

        self._window.message_bar.show_message(
            problem.sentence, "warning", (f"Use {number_text(rate)}", use_rate)
        )
