"""Wires the start that is chosen in a view to the session, and to the message that tells of it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.explaining.start_on_surface import SurfacePoint, start_at
from linreg_gui.core.solvers.sgd.start import start_words
from linreg_gui.session.session import Session
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.surface_plot import SurfacePlot
from linreg_gui.views.window.main_window import MainWindow


class StartWiring(QObject):
    """Between the views, the start of the next run and the message bar."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._training, self._starts, self._bar = session.training, session.starts, window.message_bar
        self._told = ""
        window.when_made(SurfacePlot, self._take_surface)
        window.when_made(NeuronView, lambda neuron: neuron.start_requested.connect(self._starts.choose))
        self._starts.chosen.connect(self._tell)
        self._starts.taken_back.connect(self._forget)

    def _take_surface(self, surface: SurfacePlot) -> None:
        surface.start_requested.connect(self._choose)
        surface.start_withdrawn.connect(self._starts.go_back)

    def _choose(self, point: SurfacePoint) -> None:
        analysis, begins = self._training.analysis, self._starts.next
        if analysis is not None and begins is not None:
            self._starts.choose(*start_at(analysis.surface, begins, point))

    def _tell(self) -> None:
        """A run that has not begun starts there at once; otherwise it is offered to begin anew."""
        where, undo = start_words(self._training.config.start), ("Undo", self._starts.go_back)
        if self._training.begun:
            offer = ("Begin anew", self._training.reset)
            self._told = f"The next run will {where}."
            self._bar.show_message(self._told, "info", offer, undo)
        else:
            self._told = f"Training will {where}."
            self._bar.show_message(self._told, "info", undo)

    def _forget(self) -> None:
        """What was told does not hold any more."""
        if self._bar.sentence == self._told:
            self._bar.clear()
