"""Wires Train > Tune to the search for settings, and that to its view."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from linreg_gui.core.explaining.tuning_picture import TuningScene, tuning_picture
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.tuning_space import suggested_space
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.tuning.optuna_search import has_optuna
from linreg_gui.core.tuning.space import TunedSetting
from linreg_gui.core.tuning.study import Sampler
from linreg_gui.core.wording import counted
from linreg_gui.session.session import Session
from linreg_gui.session.tuning.tuning import NOTHING_HELD_OUT
from linreg_gui.views.tuning.tune_dialog import TuneDialog
from linreg_gui.views.tuning.tuning_view import MORE, SearchState, TuningView
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS

from .fed_views import FedViews

_HELD_OUT = 0.2
_SEARCHED = (TunedSetting.RATE, TunedSetting.BATCH)


class TuningWiring(QObject):
    """Between the search, its dialog and its view."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window, self._tuning = session, window, session.tuning
        self._view: TuningView | None = None
        self._asks_then = False  # once rows are held out
        self._same_data = False
        self._views = FedViews(window, session.feed, self._present, self._is_current, in_job=True)
        row = next(row for row in VIEWS if row.view is TuningView)
        self._views.add(row, tuning_picture)
        window.menus.tune.triggered.connect(lambda: self._ask())
        self._tuning.changed.connect(self._follow)
        self._tuning.progressed.connect(self._show_state)
        self._tuning.completed.connect(self._tell_complete)
        self._tuning.opened.connect(self._tell_opened)
        session.training.objective_changed.connect(lambda _: self._views.follow())
        session.training.phase_changed.connect(lambda _: self._look_at_data())
        session.analysed.connect(self._on_analysis)
        session.not_analysed.connect(lambda _: self._show_state())
        session.table_changed.connect(lambda _: self._show_state())
        window.when_made(TuningView, self._take)
        self._show_state()

    def _take(self, view: TuningView) -> None:
        self._view = view
        view.search_requested.connect(self._ask)
        view.pause_requested.connect(self._tuning.pause)
        view.go_on_requested.connect(lambda: self._tuning.resume(MORE))
        view.end_requested.connect(self._tuning.stop)
        view.open_requested.connect(self._tuning.open)
        self._show_state()

    def _ask(self) -> None:
        """Which settings are to be searched; before that, rows to judge by have to be held out."""
        session, analysis = self._session, self._session.analysis
        if analysis is None:
            return
        if analysis.held_out is None:
            hold = (f"Hold Out {100.0 * _HELD_OUT:.0f} %", self._hold_out)
            self._window.message_bar.show_message(NOTHING_HELD_OUT.sentence, "info", hold)
            return
        config, study = session.training.config, self._tuning.study
        objective = Objective.of(analysis, config)
        try:
            limits = objective.limits(config)
        except ProblemError:  # the weight decay is too large for any
            limits = None
        space = dict(suggested_space(analysis.moments, config, limits))
        searched: tuple[TunedSetting, ...] = _SEARCHED
        if study is not None and self._tuning.of_these_data:
            space |= {entry.setting: entry for entry in study.space if entry.setting in space}
            searched = study.settings
        n_rows = analysis.data.n_rows
        dialog = TuneDialog(space, searched, n_rows, has_optuna=has_optuna(), parent=self._window)
        dialog.search_requested.connect(self._start)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _hold_out(self) -> None:
        table = self._session.document.table
        if table is not None:
            self._asks_then = True
            self._session.document.change_recipe("Hold out rows", replace(table.recipe, holdout=_HELD_OUT))

    def _on_analysis(self, analysis: Analysis) -> None:
        self._show_state()
        asks, self._asks_then = self._asks_then, False
        if asks and analysis.held_out is not None:
            QTimer.singleShot(0, self, self._ask)  # once training has settings for these rows

    def _look_at_data(self) -> None:
        """Training is told of other data last of all."""
        if self._tuning.of_these_data is not self._same_data:
            self._follow()

    def _start(self, space: object, sampler: Sampler, seed: int, trials: int) -> None:
        assert isinstance(space, tuple)
        bar, before = self._window.message_bar, self._tuning.study
        bar.clear()
        if self._tuning.start(space, sampler, seed, trials):
            self._window.show_view(TuningView)
            if before is not None and before.trials:
                words = f"The search before, with {counted(len(before.trials), 'trial')}, is replaced."
                bar.show_message(words, "info", ("Undo", self._tuning.bring_back))

    @property
    def scene(self) -> TuningScene | None:
        """What its view draws now."""
        return self._present()

    def _present(self) -> TuningScene | None:
        study, analysis = self._tuning.study, self._session.analysis
        if study is None:
            return None
        objective = None
        if analysis is not None and self._tuning.of_these_data:
            # That of the training knows where the loss is least, once that is worked out.
            known = self._session.training.objective
            same = known is not None and known.loss == study.config.loss and known.analysis is analysis
            objective = known if same else Objective.of(analysis, study.config)
        return TuningScene(study, objective)

    def _is_current(self, scene: TuningScene) -> bool:
        return scene.study is self._tuning.study

    def _follow(self) -> None:
        self._same_data = self._tuning.of_these_data
        if self._tuning.study is None:
            self._views.clear()
        else:
            self._views.follow()
        self._show_state()

    def _show_state(self) -> None:
        tuning, possible = self._tuning, self._session.analysis is not None
        self._window.menus.tune.setEnabled(possible and not tuning.running)
        study = tuning.study
        if self._view is None:
            return
        if study is None:
            self._view.show_state(SearchState(possible=possible))
            return
        self._view.show_state(
            SearchState(
                there=True,
                running=tuning.running,
                complete=study.is_complete,
                can_extend=study.most_more > 0,
                same_data=tuning.of_these_data or not possible,
                progress=tuning.progress,
                opening=tuning.opening,
                possible=possible,
            )
        )

    def _tell_complete(self) -> None:
        study = self._tuning.study
        if study is None:
            return
        best, done = study.best, counted(len(study.trials), "trial")
        if best is None:
            words = f"{done}: every one diverged. Search smaller learning rates."
            self._window.message_bar.show_message(words, "warning")
            return
        name = study.trial_name(best)
        opens = (f"Open {name}", partial(self._tuning.open, best))
        self._window.message_bar.show_message(f"{done}: {name.lower()} is best.", "info", opens)

    def _tell_opened(self, name: str) -> None:
        words = f"“{name}” is the present run, with its settings: go through it step by step below."
        self._window.message_bar.show_message(words, "info")
