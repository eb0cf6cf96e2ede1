"""Wires the start of a run that was chosen in a view to the message that tells of it and takes it back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.solvers.sgd.start import Start, start_words
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow


class StartWiring(QObject):
    """Between the start that was chosen and the message bar."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._training, self._bar = session.training, window.message_bar
        session.starts.chosen.connect(self._tell)

    def _tell(self, before: Start) -> None:
        """A run that has not begun starts there at once; otherwise it is offered to begin anew."""
        where, undo = start_words(self._training.config.start), ("Undo", partial(self._go_back, before))
        if self._training.begun:
            offer = ("Begin anew", self._begin_anew)
            self._bar.show_message(f"The next run will {where}.", "info", offer, undo)
        else:
            self._bar.show_message(f"Training will {where}.", "info", undo)

    def _begin_anew(self) -> None:
        self._training.reset()

    def _go_back(self, before: Start) -> None:
        self._training.set_config(replace(self._training.config, start=before))
