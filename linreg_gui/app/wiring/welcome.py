"""Wires the welcome page: shown at the start and where there is no table, gone once there is one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.app.welcome_content import fill_page
from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.table import Table
from linreg_gui.session.opening.sample_library import SampleLibrary
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow


class WelcomeWiring(QObject):
    """Between the page and what its buttons do; what is in it is made when it is shown first."""

    def __init__(self, session: Session, window: MainWindow, library: SampleLibrary) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._library = library
        self._page = window.welcome_page
        session.table_changed.connect(self._follow)
        session.problem_found.connect(self._show_where_nothing_is)
        session.settings.changed.connect(self._show_setting)
        window.reading_progress.cancel_requested.connect(self._show_where_nothing_is)
        window.menus.welcome.triggered.connect(lambda: self.show())
        self._connect_page()

    def show(self) -> None:
        """Show the page in place of the plots."""
        fill_page(self._page, self._session.settings)
        self._page.set_closable(self._session.document.table is not None)
        self._window.show_welcome(True)

    def _connect_page(self) -> None:
        session, page, menus = self._session, self._page, self._window.menus
        page.open_requested.connect(menus.open.trigger)
        page.recent_requested.connect(session.opening.open_recent)
        page.sample_requested.connect(self._open_sample)
        page.all_samples_requested.connect(menus.samples.trigger)
        page.generate_requested.connect(menus.data.generate.trigger)
        page.draw_requested.connect(menus.data.new_table.trigger)
        page.tour_requested.connect(menus.tour.trigger)
        page.pictures_wanted.connect(self._library.describe)
        page.at_start_changed.connect(session.settings.set_shows_welcome)
        page.close_requested.connect(lambda: self._window.show_welcome(False))
        self._library.described.connect(page.show_pictures)

    def _open_sample(self, sample: Sample) -> None:
        """Fitted already, so that there is something to see at once."""
        if self._session.document.table is None:
            self._session.opening.start_with(sample)
        else:
            self._session.opening.open_sample(sample, fitted=True)

    def _follow(self, table: Table | None) -> None:
        if table is None:
            self.show()
        else:
            self._window.show_welcome(False)

    def _show_where_nothing_is(self, _problem: Problem | None = None) -> None:
        """What was to be opened was not."""
        if self._session.document.table is None:
            self.show()

    def _show_setting(self, name: str) -> None:
        if name == "recent_files":
            self._page.show_recent_files(self._session.settings.recent_files())
        elif name == "welcome":
            self._page.set_at_start(self._session.settings.shows_welcome())
