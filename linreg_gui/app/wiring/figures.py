"""Wires what takes a plot out of the window, as a figure or as numbers, by menus and by its own menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QObject, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QWidget

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.writing.figure import FigureKind, FigureRequest
from linreg_gui.session.keeping.background_saving import BackgroundSaving
from linreg_gui.session.session import Session
from linreg_gui.views.figures.drawing import figure_image, figure_pdf, figure_svg
from linreg_gui.views.figures.figure_dialog import FigureDialog
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.window.main_window import MainWindow

_KINDS = {FigureKind.PNG: "PNG pictures", FigureKind.PDF: "PDF files", FigureKind.SVG: "SVG drawings"}
_NOTHING = "There is no plot in sight with something to see on it."


class FiguresWiring(QObject):
    """Between plots, the dialog, which lives only while it is open, and the saving."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._last: ThemedPlot | None = None  # that had the focus
        self.dialog: FigureDialog | None = None
        self.saving = BackgroundSaving(session.jobs, self)
        self.saving.saved.connect(lambda path: window.message_bar.show_message(f"Saved “{path}”.", "info"))
        self.saving.remarked.connect(lambda remark: window.message_bar.add_message(remark, "warning"))
        self.saving.failed.connect(self._complain)
        window.menus.save_figure.triggered.connect(lambda: self.open_dialog())
        window.menus.edit.copy_figure.triggered.connect(lambda: self._copy(ThemedPlot.copy_figure))
        window.menus.edit.copy_numbers.triggered.connect(lambda: self._copy(ThemedPlot.copy_numbers))
        self._take(window)
        window.panes.view_made.connect(self._take)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _take(self, whole: QWidget) -> None:
        plots = whole.findChildren(ThemedPlot)
        for plot in [whole, *plots] if isinstance(whole, ThemedPlot) else plots:
            plot.figure_requested.connect(partial(self.open_dialog, plot))

    def open_dialog(self, plot: ThemedPlot | None = None) -> None:
        """Ask how a plot, or the one that had the focus last, is to be saved."""
        plots = self.plots()
        wanted = plot or self._last
        if not plots:
            self._window.message_bar.show_message(_NOTHING, "warning")
            return
        above = self._window if plot is None else plot.window()
        self.dialog = FigureDialog(plots, self._session.settings.figure(), above)
        self.dialog.plot.setCurrentIndex(plots.index(wanted) if wanted in plots else 0)
        self.dialog.save_requested.connect(self._ask_where)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def plots(self) -> list[ThemedPlot]:
        """Those in sight that show something, the largest first."""
        found = [plot for plot in self._window.findChildren(ThemedPlot) if _shows_something(plot)]
        return sorted(found, key=lambda plot: -plot.width() * plot.height())

    def _copy(self, copy: Callable[[ThemedPlot], None]) -> None:
        plots = self.plots()
        if not plots:
            self._window.message_bar.show_message(_NOTHING, "warning")
            return
        plot = self._last if self._last in plots else plots[0]
        assert plot is not None
        copy(plot)
        what = "numbers" if copy is ThemedPlot.copy_numbers else "figure"
        self._window.message_bar.show_message(f"Copied the {what} of “{plot.title()}”.", "info")

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        while now is not None and not isinstance(now, ThemedPlot):
            now = now.parentWidget()
        if isinstance(now, ThemedPlot) and now.window() is self._window:
            self._last = now

    def _ask_where(self, plot: ThemedPlot, request: FigureRequest) -> None:
        self._session.settings.set_figure(request)
        table = self._session.document.table
        stem = plot.title().lower() if table is None else f"{Path(table.name).stem} {plot.title().lower()}"
        save_dialog(
            self._window,
            self._session.settings,
            "Save Figure",
            partial(self._save, plot, request),
            kind=_KINDS[request.kind],
            ending=request.kind.value,
            suggestion=f"{stem}.{request.kind.value}",
        )

    def _save(self, plot: ThemedPlot, request: FigureRequest, name: str) -> None:
        path = Path(name)
        if path.suffix.lower() != f".{request.kind.value}":
            sentence = f"“{path.name}” would be mistaken for another kind of file: let it end with"
            self._window.message_bar.show_message(f"{sentence} .{request.kind.value}.", "error")
            return
        self._session.settings.set_last_folder(path.parent)
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.saving.save(path, writer_of(plot, request))
        except ProblemError as error:
            self._complain(error.problem)
        finally:
            QApplication.restoreOverrideCursor()

    def _complain(self, problem: Problem) -> None:
        self._window.message_bar.show_message(problem.sentence, "error")

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def writer_of(plot: ThemedPlot, request: FigureRequest) -> Callable[[BinaryIO], object]:
    """Draws a figure now; what is left, to put it into a file, any thread may do."""
    if request.kind is FigureKind.PNG:
        return partial(_write_png, figure_image(plot, request))
    pdf = figure_pdf(plot, request)
    if request.kind is FigureKind.PDF:
        return lambda file: file.write(pdf)
    svg = figure_svg(plot, pdf)
    return lambda file: file.write(svg().encode())


def _write_png(image: QImage, file: BinaryIO) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(image):
        raise ProblemError("There is not enough memory to write so large a picture.", ProblemKind.MEMORY)
    file.write(buffer.data().data())


def _shows_something(plot: ThemedPlot) -> bool:
    return plot.isVisible() and not plot.visibleRegion().isEmpty() and not plot.message()
