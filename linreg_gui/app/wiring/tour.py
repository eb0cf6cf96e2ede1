"""Wires the tour: what its steps point at, and data to look at where there are none."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.installation.resources import samples
from linreg_gui.session.session import Session
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.welcome.tour import Tour, TourStep
from linreg_gui.views.window.main_window import MainWindow


class TourWiring(QObject):
    """Between Help > Tour and the window."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._waiting = False
        self.tour: Tour | None = None
        window.menus.tour.triggered.connect(lambda: self._begin())
        session.analysed.connect(self._start_if_waiting)
        session.problem_found.connect(self._give_up)

    def _begin(self) -> None:
        if self.tour is not None:
            self.tour.end()
        if self._session.document.table is not None:
            self._start()
        else:
            # Not fitted yet, so that there are steps to make.
            self._waiting = True
            self._session.opening.open_sample(samples()[0])

    def _start_if_waiting(self) -> None:
        if self._waiting:
            self._start()

    def _give_up(self) -> None:
        self._waiting = False

    def _start(self) -> None:
        self._waiting = False
        self._window.show_welcome(False)
        self.tour = Tour(self._window, _steps(self._window))
        self.tour.ended.connect(self._forget)
        self.tour.start()

    def _forget(self) -> None:
        self.tour = None


def _steps(window: MainWindow) -> list[TourStep]:
    return [
        TourStep(
            window.view(DataTable),
            "Your data",
            "Each row is one example. Features are the columns you predict from; the label is the one you "
            "predict. Click the word under the name of a column to change its role. Cells can be edited.",
        ),
        TourStep(
            window.transport_bar,
            "One step at a time",
            "Step takes a few rows, a minibatch, and moves the line a little, so that it fits them better. "
            "Run repeats this; Step back undoes it exactly. Try it now. Reset begins anew.",
        ),
        TourStep(
            window.loss_plot,
            "How good is it?",
            "The loss is half the mean squared error: the lower it is, the closer the line is to the points. "
            "The dashed line is the lowest loss that any line can reach: that of the exact solution.",
        ),
        TourStep(
            window.view(WeightsTable),
            "What was learnt",
            "The bias and a weight for each feature, as training found them, beside the exact ones. Under "
            "Prediction, type values and read what the line says. You can also paint points on the plot "
            "and watch the line follow.",
        ),
    ]
