"""Wires the fits that are kept to the view that compares them, and to Model > Keep Fit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.core.comparing.compared import compared
from linreg_gui.core.comparing.setting_curve import SettingCurve
from linreg_gui.core.comparing.two_residuals import two_residuals
from linreg_gui.core.problem import Problem
from linreg_gui.core.wording import sound_text
from linreg_gui.core.writing.table_text import TextTable, table_csv
from linreg_gui.session.keeping.background_saving import BackgroundSaving
from linreg_gui.session.session import Session
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight


class ComparingWiring(QObject):
    """Between kept fits and what shows them and asks for them."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._view: CompareView | None = None
        self._saving = BackgroundSaving(session.jobs, self)
        self._saving.saved.connect(self._tell_saved)
        self._saving.remarked.connect(lambda text: window.message_bar.show_message(text, "warning"))
        self._saving.failed.connect(self._tell_problem)
        window.menus.keep_fit.triggered.connect(lambda: session.fits.keep())
        window.menus.keep_trained.triggered.connect(lambda: session.fits.keep("sgd"))
        session.fits.was_kept.connect(self._tell_kept)
        session.fits.changed.connect(self._show_in_sight)
        session.desk.changed.connect(self._show_in_sight)
        session.table_changed.connect(lambda _: self._show_columns())
        session.analysed.connect(lambda _: self._show_features())
        session.crossing.progressed.connect(self._show_progress)
        session.crossing.ended.connect(self._show_end)
        window.when_made(CompareView, self._take)

    def _take(self, view: CompareView) -> None:
        self._view, fits, crossing = view, self._session.fits, self._session.crossing
        view.keep_requested.connect(lambda: fits.keep())
        view.open_requested.connect(self._session.reopening.open)
        view.base_requested.connect(fits.compare_with)
        view.show_requested.connect(fits.show)
        view.rename_requested.connect(fits.rename)
        view.delete_requested.connect(self._delete)
        view.save_requested.connect(self._ask_where)
        view.folds.folds_requested.connect(fits.choose_folds)
        view.folds.start_requested.connect(crossing.start)
        view.folds.stop_requested.connect(crossing.stop)
        view.pair_requested.connect(self._want_pair)
        self._take_curve(view)
        self._show_columns()
        InSight(view, self._show)

    def _take_curve(self, view: CompareView) -> None:
        page, curves = view.curve, self._session.curves
        page.draw_requested.connect(lambda: curves.draw(page.setting(), page.feature()))
        page.stop_requested.connect(curves.stop)
        curves.progressed.connect(page.show_progress)
        curves.found.connect(self._show_curve)
        curves.failed.connect(page.show_problem)
        curves.ended.connect(page.show_idle)
        curves.forgotten.connect(page.clear)
        self._show_features()

    def _show_features(self) -> None:
        analysis = self._session.analysis
        if self._view is not None and analysis is not None:
            self._view.curve.show_features(analysis.data.feature_names)

    def _show_curve(self, curve: SettingCurve) -> None:
        analysis = self._session.analysis
        if self._view is not None and analysis is not None:
            self._view.curve.show_curve(curve, analysis.data.label_name)

    def _want_pair(self) -> None:
        """The residuals of two fits, worked out in a job."""
        view, table = self._view, self._session.document.table
        pair = None if view is None else view.pair_of_fits()
        if view is None:
            return
        if table is None or pair is None:
            view.pair.clear()
            return
        work = partial(two_residuals, table, *pair)
        show = partial(view.pair.show_pair, quantiles=view.choices.quantiles)
        self._session.feed.want("compare residuals", work, show, in_job=True)

    def _show_in_sight(self) -> None:
        if self._view is not None and self._view.isVisible():
            self._show()

    def _show(self) -> None:
        if self._view is None:
            return
        if self._session.document.table is None:
            self._view.clear()
            return
        fits, level = self._session.fits, self._session.desk.choices.level
        self._view.show_value(compared(fits.kept, fits.base, fits.folds, level))
        if not self._session.crossing.running:
            self._show_end()

    def _show_columns(self) -> None:
        table = self._session.document.table
        if self._view is not None:
            self._view.folds.show_columns(
                [] if table is None else [str(name) for name in table.frame.columns]
            )

    def _show_progress(self, share: float) -> None:
        if self._view is not None:
            self._view.folds.show_progress(share)

    def _show_end(self) -> None:
        if self._view is not None:
            fits, folds = self._session.fits.values, self._session.fits.folds
            complete = all(fit.cross is not None and fit.cross.settings == folds for fit in fits)
            self._view.folds.show_idle(complete=complete)

    def _delete(self, key: int) -> None:
        fits = self._session.fits
        name = fits.delete(key)
        if name:
            self._window.message_bar.show_message(f"“{name}” was deleted.", "info", ("Undo", fits.undelete))

    def _tell_kept(self, name: str) -> None:
        show = ("Compare", partial(self._window.show_view, CompareView))
        self._window.message_bar.show_message(f"“{name}” is kept.", "info", show)

    def _ask_where(self, table: TextTable) -> None:
        save_dialog(
            self._window,
            self._session.settings,
            "Save the Table",
            partial(self._save, table),
            suggestion="fits.csv",
        )

    def _save(self, table: TextTable, name: str) -> None:
        path = Path(name)
        self._session.settings.set_last_folder(path.parent)
        content = sound_text(table_csv(table)).encode()
        self._saving.save(path, lambda file: file.write(content))

    def _tell_saved(self, path: Path) -> None:
        self._window.message_bar.show_message(f"Saved “{path.name}”.", "info")

    def _tell_problem(self, problem: Problem) -> None:
        self._window.message_bar.show_message(problem.sentence, "warning")
