"""Wires the scrubber, the loss curve and the keys to the moment that is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.session.session import Session
from linreg_gui.views.explaining.weights_plot import WeightsPlot
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.window.main_window import MainWindow

_MOST_EPOCHS = 60  # marked on the scrubber


class MomentWiring(QObject):
    """Between the moment and what goes to it."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._moment = session.moment
        scrubber, menus, keys = window.scrubber, window.menus, window.step_keys
        keys.look_by_requested.connect(self._moment.look_by)
        keys.start_requested.connect(lambda: self._moment.look_at(0))
        keys.end_requested.connect(self._moment.return_to_end)
        scrubber.step_requested.connect(self._moment.look_at)
        scrubber.end_requested.connect(self._moment.return_to_end)
        scrubber.play_requested.connect(self._moment.play)
        window.when_made(LossPlot, lambda plot: plot.step_requested.connect(self._moment.look_at))
        window.when_made(WeightsPlot, lambda plot: plot.step_requested.connect(self._moment.look_at))
        menus.look_back.triggered.connect(lambda: self._moment.look_by(-1))
        menus.look_on.triggered.connect(lambda: self._moment.look_by(1))
        menus.look_at_end.triggered.connect(lambda: self._moment.return_to_end())
        self._moment.changed.connect(self._show)
        session.training.history_changed.connect(lambda _: self._show())
        self._show()

    def _show(self) -> None:
        moment, training = self._moment, self._session.training
        live, step, end = moment.is_live, moment.step, moment.end
        epochs = training.history.epoch_ends(_MOST_EPOCHS)
        marks = tuple(at for at in training.changed_at if at <= end)
        self._window.scrubber.show_moment(
            step, end, live=live, epochs=epochs, marks=marks, playing=moment.playing
        )
        self._window.menus.look_back.setEnabled(step > 0)
        self._window.menus.look_on.setEnabled(not live)
        self._window.menus.look_at_end.setEnabled(not live)
