"""Wires File > Export > Interactive Page: which runs there are, what is asked, and where it is written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.core.drawing.row_note import name_column
from linreg_gui.core.explaining.run_rows import RunRow, apart_by, run_row
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.limits import MOST_PINNED
from linreg_gui.core.model.loss_curve import ProgressAxis
from linreg_gui.core.playing.asked import MOST_PLAYED, Asked, Look, Looks, PageWish, PlayedRun
from linreg_gui.core.playing.page import Page
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.table import Origin
from linreg_gui.session.keeping.page_saving import PageSaving
from linreg_gui.session.session import Session
from linreg_gui.session.training.runs import PRESENT
from linreg_gui.views.dialogs.page_dialog import PageDialog
from linreg_gui.views.explaining.surface_plot import SurfacePlot
from linreg_gui.views.widgets.style import EXACT_DASHES, Series, run_colours
from linreg_gui.views.window.main_window import MainWindow

_ENDINGS = (".html", ".htm")
_NO_RUN = "There is no run yet that could be played: make some updates first, by Run or Step."
_OTHER_LOSS = "It has minimised something else than what the exact answer here is of: open it first."


class PagesWiring(QObject):
    """Between the session and the dialog, which lives only while it is open."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._dialog: PageDialog | None = None
        self._asked: Asked | None = None
        self._page: Page | None = None
        self._before: tuple[Origin, PageWish] | None = None  # what was asked last, and of which table
        self.saving = PageSaving(session.jobs, self)
        self.saving.made.connect(self._show)
        self.saving.not_made.connect(self._show_problem)
        self.saving.saved.connect(self._tell)
        self.saving.remarked.connect(lambda remark: window.message_bar.add_message(remark, "warning"))
        self.saving.failed.connect(lambda problem: window.message_bar.show_message(problem.sentence, "error"))
        action = window.menus.export_page
        action.triggered.connect(lambda: self.open_dialog())
        session.table_changed.connect(lambda _: action.setEnabled(False))
        session.not_analysed.connect(lambda _: action.setEnabled(False))
        session.training.objective_changed.connect(lambda found: action.setEnabled(found.is_known))

    def open_dialog(self) -> None:
        """Ask what the page is to show of the runs as they are now."""
        table, objective = self._session.document.table, self._session.training.objective
        if table is None or objective is None or self._session.analysis is None or not objective.is_known:
            return
        played, rows = self._runs(objective)
        if not played:
            self._window.message_bar.show_message(rows[0].remark if rows else _NO_RUN, "info")
            return
        self._asked = self._ask(objective, played)
        wish = self._first_wish(played)
        self._dialog = PageDialog(
            rows, wish, self._window, file_name=table.name, has_row_names=name_column(table) is not None
        )
        self._dialog.wish_changed.connect(self._look)
        self._dialog.save_requested.connect(self._ask_where)
        self._dialog.finished.connect(self._forget_dialog)
        self.saving.begin(self._asked)
        self._look(wish)
        self._dialog.open()

    def _runs(self, objective: Objective) -> tuple[list[PlayedRun], list[RunRow]]:
        """Those that can be played, and all of them as rows, with why the others cannot."""
        runs = self._session.runs
        present, replay = runs.record(), self._session.training.replay()
        found: list[tuple[int, Run, Sgd | None, bool]] = []
        if present is not None and present.step and replay is not None:
            run = replace(present, changes=present.made, name=present.name or runs.name)
            found.append((PRESENT, run, replay[1], True))
        found += [(entry.key, entry.run, entry.states, runs.of_these_data(entry)) for entry in runs.kept]
        apart = apart_by([run for _, run, _, _ in found])
        played, rows = [], []
        for key, run, states, same_data in found:
            is_present = key == PRESENT
            row = run_row(run, key, run.name, None, apart=apart, present=is_present, same_data=same_data)
            last = run.made[-1][1]
            if same_data and (last.loss, last.weight_decay) != (objective.loss, objective.weight_decay):
                row = replace(row, remark=_OTHER_LOSS)
            rows.append(row)
            if not row.remark:
                played.append(PlayedRun(key, run, row.settings, states, is_present))
        return played, rows

    def _ask(self, objective: Objective, played: list[PlayedRun]) -> Asked:
        """With what the window shows of the fit, the loss and its surface."""
        table, window = self._session.document.table, self._window
        assert table is not None
        axes, scale = window.loss_plot.axes, objective.analysis.label_scale
        return Asked(
            table,
            objective,
            tuple(played),
            _looks(),
            window.fit_plot.choice(),
            scale is not LabelScale.PLAIN and window.menus.own_units.isChecked(),
            window.view(SurfacePlot).wish,
            window.menus.equation_form(),
            axes.axis(),
            axes.along() is ProgressAxis.EPOCHS,
        )

    def _first_wish(self, played: list[PlayedRun]) -> PageWish:
        """The present run and those drawn beside it; the rest as it was asked last of this table."""
        keys = tuple(each.key for each in played if each.present or each.run.shown)[:MOST_PLAYED]
        keys = keys or (played[0].key,)
        assert self._asked is not None
        if self._before is None or self._before[0] is not self._asked.table.origin:
            return PageWish(keys)
        return replace(self._before[1], runs=keys)

    def _look(self, wish: PageWish) -> None:
        if self._asked is not None:
            self._page, self._before = None, (self._asked.table.origin, wish)
            self.saving.look(wish)

    def _show(self, page: Page) -> None:
        if self._dialog is not None and self._dialog.wish() is not None:
            self._page = page
            self._dialog.show_page(len(page.data), page.told)

    def _show_problem(self, problem: Problem) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(problem.sentence)

    def _ask_where(self) -> None:
        if self._page is None or self._asked is None:
            return
        save_dialog(
            self._window,
            self._session.settings,
            "Export as an Interactive Page",
            partial(self._save, self._page, self._asked),
            kind="Web pages",
            ending="html",
            suggestion=f"{Path(self._asked.table.name).stem} training.html",
        )

    def _save(self, page: Page, asked: Asked, name: str) -> None:
        path = Path(name)
        if path.suffix.lower() not in _ENDINGS:
            sentence = f"“{path.name}” would be mistaken for another kind of file: let it end with .html."
            self._window.message_bar.show_message(sentence, "error")
            return
        self._session.settings.set_last_folder(path.parent)
        self.saving.save(page, asked.table, path)

    def _tell(self, path: Path) -> None:
        show = ("Show in Browser", partial(_show_in_browser, path))
        self._window.message_bar.show_message(f"Saved the page to “{path}”.", "info", show)

    def _forget_dialog(self) -> None:
        self.saving.give_up()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _show_in_browser(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _looks() -> Looks:
    """The colours and dashes of this window, on light and on dark."""
    return Looks(
        Look(*Series.DATA.value),
        Look(*Series.EXACT.value, EXACT_DASHES),
        Look(*Series.FIT.value),
        tuple(Look(*run_colours(look)) for look in range(MOST_PINNED)),
    )
