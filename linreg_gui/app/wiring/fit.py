"""Wires the choices of the fit plot: features, groups and units, and the points that they ask for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from linreg_gui.core.drawing.fit_view import FOLDS
from linreg_gui.core.explaining.fit_points import fit_names
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.table.groups import MOST_GROUPS
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow


class FitWiring(QObject):
    """Between what is known of the data and the choices of the plot; what a moment draws is fed to it."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._plot = window.fit_plot
        self._own_units = window.menus.own_units
        self._known: Analysis | None = None
        session.analysed.connect(self._show_analysis)
        session.points_ready.connect(self._plot.show_points)
        session.training.objective_changed.connect(lambda _: self._renew_points())
        session.summaries.summarised.connect(self._offer_groups)
        session.fits.changed.connect(self._offer_groups)
        session.fits.folds_changed.connect(self._renew_folds)
        self._plot.view_requested.connect(self._request_points)
        self._plot.own_units_changed.connect(self._own_units.setChecked)
        self._own_units.toggled.connect(self._plot.set_own_units)
        self._own_units.toggled.connect(self._request_points)

    def _show_analysis(self, analysis: Analysis) -> None:
        choice, before, table = self._plot.choice(), self._known, self._session.document.table
        names = fit_names(analysis, {} if table is None else table.units)
        self._plot.set_choices(names.features, names.label, names.entwined)
        if before is not None and analysis.has_the_numbers_of(before):
            self._plot.set_choice(choice)  # of a feature that may have another name
        self._known = analysis
        scaled = analysis.label_scale is not LabelScale.PLAIN
        self._plot.offer_own_units(analysis.label if scaled else None)
        self._own_units.setEnabled(scaled)
        self._offer_groups()

    def _renew_points(self) -> None:
        """The exact solution is another one, and so are points and lines beside it."""
        if self._session.analysis is not None:
            self._request_points()

    def _offer_groups(self) -> None:
        """The columns of the table that make a few groups; the label is what is looked at."""
        table, analysis = self._session.document.table, self._session.analysis
        label = None if analysis is None else analysis.label
        found = {name: groups for name, groups in self._session.summaries.groups.items() if name != label}
        names = [] if table is None or not found else map(str, table.frame.columns.tolist())
        fits = self._session.fits
        folds = bool(fits.kept) and 2 <= fits.folds.folds <= MOST_GROUPS
        self._plot.group_bar.set_groups({name: found[name] for name in names if name in found}, folds=folds)

    def _renew_folds(self) -> None:
        """Others are chosen, by which the points may be coloured."""
        self._offer_groups()
        if self._plot.view().colour == FOLDS and self._session.analysis is not None:
            self._request_points()

    def _request_points(self) -> None:
        analysis = self._session.analysis
        scaled = analysis is not None and analysis.label_scale is not LabelScale.PLAIN
        own_units = scaled and self._own_units.isChecked()
        self._session.request_points(replace(self._plot.view(), own_units=own_units))
