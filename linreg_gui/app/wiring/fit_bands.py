"""Wires the bands of the exact line: worked out in a job, and with every move of a hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.drawing.fit_extras import BANDS
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.fit_bands import bands_of_points, fit_bands
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.inference.line_bands import LineBands
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

_PLACE = "bands"


class FitBandsWiring(QObject):
    """Between what is known of the data and the bands on the fit plot; comes after the plots."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._plot = session, window.fit_plot
        self._own_units = window.menus.own_units
        self._are_known = False
        self._in_sight = InSight(self._plot, self._want)
        session.points_ready.connect(self._want)
        session.training.config_changed.connect(self._want)
        session.table_changed.connect(self._forget)
        session.rows_moved.connect(self._move)
        self._plot.extras.changed.connect(self._want)

    def _forget(self) -> None:
        self._are_known = False
        self._session.feed.drop(_PLACE)

    def _want(self) -> None:
        """Ask for them if they are to be seen."""
        analysis, config = self._session.analysis, self._session.training.config
        if analysis is not None and self._in_sight and self._plot.extras.chosen() & BANDS:
            prepare = partial(fit_bands, analysis, config.loss, config.weight_decay)
            self._session.feed.want(_PLACE, prepare, partial(self._show, analysis))

    def _show(self, analysis: Analysis, bands: LineBands | str) -> None:
        if analysis is self._session.analysis and not self._session.painting.active:
            self._are_known = isinstance(bands, LineBands)
            scaled = analysis.data.label_name != analysis.label
            self._plot.extras.show_bands(bands, curved=scaled and self._own_units.isChecked())

    def _move(self, data: MovingData | None) -> None:
        """Of the rows in the middle of a stroke, in the frame of the line."""
        if data is not None and self._are_known and self._plot.extras.chosen() & BANDS:
            self._plot.extras.show_bands(bands_of_points(data.sums))
