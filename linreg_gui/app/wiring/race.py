"""Wires Train > Race to the race, and that to the list of runs."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.fitting.variations import Varied, variations
from linreg_gui.session.session import Session
from linreg_gui.session.training.training import Phase
from linreg_gui.views.training.race_dialog import RaceDialog
from linreg_gui.views.training.runs_panel import RunsPanel
from linreg_gui.views.window.main_window import MainWindow


class RaceWiring(QObject):
    """Between the race, its dialog and its strip."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._race = session.race
        strip = window.view(RunsPanel).race
        strip.pause_requested.connect(lambda pause: self._race.pause() if pause else self._race.resume())
        strip.end_requested.connect(self._race.stop)
        window.menus.race.triggered.connect(lambda: self._open_dialog())
        self._race.changed.connect(self._show)
        self._race.progressed.connect(self._show)
        session.training.phase_changed.connect(self._give_way)
        session.analysed.connect(lambda _: self._show())
        session.not_analysed.connect(lambda _: self._show())
        session.table_changed.connect(lambda _: self._show())
        self._show()

    def _open_dialog(self) -> None:
        analysis, config = self._session.analysis, self._session.training.config
        if analysis is None:
            return
        choices = {varied.value: variations(analysis, config, varied) for varied in Varied}
        dialog = RaceDialog(choices, analysis.data.n_rows, self._window)
        dialog.race_requested.connect(self._start)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _start(self, configs: object, names: object) -> None:
        assert isinstance(configs, tuple)
        assert isinstance(names, tuple)
        self._window.message_bar.clear()
        if self._race.start(configs, names):
            self._window.show_view(RunsPanel)

    def _give_way(self, phase: Phase) -> None:
        """There are two cores: a run that is started goes before the race."""
        if phase is Phase.RUNNING:
            self._race.pause()

    def _show(self) -> None:
        race = self._race
        progress = race.progress if race.lanes else None
        self._window.view(RunsPanel).race.show_race(progress, running=race.running)
        self._window.menus.race.setEnabled(self._session.analysis is not None and not race.lanes)
