"""The composition root: one session, one window, and who is wired to whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from linreg_gui.app.wiring.answers import AnswersWiring
from linreg_gui.app.wiring.checking import CheckingWiring
from linreg_gui.app.wiring.comparing import ComparingWiring
from linreg_gui.app.wiring.computed_columns import ComputingWiring
from linreg_gui.app.wiring.data import DataWiring
from linreg_gui.app.wiring.desk import DeskWiring
from linreg_gui.app.wiring.devices import DevicesWiring
from linreg_gui.app.wiring.editing import EditingWiring
from linreg_gui.app.wiring.exporting import ExportWiring
from linreg_gui.app.wiring.figures import FiguresWiring
from linreg_gui.app.wiring.finding import FindingWiring
from linreg_gui.app.wiring.fit import FitWiring
from linreg_gui.app.wiring.fit_bands import FitBandsWiring
from linreg_gui.app.wiring.fit_equation import FitEquationWiring
from linreg_gui.app.wiring.fit_extras import FitExtrasWiring
from linreg_gui.app.wiring.fit_noise import FitNoiseWiring
from linreg_gui.app.wiring.help import HelpWiring
from linreg_gui.app.wiring.history import HistoryWiring
from linreg_gui.app.wiring.importing import ImportWiring
from linreg_gui.app.wiring.lab import LabWiring
from linreg_gui.app.wiring.large import LargeWiring
from linreg_gui.app.wiring.lessons import LessonsWiring
from linreg_gui.app.wiring.losses import LossesWiring
from linreg_gui.app.wiring.microscope import MicroscopeWiring
from linreg_gui.app.wiring.moment import MomentWiring
from linreg_gui.app.wiring.pages import PagesWiring
from linreg_gui.app.wiring.painting import PaintingWiring
from linreg_gui.app.wiring.plot_selecting import PlotSelectingWiring
from linreg_gui.app.wiring.pointing import PointingWiring
from linreg_gui.app.wiring.predict_file import PredictFileWiring
from linreg_gui.app.wiring.project_view import ProjectViewWiring
from linreg_gui.app.wiring.projects import ProjectWiring
from linreg_gui.app.wiring.race import RaceWiring
from linreg_gui.app.wiring.recipe import RecipeWiring
from linreg_gui.app.wiring.recovery import RecoveryWiring
from linreg_gui.app.wiring.report import ReportWiring
from linreg_gui.app.wiring.results import ResultsWiring
from linreg_gui.app.wiring.runs import RunsWiring
from linreg_gui.app.wiring.samples import SampleWiring
from linreg_gui.app.wiring.scripts import ScriptsWiring
from linreg_gui.app.wiring.selected_fit import SelectedFitWiring
from linreg_gui.app.wiring.selecting import SelectingWiring
from linreg_gui.app.wiring.shrinking import ShrinkingWiring
from linreg_gui.app.wiring.start import StartWiring
from linreg_gui.app.wiring.sway import SwayWiring
from linreg_gui.app.wiring.terms import TermsWiring
from linreg_gui.app.wiring.tour import TourWiring
from linreg_gui.app.wiring.training import TrainingWiring
from linreg_gui.app.wiring.tuning import TuningWiring
from linreg_gui.app.wiring.uses import UsesWiring
from linreg_gui.app.wiring.vectorisation import VectorisationWiring
from linreg_gui.app.wiring.views import ViewsWiring
from linreg_gui.app.wiring.welcome import WelcomeWiring
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.lessons.lesson import Lesson
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.opening.sample_library import SampleLibrary
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.on_screen import keep_on_screen

from .appearance import Appearance
from .folders import recovery_folder


class Program(QObject):
    """Everything there is between opening and closing a window; a process may have several."""

    closed = Signal()  # once

    def __init__(
        self,
        application: QApplication,
        settings: Settings,
        recovery: Path | None = None,
        appearance: Appearance | None = None,
        window: MainWindow | None = None,
    ) -> None:
        super().__init__(application)
        self._settings = settings
        self.appearance = appearance or Appearance(application, settings, self)
        self.session = Session(settings, self)
        self.window = window or MainWindow()
        self.window.furnish()
        self.menus = self.window.menus
        self._loss_is_settled = False
        self._is_closed = False
        self._projects = ProjectWiring(self.session, self.window)
        self.devices = DevicesWiring(self.session, self.window)
        library = SampleLibrary(self.session.jobs, self)
        # The order of the wirings is the order in which they hear of new data: numbers and choices first.
        self._wirings = (
            TrainingWiring(self.session, self.window),
            DataWiring(self.session, self.window),
            EditingWiring(self.session, self.window),
            FindingWiring(self.session, self.window),
            ComputingWiring(self.session, self.window),
            HistoryWiring(self.session, self.window),
            ImportWiring(self.session, self.window),
            LargeWiring(self.session, self.window),
            exports := ExportWiring(self.session, self.window),
            PredictFileWiring(self.session, self.window, exports),
            ScriptsWiring(self.session, self.window),
            PagesWiring(self.session, self.window),
            figures := FiguresWiring(self.session, self.window),
            SampleWiring(self.session, self.window, library),
            ResultsWiring(self.session, self.window),
            RecipeWiring(self.session, self.window),
            UsesWiring(self.session, self.window),
            TermsWiring(self.session, self.window),
            FitWiring(self.session, self.window),
            MomentWiring(self.session, self.window),
            runs := RunsWiring(self.session, self.window),
            losses := LossesWiring(self.session, self.window, runs),
            RaceWiring(self.session, self.window),
            tuning := TuningWiring(self.session, self.window),
            views := ViewsWiring(self.session, self.window),
            LabWiring(self.session, self.window),
            lessons := LessonsWiring(self.session, self.window),
            DeskWiring(self.session, self.window),
            ShrinkingWiring(self.session, self.window),
            AnswersWiring(self.session, self.window),
            ComparingWiring(self.session, self.window),
            MicroscopeWiring(self.session, self.window),
            StartWiring(self.session, self.window),
            PaintingWiring(self.session, self.window),
            plots := PlotSelectingWiring(self.session, self.window),
            FitExtrasWiring(self.session, self.window, plots),
            FitBandsWiring(self.session, self.window),
            FitEquationWiring(self.session, self.window),
            FitNoiseWiring(self.session, self.window),
            VectorisationWiring(self.session, self.window, figures),
            SelectingWiring(self.session, self.window, plots),
            PointingWiring(self.session, self.window),
            SwayWiring(self.session, self.window, plots),
            SelectedFitWiring(self.session, self.window),
            CheckingWiring(self.window),
            HelpWiring(self.window),
            TourWiring(self.session, self.window),
            ProjectViewWiring(self.session, self.window),
            ReportWiring(self.session, self.window, views, losses, tuning),
        )
        self._projects.before_closing = (exports.at_work,)
        self.lessons = lessons
        self._welcome = WelcomeWiring(self.session, self.window, library)
        root = recovery or recovery_folder()
        self._recovery = RecoveryWiring(self.session, self.window, settings, root)
        self._connect_window()
        self.window.restore_layout(settings.bytes("geometry"), settings.layout())

    @property
    def confirm_loss(self) -> Callable[[], bool]:
        """Whether what is not saved may be lost without asking a person."""
        return self._projects.confirm_loss

    @confirm_loss.setter
    def confirm_loss(self, confirm: Callable[[], bool]) -> None:
        self._projects.confirm_loss = confirm

    @property
    def is_elsewhere(self) -> Callable[[Path], bool]:
        """Whether another window has a project."""
        return self._projects.is_elsewhere

    @is_elsewhere.setter
    def is_elsewhere(self, is_elsewhere: Callable[[Path], bool]) -> None:
        self._projects.is_elsewhere = is_elsewhere

    @property
    def project_files(self) -> tuple[Path, ...]:
        """The project that is open here, and one that is just being read."""
        files = (self.session.projects.path, self.session.opening.project_read)
        return tuple(path for path in files if path is not None)

    def bring_up(self, path: Path) -> None:
        """Show this window before the others, as somebody has asked for a project that is open here."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._projects.tell_it_is_here(path)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether something would be lost without saving; nothing in the window of a lesson."""
        return self.session.projects.dirty and not self.is_lesson

    @property
    def is_lesson(self) -> bool:
        """Whether a lesson is played in this window, which keeps nothing but what was ticked."""
        return self.lessons.play is not None

    def save(self) -> None:
        """Save the project, as File > Save does."""
        self._projects.save()

    def keep_work(self) -> bool:
        """Keep unsaved work for recovery at once, as the process is about to end; whether it is kept."""
        return self._recovery.autosave.keep_now()

    @property
    def is_at_work(self) -> bool:
        """Whether an edit or saving is under way."""
        return self.session.document.queue.busy or self.session.projects.saving

    def end(self) -> None:
        """Close at once, as the process is ended from outside; unsaved work is offered at the next start."""
        if not self._is_closed:
            self.keep_work()
            self._recovery.leave()
            self.close()

    def start(self, path: Path | None, formula: str = "") -> None:
        """Show the window with a file, with the welcome page, or with a sample that is fitted already.

        The formula is that of the model of the file; without one the columns decide.
        """
        welcomes = path is None and self._settings.shows_welcome()
        if welcomes:
            self._welcome.show()
        if self.window.was_painted:
            QTimer.singleShot(0, self, self._prepare)
        else:
            self.window.first_painted.connect(self._prepare)
            keep_on_screen(self.window)
            self.window.show()
        if not welcomes:
            self.window.setFocus()  # so that Space makes a step, and does not end in some field
        if path is not None:
            self.session.opening.open_file(path, formula=formula)
        elif not welcomes:
            self.session.opening.start_with(samples()[0])
        self._recovery.look_for_leftovers()

    def start_lesson(self, lesson: Lesson) -> None:
        """Show the window with a lesson; what is done in it is not kept, and no unsaved work.

        Raises
        ------
        ProblemError
            If its data cannot be had.
        """
        self.confirm_loss = lambda: True
        self._recovery.autosave.set_enabled(False)
        self.window.show_welcome(False)
        self.window.first_painted.connect(self._prepare)
        keep_on_screen(self.window)
        self.window.show()
        self.lessons.begin(lesson)

    def _prepare(self) -> None:
        """What takes its time in the background, and would hold up the first picture of the window."""
        if not self._is_closed:
            keep_on_screen(self.window)  # its frame is known now
            self.session.prepare()
            self.devices.start()

    def close(self) -> None:
        """Stop every job and remember the layout; safe to call twice."""
        if self._is_closed:
            return
        self._is_closed = True
        if not self.is_lesson:  # whose layout is its own
            self._settings.set_bytes("geometry", self.window.saveGeometry())
            self._settings.set_layout(self.window.presets.layout())
        self.session.close()
        self._recovery.close()
        self.closed.emit()

    def close_then(self, go: Callable[[], None]) -> None:
        """Close the window, once nothing would be lost, and then go on; neither if a person cancels it."""

        def close() -> None:
            self._close_window()
            go()

        self._projects.guard_closing(close)

    def _connect_window(self) -> None:
        window, menus = self.window, self.menus
        window.may_close = self._may_close
        window.closing.connect(self.close)
        menus.close_window.triggered.connect(lambda: window.close())
        menus.appearance_requested.connect(self.appearance.choose)
        menus.show_appearance(self.appearance.name)
        menus.high_contrast.setChecked(self._settings.high_contrast())
        menus.high_contrast.triggered.connect(self.appearance.choose_contrast)
        menus.zoom_in.triggered.connect(lambda: self.appearance.zoom_by(1))
        menus.zoom_out.triggered.connect(lambda: self.appearance.zoom_by(-1))
        menus.zoom_back.triggered.connect(lambda: self.appearance.zoom_by(0))
        window.zoom_to(self.appearance.zoom)
        self._settings.changed.connect(self._show_setting)
        menus.copy_picture.triggered.connect(lambda: QApplication.clipboard().setPixmap(self.window.grab()))

    def _may_close(self) -> bool:
        """Whether nothing would be lost; otherwise the window is closed again once that is settled."""
        if self._loss_is_settled or self._projects.may_close:
            return True
        self._projects.guard_closing(self._close_window)
        return False

    def _close_window(self) -> None:
        self._loss_is_settled = True
        self.window.close()

    def _show_setting(self, name: str) -> None:
        if name == "appearance":
            self.menus.show_appearance(self.appearance.name)
            self.menus.high_contrast.setChecked(self._settings.high_contrast())
        elif name == "zoom":
            self.window.zoom_to(self.appearance.zoom)
