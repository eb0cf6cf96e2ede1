"""The composition root: one session, one window, and who is wired to whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QApplication, QMessageBox, QWhatsThis

from ..core.resources import samples
from ..session.session import Session
from ..session.settings import Settings
from ..views.about import about_text, shortcuts_text
from ..views.main_window import PROGRAM_NAME, MainWindow
from .appearance import Appearance
from .checking import CheckingWiring
from .computing import ComputingWiring
from .data_dock import DataWiring
from .editing import EditingWiring
from .exporting import ExportWiring
from .finding import FindingWiring
from .history_dock import HistoryWiring
from .importing import ImportWiring
from .painting import PaintingWiring
from .plots import PlotsWiring
from .projects import ProjectWiring
from .recipe_dock import RecipeWiring
from .recovery import RecoveryWiring
from .results import ResultsWiring
from .sample_library import SampleWiring
from .selecting import SelectingWiring
from .training_dock import TrainingWiring


class Program(QObject):
    """Everything there is between starting and closing."""

    def __init__(
        self, application: QApplication, settings: Settings, recovery: Path | None = None
    ) -> None:
        super().__init__(application)
        self._settings = settings
        self.appearance = Appearance(application, settings)
        self.session = Session(settings, self)
        self.window = MainWindow()
        self.menus = self.window.menus
        self._loss_is_settled = False
        self._projects = ProjectWiring(self.session, self.window)
        # The order of the wirings is the order in which they hear of new data: numbers and choices first.
        self._wirings = (
            TrainingWiring(self.session, self.window),
            DataWiring(self.session, self.window),
            EditingWiring(self.session, self.window),
            FindingWiring(self.session, self.window),
            ComputingWiring(self.session, self.window),
            HistoryWiring(self.session, self.window),
            ImportWiring(self.session, self.window),
            ExportWiring(self.session, self.window),
            SampleWiring(self.session, self.window),
            ResultsWiring(self.session, self.window),
            RecipeWiring(self.session, self.window),
            PlotsWiring(self.session, self.window),
            PaintingWiring(self.session, self.window),
            SelectingWiring(self.session, self.window),
            CheckingWiring(self.window),
        )
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        root = recovery or Path(folder) / "recovery"
        self._recovery = RecoveryWiring(self.session, self.window, settings, root)
        self._connect_window()
        self.window.restore_layout(settings.bytes("geometry"), settings.bytes("layout"))

    @property
    def confirm_loss(self) -> Callable[[], bool]:
        """Whether what is not saved may be lost without asking a person."""
        return self._projects.confirm_loss

    @confirm_loss.setter
    def confirm_loss(self, confirm: Callable[[], bool]) -> None:
        self._projects.confirm_loss = confirm

    def start(self, path: Path | None) -> None:
        """Show the window with a file, or with a sample that is fitted already."""
        self.window.show()
        self.session.prepare()
        if path is None:
            self.session.start_with(samples()[0])
        else:
            self.session.open_file(path)
        self._recovery.look_for_leftovers()

    def close(self) -> None:
        """Stop every job and remember the layout; safe to call twice."""
        self._settings.set_bytes("geometry", self.window.saveGeometry())
        self._settings.set_bytes("layout", self.window.layout_state())
        self.session.close()
        self._recovery.close()

    def _connect_window(self) -> None:
        window, menus = self.window, self.menus
        window.may_close = self._may_close
        window.closing.connect(self.close)
        menus.quit.triggered.connect(lambda: window.close())
        menus.appearance_requested.connect(self._choose_appearance)
        menus.show_appearance(self.appearance.name)
        menus.whats_this.triggered.connect(lambda: QWhatsThis.enterWhatsThisMode())
        menus.keys.triggered.connect(lambda: self._show_text("Keyboard shortcuts", shortcuts_text(window)))
        menus.about.triggered.connect(lambda: self._show_text(f"About {PROGRAM_NAME}", about_text()))
        menus.copy_picture.triggered.connect(
            lambda: QApplication.clipboard().setPixmap(self.window.grab())
        )

    def _may_close(self) -> bool:
        """Whether nothing would be lost; otherwise the window is closed again once that is settled."""
        if self._loss_is_settled or self._projects.nothing_to_lose:
            return True
        self._projects.guard(self._close_window)
        return False

    def _close_window(self) -> None:
        self._loss_is_settled = True
        self.window.close()

    def _choose_appearance(self, name: str) -> None:
        self.appearance.choose(name)
        self.menus.show_appearance(name)

    def _show_text(self, title: str, text: str) -> None:
        box = QMessageBox(self.window)
        box.setWindowTitle(title)
        box.setText(text)
        box.finished.connect(box.deleteLater)
        box.open()
